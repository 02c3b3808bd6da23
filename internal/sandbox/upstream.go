package sandbox

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

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
