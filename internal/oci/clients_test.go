package oci

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// sameHost asserts that a service has, in a region, the host that the SDK itself would make for it.
func sameHost[C any, P interface {
	*C
	SetRegion(region string)
}](t *testing.T, region string, of func(string) (P, error),
) {
	t.Helper()
	base := func(c P) common.BaseClient {
		return reflect.ValueOf(c).Elem().FieldByName("BaseClient").Interface().(common.BaseClient)
	}
	own, err := of(region)
	require.NoError(t, err)
	sdk := P(new(C))
	sdk.SetRegion(region)
	assert.Equal(t, strings.ReplaceAll(base(sdk).Host, "{dualStack?ds.oci.:}", ""), base(own).Host, "%T", own)
	assert.Nil(t, base(own).Configuration.CircuitBreaker)
}

func TestClients_hosts(t *testing.T) {
	for _, r := range region.All() {
		config := complete(t)
		config.TenancyOCID = strings.Replace(testTenancy, "oc1", r.Realm, 1)
		s := session(t, config)
		sameHost(t, r.Name, s.ObjectStorage)
		sameHost(t, r.Name, s.Identity)
		sameHost(t, r.Name, s.Database)
		sameHost(t, r.Name, s.WorkRequests)
		sameHost(t, r.Name, s.MySQL)
		sameHost(t, r.Name, s.PostgreSQL)
		sameHost(t, r.Name, s.Quotas)
		sameHost(t, r.Name, s.Limits)
		sameHost(t, r.Name, s.NoSQL)
	}
	who, err := session(t, complete(t)).Identity("us-ashburn-1")
	require.NoError(t, err)
	assert.Equal(t, "20160918", who.BasePath)
}

// What the machine says about regions is not asked.
func TestClients_machineCannotRedefineRegions(t *testing.T) {
	t.Setenv("OCI_REGION_METADATA", `{"realmKey":"oc1","realmDomainComponent":"elsewhere.example","regionKey":"XXX","regionIdentifier":"us-atlantis-9"}`)
	t.Setenv("OCI_DEFAULT_REALM", "elsewhere.example")
	t.Setenv("OCI_REALM_SPECIFIC_SERVICE_ENDPOINT_TEMPLATE_ENABLED", "true")
	s := session(t, complete(t))
	_, err := s.ObjectStorage("us-atlantis-9")
	require.ErrorContains(t, err, `"us-atlantis-9" is not a region that this provider knows`)
	client, err := s.ObjectStorage("us-ashburn-1")
	require.NoError(t, err)
	assert.Equal(t, "https://objectstorage.us-ashburn-1.oraclecloud.com", client.Host)
}

func TestClients_faults(t *testing.T) {
	for name, c := range map[string]struct{ region, says string }{
		"none":          {"", "no region is given"},
		"unknown":       {"us-ashbrn-1", "Did you mean us-ashburn-1"},
		"far off":       {"x", "residency_regions"},
		"a key":         {"iad", `"iad" is not a region`},
		"another realm": {"us-langley-1", "us-langley-1 is in realm oc2, but the tenancy is in realm oc1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := session(t, complete(t)).Identity(c.region)
			var fault *ConfigError
			require.ErrorAs(t, err, &fault)
			assert.Contains(t, strings.ToLower(err.Error()), strings.ToLower(c.says))
		})
	}
}

func TestClients_oneForEachRegion(t *testing.T) {
	s := session(t, complete(t))
	made := make([]*objectstorage.ObjectStorageClient, 20)
	var group sync.WaitGroup
	for i := range made {
		group.Go(func() { made[i], _ = s.ObjectStorage("us-ashburn-1") })
	}
	group.Wait()
	for _, client := range made {
		assert.Same(t, made[0], client)
	}
	other, err := s.ObjectStorage("us-phoenix-1")
	require.NoError(t, err)
	assert.NotSame(t, made[0], other)
}

func TestTransport_shared(t *testing.T) {
	first, second := session(t, complete(t)), session(t, complete(t))
	assert.Same(t, first.transport, second.transport)
	tuned := first.transport.(*http.Transport)
	assert.GreaterOrEqual(t, tuned.MaxIdleConnsPerHost, 10, "Terraform's parallelism")
	assert.NotNil(t, tuned.Proxy)
	assert.Positive(t, tuned.TLSHandshakeTimeout)
	assert.Positive(t, tuned.ResponseHeaderTimeout)

	config := complete(t)
	config.Getenv = env("OCI_DEFAULT_CERTS_PATH", write(t, "ca.pem", certificate))
	trusting := session(t, config).transport.(*http.Transport)
	assert.NotNil(t, trusting.TLSClientConfig.RootCAs)
	assert.NotSame(t, tuned, trusting)
}

