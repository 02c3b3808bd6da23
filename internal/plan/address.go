package plan

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

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

// moduleOf returns the module's part of an address without instance keys, such as module.a.module.b.
func moduleOf(config string) string {
	rest, out := config, 0
	for strings.HasPrefix(rest, "module.") {
		_, after, ok := strings.Cut(rest[len("module."):], ".")
		if !ok {
			return config
		}
		out = len(config) - len(after)
		rest = after
	}
	return strings.TrimSuffix(config[:out], ".")
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
