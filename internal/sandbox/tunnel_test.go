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
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

// A registry is reached untouched: with its own certificate, not the sandbox's.
func TestProxy_tunnel(t *testing.T) {
	t.Parallel()
	registry := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "registry "+r.Host)
	}))
	defer registry.Close()
	s, err := New()
	require.NoError(t, err)
	p, err := s.proxy()
	require.NoError(t, err)
	var asked string
	p.tunnels.dial = func(ctx context.Context, host string) (net.Conn, error) {
		asked = host
		if host == "github.com:443" {
			return nil, io.ErrUnexpectedEOF
		}
		return new(net.Dialer).DialContext(ctx, "tcp", registry.Listener.Addr().String())
	}
	server, err := s.Listen("127.0.0.1:0")
	require.NoError(t, err)
	address, err := url.Parse(server.URL)
	require.NoError(t, err)
	rt := registry.Client().Transport.(*http.Transport).Clone()
	rt.Proxy = http.ProxyURL(address)
	// httptest's certificate is for example.com; that it is accepted at all shows that it is not the sandbox's.
	rt.TLSClientConfig.ServerName = "example.com"

	response, err := rt.RoundTrip(newRequest(t, "https://registry.terraform.io/v1"))
	require.NoError(t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, "registry registry.terraform.io", string(body))
	require.Equal(t, "registry.terraform.io:443", asked)
	require.Empty(t, s.Journal())

	_, err = rt.RoundTrip(newRequest(t, "https://github.com/x"))
	require.ErrorContains(t, err, "Bad Gateway")
	require.NoError(t, server.Close(t.Context()))
}

func newRequest(t *testing.T, target string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
	require.NoError(t, err)
	return r
}

// Where this process is behind a proxy itself, tunnels go through that one.
func TestAskProxy(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]string{"200 OK": "", "407 Proxy Authentication Required": "the proxy upstream:3128 answers 407 Proxy Authentication Required"} {
		t.Run(status, func(t *testing.T) {
			near, far := net.Pipe()
			defer func() { _ = near.Close() }()
			got := make(chan *http.Request, 1)
			go func() {
				r, err := http.ReadRequest(bufio.NewReader(far))
				if err == nil {
					got <- r
				}
				_, _ = fmt.Fprintf(far, "HTTP/1.1 %s\r\n\r\n", status)
				_ = far.Close()
			}()
			err := askProxy(t.Context(), near, &url.URL{Scheme: "http", Host: "upstream:3128", User: url.UserPassword("me", "pass")}, "registry.opentofu.org:443")
			r := <-got
			require.Equal(t, http.MethodConnect, r.Method)
			require.Equal(t, "registry.opentofu.org:443", r.Host)
			require.Equal(t, "Basic "+base64.StdEncoding.EncodeToString([]byte("me:pass")), r.Header.Get("Proxy-Authorization"))
			if want == "" {
				require.NoError(t, err)
			} else {
				require.EqualError(t, err, want)
			}
		})
	}
}

func TestDialProxy_scheme(t *testing.T) {
	t.Parallel()
	_, err := dialProxy(t.Context(), new(net.Dialer), &url.URL{Scheme: "socks5", Host: "localhost"})
	require.EqualError(t, err, `the proxy scheme "socks5" is not supported`)
}

// Certificates are for Oracle's hosts only, and made once.
func TestAuthority(t *testing.T) {
	t.Parallel()
	a, err := newAuthority()
	require.NoError(t, err)
	first, err := a.forHost(&tls.ClientHelloInfo{ServerName: "identity.us-ashburn-1.oraclecloud.com"})
	require.NoError(t, err)
	again, err := a.forHost(&tls.ClientHelloInfo{ServerName: "Identity.us-ashburn-1.oraclecloud.com"})
	require.NoError(t, err)
	require.Same(t, first, again)
	_, err = a.forHost(&tls.ClientHelloInfo{ServerName: "example.com"})
	require.EqualError(t, err, `the sandbox has no certificate for "example.com"`)
}

func TestOracle(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"identity.us-ashburn-1.oraclecloud.com":              true,
		"identity.us-ashburn-1.oci.oraclecloud.com":          true,
		"objectstorage.eu-frankfurt-2.oraclecloud.eu":        true,
		"identity.us-langley-1.oraclegovcloud.com":           true,
		"ns.objectstorage.us-ashburn-1.oci.customer-oci.com": true,
		"oraclecloud.com.example.com":                        false,
		"notoraclecloud.com":                                 false,
		"www.oracle.com":                                     false,
		"":                                                   false,
	} {
		require.Equal(t, want, oracle(host), host)
	}
}
