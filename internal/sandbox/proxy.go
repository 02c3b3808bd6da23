package sandbox

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

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
