package oci

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"sync"
	"time"
)

const certsVariable = "OCI_DEFAULT_CERTS_PATH"

// shared has the process's transports by the certificate file that they trust; as a rule there is one, for the empty name.
var shared = struct {
	sync.Mutex
	transports map[string]http.RoundTripper
}{transports: map[string]http.RoundTripper{}}

// transport is the caller's, or the process's one, so that every client and every session share their connections.
func (r *resolver) transport() (http.RoundTripper, error) {
	if r.config.Transport != nil {
		return r.config.Transport, nil
	}
	certs := r.getenv(certsVariable)
	shared.Lock()
	defer shared.Unlock()
	if rt, ok := shared.transports[certs]; ok {
		return rt, nil
	}
	rt, err := newTransport(certs)
	if err != nil {
		return nil, err
	}
	shared.transports[certs] = rt
	return rt, nil
}

// newTransport is tuned for many small requests to few hosts. HTTP/2 is left off on purpose: one dead connection would hold
// up every request of its host until each had run out of time.
func newTransport(certs string) (*http.Transport, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if certs != "" {
		pool, err := certPool(certs)
		if err != nil {
			return nil, err
		}
		config.RootCAs = pool
	}
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment,
		OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, response *http.Response) error {
			if response.StatusCode == http.StatusOK {
				return nil
			}
			return &proxyRefusal{response.StatusCode}
		},
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSClientConfig:       config,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: 60 * time.Second, // for streams; the dispatcher's own limit for other requests is lower
		ExpectContinueTimeout: 3 * time.Second,
		IdleConnTimeout:       90 * time.Second,
		MaxIdleConns:          256,
		MaxIdleConnsPerHost:   64,
	}, nil
}

// proxyRefusal is a proxy that does not let a request through. The transport's own error has no type.
type proxyRefusal struct{ status int }

func (r *proxyRefusal) Error() string {
	return fmt.Sprintf("the proxy refused the connection: %d %s", r.status, http.StatusText(r.status))
}

// certPool reads the certificates that are to be trusted instead of the system's, as the SDK does for the same variable.
func certPool(path string) (*x509.CertPool, error) {
	fault := func(problem string) error {
		return &ConfigError{
			Source: "the variable " + certsVariable, Problem: problem,
			Remedy: "Set it to a file of certificates in PEM, or unset it to trust the system's.",
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fault("the file " + path + " cannot be read (" + reason(err) + ")")
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fault("the file " + path + " has no certificate in it")
	}
	return pool, nil
}
