// Package oci is how the provider talks to Oracle Cloud: credentials from the provider block, the environment and the OCI
// config file; lazy clients, one for each service and region; retries; errors as values; paging and waiting. It knows no
// Terraform, judges no region, and makes up no endpoint: a host is built from package region's own table alone, so that
// nothing on the operator's machine (OCI_REGION_METADATA, regions-config.json, a developer-tool file) can say that a
// region is somewhere else.
package oci

import (
	"fmt"
	"net/http"
	"os"
	"sync"

	"github.com/hashicorp/go-hclog"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Config is what the provider block says, under the names that Oracle's provider uses. What is empty is looked up in the
// environment (TF_VAR_x, then OCI_X) and then, for credentials and the region, in the OCI config file.
type Config struct {
	Auth               string // ApiKey (default), SecurityToken, InstancePrincipal, ResourcePrincipal, OKEWorkloadIdentity; any case
	TenancyOCID        string
	UserOCID           string
	Fingerprint        string
	PrivateKey         string // PEM; a literal \n stands for a new line
	PrivateKeyPath     string // may start with ~/
	PrivateKeyPassword string
	Region             string // a name, or a key such as iad
	ConfigFileProfile  string

	DisableAutoRetries   bool  // false: the environment may say otherwise
	RetryDurationSeconds int64 // how long a request is retried at most; 0: the default, negative: until the operation's own timeout

	Getenv    func(string) string // default: os.Getenv
	Transport http.RoundTripper   // default: one tuned transport for the whole process
	UserAgent string              // default: terraform-provider-residency
	Logger    hclog.Logger        // default: JSON lines on standard error at the level of TF_LOG_PROVIDER or TF_LOG
}

// Session holds the credentials, the default region and the clients. It is safe for concurrent use.
type Session struct {
	region       string
	regionSource RegionSource
	credentials  credentials
	transport    http.RoundTripper
	policy       retryPolicy
	userAgent    string
	logger       hclog.Logger

	mu      sync.Mutex
	clients map[clientKey]any // a pointer to the SDK's client
}

// NewSession resolves the configuration without a network call. Its error is a *ConfigError, which names the argument,
// variable or file at fault and the mend, and never has a key or a passphrase in it.
func NewSession(config Config) (*Session, error) {
	r := newResolver(config)
	mode, err := r.authMode()
	if err != nil {
		return nil, err
	}
	creds, err := r.credentials(mode)
	if err != nil {
		return nil, err
	}
	name, source, err := r.region(mode)
	if err != nil {
		return nil, err
	}
	policy, err := r.retryPolicy()
	if err != nil {
		return nil, err
	}
	transport, err := r.transport()
	if err != nil {
		return nil, err
	}
	return &Session{
		region: name, regionSource: source, credentials: creds, policy: policy,
		transport: transport, userAgent: r.userAgent(), logger: r.logger(), clients: map[clientKey]any{},
	}, nil
}

// Region is the default region's name and where it came from; both are zero when nothing says it. A key is given as the
// name that it stands for; a text that is no known region is given as it stands, and is refused where it is used.
func (s *Session) Region() (name string, from RegionSource) { return s.region, s.regionSource }

// TenancyOCID is the tenancy that requests are signed for. With principals that are made on first use it may send requests.
func (s *Session) TenancyOCID() (string, error) { return s.credentials.tenancyOCID() }

// Logger is the session's logger.
func (s *Session) Logger() hclog.Logger { return s.logger }

// lookup finds the region in the table, and refuses one that the tenancy cannot reach.
func (s *Session) lookup(name string) (region.Region, error) {
	if name == "" {
		return region.Region{}, &ConfigError{
			Argument: "region", Problem: "no region is given",
			Remedy: `Set the resource's "region", or the provider's.`,
		}
	}
	found, ok := region.ByName(name)
	if !ok {
		return region.Region{}, unknownRegion(name)
	}
	if realm := s.credentials.realm(); realm != "" && realm != found.Realm {
		return region.Region{}, &ConfigError{
			Argument: "region",
			Problem:  fmt.Sprintf("%s is in realm %s, but the tenancy is in realm %s, and a tenancy cannot reach another realm", found.Name, found.Realm, realm),
			Remedy:   "Use a region of the tenancy's realm, or a tenancy of the region's.",
		}
	}
	return found, nil
}

func unknownRegion(name string) error {
	remedy := "Give the name of a region that this version knows; the data source residency_regions lists them."
	if near := region.Suggest(name); len(near) > 0 {
		remedy = "Did you mean " + orList(near) + "?"
	}
	return &ConfigError{
		Argument: "region", Problem: fmt.Sprintf("%q is not a region that this provider knows", name), Remedy: remedy,
	}
}

func getenv(config Config) func(string) string {
	if config.Getenv != nil {
		return config.Getenv
	}
	return os.Getenv
}
