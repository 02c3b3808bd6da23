package cloud

import (
	"net/http"
	"path"
)

// Operation answers one call. The values of the path's names are in the call's request.
type Operation func(w http.ResponseWriter, c *Call) error

// Router finds the operation of a call by its method and path, with the patterns of http.ServeMux.
type Router struct {
	service string // for messages
	mux     *http.ServeMux
}

// NewRouter returns a router without operations; the service's name is for messages.
func NewRouter(service string) *Router { return &Router{service, http.NewServeMux()} }

// Handle registers an operation under a pattern such as "GET /20190828/tables/{table}".
func (r *Router) Handle(pattern string, op Operation) { r.mux.Handle(pattern, op) }

// Serve answers a call. One without an operation is 501, and so is a path that is another one when it is cleaned: the multiplexer
// would send the client there.
func (r *Router) Serve(w http.ResponseWriter, c *Call) error {
	clean := path.Clean("/" + c.URL.Path)
	if _, pattern := r.mux.Handler(c.Request); pattern == "" || c.URL.Path != clean {
		return UnknownOperation(c, r.service)
	}
	x := &routed{ResponseWriter: w, call: c}
	r.mux.ServeHTTP(x, c.Request)
	return x.err
}

// routed carries a call through the multiplexer and the error back.
type routed struct {
	http.ResponseWriter
	call *Call
	err  error
}

// ServeHTTP implements http.Handler, for the multiplexer.
func (op Operation) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if x, ok := w.(*routed); ok { // as Serve gives it
		x.call.Request = r
		x.err = op(x.ResponseWriter, x.call)
	}
}

// Once is an operation that honours opc-retry-token.
func (t *RetryTokens) Once(op Operation) Operation {
	return func(w http.ResponseWriter, c *Call) error {
		return t.Do(w, c, func(w http.ResponseWriter) error { return op(w, c) })
	}
}
