package boundary

import (
	"strings"
	"unicode"
)

// A Terraform address is a sequence of steps with dots between them: module.cdn["eu"].oci_objectstorage_bucket.logs[0]
// has the steps module, cdn["eu"], oci_objectstorage_bucket and logs[0]. A dot, bracket or star within an instance key
// belongs to the key: x["module.cdn.y"] is one step, and no key can make an address look like another.

// step is one step of an address or pattern.
type step struct {
	name string
	key  string // the instance key as it is written, such as 0 or "eu"; "" for none
}

// splitAddress reads an address into steps. It returns nil for what is no address, so that nothing matches it.
func splitAddress(s string) []step {
	steps := make([]step, 0, 8)
	for {
		var next step
		var ok bool
		if next, s, ok = readStep(s); !ok {
			return nil
		}
		steps = append(steps, next)
		if s == "" {
			return steps
		}
		if s[0] != '.' {
			return nil
		}
		s = s[1:]
	}
}

// readStep reads a name and, where there is one, an instance key.
func readStep(s string) (step, string, bool) {
	end := strings.IndexAny(s, ".[")
	if end < 0 {
		end = len(s)
	}
	next := step{name: s[:end]}
	if next.name == "" || strings.ContainsAny(next.name, "]\"\\ \t\r\n") {
		return step{}, "", false
	}
	if s = s[end:]; s == "" || s[0] == '.' {
		return next, s, true
	}
	key, rest, ok := readKey(s[1:])
	next.key = key
	return next, rest, ok
}

// readKey reads an instance key up to its bracket: a number, a string in quotes, or the star of a pattern.
func readKey(s string) (key, rest string, ok bool) {
	if !strings.HasPrefix(s, `"`) {
		end := strings.IndexByte(s, ']')
		if end < 1 || strings.ContainsAny(s[:end], "[\". ") {
			return "", "", false
		}
		return s[:end], s[end+1:], true
	}
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			if i+1 < len(s) && s[i+1] == ']' {
				return s[:i+1], s[i+2:], true
			}
			return "", "", false
		}
	}
	return "", "", false
}

// pattern is an address with stars, matched step by step:
//
//   - a star as the last step matches one step or more: module.cdn.* is everything in module.cdn, at any depth, and *
//     alone is everything;
//   - a star as another step matches exactly one step, and a star within a name any part of that name;
//   - a step without an instance key, or with the key [*], matches every instance; a step with another key only that one.
//
// So a pattern never reaches beyond its own steps, and an instance key is compared as a whole or not at all.
type pattern []step

// newPattern reads a pattern. What is wrong with it is a sentence for the person who wrote it, "" for nothing.
func newPattern(s string) (p pattern, wrong string) {
	steps := splitAddress(s)
	if steps == nil {
		return nil, `It is no address: steps with dots between them, such as module.cdn.* or oci_objectstorage_bucket.logs["eu"].`
	}
	for _, st := range steps {
		if strings.Contains(st.name, "**") {
			return nil, "One star is enough: as the last step it matches everything below."
		}
		if strings.ContainsFunc(st.name, notInName) {
			return nil, "The step " + quote(st.name) + " has characters that no name has."
		}
	}
	return steps, pattern(steps).unreachable(s)
}

func notInName(r rune) bool {
	return r != '_' && r != '-' && r != '*' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// unreachable says why a pattern matches no resource: a module without anything in it, or a type without a name.
func (p pattern) unreachable(s string) string {
	rest := p
	for len(rest) > 0 && rest[0].name == "module" {
		if rest[0].key != "" {
			return "The word module has no instance key: the key follows the module's name."
		}
		if len(rest) == 1 {
			return "It ends with the word module: add the module's name and .*."
		}
		if len(rest) == 2 && rest[1].name != "*" {
			return "It names a module and nothing in it: write " + quote(s+".*") + " for everything in it."
		}
		rest = rest[2:]
	}
	if len(rest) == 1 && rest[0].name != "*" {
		return "It names a type and no resource: write " + quote(s+".*") + " for every resource of the type."
	}
	return ""
}

// matches says whether the pattern matches the address with these steps.
func (p pattern) matches(address []step) bool {
	if len(address) == 0 {
		return false
	}
	last := len(p) - 1
	for i, st := range p {
		if i >= len(address) {
			return false
		}
		if i == last && st.name == "*" && (st.key == "" || st.key == "*") {
			return true
		}
		if !st.matches(address[i]) {
			return false
		}
	}
	return len(p) == len(address)
}

func (s step) matches(other step) bool {
	if s.key != "" && s.key != "*" && s.key != other.key {
		return false
	}
	return glob(s.name, other.name)
}

// glob matches a name with stars that each stand for any part of it.
func glob(pattern, name string) bool {
	prefix, rest, starred := strings.Cut(pattern, "*")
	if !starred {
		return pattern == name
	}
	if !strings.HasPrefix(name, prefix) {
		return false
	}
	name = name[len(prefix):]
	for {
		var part string
		if part, rest, starred = strings.Cut(rest, "*"); !starred {
			return strings.HasSuffix(name, part)
		}
		i := strings.Index(name, part)
		if i < 0 {
			return false
		}
		name = name[i+len(part):]
	}
}

// everything says whether the pattern covers so much that it names nothing: every name in it is a star, or little more.
func (p pattern) everything() bool {
	for _, st := range p {
		if st.key != "" && st.key != "*" {
			return false
		}
		if st.name != "module" && st.name != "data" && !vague(st.name) {
			return false
		}
	}
	return true
}

// vague says whether a name with stars narrows next to nothing, such as oci_*, which every resource of Oracle's
// provider matches.
func vague(name string) bool {
	if !strings.Contains(name, "*") {
		return false
	}
	rest := strings.ReplaceAll(name, "*", "")
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "oci"), "residency")
	return len(strings.Trim(rest, "_")) < 3
}

func matchesAny(patterns []pattern, address []step) bool {
	for _, p := range patterns {
		if p.matches(address) {
			return true
		}
	}
	return false
}
