package sandbox

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
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
type proxy struct {
	authority *authority
	inner     *http.Server
	conns     *queue
	tunnels   tunnels
}

func newProxy(s *Sandbox) (*proxy, error) {
	a, err := newAuthority()
	if err != nil {
		return nil, err
	}
	p := &proxy{authority: a, inner: httpServer(s), conns: newQueue()}
	// HTTP/1.1 only: a fault must be able to break one request's connection and no other's.
	listener := tls.NewListener(p.conns, &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: a.forHost, NextProtos: []string{"http/1.1"}})
	go func() { _ = p.inner.Serve(listener) }()
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

// connect answers CONNECT: an Oracle host is the sandbox, a registry is let through, all else is refused.
func (s *Sandbox) connect(w http.ResponseWriter, r *http.Request) {
	p, err := s.proxy()
	host, secure := strings.CutSuffix(strings.ToLower(r.Host), ":443")
	switch {
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	case secure && oracle(host):
		if conn := established(w); conn != nil {
			p.conns.put(conn)
		}
	case secure && slices.Contains(tunnelled, host):
		p.tunnel(w, r)
	default:
		refuse(w, r.Host)
	}
}

// refuse puts the reason into the status line, which is all that most clients show of a refused CONNECT.
func refuse(w http.ResponseWriter, host string) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, refusal(host), http.StatusForbidden)
		return
	}
	text := refusal(host)
	_, _ = fmt.Fprintf(conn, "HTTP/1.1 403 %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s\n", text, len(text)+1, text)
	_ = conn.Close()
}

// established takes the connection over and tells the client that the tunnel stands.
func established(w http.ResponseWriter) net.Conn {
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, "CONNECT needs HTTP/1.1", http.StatusHTTPVersionNotSupported)
		return nil
	}
	// The server that let go of the connection may have left a deadline on it.
	_ = conn.SetDeadline(time.Time{})
	if _, err := io.WriteString(conn, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		_ = conn.Close()
		return nil
	}
	if buffered.Reader.Buffered() > 0 {
		return &peeked{Conn: conn, r: buffered.Reader}
	}
	return conn
}

// peeked is a connection of which some bytes have been read already.
type peeked struct {
	net.Conn
	r *bufio.Reader
}

func (c *peeked) Read(p []byte) (int, error) { return c.r.Read(p) }

// NetConn returns the connection underneath.
func (c *peeked) NetConn() net.Conn { return c.Conn }

func (p *proxy) close(ctx context.Context) error {
	p.tunnels.close()
	return shutdown(ctx, p.inner)
}

// queue is a listener of connections that were accepted elsewhere.
type queue struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newQueue() *queue { return &queue{conns: make(chan net.Conn), done: make(chan struct{})} }

func (q *queue) put(conn net.Conn) {
	select {
	case q.conns <- conn:
	case <-q.done:
		_ = conn.Close()
	}
}

// Accept implements net.Listener.
func (q *queue) Accept() (net.Conn, error) {
	select {
	case conn := <-q.conns:
		return conn, nil
	case <-q.done:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (q *queue) Close() error {
	q.once.Do(func() { close(q.done) })
	return nil
}

// Addr implements net.Listener.
func (q *queue) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// tunnels are the connections that are let through.
type tunnels struct {
	mu     sync.Mutex
	open   map[net.Conn]struct{}
	closed bool
	dial   func(ctx context.Context, host string) (net.Conn, error) // for tests; default: dialOut
}

func (p *proxy) tunnel(w http.ResponseWriter, r *http.Request) {
	dial := p.tunnels.dial
	if dial == nil {
		dial = dialOut
	}
	ctx, cancel := context.WithTimeout(r.Context(), 30*time.Second)
	defer cancel()
	out, err := dial(ctx, r.Host)
	if err != nil {
		http.Error(w, fmt.Sprintf("The sandbox lets %s through, but cannot reach it: %s", r.Host, err), http.StatusBadGateway)
		return
	}
	if in := established(w); in != nil {
		p.tunnels.splice(in, out)
		return
	}
	_ = out.Close()
}

// splice copies both ways until both have ended.
func (t *tunnels) splice(a, b net.Conn) {
	if !t.add(a, b) {
		return
	}
	defer t.remove(a, b)
	var wg sync.WaitGroup
	wg.Go(func() { pour(a, b) })
	wg.Go(func() { pour(b, a) })
	wg.Wait()
}

// pour copies one way and passes the end on.
func pour(to, from net.Conn) {
	_, _ = io.Copy(to, from)
	if half, ok := to.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
		return
	}
	_ = to.Close()
}

func (t *tunnels) add(conns ...net.Conn) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.open == nil {
		t.open = map[net.Conn]struct{}{}
	}
	for _, c := range conns {
		if t.closed {
			_ = c.Close()
			continue
		}
		t.open[c] = struct{}{}
	}
	return !t.closed
}

func (t *tunnels) remove(conns ...net.Conn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range conns {
		_ = c.Close()
		delete(t.open, c)
	}
}

func (t *tunnels) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	for c := range t.open {
		_ = c.Close()
	}
}

// dialOut reaches a host directly, or through the proxy that this process itself is told to use.
func dialOut(ctx context.Context, host string) (net.Conn, error) {
	upstream, err := http.ProxyFromEnvironment(&http.Request{URL: &url.URL{Scheme: "https", Host: host}})
	if err != nil {
		return nil, err
	}
	var d net.Dialer
	if upstream == nil {
		return d.DialContext(ctx, "tcp", host)
	}
	conn, err := dialProxy(ctx, &d, upstream)
	if err != nil {
		return nil, err
	}
	if err := askProxy(ctx, conn, upstream, host); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return conn, nil
}

func dialProxy(ctx context.Context, d *net.Dialer, upstream *url.URL) (net.Conn, error) {
	port := upstream.Port()
	switch upstream.Scheme {
	case "https":
		if port == "" {
			port = "443"
		}
		return (&tls.Dialer{NetDialer: d}).DialContext(ctx, "tcp", net.JoinHostPort(upstream.Hostname(), port))
	case "http":
		if port == "" {
			port = "80"
		}
		return d.DialContext(ctx, "tcp", net.JoinHostPort(upstream.Hostname(), port))
	}
	return nil, fmt.Errorf("the proxy scheme %q is not supported", upstream.Scheme)
}

func askProxy(ctx context.Context, conn net.Conn, upstream *url.URL, host string) error {
	request := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: host}, Host: host, Header: http.Header{}}
	if user := upstream.User; user != nil {
		password, _ := user.Password()
		request.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password)))
	}
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
		defer func() { _ = conn.SetDeadline(time.Time{}) }()
	}
	if err := request.Write(conn); err != nil {
		return err
	}
	// A proxy says nothing after its answer until the client has spoken, so that the reader keeps nothing back.
	response, err := http.ReadResponse(bufio.NewReader(conn), request) //nolint:bodyclose // what follows is the tunnel
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the proxy %s answers %s", upstream.Host, response.Status)
	}
	return nil
}
