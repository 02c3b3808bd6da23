package sandbox

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseAuthorization(t *testing.T) {
	t.Parallel()
	sig, ok := parseAuthorization(`Signature headers="Date (request-target) host", keyId="a/b/c",algorithm="rsa-sha256",signature="AQID",version="1"`)
	require.True(t, ok)
	require.Equal(t, signature{keyID: "a/b/c", headers: []string{"date", "(request-target)", "host"}, value: []byte{1, 2, 3}}, sig)
	require.True(t, sig.covers([]string{"host", "date"}))
	require.False(t, sig.covers([]string{"host", "content-length"}))
}

func FuzzParseAuthorization(f *testing.F) {
	f.Add(`Signature version="1",keyId="a/b/c",algorithm="rsa-sha256",headers="date (request-target) host",signature="AQID"`)
	f.Add(`Signature keyId="a",keyId="b"`)
	f.Add(`signature =,",=""`)
	f.Add("")
	f.Fuzz(func(t *testing.T, header string) {
		sig, ok := parseAuthorization(header)
		if !ok {
			return
		}
		if len(sig.value) == 0 || strings.Contains(sig.keyID, `"`) {
			t.Fatalf("%q gives %+v", header, sig)
		}
		for _, name := range sig.headers {
			if name != strings.ToLower(name) || strings.ContainsAny(name, " \t\n") {
				t.Fatalf("%q gives the header %q", header, name)
			}
		}
	})
}
