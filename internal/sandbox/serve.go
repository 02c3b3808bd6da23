package sandbox

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// answer serves one request for an Oracle host: r.Host is the endpoint and r.URL the service's path. The forms are what
// its client may have signed.
func (s *Sandbox) answer(w http.ResponseWriter, r *http.Request, forms ...form) {
	x := s.begin(w, r)
	err := s.rescued(x, r, forms)
	var gone *lost
	switch {
	case errors.As(err, &gone):
		x.lose(r, gone, s.stop)
	case err != nil && x.wrote:
		// Half an answer is sent: the connection must break, or the client takes it for a whole one.
		panic(http.ErrAbortHandler)
	case err != nil:
		cloud.WriteError(x, cloud.AsError(err))
	case !x.wrote:
		x.WriteHeader(http.StatusOK)
	}
}

// rescued makes a panic of a service the error of its one request.
func (s *Sandbox) rescued(x *exchange, r *http.Request, forms []form) (err error) {
	defer func() {
		if p := recover(); p == http.ErrAbortHandler { //nolint:errorlint // the very value
			panic(p)
		} else if p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return s.call(x, r, forms)
}

// call finds the service, checks who asks and lets the service answer.
func (s *Sandbox) call(x *exchange, r *http.Request, forms []form) error {
	host := hostOnly(r.Host)
	service, at, ok := s.service(host)
	if !ok {
		return cloud.NotImplemented("the service at %s", host)
	}
	x.entry.Region = at.Name
	f := s.faults.Load()
	c := &cloud.Call{
		Request: r, Region: at, RequestID: x.entry.RequestID, Now: s.clock(), Authorizer: s.authorizer, Reserver: s, Lag: f.lag(),
		Failing: f.failingWork(),
	}
	if err := s.authenticate(service, c, forms); err != nil {
		return err
	}
	service, err := s.addressed(service, c)
	if err != nil {
		return err
	}
	x.entry.Principal = c.Principal.Name
	hit := f.next(r)
	x.entry.Fault = hit.name()
	return hit.around(x, r, func(w http.ResponseWriter) error { return service.Serve(w, c) })
}

// authenticate finds who signed the call. Identity is copied to the regions that a tenancy is subscribed to: in any other
// nobody's key is known.
func (s *Sandbox) authenticate(service cloud.Service, c *cloud.Call, forms []form) error {
	if a, ok := service.(cloud.Anonymous); ok && a.Anonymous(c.Request) && s.subscribed(c.Region.Name) {
		return nil
	}
	u, ok := service.(cloud.UnsignedBody)
	streamed := ok && u.UnsignedBody(c.Request)
	key := func(id string) (cloud.Principal, *rsa.PublicKey, bool) { return s.key(id, c.Region.Name) }
	principal, err := verifier{key: key, now: c.Now, streamed: streamed}.verify(c.Request, forms)
	c.Principal = principal
	return err
}
