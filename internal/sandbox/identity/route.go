package identity

import (
	"net/http"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

const version = "/20160918"

// Serve implements cloud.Service.
func (s *Service) Serve(w http.ResponseWriter, c *cloud.Call) error {
	if path, ok := strings.CutSuffix(c.URL.Path, "/"); ok {
		u := *c.URL
		u.Path, u.RawPath = path, strings.TrimSuffix(u.RawPath, "/")
		r := *c.Request
		r.URL = &u
		c.Request = &r
	}
	return s.router.Serve(w, c)
}

// read registers an operation that any region answers.
func (s *Service) read(pattern string, op cloud.Operation) {
	s.router.Handle("GET "+version+pattern, op)
}

// write registers an operation that only the home region carries out.
func (s *Service) write(method, pattern string, op cloud.Operation) {
	s.anywhere(method, pattern, func(w http.ResponseWriter, c *cloud.Call) error {
		if err := s.atHome(c); err != nil {
			return err
		}
		return op(w, c)
	})
}

// anywhere registers a write that any region looks at before it sends the client home: a policy is compiled where it arrives.
func (s *Service) anywhere(method, pattern string, op cloud.Operation) {
	s.router.Handle(method+" "+version+pattern, op)
}

func (s *Service) atHome(c *cloud.Call) error { return cloud.AtHome(c, s.config.Home) }

// create registers a POST that honours opc-retry-token.
func (s *Service) create(pattern string, op cloud.Operation) {
	s.write(http.MethodPost, pattern, s.tokens.Once(op))
}
