// Package diagnostic is the one place that builds what Terraform shows a person: a static summary, and a detail that
// says what was tried, what Oracle answered, and what to do next. It decides nothing and sends nothing.
package diagnostic

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// Error is an error at an attribute, or at the whole resource when at is path.Empty(). The summary is static: sentence
// case, no identifier, no full stop. The paragraphs are full sentences; empty ones are left out.
func Error(at path.Path, summary string, paragraphs ...string) diag.Diagnostic {
	return place(at, diag.NewErrorDiagnostic(summary, detail(paragraphs...)))
}

// Warning is Error's milder sister.
func Warning(at path.Path, summary string, paragraphs ...string) diag.Diagnostic {
	return place(at, diag.NewWarningDiagnostic(summary, detail(paragraphs...)))
}

// place attaches a diagnostic to an attribute. One without a path stays bare: Terraform then shows the whole block.
func place(at path.Path, d diag.Diagnostic) diag.Diagnostic {
	if at.Equal(path.Empty()) {
		return d
	}
	return diag.WithPath(at, d)
}

func detail(paragraphs ...string) string {
	kept := make([]string, 0, len(paragraphs))
	for _, p := range paragraphs {
		if p = strings.TrimSpace(p); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\n\n")
}

// sentence gives text a capital and a full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 || first == utf8.RuneError {
		return stopped(text)
	}
	return stopped(string(unicode.ToUpper(first)) + text[size:])
}

// stopped gives text a full stop where it has no end, and leaves every word as it is.
func stopped(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?:") {
		return text
	}
	return text + "."
}
