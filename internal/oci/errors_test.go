package oci

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// serviceError is an error of the SDK's own, from a client that was not made here.
type serviceError struct{ error }

func (serviceError) GetHTTPStatusCode() int  { return 409 }
func (serviceError) GetMessage() string      { return "it is there" }
func (serviceError) GetCode() string         { return "BucketAlreadyExists" }
func (serviceError) GetOpcRequestID() string { return "REQ" }

func TestExplain(t *testing.T) {
	require.NoError(t, Explain("GetBucket", "us-ashburn-1", nil))
	for _, err := range []error{context.Canceled, fmt.Errorf("x: %w", context.DeadlineExceeded), &WaitError{Cause: context.Canceled}} {
		assert.Equal(t, err, Explain("GetBucket", "us-ashburn-1", err))
	}
	config := &ConfigError{Problem: "x"}
	assert.Equal(t, config, Explain("GetBucket", "us-ashburn-1", &Error{Cause: unsendable{config}}), "a fault of the configuration is said as such")

	err := Explain("CreateBucket", "us-ashburn-1", serviceError{errors.New("long text")})
	assert.Equal(t, "CreateBucket in us-ashburn-1: 409 BucketAlreadyExists: it is there (opc-request-id REQ)", err.Error())
	assert.True(t, IsConflict(err))
	assert.True(t, IsConflict(serviceError{}), "an SDK error that nobody explained")
	assert.False(t, IsNotFound(err))

	cause := errors.New("unsupported enum value")
	err = Explain("CreateBucket", "us-ashburn-1", cause)
	require.ErrorIs(t, err, cause)
	assert.Equal(t, "CreateBucket in us-ashburn-1: no answer: unsupported enum value", err.Error())
	assert.Zero(t, Status(err))
	assert.False(t, IsAmbiguous(err))

	known := &Error{Operation: "A", Region: "B", Status: 500, Message: "m", Attempts: 3}
	assert.Equal(t, "A in B: 500: m (after 3 attempts)", Explain("X", "Y", fmt.Errorf("wrapped: %w", known)).Error())
	assert.Equal(t, "a request: 500: m", (&Error{Status: 500, Message: "m"}).Error())
	assert.Zero(t, Status(errors.New("x")))
}

func TestAnswered(t *testing.T) {
	response := func(status int, kind, body string) *http.Response {
		return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(strings.NewReader(body))}
	}
	for name, c := range map[string]struct {
		response      *http.Response
		code, message string
	}{
		"Oracle's":          {response(404, "application/json", `{"code":"BucketNotFound","message":"Either …"}`), "BucketNotFound", "Either …"},
		"without a message": {response(400, "application/json", `{"code":"X"}`), "X", ""},
		"a redirect":        {response(307, "text/html", "<html>moved"), "", "a redirect, which is not followed: a request goes to the region that it is made for, or nowhere"},
		"empty":             {response(404, "", ""), "", "Not Found"},
		"a proxy's":         {response(407, "text/html; charset=x", "<html>\n\x00\xff no  access"), "", `Proxy Authentication Required (text/html, not in Oracle's form: it may be a proxy's) "<html> \x00 no access"`},
		"other JSON":        {response(500, "application/json", `[1]`), "", `Internal Server Error (application/json, not in Oracle's form: it may be a proxy's) "[1]"`},
	} {
		t.Run(name, func(t *testing.T) {
			e := answered(c.response)
			assert.Equal(t, c.code, e.Code)
			assert.Equal(t, c.message, e.Message)
		})
	}
	assert.Len(t, []rune(beginning(strings.Repeat("é", 900))), 201)
}

func TestHint(t *testing.T) {
	for name, c := range map[string]struct {
		err  Error
		says string
	}{
		"clock behind":        {Error{Status: 401, skew: -7 * time.Minute}, "clock is 7m0s behind"},
		"clock ahead":         {Error{Status: 401, skew: 90 * time.Minute, auth: securityToken}, "clock is 1h30m0s ahead"},
		"clock by the text":   {Error{Status: 401, Message: "Date 'Sun' is not within allowed clock skew."}, "clock is more than five minutes off"},
		"API key":             {Error{Status: 401, auth: apiKey}, "tenancy, user and fingerprint belong together"},
		"token":               {Error{Status: 401, auth: securityToken}, "oci session refresh"},
		"principal":           {Error{Status: 401, auth: instancePrincipal}, "InstancePrincipal is in a dynamic group"},
		"home region":         {Error{Status: 403, Message: "Please go to your home region IAD to execute"}, "home region only"},
		"not found":           {Error{Status: 404}, "Oracle also answers 404 for what the caller may not see"},
		"throttled":           {Error{Status: 429, Attempts: 12}, "after 12 attempts"},
		"Oracle's side":       {Error{Status: 503, Attempts: 1}, "was there in one attempt"},
		"its own result":      {Error{Status: 409, Ambiguous: true}, "may be its own result"},
		"certificate":         {Error{Cause: x509.UnknownAuthorityError{}}, "SSL_CERT_FILE"},
		"no network":          {Error{Cause: &net.DNSError{}}, "HTTPS_PROXY"},
		"refused":             {Error{Cause: dialFault()}, "HTTPS_PROXY"},
		"cut off":             {Error{Cause: io.EOF, Ambiguous: true}, "it looks first"},
		"nothing to add":      {Error{Status: 400}, ""},
		"nothing for 409":     {Error{Status: 409}, ""},
		"nothing for 403":     {Error{Status: 403, Message: "no"}, ""},
		"nothing for 501":     {Error{Status: 501}, ""},
		"nothing for a fault": {Error{Cause: errors.New("x")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			hint := c.err.Hint()
			if c.says == "" {
				assert.Empty(t, hint)
				return
			}
			assert.Contains(t, hint, c.says)
			assert.True(t, strings.HasSuffix(hint, "."), hint)
		})
	}
}

// The skew comes from the answer's own Date, whatever the message says.
func TestDo_clockSkew(t *testing.T) {
	late := func(r *http.Request) (*http.Response, error) {
		return status(401, "Date", time.Now().Add(10*time.Minute).UTC().Format(http.TimeFormat))(r)
	}
	run(t, nil, []step{late}, func(t *testing.T, _ *cloud, client *objectstorage.ObjectStorageClient) {
		var e *Error
		require.ErrorAs(t, get(t.Context(), client), &e)
		assert.Contains(t, e.Hint(), "clock is 10m0s behind")
	})
}