// What a proxy refuses is known as such, and the request as one that never left.
func TestTransport_proxyRefuses(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }))
	defer proxy.Close()
	rt, err := newTransport("")
	require.NoError(t, err)
	at, err := url.Parse(proxy.URL)
	require.NoError(t, err)
	rt.Proxy = http.ProxyURL(at)
	config := complete(t)
	config.Transport = rt
	client, err := session(t, config).ObjectStorage("us-ashburn-1")
	require.NoError(t, err)

	err = create(t.Context(), client)
	var e *Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, 1, e.Attempts)
	assert.False(t, e.Ambiguous)
	assert.Contains(t, err.Error(), "the proxy refused the connection: 403 Forbidden")
	assert.Contains(t, e.Hint(), "HTTPS_PROXY")
}

func TestLogger(t *testing.T) {
	for level, want := range map[string]hclog.Level{"": hclog.NoLevel, "DEBUG": hclog.Debug, "JSON": hclog.Trace, "nonsense": hclog.NoLevel} {
		config := complete(t)
		config.Getenv = env("TF_LOG", level)
		assert.Equal(t, want, session(t, config).Logger().GetLevel(), level)
	}
	config := complete(t)
	config.Logger = hclog.NewNullLogger()
	assert.Equal(t, config.Logger, session(t, config).Logger())
}

func TestUserAgent(t *testing.T) {
	config := complete(t)
	config.UserAgent, config.Getenv = "terraform-provider-residency/1.0", env("TF_APPEND_USER_AGENT", " ci ")
	assert.Equal(t, "terraform-provider-residency/1.0 ci", session(t, config).userAgent)
}

// A log line has no header, query or body in it.
func TestDo_logsNoSecrets(t *testing.T) {
	var log strings.Builder
	change := func(c *Config) {
		c.Logger = hclog.New(&hclog.LoggerOptions{Output: &log, Level: hclog.Debug})
	}
	run(t, change, []step{status(500), ok}, func(t *testing.T, _ *cloud, client *objectstorage.ObjectStorageClient) {
		require.NoError(t, get(t.Context(), client))
	})
	assert.Contains(t, log.String(), "status=500")
	assert.Contains(t, log.String(), "opc-request-id=REQ")
	assert.Contains(t, log.String(), "path=/n/n/b/b")
	assert.NotContains(t, log.String(), "Signature")
	assert.NotContains(t, log.String(), testFingerprint)
}

// certificate is a self-signed one, made for this test.
const certificate = `-----BEGIN CERTIFICATE-----
MIIDATCCAemgAwIBAgIUMn7QaNYEr1DYJO3L7VfQ/VM07lwwDQYJKoZIhvcNAQEL
BQAwDzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjIwMzMzMTFaGA8yMTI2MTAyOTAz
MzMxMVowDzENMAsGA1UEAwwEdGVzdDCCASIwDQYJKoZIhvcNAQEBBQADggEPADCC
AQoCggEBALf4ZmcDCKCE8Y38G8+55sSTTJr3+Ou0b6mT182GXIJo7wd/riK/4ZzE
sSm1epHB8diAqb3N+UWPDfoRUTDiR/n+Ryxld7EwLMwt//I3grUP8L/hwhk1Xtwx
jnDZeGAlQwYUBMaMFsnDYXU3YXZ/Pm67IDvnB52khrN+Wu3zlHUmy3KwwKWzIiAO
UNgQapXYOyxiz50U3oWPPzDwg63Ym/GHiwTxUuecOdKig5IxkOUfPoi4BBoqL9hB
mbrZr5UK2Bl1xanuVd/xHSVmck+WDPQ0k+MrHXSKltJUzTf4fMEc+YcYWgeBD3iQ
Kl3c4M36FIq1V6l842bz/+/L1C01tisCAwEAAaNTMFEwHQYDVR0OBBYEFKI6cKoS
NJBr8AAST5uBb/7LgY5UMB8GA1UdIwQYMBaAFKI6cKoSNJBr8AAST5uBb/7LgY5U
MA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADggEBAHEZIuEGjjY6SNSP
egk/+/uMN2f4+PSuq8hzVlzlCXLCEbTbsDEHFCNn6tKDBdIyZr4tXJlZzthN7W1m
CjCyLMG2/8uz2PxxdefZtXkQeK3v4zNvEvclVviICEhyvh66sbTdxd23UEafgjqs
WUGXZ1FVGvUsavmoD9W0Tjx4ZDVj5MvbGYCEQ2vKW4+cG+aJAT5qddpsKg8XhelO
XiDGJLav8G6XuoQfLv8EJ4H9MP8QSK/JTT5J7i7C5AaZsoVp4uaus47y5Vqk5MYr
lmMVa9QITuc5RGOXtKnP/KNHfgEct+C647oYSdyGFEjuQWLs5VEt34f39y0KspYL
ouVfdZA=
-----END CERTIFICATE-----
`
