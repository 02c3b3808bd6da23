package report

import (
	"bufio"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// writeJSON writes a value with indentation. A list or map without members is written empty, never as null.
func writeJSON(w io.Writer, v any) error {
	buffered := bufio.NewWriterSize(w, 64<<10)
	err := json.MarshalWrite(&escaping{w: buffered}, v, json.Deterministic(true), jsontext.WithIndent("  "), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return err
	}
	if err := buffered.WriteByte('\n'); err != nil {
		return err
	}
	return buffered.Flush()
}

// escaping writes JSON in which what a terminal would take for a control, or what turns the direction of writing, is
// escaped: JSON demands that of the first 32 characters only. All of it stands in strings, for nowhere else in JSON is
// anything but ASCII.
type escaping struct {
	w    *bufio.Writer
	rest []byte // the beginning of a character whose end is still to come
}

func (e *escaping) Write(data []byte) (int, error) {
	text := data
	if len(e.rest) > 0 {
		text = append(e.rest, data...)
		e.rest = nil
	}
	from := 0
	for i := 0; i < len(text); {
		if text[i] < 0x7f {
			i++
			continue
		}
		if !utf8.FullRune(text[i:]) {
			e.rest = append([]byte(nil), text[i:]...)
			text = text[:i]
			break
		}
		c, size := utf8.DecodeRune(text[i:])
		if unicode.IsPrint(c) {
			i += size
			continue
		}
		if _, err := e.w.Write(text[from:i]); err != nil {
			return 0, err
		}
		if _, err := e.w.WriteString(escaped(c)); err != nil {
			return 0, err
		}
		i += size
		from = i
	}
	if _, err := e.w.Write(text[from:]); err != nil {
		return 0, err
	}
	return len(data), nil
}

func escaped(c rune) string {
	if high, low := utf16.EncodeRune(c); high != utf8.RuneError {
		return fmt.Sprintf(`\u%04x\u%04x`, high, low)
	}
	return fmt.Sprintf(`\u%04x`, c)
}
