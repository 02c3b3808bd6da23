package iam

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNewPolicy(t *testing.T) {
	p := NewPolicy("guard", []string{"data"}, "allow any-user to read buckets in tenancy", "allow any-user to reed buckets in tenancy")
	assert.Equal(t, "guard", p.Name)
	assert.Equal(t, []string{"data"}, p.Compartment)
	require.Len(t, p.Statements, 1)
	require.Len(t, p.Unread, 1)
	assert.Equal(t, UnknownVerb, p.Unread[0].Cause)
	assert.Equal(t, "allow any-user to reed buckets in tenancy", p.Unread[0].Source.Text)
}

func TestParseLines(t *testing.T) {
	p := ParseLines("guard.txt", []byte("\ufeff// who may read\r\n\r\n  allow any-user to read buckets in tenancy // all\r\n\t//x\nallow any-user to\n"))
	assert.Equal(t, "guard.txt", p.Name)
	require.Len(t, p.Statements, 1)
	s := p.Statements[0]
	assert.Equal(t, Source{File: "guard.txt", Line: 3, Text: "  allow any-user to read buckets in tenancy // all"}, s.Source)
	assert.Equal(t, 3, s.Start.Column, "columns count from the line's beginning")
	require.Len(t, p.Unread, 1)
	assert.Equal(t, 5, p.Unread[0].Source.Line)
	assert.Equal(t, 18, p.Unread[0].Column)

	assert.Empty(t, ParseLines("empty", nil).Statements)
}
