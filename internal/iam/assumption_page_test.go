package iam_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/quota"
)

var update = flag.Bool("update", false, "write the page of assumptions instead of comparing it")

const (
	pageBegin = "<!-- generated: go test ./internal/iam -run TestAssumptions_page -update -->\n"
	pageEnd   = "<!-- end -->\n"
)

// page is the part of the decision about assumptions that the code gives.
func page() []byte {
	var b bytes.Buffer
	b.WriteString("\n## Assumptions\n\n| id | what is assumed | otherwise |\n|---|---|---|\n")
	for _, a := range iam.Assumptions() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", a.ID, escape(a.Text), escape(a.Otherwise))
	}
	b.WriteString("\n## Doubts\n\n| id | question | what the code does |\n|---|---|---|\n")
	for _, d := range iam.Doubts() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", d.ID, escape(d.Question), escape(d.Side))
	}
	b.WriteString("\n## Quotas\n\n| id | what is assumed | otherwise |\n|---|---|---|\n")
	for _, a := range quota.Assumptions() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", a.ID, escape(a.Text), escape(a.Otherwise))
	}
	b.WriteString("\n| id | question | what the code does |\n|---|---|---|\n")
	for _, d := range quota.Doubts() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", d.ID, escape(d.Question), escape(d.Side))
	}
	b.WriteString("\n")
	return b.Bytes()
}

func escape(text string) string {
	return string(bytes.ReplaceAll([]byte(text), []byte("|"), []byte(`\|`)))
}

func TestAssumptions_page(t *testing.T) {
	files, err := filepath.Glob("../docs/decisions/*-assumptions.md")
	require.NoError(t, err)
	require.Len(t, files, 1)
	src, err := os.ReadFile(files[0])
	require.NoError(t, err)
	begin, end := bytes.Index(src, []byte(pageBegin)), bytes.Index(src, []byte(pageEnd))
	require.True(t, begin >= 0 && end > begin, "the marks of the generated part are missing")
	begin += len(pageBegin)
	if *update {
		src = bytes.Join([][]byte{src[:begin], page(), src[end:]}, nil)
		require.NoError(t, os.WriteFile(files[0], src, 0o644))
		return
	}
	assert.Equal(t, string(page()), string(src[begin:end]), "write it again with -update")
}

// One list for both rooms: no identifier is there twice.
func TestAssumptions_oneList(t *testing.T) {
	seen := map[string]bool{}
	check := func(id string, texts ...string) {
		assert.False(t, seen[id], id)
		seen[id] = true
		for _, text := range texts {
			assert.Regexp(t, `[.?]$`, text, id)
		}
	}
	for _, a := range iam.Assumptions() {
		check(a.ID, a.Text, a.Otherwise)
	}
	for _, d := range iam.Doubts() {
		check(d.ID, d.Question, d.Side)
	}
	for _, a := range quota.Assumptions() {
		check(a.ID, a.Text, a.Otherwise)
	}
	for _, d := range quota.Doubts() {
		check(d.ID, d.Question, d.Side)
	}
}
