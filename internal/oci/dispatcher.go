package oci

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/oracle/oci-go-sdk/v65/common"
)

const (
	readLimit   = 20 * time.Second // for the whole answer of a GET or HEAD
	writeLimit  = 40 * time.Second // for the whole answer of a write: cutting one off makes its outcome unknown
	streamLimit = 24 * time.Hour   // for a body that cannot be sent again
)

// errNoAnswer is the cause of an attempt that ran out of its own time.
var errNoAnswer = errors.New("no answer within the time that one attempt has")

// unsigned is the SDK client's signer. The dispatcher signs every attempt itself: a signature holds for five minutes from
// its Date header, which a request that waits for a retry can outlive.
type unsigned struct{}

func (unsigned) Sign(*http.Request) error { return nil }

// dispatcher sends a request of the SDK's, retries it, and makes anything but success an *Error. It is below the SDK and not
// a retry policy of it, because the SDK's waiting cannot be cancelled and its policy never sees Retry-After.
type dispatcher struct {
	transport   http.RoundTripper
	credentials credentials
	signer      common.HTTPRequestSigner // with a hash of the body
	streaming   common.HTTPRequestSigner // without
	policy      retryPolicy
	region      string
	logger      hclog.Logger
}

func newDispatcher(s *Session, region string) *dispatcher {
	return &dispatcher{
		transport: s.transport, credentials: s.credentials, policy: s.policy, region: region, logger: s.logger,
		signer:    common.DefaultRequestSigner(s.credentials),
		streaming: common.RequestSignerExcludeBody(s.credentials),
	}
}

type shielded struct{}

// Shield is the context to call the SDK's methods with: it never ends, and the dispatcher ends the request when ctx does.
// With a context that ends, the SDK leaves its own goroutine behind, returns before the request has, and reads a result that
// the goroutine may be writing at that moment (common.Retry of v65.129.0).
func Shield(ctx context.Context) context.Context {
	return context.WithValue(context.WithoutCancel(ctx), shielded{}, ctx)
}

func unshield(ctx context.Context) context.Context {
	if caller, ok := ctx.Value(shielded{}).(context.Context); ok {
		return caller
	}
	return ctx
}

// Do implements common.HTTPRequestDispatcher.
func (d *dispatcher) Do(request *http.Request) (*http.Response, error) {
	body, err := newPayload(request)
	if err != nil {
		return nil, err
	}
	ctx := unshield(request.Context())
	call := newCall(ctx, request, body.repeatable(), d)
	for {
		response, err := d.attempt(ctx, request, body)
		if ctx.Err() != nil && err != nil {
			return nil, ctx.Err()
		}
		failure := call.judge(response, err)
		d.log(request, response, failure, call.attempts)
		if failure == nil {
			return response, nil
		}
		pause, again := call.next(failure)
		if !again {
			return nil, failure
		}
		if err := sleep(ctx, pause); err != nil {
			return nil, err
		}
	}
}

// attempt signs and sends the request once. A JSON answer is read whole, so that a connection that breaks in the middle of
// it is a failed attempt like any other.
func (d *dispatcher) attempt(ctx context.Context, request *http.Request, body *payload) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	out := request.Clone(ctx)
	out.GetBody = nil // the transport must not send again what is accounted for here
	signer := d.signer
	if out.Body, out.ContentLength = body.open(); !body.repeatable() {
		signer = d.streaming
	}
	out.Header.Set("opc-client-retries", strconv.FormatBool(d.policy.attempts != 1))
	out.Header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	if err := signer.Sign(out); err != nil {
		cancel(nil)
		return nil, unsendable{err}
	}
	timer := time.AfterFunc(d.limit(request, body), func() { cancel(errNoAnswer) })
	response, err := d.transport.RoundTrip(out)
	if err == nil {
		err = slurp(response)
	}
	timer.Stop()
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		cancel(nil)
		return nil, err
	}
	response.Body = &closer{ReadCloser: response.Body, done: cancel}
	return response, nil
}

// limit is how long an attempt may take until its answer is there. A stream takes what it takes; the transport still limits
// the wait for the answer's headers.
func (d *dispatcher) limit(request *http.Request, body *payload) time.Duration {
	switch {
	case !body.repeatable():
		return streamLimit
	case request.Method == http.MethodGet, request.Method == http.MethodHead:
		return readLimit
	}
	return writeLimit
}

// log never has a header, a body or a query in it.
func (d *dispatcher) log(request *http.Request, response *http.Response, failure *Error, attempts int) {
	if !d.logger.IsDebug() {
		return
	}
	fields := []any{"method", request.Method, "host", request.URL.Host, "path", request.URL.Path, "attempt", attempts}
	if response != nil {
		fields = append(fields, "status", response.StatusCode, "opc-request-id", response.Header.Get("opc-request-id"))
	}
	if failure != nil {
		fields = append(fields, "failure", failure.answer())
	}
	d.logger.Debug("request", fields...)
}

// unsendable is a request that could not even be signed. It is not sent again.
type unsendable struct{ error }

func (u unsendable) Unwrap() error { return u.error }

// sleep waits, or returns the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
