package plan

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// makeJSON is the command that makes what Read reads.
const makeJSON = "make it with `terraform plan -out=tfplan && terraform show -json tfplan > plan.json` (or tofu)"

// InputError says why an input is no plan that can be read, and what to do.
type InputError struct{ Message string }

func (e *InputError) Error() string { return e.Message }

func refuse(format string, args ...any) error { return &InputError{fmt.Sprintf(format, args...)} }

// recognise refuses what is no JSON by its first bytes.
func recognise(head []byte) error {
	trimmed := bytes.TrimLeft(head, " \t\r\n")
	switch {
	case len(trimmed) == 0:
		return refuse("The input is empty: %s.", makeJSON)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return refuse("The input is a binary plan file: turn it into JSON with `terraform show -json FILE > plan.json` (or tofu).")
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return refuse("The input is compressed with gzip: give the plan itself, as in `gunzip -c plan.json.gz`, with - for the standard input.")
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}), bytes.HasPrefix(head, []byte("{\x00")), bytes.HasPrefix(head, []byte("\x00{")):
		return refuse("The input is in UTF-16, as Windows PowerShell's > writes it: let cmd write it, `cmd /c \"terraform show -json tfplan > plan.json\"`, or use PowerShell 7.")
	case bytes.HasPrefix(head, []byte{0xef, 0xbb, 0xbf}):
		return refuse("The input begins with a byte order mark, which JSON must not have: write it in UTF-8 without one, as `cmd /c \"terraform show -json tfplan > plan.json\"` does.")
	case trimmed[0] != '{':
		return refuse("The input is not the JSON of a plan, which begins with {: %s.", makeJSON)
	}
	return nil
}

// explain turns an error of the decoder into one that says what to do.
func explain(err error) error {
	var own *InputError
	if err == nil || errors.As(err, &own) {
		return err
	}
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return refuse("The plan is cut off: the file ends in the middle of its JSON. Make it again.")
	case errors.Is(err, jsontext.ErrDuplicateName) && errors.As(err, &syntax):
		return refuse("The plan has the same name twice in one object, at %s: no Terraform writes that, and which of them counts is not known. Make the plan again.", pointer(syntax))
	case errors.As(err, &syntax) && strings.Contains(syntax.Err.Error(), "max depth"):
		return refuse("The input is nested deeper than any plan, at byte %d. To get one, %s.", syntax.ByteOffset, makeJSON)
	case errors.As(err, &syntax):
		return refuse("The input is not valid JSON at byte %d: %s. To get one, %s.", syntax.ByteOffset, syntax.Err, makeJSON)
	}
	return fmt.Errorf("reading the plan: %w", err)
}

// pointer says where in the plan an error is, cut where it would show much of the input.
func pointer(e *jsontext.SyntacticError) string {
	const longest = 200
	s := string(e.JSONPointer)
	if len(s) > longest {
		s = s[:longest] + "…"
	}
	return fmt.Sprintf("%q (byte %d)", s, e.ByteOffset)
}
