package database_test

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func stringsReader(s string) io.Reader { return strings.NewReader(s) }

func readAll(t *testing.T, r io.Reader) string {
	t.Helper()
	body, err := io.ReadAll(r)
	require.NoError(t, err)
	return string(body)
}
