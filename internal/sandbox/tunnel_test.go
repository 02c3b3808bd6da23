package sandbox

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/elazarl/goproxy"
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
	p.dial = func(_, host string) (net.Conn, error) {
		asked = host
		if host == "github.com:443" {
			return nil, io.ErrUnexpectedEOF
		}
		return new(net.Dialer).DialContext(t.Context(), "tcp", registry.Listener.Addr().String())
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

// Where this process is behind a proxy itself, tunnels go through that one, with the credentials of its URL.
func TestAuthorize(t *testing.T) {
	t.Parallel()
	for upstream, want := range map[string]string{
		"http://upstream:3128":         "",
		"http://me:pass@upstream:3128": "Basic " + base64.StdEncoding.EncodeToString([]byte("me:pass")),
	} {
		u, err := url.Parse(upstream)
		require.NoError(t, err)
		r := newRequest(t, "https://registry.opentofu.org")
		authorize(r, u)
		require.Equal(t, want, r.Header.Get("Proxy-Authorization"))
	}
}

// A certificate is issued once for a host, for that host alone, and by this sandbox's authority.
func TestAuthority(t *testing.T) {
	t.Parallel()
	a, err := newAuthority()
	require.NoError(t, err)
	pool := x509.NewCertPool()
	require.True(t, pool.AppendCertsFromPEM(a.pem))
	ctx := &goproxy.ProxyCtx{Proxy: goproxy.NewProxyHttpServer()}
	const host = "identity.us-ashburn-1.oraclecloud.com"
	issued := 0
	for range 2 {
		leaf, err := a.Fetch(host, func() (*tls.Certificate, error) {
			issued++
			config, err := a.forHost(host+":443", ctx)
			return &config.Certificates[0], err
		})
		require.NoError(t, err)
		_, err = leaf.Leaf.Verify(x509.VerifyOptions{Roots: pool, DNSName: host})
		require.NoError(t, err)
		require.Error(t, leaf.Leaf.VerifyHostname("objectstorage.us-ashburn-1.oraclecloud.com"))
	}
	require.Equal(t, 1, issued)
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
