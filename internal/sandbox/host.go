package sandbox

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// ServeHTTP answers requests that came over a listener: CONNECT as a proxy, an Oracle host in the Host header as that
// host, and http://127.0.0.1:PORT/HOST/PATH in the plain form. All else is refused.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch host := hostOnly(r.Host); {
	case r.Method == http.MethodConnect:
		s.serveConnect(w, r)
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
