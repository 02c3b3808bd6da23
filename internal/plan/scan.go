package plan

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// The functions here walk JSON that the decoder has already read as a value: its syntax, its encoding and its names are
// known to be right, so they check nothing and allocate nothing.

// members calls visit with each name and value of an object. Of anything else it calls nothing.
func members(raw []byte, visit func(name, value []byte)) {
	i := blanks(raw, 0)
	if i >= len(raw) || raw[i] != '{' {
		return
	}
	for i = blanks(raw, i+1); i < len(raw) && raw[i] == '"'; {
		end := pastString(raw, i)
		name := plain(raw[i:end])
		i = blanks(raw, blanks(raw, end)+1) // past the colon
		end = pastValue(raw, i)
		visit(name, raw[i:end])
		if i = blanks(raw, end); i < len(raw) && raw[i] == ',' {
			i = blanks(raw, i+1)
		}
	}
}

// elements calls visit with each element of an array. Of anything else it calls nothing.
func elements(raw []byte, visit func(value []byte)) {
	i := blanks(raw, 0)
	if i >= len(raw) || raw[i] != '[' {
		return
	}
	for i = blanks(raw, i+1); i < len(raw) && raw[i] != ']'; {
		end := pastValue(raw, i)
		visit(raw[i:end])
		if i = blanks(raw, end); i < len(raw) && raw[i] == ',' {
			i = blanks(raw, i+1)
		}
	}
}

// text returns a string's content, and whether it is a string.
func text(raw []byte) (string, bool) {
	if len(raw) == 0 || raw[0] != '"' {
		return "", false
	}
	return string(plain(raw)), true
}

// texts returns the strings of an array.
func texts(raw []byte) []string {
	var out []string
	elements(raw, func(v []byte) {
		if s, ok := text(v); ok {
			out = append(out, s)
		}
	})
	return out
}

func isTrue(raw []byte) bool { return len(raw) > 0 && raw[0] == 't' }
func isNull(raw []byte) bool { return len(raw) == 0 || raw[0] == 'n' }

// plain returns what a quoted string says.
func plain(quoted []byte) []byte {
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

func blanks(raw []byte, i int) int {
	for i < len(raw) && (raw[i] == ' ' || raw[i] == '\n' || raw[i] == '\t' || raw[i] == '\r') {
		i++
	}
	return i
}

func pastString(raw []byte, i int) int {
	for i++; i < len(raw); i++ {
		j := bytes.IndexByte(raw[i:], '"')
		if j < 0 {
			return len(raw)
		}
		i += j
		slashes := 0
		for k := i - 1; raw[k] == '\\'; k-- {
			slashes++
		}
		if slashes%2 == 0 {
			return i + 1
		}
	}
	return len(raw)
}

func pastValue(raw []byte, i int) int {
	depth := 0
	for i < len(raw) {
		switch raw[i] {
		case '"':
			if i = pastString(raw, i); depth == 0 {
				return i
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
			if depth < 0 {
				return i
			}
		case ',', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return i
			}
		}
		i++
	}
	return i
}

// interner keeps one copy of each string that many resources have, such as types and providers.
type interner map[string]string

func (n interner) string(b []byte) string {
	if s, ok := n[string(b)]; ok {
		return s
	}
	s := string(b)
	n[s] = s
	return s
}

// withoutKeys cuts the instance keys out of an address: module.a["x"].t.n[0] is module.a.t.n.
func withoutKeys(address string) string {
	if !strings.ContainsRune(address, '[') {
		return address
	}
	var out strings.Builder
	for _, step := range splitReference(address) {
		if step.key {
			continue
		}
		if out.Len() > 0 {
			out.WriteByte('.')
		}
		out.WriteString(step.text)
	}
	return out.String()
}

// step is one part of an address or a reference: a name, or what stands in brackets.
type step struct {
	text string
	key  bool
}

// splitReference splits an address or a reference at its dots and brackets. Quotes around a key are taken off.
func splitReference(s string) []step {
	var out []step
	for i := 0; i < len(s); {
		switch s[i] {
		case '.':
			i++
		case '[':
			end := pastKey(s, i)
			out = append(out, step{text: unquoteKey(s[i+1 : end]), key: true})
			i = end + 1
		default:
			end := i
			for end < len(s) && s[end] != '.' && s[end] != '[' {
				end++
			}
			out = append(out, step{text: s[i:end]})
			i = end
		}
	}
	return out
}

// pastKey returns where the bracket that opens at i closes.
func pastKey(s string, i int) int {
	quoted := false
	for j := i + 1; j < len(s); j++ {
		switch {
		case quoted && s[j] == '\\':
			j++
		case s[j] == '"':
			quoted = !quoted
		case s[j] == ']' && !quoted:
			return j
		}
	}
	return len(s)
}

func unquoteKey(s string) string {
	if len(s) < 2 || s[0] != '"' {
		return s
	}
	out, err := jsontext.AppendUnquote(nil, s)
	if err != nil {
		return s
	}
	return string(out)
}
