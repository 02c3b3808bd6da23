package iam

import "strings"

// matches tells whether a folded text matches a folded pattern, in which * stands for any characters, none included.
func matches(pattern, text string) bool {
	first, rest, open := strings.Cut(pattern, "*")
	if !open {
		return pattern == text
	}
	if !strings.HasPrefix(text, first) {
		return false
	}
	text = text[len(first):]
	for {
		part, more, again := strings.Cut(rest, "*")
		if !again {
			return strings.HasSuffix(text, part)
		}
		i := strings.Index(text, part)
		if i < 0 {
			return false
		}
		text, rest = text[i+len(part):], more
	}
}
