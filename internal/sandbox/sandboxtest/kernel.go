package sandboxtest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// The tenancy and the user of a Kernel.
const (
	Tenancy = "ocid1.tenancy.oc1..aaaaaaaatenancy"
	User    = "ocid1.user.oc1..aaaaaaaauser"
)

// Kernel stands in for the sandbox around one service: one principal, who may do everything unless Deny says otherwise, and a clock
// that stands still until it is moved. It is an http.RoundTripper for Oracle's clients.
type Kernel struct {
	Service  cloud.Service
	As       cloud.Principal
	Deny     func(cloud.Access) bool
	Failing  []string
	Reserver cloud.Reserver

	mu       sync.Mutex
	now      time.Time
	accesses []cloud.Access
}

// NewKernel returns a kernel whose service is still to be set.
func NewKernel() *Kernel {
	return &Kernel{As: cloud.Principal{ID: User, Tenancy: Tenancy, Name: "tester"}, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
}

// Now is what the clock shows.
func (k *Kernel) Now() time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.now
}

// Advance moves the clock.
func (k *Kernel) Advance(d time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.now = k.now.Add(d)
}

// Authorize implements cloud.Authorizer.
func (k *Kernel) Authorize(_ *cloud.Call, a cloud.Access) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.accesses = append(k.accesses, a)
	if k.Deny != nil && k.Deny(a) {
		return cloud.NotAuthorizedOrNotFound()
	}
	return nil
}

// Asked is what was asked of the Authorizer since the last time.
func (k *Kernel) Asked() []cloud.Access {
	k.mu.Lock()
	defer k.mu.Unlock()
	asked := k.accesses
	k.accesses = nil
	return asked
}

// RoundTrip implements http.RoundTripper.
func (k *Kernel) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		r.Body = http.NoBody
	}
	defer r.Body.Close()
	r.Host = r.URL.Host
	w := httptest.NewRecorder()
	if err := k.answer(w, r); err != nil {
		cloud.WriteError(w, cloud.AsError(err))
	}
	response := w.Result()
	response.Request = r
	if r.Method == http.MethodHead {
		response.Body = http.NoBody
	}
	return response, nil
}

func (k *Kernel) answer(w http.ResponseWriter, r *http.Request) error {
	at, ok := k.Service.Region(r.URL.Host)
	if !ok {
		return cloud.NotImplemented("the host %s", r.URL.Host)
	}
	call := &cloud.Call{Request: r, Region: at, Now: k.Now(), Authorizer: k, Reserver: k.Reserver, Failing: k.Failing}
	anonymous, _ := k.Service.(cloud.Anonymous)
	switch {
	case r.Header.Get("Authorization") != "":
		call.Principal = k.As
	case anonymous == nil || !anonymous.Anonymous(r):
		return cloud.NotAuthenticated()
	}
	return k.Service.Serve(w, call)
}

// Signer signs requests to a region. A Kernel does not look at signatures: one key is enough for all tests.
func Signer(region string) common.ConfigurationProvider {
	return common.NewRawConfigurationProvider(Tenancy, User, region, "aa:bb", key(), nil)
}

var key = sync.OnceValue(func() string {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(private)}))
})
