package oci

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	testTenancy     = "ocid1.tenancy.oc1..aaaaaaaatenancy"
	testUser        = "ocid1.user.oc1..aaaaaaaauser"
	otherTenancy    = "ocid1.tenancy.oc1..aaaaaaaaother"
	otherUser       = "ocid1.user.oc1..aaaaaaaaother"
	testFingerprint = "26:2b:5b:9d:0f:cb:e4:91:2a:ed:19:7b:16:5a:15:0c"
	passphrase      = "open-sesame"
)

// transport answers requests in the test's own process.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// silent fails the test on any request.
func silent(t *testing.T) transport {
	return func(r *http.Request) (*http.Response, error) {
		t.Errorf("a request was sent: %s %s", r.Method, r.URL)
		return nil, io.EOF
	}
}

// answer is a response with a JSON body and headers as name, value, name, value.
func answer(r *http.Request, status int, body string, headers ...string) *http.Response {
	h := http.Header{"Content-Type": {"application/json"}, "Opc-Request-Id": {"REQ"}}
	for i := 0; i < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), Request: r}
}

func env(pairs ...string) func(string) string {
	values := map[string]string{"HOME": "/nonexistent"}
	for i := 0; i < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return values[name] }
}

func key(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name+".pem"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// complete is a configuration that has all that an API key needs.
func complete(t testing.TB) Config {
	return Config{
		TenancyOCID: testTenancy, UserOCID: testUser, Fingerprint: testFingerprint,
		PrivateKey: key(t, "pkcs1"), Region: "us-ashburn-1", Getenv: env(),
	}
}

func session(t testing.TB, config Config) *Session {
	t.Helper()
	s, err := NewSession(config)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
