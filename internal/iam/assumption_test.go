package iam

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the page of assumptions instead of comparing it")

const (
	pageBegin = "<!-- generated: go test ./internal/iam -run TestAssumptions_page -update -->\n"
	pageEnd   = "<!-- end -->\n"
)

// page is the part of the decision about assumptions that the code gives.
func page() []byte {
	var b bytes.Buffer
	b.WriteString("\n## Assumptions\n\n| id | what is assumed | otherwise | facts |\n|---|---|---|---|\n")
	for _, a := range Assumptions() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", a.ID, escape(a.Text), escape(a.Otherwise), a.Facts)
	}
	b.WriteString("\n## Doubts\n\n| id | question | what the code does | facts |\n|---|---|---|---|\n")
	for _, d := range Doubts() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", d.ID, escape(d.Question), escape(d.Side), d.Facts)
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

func TestAssumptions_identifiers(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range Assumptions() {
		assert.False(t, seen[a.ID], a.ID)
		seen[a.ID] = true
		assert.NotEmpty(t, a.Text+a.Otherwise+a.Facts, a.ID)
	}
	for _, id := range []string{
		assumeService, assumeAdmitted, assumeAbsent, assumeIn, assumeOperation, assumeType, assumeServiceRegion, assumePrincipalType,
		assumeGroupName, assumeReach, assumeEnabled, assumeRecompiled, assumeTags, assumeComplete, assumeListed, assumeCross,
	} {
		assert.True(t, seen[id], id)
		delete(seen, id)
	}
	assert.Empty(t, seen, "every assumption has a name in the code")
	for _, d := range Doubts() {
		assert.False(t, seen[d.ID], d.ID)
		seen[d.ID] = true
		assert.NotEmpty(t, d.Question+d.Side+d.Facts)
	}
}
