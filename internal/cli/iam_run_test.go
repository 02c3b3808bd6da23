//go:build unix

package cli

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The commands are there, with their flags told, and read the process's own standard input.
func TestRun_iam(t *testing.T) {
	t.Parallel()
	got := runBinary(t, binary(t, "iam"))
	require.Equal(t, 1, got.status)
	for _, command := range []string{"lint", "decide", "prove"} {
		require.Contains(t, got.err+got.out, "    "+command+" ")
		help := runBinary(t, binary(t, "iam", command, "-help"))
		require.Zero(t, help.status)
		require.Contains(t, help.out, "Usage: terraform-provider-residency iam "+command)
		require.Contains(t, help.out, "-format FORMAT")
	}
	c := binary(t, "iam", "lint", "-")
	c.Stdin = strings.NewReader("allow group A to read buckets in tenancy where request.region = 'us-ashburn-1'\n")
	got = runBinary(t, c)
	require.Equal(t, 2, got.status, got.err)
	require.Contains(t, got.out, "RES301")
	require.Empty(t, got.err)
}
