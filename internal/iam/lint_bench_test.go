package iam

import (
	"strings"
	"testing"
)

func BenchmarkParse(b *testing.B) {
	g := newGenerator(1, realistic())
	texts := make([]string, 500)
	for i := range texts {
		texts[i] = g.statement().String()
	}
	b.SetBytes(int64(len(strings.Join(texts, ""))))
	for b.Loop() {
		NewPolicy("p", nil, texts...)
	}
}

func BenchmarkLint(b *testing.B) {
	policies := newGenerator(1, realistic()).policies(500)
	for b.Loop() {
		Lint(policies, LintOptions{})
	}
}
