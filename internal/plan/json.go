package plan

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// scanner goes through JSON once, from the front. After an error it reads nothing more: the error is looked at in the end.
type scanner struct {
	dec   *jsontext.Decoder
	spare *jsontext.Decoder // for replay
	err   error
	names map[string]string // one copy of each text that many resources have
	room  int               // bytes that may still be kept
}

// mostKept is how many bytes may be kept of a plan, about: a million resources. No Terraform plans so many.
const mostKept = 1 << 30

// About how many bytes it takes to keep something, with what is said of it in a report.
const (
	roomOfText       = 128
	roomOfExpression = 128
	roomOfAttribute  = 256
	roomOfBlock      = 256
	roomOfModule     = 1024
	roomOfResource   = 1024
)

func newScanner(r io.Reader) scanner {
	return scanner{dec: jsontext.NewDecoder(r), spare: &jsontext.Decoder{}, names: map[string]string{}, room: mostKept}
}

// takes notes that something is kept.
func (s *scanner) takes(bytes int) {
	if s.room -= bytes; s.room < 0 {
		s.fail(refuse("The plan has more resources, modules and expressions than this command can keep in memory: divide the configuration, and check the plan of each part."))
	}
}

func (s *scanner) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// kind says what comes next; nothing does after an error.
func (s *scanner) kind() jsontext.Kind {
	if s.err != nil {
		return jsontext.KindInvalid
	}
	kind := s.dec.PeekKind()
	if kind == jsontext.KindInvalid {
		s.token()
	}
	return kind
}

func (s *scanner) token() {
	if _, err := s.dec.ReadToken(); err != nil {
		s.fail(err)
	}
}

// raw reads a value as it stands. It is valid until the next reading.
func (s *scanner) raw() []byte {
	if s.err != nil {
		return nil
	}
	raw, err := s.dec.ReadValue()
	if err != nil {
		s.fail(err)
	}
	return raw
}

// skip passes a value by, without holding the whole of it.
func (s *scanner) skip() {
	if s.err == nil {
		s.fail(s.dec.SkipValue())
	}
}

// refuseKind passes a value of the wrong kind by. Null stands for nothing, whatever is wanted.
func (s *scanner) refuseKind(want string) {
	isNull := s.kind() == jsontext.KindNull
	if s.skip(); !isNull {
		s.fail(refuse("The input is no plan: at %q there should be %s. To get one, %s.", string(s.dec.StackPointer()), want, makeJSON))
	}
}

// bytes reads a text. It is valid until the next reading.
func (s *scanner) bytes() []byte {
	if s.kind() != jsontext.KindString {
		s.refuseKind("a text")
		return nil
	}
	return unquoted(s.raw())
}

// string reads a text that others are likely to be the same as.
func (s *scanner) string() string { return s.name(s.bytes()) }

// name is the one copy of a text.
func (s *scanner) name(text []byte) string {
	if kept, ok := s.names[string(text)]; ok {
		return kept
	}
	return s.only(string(text))
}

func (s *scanner) only(text string) string {
	if kept, ok := s.names[text]; ok {
		return kept
	}
	s.takes(roomOfText)
	s.names[text] = text
	return text
}

// is says whether the value is true.
func (s *scanner) is() bool {
	is := s.kind() == jsontext.KindTrue
	s.skip()
	return is
}

// given says whether the value is anything but null.
func (s *scanner) given() bool {
	is := s.kind() != jsontext.KindNull
	s.skip()
	return is
}

// members goes through an object. After each name, which is valid until the next reading, its value is to be read.
func (s *scanner) members() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if s.kind() != jsontext.KindBeginObject {
			s.refuseKind("an object")
			return
		}
		for s.token(); s.kind() == jsontext.KindString && yield(unquoted(s.raw())); {
		}
		s.leave()
	}
}

// elements goes through an array. Each time an element is to be read.
func (s *scanner) elements() func(yield func() bool) {
	return func(yield func() bool) {
		if s.kind() != jsontext.KindBeginArray {
			s.refuseKind("an array")
			return
		}
		for s.token(); s.kind() != jsontext.KindEndArray && s.err == nil && yield(); {
		}
		s.leave()
	}
}

func (s *scanner) leave() {
	if s.err == nil {
		s.token()
	}
}

// texts reads the texts of an array. Null is one that is not known yet: it is left out.
func (s *scanner) texts() []string {
	var out []string
	for range s.elements() {
		if text := s.bytes(); text != nil {
			out = append(out, s.name(text))
		}
	}
	return out
}

// replay lets the next value be one that was kept as it stood; resume goes back to where the scanner was.
func (s *scanner) replay(raw []byte) {
	s.spare.Reset(bytes.NewBuffer(raw))
	s.dec, s.spare = s.spare, s.dec
}

func (s *scanner) resume() { s.dec, s.spare = s.spare, s.dec }

// followed says whether anything follows the value that has been read.
func (s *scanner) followed() bool {
	_, err := s.dec.ReadToken()
	return !errors.Is(err, io.EOF)
}

// unquoted is what a string of valid JSON says.
func unquoted(quoted []byte) []byte {
	if len(quoted) < 2 {
		return nil
	}
	inner := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return inner
	}
	out, err := jsontext.AppendUnquote(nil, quoted)
	if err != nil {
		return inner
	}
	return out
}

// leaves reads the texts in a value.
func (s *scanner) leaves(out []string) []string {
	switch s.kind() {
	case jsontext.KindBeginObject:
		for range s.members() {
			out = s.leaves(out)
		}
	case jsontext.KindBeginArray:
		for range s.elements() {
			out = s.leaves(out)
		}
	case jsontext.KindString:
		out = append(out, string(s.bytes()))
	default:
		s.skip()
	}
	return out
}

// part takes a part of a JSON value: a member, or the element of a number.
func part(raw []byte, want step) []byte {
	var out []byte
	s, i := newScanner(bytes.NewBuffer(raw)), 0
	switch s.kind() {
	case jsontext.KindBeginObject:
		for name := range s.members() {
			is := string(name) == want.text
			if v := s.raw(); is {
				out = v // the scanner reads a buffer, and does not move it
			}
		}
	case jsontext.KindBeginArray:
		for range s.elements() {
			if v := s.raw(); want.key && strconv.Itoa(i) == want.text {
				out = v
			}
			i++
		}
	}
	return out
}

// text returns a JSON string's content, and whether it is a string.
func text(raw []byte) (string, bool) {
	if len(raw) == 0 || raw[0] != '"' {
		return "", false
	}
	return string(unquoted(raw)), true
}

func isNull(raw []byte) bool { return len(raw) == 0 || raw[0] == 'n' }
