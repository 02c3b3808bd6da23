package sandbox

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/elazarl/goproxy"
)

// tunnelled are the hosts that a proxy client reaches untouched: what `init` needs of the Terraform and OpenTofu registries
// and where they send their downloads.
var tunnelled = []string{
	"registry.terraform.io",
	"releases.hashicorp.com",
	"registry.opentofu.org",
	"get.opentofu.org",
	"github.com",
	"codeload.github.com",
	"objects.githubusercontent.com",
	"release-assets.githubusercontent.com",
	"raw.githubusercontent.com",
}

// proxy is the HTTPS side: it takes the tunnels of Oracle hosts as that host, with certificates of its own authority.
//
// The library answers CONNECT, issues the certificates and carries the tunnels that are let through. What is inside an
// Oracle host's tunnel is served by net/http, because a fault must be able to break one request's connection.
type proxy struct {
	authority *authority
	connect   *goproxy.ProxyHttpServer
	inner     *http.Server
	conns     *queue
	dial      func(network, address string) (net.Conn, error) // replaced in tests
}

func newProxy(s *Sandbox) (*proxy, error) {
	a, err := newAuthority()
	if err != nil {
		return nil, err
	}
	p := &proxy{authority: a, connect: goproxy.NewProxyHttpServer(), inner: httpServer(s), conns: newQueue()}
	p.connect.CertStore = a
	p.connect.Logger = log.New(io.Discard, "", 0) // what fails is said to the client
	p.dial = p.dialOut
	p.connect.ConnectDial = func(network, address string) (net.Conn, error) { return p.dial(network, address) }
	p.connect.OnRequest().HandleConnectFunc(p.decide)
	go func() { _ = p.inner.Serve(p.conns) }()
	return p, nil
}

// CertificateAuthority is the certificate, in PEM, that clients of the proxy form must trust.
func (s *Sandbox) CertificateAuthority() ([]byte, error) {
	p, err := s.proxy()
	if err != nil {
		return nil, err
	}
	return p.authority.pem, nil
}

// serveConnect answers CONNECT.
func (s *Sandbox) serveConnect(w http.ResponseWriter, r *http.Request) {
	p, err := s.proxy()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	p.connect.ServeHTTP(w, r)
}

// decide says what becomes of a CONNECT: an Oracle host is the sandbox, a registry is let through, all else is refused.
func (p *proxy) decide(address string, ctx *goproxy.ProxyCtx) (*goproxy.ConnectAction, string) {
	host, secure := strings.CutSuffix(strings.ToLower(address), ":443")
	switch {
	case secure && oracle(host):
		return &goproxy.ConnectAction{Action: goproxy.ConnectHijack, Hijack: p.take}, host
	case secure && slices.Contains(tunnelled, host):
		return goproxy.OkConnect, address
	}
	ctx.Resp = goproxy.NewResponse(ctx.Req, goproxy.ContentTypeText, http.StatusForbidden, refusal(address)+"\n") //nolint:bodyclose // the library sends it
	// The status line is all that most clients show of a refused CONNECT.
	ctx.Resp.Status, ctx.Resp.Close = "403 "+refusal(address), true
	return goproxy.RejectConnect, address
}

// take serves what comes through an Oracle host's tunnel, over HTTP/1.1 only: one broken connection is one broken request.
func (p *proxy) take(r *http.Request, client net.Conn, ctx *goproxy.ProxyCtx) {
	config, err := p.authority.forHost(r.URL.Host, ctx)
	if err == nil {
		_, err = io.WriteString(client, "HTTP/1.1 200 Connection established\r\n\r\n")
	}
	if err != nil {
		_ = client.Close()
		return
	}
	config.NextProtos = []string{"http/1.1"}
	p.conns.put(tls.Server(client, config))
}

// dialOut reaches a host directly, or through the proxy that this process itself is told to use.
func (p *proxy) dialOut(network, address string) (net.Conn, error) {
	upstream, err := http.ProxyFromEnvironment(&http.Request{URL: &url.URL{Scheme: "https", Host: address}})
	if err != nil {
		return nil, err
	}
	if upstream == nil {
		return (&net.Dialer{Timeout: 30 * time.Second}).Dial(network, address)
	}
	return p.connect.NewConnectDialToProxyWithHandler(upstream.String(), func(r *http.Request) { authorize(r, upstream) })(network, address)
}

// authorize says to an upstream proxy who asks, where its URL does.
func authorize(r *http.Request, upstream *url.URL) {
	if user := upstream.User; user != nil {
		password, _ := user.Password()
		r.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password)))
	}
}

func (p *proxy) close(ctx context.Context) error { return shutdown(ctx, p.inner) }
