package sandbox_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// answer is a response that was read to its end.
type answer struct {
	status        int
	code, message string // of an error
	body          string
	header        http.Header
}

func get(t *testing.T, rt http.RoundTripper, url string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	return do(t, rt, request)
}

func do(t *testing.T, rt http.RoundTripper, request *http.Request) answer {
	t.Helper()
	response, err := rt.RoundTrip(request)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	a := answer{status: response.StatusCode, body: string(body), header: response.Header}
	if a.status >= http.StatusBadRequest && len(body) > 0 && strings.HasPrefix(response.Header.Get("Content-Type"), "application/json") {
		var e struct{ Code, Message string }
		require.NoError(t, json.Unmarshal(body, &e))
		a.code, a.message = e.Code, e.Message
	}
	return a
}

// signer signs by hand what Oracle's rules say, without the SDK.
type signer struct {
	key   *rsa.PrivateKey
	keyID string
}

func newSigner(t *testing.T, s *sandbox.Sandbox, user string) signer {
	t.Helper()
	c, err := s.Credentials(user)
	require.NoError(t, err)
	block, _ := pem.Decode([]byte(c.PrivateKeyPEM))
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	require.NoError(t, err)
	return signer{key: key.(*rsa.PrivateKey), keyID: c.TenancyOCID + "/" + c.UserOCID + "/" + c.Fingerprint}
}

// sign sets the headers; names are those that it covers.
func (s signer) sign(t *testing.T, r *http.Request, host, target, body string, names ...string) {
	t.Helper()
	if r.Header.Get("Date") == "" {
		r.Header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	}
	if body != "" {
		sum := sha256.Sum256([]byte(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Content-Length", strconv.Itoa(len(body)))
		r.Header.Set("X-Content-Sha256", base64.StdEncoding.EncodeToString(sum[:]))
	}
	var lines []string
	for _, name := range names {
		value := r.Header.Get(name)
		switch name {
		case "(request-target)":
			value = strings.ToLower(r.Method) + " " + target
		case "host":
			value = host
		}
		lines = append(lines, name+": "+value)
	}
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	signature, err := rsa.SignPKCS1v15(nil, s.key, crypto.SHA256, sum[:])
	require.NoError(t, err)
	r.Header.Set("Authorization", `Signature version="1",keyId="`+s.keyID+`",algorithm="rsa-sha256",headers="`+
		strings.Join(names, " ")+`",signature="`+base64.StdEncoding.EncodeToString(signature)+`"`)
}

var (
	generic  = []string{"date", "(request-target)", "host"}
	withBody = []string{"date", "(request-target)", "host", "content-length", "content-type", "x-content-sha256"}
)
