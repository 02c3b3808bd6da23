package sandbox_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// listen puts a sandbox on a port.
func listen(t *testing.T, s *sandbox.Sandbox) *sandbox.Server {
	t.Helper()
	server, err := s.Listen("127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		require.NoError(t, server.Close(ctx))
	})
	return server
}

// throughProxy is a transport as a client with HTTPS_PROXY and the sandbox's certificate has it.
func throughProxy(t *testing.T, s *sandbox.Sandbox, server *sandbox.Server) *http.Transport {
	t.Helper()
	authority, err := s.CertificateAuthority()
	require.NoError(t, err)
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(authority))
	proxy, err := url.Parse(server.URL)
	require.NoError(t, err)
	rt := &http.Transport{
		Proxy:               http.ProxyURL(proxy),
		TLSClientConfig:     &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		MaxIdleConnsPerHost: 64,
		ForceAttemptHTTP2:   true,
	}
	t.Cleanup(rt.CloseIdleConnections)
	return rt
}

func TestProxy_sdk(t *testing.T) {
	t.Parallel()
	s := open(t)
	rt := throughProxy(t, s, listen(t, s))
	for _, region := range []string{"us-ashburn-1", "eu-frankfurt-1"} {
		got, err := client(t, s, "terraform", region, rt).GetTenancy(t.Context(), tenancy(s))
		require.NoError(t, err)
		require.Equal(t, s.TenancyOCID(), *got.Id)
	}
	require.Equal(t, "us-ashburn-1", s.Journal()[0].Region)
	require.Equal(t, "eu-frankfurt-1", s.Journal()[1].Region)
}

// A thousand signed reads go over a few connections in a second or two.
func TestProxy_keepsConnections(t *testing.T) {
	t.Parallel()
	s := open(t)
	rt := throughProxy(t, s, listen(t, s))
	c := client(t, s, "terraform", "us-ashburn-1", rt)
	var wg sync.WaitGroup
	start := time.Now()
	for range 10 {
		wg.Go(func() {
			for range 100 {
				if _, err := c.GetTenancy(t.Context(), tenancy(s)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	t.Logf("1000 signed reads through the proxy took %s", time.Since(start))
	require.Len(t, s.Journal(), 1000)
}

func TestProxy_unknownServiceAndHost(t *testing.T) {
	t.Parallel()
	s := open(t)
	rt := throughProxy(t, s, listen(t, s))
	got := get(t, rt, "https://streaming.eu-frankfurt-1.oraclecloud.com/20180418/streams")
	require.Equal(t, http.StatusNotImplemented, got.status)
	require.Equal(t, "The sandbox does not implement the service at streaming.eu-frankfurt-1.oraclecloud.com.", got.message)

	const refusal = "The residency sandbox refuses example.com"
	for _, target := range []string{"https://example.com/", "https://example.com:8443/", "https://registry.terraform.io:8443/"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
		require.NoError(t, err)
		_, err = rt.RoundTrip(request)
		require.ErrorContains(t, err, "The residency sandbox refuses "+request.URL.Host[:strings.IndexAny(request.URL.Host+":", ":")])
	}
	plain := get(t, rt, "http://example.com/")
	require.Equal(t, http.StatusForbidden, plain.status)
	require.Contains(t, plain.body, refusal)
	require.Equal(t, http.StatusForbidden, get(t, rt, "http://169.254.169.254/opc/v2/instance/").status)
}

// A client without any SDK or proxy signs what it sends, or what it means.
func TestPlain(t *testing.T) {
	t.Parallel()
	s := open(t)
	server := listen(t, s)
	by := newSigner(t, s, "terraform")
	address := strings.TrimPrefix(server.URL, "http://")
	send := func(host, target, path string) answer {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
		require.NoError(t, err)
		by.sign(t, r, host, target, "", generic...)
		return do(t, http.DefaultTransport, r)
	}
	sent := "/" + ashburn + regions + "?limit=100"
	require.Equal(t, http.StatusOK, send(address, sent, sent).status)
	require.Equal(t, http.StatusOK, send(ashburn, regions+"?limit=100", sent).status)
	require.Equal(t, http.StatusUnauthorized, send(ashburn, sent, sent).status)
	require.Equal(t, http.StatusUnauthorized, send(address, sent, "/"+ashburn+regions).status)
	require.Equal(t, ashburn, s.Journal()[0].Host)
	require.Equal(t, regions, s.Journal()[0].Path)
	require.Equal(t, "terraform", s.Journal()[0].Principal)

	index := send(address, "/", "/")
	require.Equal(t, http.StatusNotFound, index.status)
	require.Contains(t, index.body, server.URL+"/HOST/PATH")
	require.Equal(t, http.StatusNotFound, send(address, "/", "/example.com/path").status)
	require.Equal(t, http.StatusNotImplemented, send(address, "/x", "/streaming.us-ashburn-1.oraclecloud.com").status)
}

// A name that leads to loopback, as a web page may have, does not reach the plain form.
func TestPlain_otherHost(t *testing.T) {
	t.Parallel()
	s := open(t)
	server := listen(t, s)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/"+ashburn+regions, nil)
	require.NoError(t, err)
	r.Host = "rebound.example.com"
	require.Equal(t, http.StatusForbidden, do(t, http.DefaultTransport, r).status)
}

// With a name that resolves to the sandbox, such as by curl --resolve, it answers as the endpoint itself.
func TestServeHTTP_endpointAsHost(t *testing.T) {
	t.Parallel()
	s := open(t)
	server := listen(t, s)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+regions, nil)
	require.NoError(t, err)
	r.Host = ashburn
	newSigner(t, s, "admin").sign(t, r, ashburn, regions, "", generic...)
	require.Equal(t, http.StatusOK, do(t, http.DefaultTransport, r).status)
}

func TestListen_loopbackOnly(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, address := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "[::]:0", "example.com:0"} {
		_, err := s.Listen(address)
		require.ErrorContains(t, err, "the sandbox listens on loopback only", address)
	}
	_, err := s.Listen("8421")
	require.EqualError(t, err, `the address "8421" is not of the form HOST:PORT`)
	server := listen(t, s)
	_, err = s.Listen(strings.TrimPrefix(server.URL, "http://"))
	require.ErrorContains(t, err, "the sandbox cannot listen: ")
}

// Close lets a request under way end.
func TestServer_gracefulEnd(t *testing.T) {
	t.Parallel()
	armed, began := atomic.Bool{}, make(chan struct{})
	// The sandbox looks at the clock when it begins with a request.
	clock := func() time.Time {
		if armed.CompareAndSwap(true, false) {
			close(began)
		}
		return time.Now()
	}
	s, err := sandbox.New(sandbox.WithFaults("slow=200ms"), sandbox.WithClock(clock))
	require.NoError(t, err)
	server, err := s.Listen("127.0.0.1:0")
	require.NoError(t, err)
	c := client(t, s, "terraform", "us-ashburn-1", throughProxy(t, s, server))
	armed.Store(true)
	result := make(chan error, 1)
	go func() {
		_, err := c.GetTenancy(context.Background(), tenancy(s))
		result <- err
	}()
	<-began
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	require.NoError(t, server.Close(ctx))
	require.NoError(t, <-result)
}
