package sandbox

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestJournal_lines(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	j := journal{w: &out}
	j.add(Entry{
		Time: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC), Principal: "terraform", Method: "PUT", Host: "h", Path: "/a\n", Region: "us-ashburn-1", Status: 200, RequestID: "X",
	})
	j.add(Entry{Fault: "reset after"})
	require.Equal(t, //nolint:testifylint // to the letter: the order of members is for people
		`{"time":"2026-01-02T03:04:05.000000006Z","principal":"terraform","method":"PUT","host":"h","path":"/a\n","region":"us-ashburn-1","status":200,"opc-request-id":"X"}`+"\n"+
			`{"time":"0001-01-01T00:00:00Z","principal":"","method":"","host":"","path":"","region":"","status":0,"opc-request-id":"","fault":"reset after"}`+"\n", out.String())
	require.Len(t, j.all(), 2)
	for line := range bytes.Lines(out.Bytes()) {
		require.True(t, json.Valid(line))
	}
}

func TestJournal_forgets(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	j := journal{w: &out, forget: true}
	j.add(Entry{})
	require.Empty(t, j.all())
	require.NotEmpty(t, out.String())
}

func TestMasked(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/p/SECRET/n/ns/b/bucket/o/object": "/p/***/n/ns/b/bucket/o/object",
		"/p/SECRET":                        "/p/***/",
		"/n/ns/b/bucket/p/":                "/n/ns/b/bucket/p/",
		"/":                                "/",
		"":                                 "",
	} {
		require.Equal(t, want, masked(path))
	}
}
