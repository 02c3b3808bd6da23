package oci

import (
	"context"
	"crypto/rsa"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/common/auth"
)

const (
	principalVersionVariable = auth.ResourcePrincipalVersionEnvVar
	principalRegionVariable  = auth.ResourcePrincipalRegionEnvVar
	metadataVariable         = "OCI_METADATA_BASE_URL"
	defaultMetadata          = "http://169.254.169.254/opc/v2"
)

// principal is an identity that the SDK fetches over the network: it is made on first use, never when a session is.
type principal struct {
	kind    authMode
	tenancy value // what the configuration says, if anything
	make    func() (common.ConfigurationProvider, error)

	mu   sync.Mutex
	made common.ConfigurationProvider
}

// provider makes the SDK's provider, once. A failure is not kept: the next request tries again.
func (p *principal) provider() (common.ConfigurationProvider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.made != nil {
		return p.made, nil
	}
	made, err := p.make()
	if err != nil {
		return nil, err
	}
	p.made = made
	return made, nil
}

func (p *principal) PrivateRSAKey() (*rsa.PrivateKey, error) {
	made, err := p.provider()
	if err != nil {
		return nil, err
	}
	return made.PrivateRSAKey()
}

func (p *principal) KeyID() (string, error) {
	made, err := p.provider()
	if err != nil {
		return "", err
	}
	return made.KeyID()
}

func (p *principal) tenancyOCID() (string, error) {
	if p.tenancy.set() {
		return p.tenancy.text, nil
	}
	made, err := p.provider()
	if err != nil {
		return "", err
	}
	return made.TenancyOCID()
}

func (p *principal) realm() string     { return ocidRealm(p.tenancy.text) }
func (p *principal) mode() authMode    { return p.kind }
func (p *principal) refreshable() bool { return true }

// principal prepares one. What the SDK wants from the environment is looked for at once, so that its absence shows in the
// plan.
func (r *resolver) principal(mode authMode) (credentials, error) {
	p := &principal{kind: mode, tenancy: r.argument("tenancy_ocid", r.config.TenancyOCID)}
	if p.tenancy.set() {
		if err := checkOCID(p.tenancy, "tenancy"); err != nil {
			return nil, err
		}
	}
	transport, err := r.transport()
	if err != nil {
		return nil, err
	}
	switch mode {
	case instancePrincipal:
		p.make = func() (common.ConfigurationProvider, error) { return newInstancePrincipal(transport, r.getenv) }
		return p, nil
	case okeWorkloadIdentity:
		p.make = func() (common.ConfigurationProvider, error) {
			return asProvider(auth.OkeWorkloadIdentityConfigurationProvider())
		}
		return p, r.needs(mode, principalVersionVariable, principalRegionVariable, auth.KubernetesServiceHostEnvVar)
	}
	name := r.argument("region", r.config.Region).text
	p.make = func() (common.ConfigurationProvider, error) { return newResourcePrincipal(name, r.getenv) }
	return p, r.needs(mode, principalVersionVariable)
}

// asProvider keeps a typed nil out of the interface.
func asProvider(p auth.ConfigurationProviderWithClaimAccess, err error) (common.ConfigurationProvider, error) {
	if err != nil {
		return nil, err
	}
	return p, nil
}

// needs is a fault when one of the variables is missing.
func (r *resolver) needs(mode authMode, variables ...string) error {
	var missing []string
	for _, variable := range variables {
		if r.getenv(variable) == "" {
			missing = append(missing, variable)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	where := "an Oracle service that gives a resource principal to what it runs, such as Resource Manager or Functions"
	if mode == okeWorkloadIdentity {
		where = "a pod of an enhanced OKE cluster, where the SDK's variables are set"
	}
	return &ConfigError{
		Argument: "auth", Problem: fmt.Sprintf("%s needs %s, which is not set", mode, strings.Join(missing, " and ")),
		Remedy: "It works inside " + where + "; elsewhere set auth to another of " + orList(AuthModes()) + ".",
	}
}

// newResourcePrincipal gives the SDK the configuration's region where the platform sets none. Requests go to the region
// that they are made for in any case: the endpoint is not the principal's to say.
func newResourcePrincipal(name string, getenv func(string) string) (common.ConfigurationProvider, error) {
	if getenv(principalRegionVariable) == "" && name != "" {
		return asProvider(auth.ResourcePrincipalConfigurationProviderForRegion(common.Region(name)))
	}
	return asProvider(auth.ResourcePrincipalConfigurationProvider())
}

// newInstancePrincipal asks the metadata service first whether it is there: the SDK would try for two minutes, and could not
// be interrupted. The token comes from the auth service of the instance's own region, at an endpoint of the SDK's making:
// that is where this machine says who it is, and no data goes there.
func newInstancePrincipal(transport http.RoundTripper, getenv func(string) string) (common.ConfigurationProvider, error) {
	client := &http.Client{Transport: transport, Timeout: 10 * time.Second}
	if err := probeMetadata(client, getenv); err != nil {
		return nil, &ConfigError{
			Argument: "auth",
			Problem:  fmt.Sprintf("InstancePrincipal needs the metadata service of a compute instance, which does not answer (%v)", err),
			Remedy:   "It works on a compute instance only; elsewhere set auth to another of " + orList(AuthModes()) + ".",
		}
	}
	return auth.InstancePrincipalConfigurationProviderWithCustomClient(
		func(common.HTTPRequestDispatcher) (common.HTTPRequestDispatcher, error) { return client, nil })
}

func probeMetadata(client *http.Client, getenv func(string) string) error {
	base := getenv(metadataVariable)
	if base == "" {
		base = defaultMetadata
	}
	probe := *client
	probe.Timeout = 3 * time.Second
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, base+"/instance/region", nil)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer Oracle")
	for range 3 {
		var response *http.Response
		if response, err = probe.Do(request); err != nil {
			continue
		}
		_ = response.Body.Close()
		if response.StatusCode == http.StatusOK {
			return nil
		}
		err = fmt.Errorf("it answered %s", response.Status)
	}
	return err
}
