package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// Transport answers in this process any request for an Oracle host, without a port. Bodies stream both ways. Requests
// for other hosts fail.
func (s *Sandbox) Transport() http.RoundTripper { return transport{s} }

type transport struct{ sandbox *Sandbox }

// RoundTrip implements http.RoundTripper.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	body := r.Body
	if body == nil {
		body = http.NoBody
	}
	host := r.Host
	if host == "" {
		host = r.URL.Host
	}
	if err := r.Context().Err(); err != nil {
		_ = body.Close()
		return nil, err
	}
	if !oracle(hostOnly(host)) {
		_ = body.Close()
		return nil, fmt.Errorf("the sandbox answers for Oracle Cloud only, not for %s", host)
	}
	a := &inProcess{head: make(chan *http.Response, 1), failed: make(chan error, 1), header: http.Header{}, request: r}
	go a.run(t.sandbox, received(r, host, body))
	select {
	case response := <-a.head:
		return response, nil
	case err := <-a.failed:
		return nil, err
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

// received is the request as a server would have got it.
func received(r *http.Request, host string, body io.ReadCloser) *http.Request {
	in := r.Clone(r.Context())
	in.Host, in.Body = host, body
	in.RequestURI = r.URL.RequestURI()
	in.RemoteAddr = "sandbox"
	if body == http.NoBody {
		in.ContentLength = 0
	} else if r.ContentLength == 0 {
		in.ContentLength = -1
	}
	in.Header.Del("Content-Length")
	if in.ContentLength > 0 || in.ContentLength == 0 && r.Method != http.MethodGet && r.Method != http.MethodHead {
		in.Header.Set("Content-Length", strconv.FormatInt(in.ContentLength, 10))
	}
	return in
}

// inProcess is the answer to one request, from its handler to its client.
type inProcess struct {
	request *http.Request
	header  http.Header
	head    chan *http.Response // the answer, once
	failed  chan error          // or why there is none
	once    sync.Once
	body    *io.PipeWriter // nil for an answer without a body
	started bool

	attended func() bool // ends the watch over the request's end
}

func (a *inProcess) run(s *Sandbox, in *http.Request) {
	defer func() {
		_ = in.Body.Close()
		if a.attended != nil {
			a.attended()
		}
		if p := recover(); p == http.ErrAbortHandler { //nolint:errorlint // the very value
			a.fail(io.ErrUnexpectedEOF)
		} else if p != nil {
			a.fail(fmt.Errorf("the sandbox failed: %v", p))
		} else if a.body != nil {
			_ = a.body.Close()
		}
	}()
	s.answer(a, in, form{host: in.Host, target: in.RequestURI})
}

// fail ends an exchange without an answer, or the body of an answer that has begun.
func (a *inProcess) fail(err error) {
	if a.body != nil {
		_ = a.body.CloseWithError(err)
	}
	a.once.Do(func() { a.failed <- err })
}

// drop implements dropper with the errors of a real connection.
func (a *inProcess) drop(l *lost) {
	if l.timeout {
		a.fail(&net.OpError{Op: "read", Net: "tcp", Err: os.ErrDeadlineExceeded})
		return
	}
	a.fail(&net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)})
}

// Header implements http.ResponseWriter.
func (a *inProcess) Header() http.Header { return a.header }

// WriteHeader implements http.ResponseWriter.
func (a *inProcess) WriteHeader(status int) {
	if a.started || status < http.StatusOK {
		return
	}
	a.started = true
	a.header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	response := &http.Response{
		Status:        fmt.Sprintf("%d %s", status, http.StatusText(status)),
		StatusCode:    status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        a.header.Clone(),
		Body:          http.NoBody,
		ContentLength: length(a.header, status),
		Request:       a.request,
	}
	if a.request.Method != http.MethodHead && response.ContentLength != 0 {
		reader, writer := io.Pipe()
		response.Body, a.body = reader, writer
		// As over a connection: a request that ends while its answer is read breaks it off, and a handler writes to nobody no longer.
		ctx := a.request.Context()
		a.attended = context.AfterFunc(ctx, func() { _ = writer.CloseWithError(ctx.Err()) })
	}
	a.once.Do(func() { a.head <- response })
}

// length is the body's length that the header states, -1 where it states none.
func length(h http.Header, status int) int64 {
	if status == http.StatusNoContent || status == http.StatusNotModified {
		return 0
	}
	n, err := strconv.ParseInt(h.Get("Content-Length"), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

var errNoBody = errors.New("the answer to this request has no body")

// Write implements http.ResponseWriter.
func (a *inProcess) Write(b []byte) (int, error) {
	if !a.started {
		a.WriteHeader(http.StatusOK)
	}
	if a.request.Method == http.MethodHead {
		return len(b), nil
	}
	if a.body == nil {
		return 0, errNoBody
	}
	return a.body.Write(b)
}
