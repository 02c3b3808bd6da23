package sandbox_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

const (
	ashburn   = "identity.us-ashburn-1.oraclecloud.com"
	regions   = "/20160918/regions"
	incorrect = "The required information to complete authentication was not provided or was incorrect."
)

// request is signed as Oracle wants it, and then as the test spoils it.
type request struct {
	method, body string
	names        []string                          // what is signed; default: what Oracle requires
	before       func(*http.Request)               // before it is signed
	after        func(*http.Request)               // after it was signed
	signer       func(*signer)                     // who signs
	auth         func(authorization string) string // how the header is changed
}

func (c request) send(t *testing.T, s *sandbox.Sandbox) answer {
	t.Helper()
	path := regions
	if c.method == "" {
		c.method = http.MethodGet
	}
	if c.method != http.MethodGet {
		path = "/20160918/groups"
	}
	r, err := http.NewRequestWithContext(t.Context(), c.method, "https://"+ashburn+path, strings.NewReader(c.body))
	require.NoError(t, err)
	by := newSigner(t, s, "terraform")
	if c.signer != nil {
		c.signer(&by)
	}
	if c.before != nil {
		c.before(r)
	}
	names := c.names
	if names == nil && c.body != "" {
		names = withBody
	} else if names == nil {
		names = generic
	}
	by.sign(t, r, ashburn, path, c.body, names...)
	if c.auth != nil {
		r.Header.Set("Authorization", c.auth(r.Header.Get("Authorization")))
	}
	if c.after != nil {
		c.after(r)
	}
	return do(t, s.Transport(), r)
}

func replace(from, to string) func(string) string {
	return func(s string) string { return strings.Replace(s, from, to, 1) }
}

func date(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }

func TestSignature_accepted(t *testing.T) {
	t.Parallel()
	s := open(t)
	group := `{"compartmentId":"` + s.TenancyOCID() + `","description":"","name":"` // and the name
	for name, c := range map[string]request{
		"read":                    {},
		"another order":           {names: []string{"host", "date", "(request-target)"}},
		"x-date":                  {names: []string{"x-date", "(request-target)", "host"}, before: header("X-Date", date(0))},
		"x-date before date":      {names: []string{"date", "x-date", "(request-target)", "host"}, before: both(header("Date", date(-time.Hour)), header("X-Date", date(0)))},
		"more than required":      {names: []string{"date", "(request-target)", "host", "accept"}, before: header("Accept", "*/*")},
		"upper case names":        {auth: replace(`headers="date`, `headers="Date`)},
		"no version":              {auth: replace(`version="1",`, "")},
		"spaces after commas":     {auth: func(s string) string { return strings.ReplaceAll(s, `",`, `", `) }},
		"4 minutes late":          {before: header("Date", date(-4*time.Minute))},
		"4 minutes early":         {before: header("Date", date(4*time.Minute))},
		"write":                   {method: http.MethodPost, body: group + `one"}`},
		"write, in another order": {method: http.MethodPost, body: group + `two"}`, names: []string{"x-content-sha256", "content-type", "content-length", "host", "(request-target)", "date"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := c.send(t, s)
			require.Equal(t, http.StatusOK, got.status, got.message)
		})
	}
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func both(a, b func(*http.Request)) func(*http.Request) {
	return func(r *http.Request) { a(r); b(r) }
}

func TestSignature_refused(t *testing.T) {
	t.Parallel()
	s := open(t)
	stranger := newSigner(t, s, "admin")
	const body = `{"name":"x"}`
	post := func(c request) request { c.method, c.body = http.MethodPost, body; return c }
	for name, c := range map[string]request{
		"unsigned":                {after: func(r *http.Request) { r.Header.Del("Authorization") }},
		"another scheme":          {auth: replace("Signature ", "Bearer ")},
		"not quoted":              {auth: replace(`version="1"`, `version=1`)},
		"repeated":                {auth: replace(`version="1"`, `version="1",version="1"`)},
		"another version":         {auth: replace(`version="1"`, `version="2"`)},
		"another algorithm":       {auth: replace("rsa-sha256", "hmac-sha256")},
		"no algorithm":            {auth: replace(`algorithm="rsa-sha256",`, "")},
		"signature not base64":    {auth: replace(`signature="`, `signature="!`)},
		"no signature":            {auth: func(s string) string { s, _, _ = strings.Cut(s, `,signature=`); return s }},
		"unknown key":             {signer: func(k *signer) { k.keyID += "0" }},
		"unknown tenancy":         {signer: func(k *signer) { k.keyID = "ocid1.tenancy.oc1..x" + k.keyID }},
		"another user's key":      {signer: func(k *signer) { k.key = stranger.key }},
		"no date":                 {names: []string{"(request-target)", "host"}},
		"no host":                 {names: []string{"date", "(request-target)"}},
		"no target":               {names: []string{"date", "host"}},
		"date that is none":       {before: header("Date", "yesterday")},
		"another date":            {after: header("Date", date(-time.Second))},
		"another target":          {after: func(r *http.Request) { r.URL.RawQuery = "limit=1" }},
		"another method":          {after: func(r *http.Request) { r.Method = http.MethodDelete }},
		"another host":            {after: func(r *http.Request) { r.Host = "identity.us-phoenix-1.oraclecloud.com" }},
		"signed but not sent":     {names: []string{"date", "(request-target)", "host", "x-missing"}},
		"body not signed":         post(request{names: generic}),
		"hash not signed":         post(request{names: withBody[:5]}),
		"length not signed":       post(request{names: []string{"date", "(request-target)", "host", "content-type", "x-content-sha256"}}),
		"type not signed":         post(request{names: []string{"date", "(request-target)", "host", "content-length", "x-content-sha256"}}),
		"another body":            post(request{after: func(r *http.Request) { r.Body = readCloser(`{"name":"y"}`) }}),
		"another body and length": post(request{after: func(r *http.Request) { r.Body, r.ContentLength = readCloser(`{"name":"longer"}`), 17 }}),
		"hash that is none":       post(request{after: header("X-Content-Sha256", "?")}),
	} {
		t.Run(name, func(t *testing.T) {
			got := c.send(t, s)
			require.Equal(t, http.StatusUnauthorized, got.status)
			require.Equal(t, "NotAuthenticated", got.code)
			require.Equal(t, incorrect, got.message)
		})
	}
}

func TestSignature_clock(t *testing.T) {
	t.Parallel()
	s := open(t, sandbox.WithClock(func() time.Time { return time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC) }))
	got := request{before: header("Date", "Wed, 04 Mar 2026 05:01:06 GMT")}.send(t, s)
	require.Equal(t, http.StatusUnauthorized, got.status)
	require.Equal(t, "NotAuthenticated", got.code)
	require.Equal(t, "Date 'Wed, 04 Mar 2026 05:01:06 UTC' is not within allowed clock skew. Current 'Wed, 04 Mar 2026 05:06:07 UTC', "+
		"valid datetime range: ['Wed, 04 Mar 2026 05:01:07 UTC', 'Wed, 04 Mar 2026 05:11:08 UTC']", got.message)
	for _, at := range []string{"Wed, 04 Mar 2026 05:01:07 GMT", "Wed, 04 Mar 2026 05:11:07 GMT"} {
		require.Equal(t, http.StatusOK, request{before: header("Date", at)}.send(t, s).status)
	}
	require.Equal(t, http.StatusUnauthorized, request{before: header("Date", "Wed, 04 Mar 2026 05:11:09 GMT")}.send(t, s).status)
}

// The content of an object need not be signed. If it is, it is held to that while it streams, and another one is no object.
func TestSignature_streamed(t *testing.T) {
	t.Parallel()
	s := open(t, sandbox.WithSeed(seed(t, "bucket \"b\" {\n  region = \"us-ashburn-1\"\n}\n")))
	by := newSigner(t, s, "terraform")
	const host = "objectstorage.us-ashburn-1.oraclecloud.com"
	send := func(method, name, signed, sent string, names []string) answer {
		path := "/n/" + s.Namespace() + "/b/b/o/" + name
		r, err := http.NewRequestWithContext(t.Context(), method, "https://"+host+path, strings.NewReader(sent))
		require.NoError(t, err)
		by.sign(t, r, host, path, signed, names...)
		return do(t, s.Transport(), r)
	}
	require.Equal(t, http.StatusOK, send(http.MethodPut, "unsigned", "", "content", generic).status)
	require.Equal(t, http.StatusOK, send(http.MethodPut, "signed", "content", "content", withBody).status)
	tampered := send(http.MethodPut, "tampered", "content", "CONTENT", withBody)
	require.Equal(t, http.StatusUnauthorized, tampered.status)
	require.Equal(t, incorrect, tampered.message)
	require.Equal(t, "content", send(http.MethodGet, "unsigned", "", "", generic).body)
	require.Equal(t, "content", send(http.MethodGet, "signed", "", "", generic).body)
	require.Equal(t, http.StatusNotFound, send(http.MethodGet, "tampered", "", "", generic).status)
}
