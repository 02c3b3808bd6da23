package identity

import (
	"net/http"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

const version = "/20160918"

// operation answers one call. Path values are in the call's request.
type operation func(w http.ResponseWriter, c *cloud.Call) error

// exchange carries a call through the multiplexer and the error back.
type exchange struct {
	http.ResponseWriter
	call *cloud.Call
	err  error
}

// ServeHTTP implements http.Handler, for the multiplexer.
func (op operation) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if x, ok := w.(*exchange); ok { // as Serve gives it
		x.call.Request = r
		x.err = op(x.ResponseWriter, x.call)
	}
}

// Serve implements cloud.Service.
func (s *Service) Serve(w http.ResponseWriter, c *cloud.Call) error {
	if path, ok := strings.CutSuffix(c.URL.Path, "/"); ok {
		u := *c.URL
		u.Path, u.RawPath = path, strings.TrimSuffix(u.RawPath, "/")
		r := *c.Request
		r.URL = &u
		c.Request = &r
	}
	if _, pattern := s.mux.Handler(c.Request); pattern == "" {
		return cloud.UnknownOperation(c, "identity")
	}
	x := &exchange{ResponseWriter: w, call: c}
	s.mux.ServeHTTP(x, c.Request)
	return x.err
}

// read registers an operation that any region answers.
func (s *Service) read(pattern string, op operation) {
	s.mux.Handle("GET "+version+pattern, op)
}

// write registers an operation that only the home region carries out.
func (s *Service) write(method, pattern string, op operation) {
	s.anywhere(method, pattern, func(w http.ResponseWriter, c *cloud.Call) error {
		if err := s.atHome(c); err != nil {
			return err
		}
		return op(w, c)
	})
}

// anywhere registers a write that any region looks at before it sends the client home: a policy is compiled where it arrives.
func (s *Service) anywhere(method, pattern string, op operation) {
	s.mux.Handle(method+" "+version+pattern, op)
}

// atHome refuses a write that has come to another region than the home region.
func (s *Service) atHome(c *cloud.Call) error {
	if c.Region.Name != s.config.Home.Name {
		return cloud.NotAllowed(strings.ToUpper(s.config.Home.Key))
	}
	return nil
}

// once honours opc-retry-token.
func (s *Service) once(op operation) operation {
	return func(w http.ResponseWriter, c *cloud.Call) error {
		return s.tokens.Do(w, c, func(w http.ResponseWriter) error { return op(w, c) })
	}
}

// create registers a POST that honours opc-retry-token.
func (s *Service) create(pattern string, op operation) {
	s.write(http.MethodPost, pattern, s.once(op))
}
