package sandbox

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// form is what a client may have signed of where its request went.
type form struct {
	host   string // the host header
	target string // path and query
}

// verifier checks signatures by Oracle's rules, version 1.
type verifier struct {
	key      func(id string) (cloud.Principal, *rsa.PublicKey, bool)
	now      time.Time
	streamed bool // the operation's body need not be signed
}

// verify says who signed the request. Where the body is signed it is checked as well: at once, or while it streams.
func (v verifier) verify(r *http.Request, forms []form) (cloud.Principal, error) {
	sig, ok := parseAuthorization(r.Header.Get("Authorization"))
	if !ok || !sig.covers(v.required(r)) {
		return cloud.Principal{}, cloud.NotAuthenticated()
	}
	if err := v.fresh(r, sig); err != nil {
		return cloud.Principal{}, err
	}
	principal, public, ok := v.key(sig.keyID)
	if !ok || !slices.ContainsFunc(forms, func(f form) bool { return sig.valid(r, f, public) }) {
		return cloud.Principal{}, cloud.NotAuthenticated()
	}
	return principal, v.body(r, sig)
}

// required are the headers that a signature must cover; the date is one of two.
func (v verifier) required(r *http.Request) []string {
	all := []string{"(request-target)", "host"}
	writes := r.Method == http.MethodPost || r.Method == http.MethodPut || r.Method == http.MethodPatch
	if writes && r.ContentLength != 0 && !v.streamed {
		all = append(all, "content-length", "content-type", "x-content-sha256")
	}
	return all
}

// fresh checks the date that is signed; of two, x-date counts.
func (v verifier) fresh(r *http.Request, sig signature) error {
	name := "x-date"
	if !slices.Contains(sig.headers, name) {
		name = "date"
	}
	if !slices.Contains(sig.headers, name) {
		return cloud.NotAuthenticated()
	}
	date, err := http.ParseTime(r.Header.Get(name))
	if err != nil {
		return cloud.NotAuthenticated()
	}
	if d := v.now.Sub(date); d > cloud.Skew || d < -cloud.Skew-time.Second {
		return cloud.ClockSkew(date, v.now)
	}
	return nil
}

// body holds a signed body hash against the body.
func (v verifier) body(r *http.Request, sig signature) error {
	if !slices.Contains(sig.headers, "x-content-sha256") {
		return nil
	}
	want, err := base64.StdEncoding.DecodeString(r.Header.Get("X-Content-Sha256"))
	if err != nil {
		return cloud.NotAuthenticated()
	}
	if v.streamed {
		r.Body = &checkedBody{ReadCloser: r.Body, hash: sha256.New(), want: want}
		return nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, cloud.MaxJSON+1))
	if err != nil {
		return cloud.CannotParseRequest("The body cannot be read: %s.", err)
	}
	if len(body) > cloud.MaxJSON {
		return cloud.Errorf(http.StatusRequestEntityTooLarge, "PayloadTooLarge", "The body is longer than %d bytes.", cloud.MaxJSON)
	}
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], want) {
		return cloud.NotAuthenticated()
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

// checkedBody fails at its end when the body is not the one that was signed.
type checkedBody struct {
	io.ReadCloser
	hash hash.Hash
	want []byte
}

func (b *checkedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.hash.Write(p[:n])
	if err == io.EOF && !bytes.Equal(b.hash.Sum(nil), b.want) {
		return n, cloud.NotAuthenticated()
	}
	return n, err
}

// signature is a parsed Authorization header.
type signature struct {
	keyID   string
	headers []string
	value   []byte
}

// parseAuthorization reads `Signature version="1",keyId="…",algorithm="rsa-sha256",headers="…",signature="…"`, in any
// order. What is missing, repeated, unknown or of another version or algorithm is refused.
func parseAuthorization(header string) (signature, bool) {
	scheme, rest, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Signature") {
		return signature{}, false
	}
	params := map[string]string{"version": "1"}
	given := map[string]bool{}
	for part := range strings.SplitSeq(rest, ",") {
		name, quoted, ok := strings.Cut(strings.TrimSpace(part), "=")
		value, err := unquote(quoted)
		if !ok || err != nil || given[name] {
			return signature{}, false
		}
		params[name], given[name] = value, true
	}
	value, err := base64.StdEncoding.DecodeString(params["signature"])
	if err != nil || len(value) == 0 || params["version"] != "1" || params["algorithm"] != "rsa-sha256" {
		return signature{}, false
	}
	return signature{keyID: params["keyId"], headers: strings.Fields(strings.ToLower(params["headers"])), value: value}, true
}

func unquote(s string) (string, error) {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' || strings.Contains(s[1:len(s)-1], `"`) {
		return "", strconv.ErrSyntax
	}
	return s[1 : len(s)-1], nil
}

func (s signature) covers(required []string) bool {
	for _, name := range required {
		if !slices.Contains(s.headers, name) {
			return false
		}
	}
	return true
}

func (s signature) valid(r *http.Request, f form, public *rsa.PublicKey) bool {
	text, ok := s.text(r, f)
	sum := sha256.Sum256([]byte(text))
	return ok && rsa.VerifyPKCS1v15(public, crypto.SHA256, sum[:], s.value) == nil
}

// text is the signing string: one line for each signed header, in the client's order.
func (s signature) text(r *http.Request, f form) (string, bool) {
	lines := make([]string, len(s.headers))
	for i, name := range s.headers {
		value, ok := signedValue(r, f, name)
		if !ok {
			return "", false
		}
		lines[i] = name + ": " + value
	}
	return strings.Join(lines, "\n"), true
}

func signedValue(r *http.Request, f form, name string) (string, bool) {
	switch name {
	case "(request-target)":
		return strings.ToLower(r.Method) + " " + f.target, true
	case "host":
		return f.host, true
	}
	if values := r.Header.Values(name); len(values) > 0 {
		return strings.Join(values, ", "), true
	}
	switch {
	case name == "content-length" && r.ContentLength >= 0:
		return strconv.FormatInt(r.ContentLength, 10), true
	case name == "content-type" && r.ContentLength == 0:
		// Oracle's SDKs list the header even when there is no body to have a type, and sign it as empty.
		return "", true
	}
	return "", false
}
