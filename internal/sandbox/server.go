package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// Server is a sandbox on a port.
type Server struct {
	URL string // the plain form's address, and the proxy's

	sandbox *Sandbox
	http    *http.Server
	done    chan error
}

// Listen serves the sandbox at an address such as "127.0.0.1:8421"; port 0 takes a free one. Whoever reaches a sandbox
// has its keys, so it refuses any address that is not loopback.
func (s *Sandbox) Listen(address string) (*Server, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("the address %q is not of the form HOST:PORT", address)
	}
	if !loopback(host) {
		return nil, fmt.Errorf("the sandbox listens on loopback only, such as 127.0.0.1:8421, not on %q", address)
	}
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("the sandbox cannot listen: %w", err)
	}
	// A name such as "localhost" may lead elsewhere.
	if at := listener.Addr().String(); !loopback(hostOnly(at)) {
		return nil, errors.Join(fmt.Errorf("the sandbox listens on loopback only, and %q is %s", address, at), listener.Close())
	}
	server := &Server{URL: "http://" + listener.Addr().String(), sandbox: s, http: httpServer(s), done: make(chan error, 1)}
	go func() { server.done <- server.http.Serve(listener) }()
	return server, nil
}

func httpServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 30 * time.Second,
		IdleTimeout:       5 * time.Minute,
		// Clients that go away are no news.
		ErrorLog: log.New(io.Discard, "", 0),
	}
}

// Close lets the requests under way end, until the context does and cuts them off, and ends the sandbox.
func (s *Server) Close(ctx context.Context) error {
	s.sandbox.halt()
	errs := []error{shutdown(ctx, s.http)}
	if p, err := s.sandbox.proxy(); err == nil {
		errs = append(errs, p.close(ctx))
	}
	if err := <-s.done; !errors.Is(err, http.ErrServerClosed) {
		errs = append(errs, err)
	}
	return errors.Join(append(errs, s.sandbox.Close())...)
}

func shutdown(ctx context.Context, server *http.Server) error {
	err := server.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, server.Close())
	}
	return err
}
