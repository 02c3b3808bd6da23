package sandbox

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/data-residency/terraform-provider-residency/internal/region"
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
	// Identity is copied to subscribed regions only: in any other nobody's key is known.
	if !s.subscribed(at.Name) {
		return cloud.NotAuthenticated()
	}
	f := s.faults.Load()
	c := &cloud.Call{
		Request: r, Region: at, RequestID: x.entry.RequestID, Now: s.clock(), Authorizer: authorizer{}, Lag: f.lag(),
	}
	if err := s.authenticate(service, c, forms); err != nil {
		return err
	}
	x.entry.Principal = c.Principal.Name
	hit := f.next(r)
	x.entry.Fault = hit.name()
	return hit.around(x, r, func(w http.ResponseWriter) error { return service.Serve(w, c) })
}

func (s *Sandbox) subscribed(name string) bool { return slices.Contains(s.identity.Subscribed(), name) }

func (s *Sandbox) authenticate(service cloud.Service, c *cloud.Call, forms []form) error {
	if a, ok := service.(cloud.Anonymous); ok && a.Anonymous(c.Request) {
		return nil
	}
	u, ok := service.(cloud.UnsignedBody)
	streamed := ok && u.UnsignedBody(c.Request)
	principal, err := verifier{key: s.identity.Key, now: c.Now, streamed: streamed}.verify(c.Request, forms)
	c.Principal = principal
	return err
}

// exchange is the answer to one request. It writes the request down as soon as the status is known, so that a client that
// has its answer finds it in the journal.
type exchange struct {
	http.ResponseWriter
	journal *journal
	entry   Entry
	wrote   bool
}

func (s *Sandbox) begin(w http.ResponseWriter, r *http.Request) *exchange {
	x := &exchange{ResponseWriter: w, journal: &s.journal, entry: Entry{
		Time: s.clock().UTC(), Method: r.Method, Host: hostOnly(r.Host), Path: masked(r.URL.Path), RequestID: requestID(r),
	}}
	w.Header().Set("Opc-Request-Id", x.entry.RequestID)
	if id := r.Header.Get("Opc-Client-Request-Id"); id != "" {
		w.Header().Set("Opc-Client-Request-Id", id)
	}
	return x
}

// requestID is three parts as Oracle's: the client's, and two of the service.
func requestID(r *http.Request) string {
	parts := [3]string{printable(r.Header.Get("Opc-Request-Id"))}
	for i := range parts {
		if parts[i] == "" {
			id := make([]byte, 16)
			_, _ = rand.Read(id) // never fails: crypto/rand ends the program instead
			parts[i] = strings.ToUpper(hex.EncodeToString(id))
		}
	}
	return strings.Join(parts[:], "/")
}

// printable keeps a client's id only if it can stand in a header and a journal.
func printable(id string) string {
	if len(id) > 98 || strings.ContainsFunc(id, func(c rune) bool { return c < '!' || c > '~' }) {
		return ""
	}
	return id
}

// WriteHeader implements http.ResponseWriter.
func (x *exchange) WriteHeader(status int) {
	if !x.wrote && status >= http.StatusOK {
		x.record(status)
	}
	x.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (x *exchange) Write(b []byte) (int, error) {
	if !x.wrote {
		x.WriteHeader(http.StatusOK)
	}
	return x.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (x *exchange) Unwrap() http.ResponseWriter { return x.ResponseWriter }

func (x *exchange) record(status int) {
	x.wrote = true
	x.entry.Status = status
	x.journal.add(x.entry)
}

// ServeHTTP answers requests that came over a listener: CONNECT as a proxy, an Oracle host in the Host header as that
// host, and http://127.0.0.1:PORT/HOST/PATH in the plain form. All else is refused.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch host := hostOnly(r.Host); {
	case r.Method == http.MethodConnect:
		s.connect(w, r)
	case oracle(host):
		s.answer(w, r, form{host: r.Host, target: target(r)})
	case loopback(host):
		s.plain(w, r)
	default:
		http.Error(w, refusal(host), http.StatusForbidden)
	}
}

// plain answers http://127.0.0.1:PORT/HOST/PATH. Clients sign what they send, with the prefix and this host, or what
// they mean, without the prefix and for the endpoint.
func (s *Sandbox) plain(w http.ResponseWriter, r *http.Request) {
	host, rest, _ := strings.Cut(strings.TrimPrefix(target(r), "/"), "/")
	if !oracle(hostOnly(host)) {
		http.Error(w, "This is the residency sandbox. It answers http://"+r.Host+"/HOST/PATH for an endpoint HOST of Oracle Cloud,\n"+
			"such as /identity.us-ashburn-1.oraclecloud.com/20160918/regions, and is an HTTPS proxy for the same hosts.", http.StatusNotFound)
		return
	}
	// URL.Parse would resolve the dots of an object that is called "../a".
	u, err := url.ParseRequestURI("/" + rest)
	if err != nil {
		cloud.WriteError(w, cloud.CannotParseRequest("The path cannot be read: %s.", err))
		return
	}
	inner := r.WithContext(r.Context())
	inner.URL, inner.Host = u, host
	s.answer(w, inner, form{host: r.Host, target: target(r)}, form{host: host, target: "/" + rest})
}

// target is the path and query as they were sent.
func target(r *http.Request) string {
	if strings.HasPrefix(r.RequestURI, "/") {
		return r.RequestURI
	}
	return r.URL.RequestURI()
}

func hostOnly(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return strings.ToLower(host)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// oracle says whether a host is in one of Oracle Cloud's domains. The sandbox answers for all of them, so that nothing
// that is meant for Oracle leaves the machine.
func oracle(host string) bool {
	return slices.ContainsFunc(domains(), func(domain string) bool { return strings.HasSuffix(host, "."+domain) })
}

// domains are the realms' domains, and the one of private Object Storage hosts.
var domains = sync.OnceValue(func() []string {
	all := []string{"oraclecloud.com", "customer-oci.com"}
	for _, r := range region.All() {
		if !slices.Contains(all, r.Domain) {
			all = append(all, r.Domain)
		}
	}
	return all
})

func refusal(host string) string {
	return "The residency sandbox refuses " + host + ": it answers for Oracle Cloud and lets the Terraform and OpenTofu registries through"
}
