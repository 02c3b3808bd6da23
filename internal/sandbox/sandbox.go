// Package sandbox is an OCI-compatible cloud in one process, strict where Oracle is strict: it verifies signatures,
// answers in Oracle's shapes and keeps each region's resources apart. It is an http.RoundTripper inside a process, an
// HTTPS proxy and a plain HTTP server on loopback. It knows the kernel only: who signs, which service answers, what is
// written down, and which faults happen. What a service does is the service's own package.
package sandbox

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/database"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/dbsystem"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/identity"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/keymanagement"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/limits"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/nosql"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/objectstorage"
)

// Sandbox is one cloud with a tenancy of its own, and others where a seed says so.
type Sandbox struct {
	clock      func() time.Time
	tenants    []*tenant // its own first
	services   []cloud.Service
	keys       *keymanagement.Service
	authorizer *authorizer
	journal    journal
	faults     atomic.Pointer[faults]
	proxy      func() (*proxy, error) // made when first used
	stop       chan struct{}
	halted     sync.Once
}

type options struct {
	seed    Seed
	clock   func() time.Time
	faults  string
	journal io.Writer
	forget  bool
	delay   *time.Duration
	suppose []string
	keys    []string
	pace    objectstorage.Pace
	cycle   cloud.Pace
}

// Option changes what New makes.
type Option func(*options)

// WithSeed starts with what a seed file says instead of the defaults.
func WithSeed(seed Seed) Option { return func(o *options) { o.seed = seed } }

// WithClock sets the clock that signatures, times and retention rules go by.
func WithClock(clock func() time.Time) Option { return func(o *options) { o.clock = clock } }

// WithFaults makes requests fail as spec says; see ParseFaults.
func WithFaults(spec string) Option { return func(o *options) { o.faults = spec } }

// WithJournal writes one JSON line for each request to w.
func WithJournal(w io.Writer) Option { return func(o *options) { o.journal = w } }

// WithPace sets how long Object Storage takes for what it does asynchronously, such as a copy; by default no time.
func WithPace(pace objectstorage.Pace) Option { return func(o *options) { o.pace = pace } }

// WithLifecyclePace sets how long what has a life cycle, such as a database, stays in its passing states; by default no time.
func WithLifecyclePace(pace cloud.Pace) Option { return func(o *options) { o.cycle = pace } }

// WithPolicyDelay sets how long by the sandbox's clock a change of policies takes until it is in force, instead of what the seed
// says. In Oracle's cloud that is some seconds, and minutes in other regions; by default it is no time.
func WithPolicyDelay(d time.Duration) Option { return func(o *options) { o.delay = &d } }

// Supposing lets protections hold that Oracle does not document, besides those that the seed supposes: "any-user-service" (deny
// any-user binds service principals), "far-quotas" (quotas bind the copies and replicas that a service makes in another region),
// "bucket-quotas" (bucket-count takes quotas).
func Supposing(protections ...string) Option {
	return func(o *options) { o.suppose = append(o.suppose, protections...) }
}

// WithKeys makes enabled keys of these OCIDs besides what the seed says, each in a vault of its own: a vault's OCID differs from
// its key's in the kind only.
func WithKeys(ocids ...string) Option {
	return func(o *options) { o.keys = append(o.keys, ocids...) }
}

// WithoutHistory keeps no journal in memory, for a sandbox that runs for long.
func WithoutHistory() Option { return func(o *options) { o.forget = true } }

// New makes a sandbox. Faults of the seed and of the fault specification are all reported at once.
func New(opts ...Option) (*Sandbox, error) {
	o := options{clock: time.Now}
	for _, opt := range opts {
		opt(&o)
	}
	f, faultErr := parseFaults(o.faults)
	tenants, diags := o.seed.tenants()
	tenants[0].supposed = append(tenants[0].supposed, o.suppose...)
	s := &Sandbox{clock: o.clock, tenants: tenants, stop: make(chan struct{})}
	s.journal = journal{w: o.journal, forget: o.forget}
	s.faults.Store(f)
	s.proxy = sync.OnceValues(func() (*proxy, error) { return newProxy(s) })
	s.wire(o)
	// A faulty seed is planted as well as can be, to hear what the services say of their part.
	diags = append(diags, s.plant()...)
	var keyErrs []error
	for _, ocid := range o.keys {
		keyErrs = append(keyErrs, s.keys.AddKey(s.CompartmentOCID(), ocid))
	}
	if err := errors.Join(seedError(diags), faultErr, errors.Join(keyErrs...)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// wire makes the services and lets them know of each other what they may know.
func (s *Sandbox) wire(o options) {
	for _, t := range s.tenants {
		if o.delay != nil {
			t.policyDelay = *o.delay
		}
		s.settle(t)
	}
	s.authorizer = &authorizer{sandbox: s}
	world := cloud.World{
		Clock: s.clock, Subscribed: s.subscribed, Tenancy: s.tenancyOf, Pace: o.cycle, FarQuotas: s.supposes(farQuotas),
	}
	s.keys = keymanagement.New(world)
	world.Key = s.keys.Usable
	s.services = []cloud.Service{
		objectstorage.New(objectstorage.Config{
			World: world, Tenancies: s.namespaces(), Principal: s.principal, Pace: o.pace, BucketQuotas: s.supposes(bucketQuotas),
		}),
		database.New(world, s.home().home),
		dbsystem.NewMySQL(world),
		dbsystem.NewPostgreSQL(world),
		s.keys,
		nosql.New(world),
	}
	s.meter()
	s.services = append(s.services, s.home().own()...)
}

// settle makes the services that a tenancy has for itself.
func (s *Sandbox) settle(t *tenant) {
	t.identity = identity.New(identity.Config{
		Tenancy:    t.ocid,
		Name:       t.name,
		Home:       t.home,
		Subscribed: t.subscribed,
		Clock:      s.clock,
		Occupied:   s.occupied,

		PolicyDelay: t.policyDelay,
		WithoutDeny: !t.denyPolicies,
		DenyService: s.supposes(servicesDenied),
		Reformat:    t.reformat,
	})
	t.limits = limits.New(limits.Config{
		Tenancy: t.ocid, Home: t.home, Clock: s.clock, Delay: t.policyDelay, Place: t.identity.Place, Below: t.identity.Below,
	})
}

// namespaces are the tenancies as Object Storage knows them.
func (s *Sandbox) namespaces() []objectstorage.Tenancy {
	all := make([]objectstorage.Tenancy, len(s.tenants))
	for i, t := range s.tenants {
		all[i] = objectstorage.Tenancy{OCID: t.ocid, Namespace: t.namespace, Subscribed: t.identity.Subscribed, CompartmentExists: t.identity.CompartmentExists}
	}
	return all
}

// meter tells each tenancy's limits what the services limit.
func (s *Sandbox) meter() {
	for _, service := range s.services {
		m, ok := service.(cloud.Metered)
		for _, t := range s.tenants {
			if ok {
				t.limits.Meter(m)
			}
		}
	}
}

// home is the sandbox's own tenancy.
func (s *Sandbox) home() *tenant { return s.tenants[0] }

func (s *Sandbox) occupied(compartment string) bool {
	return slices.ContainsFunc(s.services, func(service cloud.Service) bool {
		o, ok := service.(cloud.Occupant)
		return ok && o.Occupies(compartment)
	})
}

// Close ends what the sandbox has running and removes what its services have spooled to disk.
func (s *Sandbox) Close() error {
	s.halt()
	var errs []error
	for _, service := range s.services {
		if c, ok := service.(io.Closer); ok {
			errs = append(errs, c.Close())
		}
	}
	return errors.Join(errs...)
}

// halt breaks the requests that a fault has let stall.
func (s *Sandbox) halt() { s.halted.Do(func() { close(s.stop) }) }

// TenancyOCID is the tenancy's OCID.
func (s *Sandbox) TenancyOCID() string { return s.home().ocid }

// CompartmentOCID is the OCID of the compartment "data", or of the seed's first compartment if it has no "data".
func (s *Sandbox) CompartmentOCID() string { return s.home().compartment() }

// Compartments are the OCIDs of the seed's compartments by name.
func (s *Sandbox) Compartments() map[string]string { return s.home().compartments() }

// Namespace is the tenancy's Object Storage namespace.
func (s *Sandbox) Namespace() string { return s.home().namespace }

// HomeRegion is the name of the tenancy's home region.
func (s *Sandbox) HomeRegion() string { return s.home().home.Name }

// Journal returns every request so far, oldest first.
func (s *Sandbox) Journal() []Entry { return s.journal.all() }

// SetFaults replaces the faults from now on; see ParseFaults. "" ends them.
func (s *Sandbox) SetFaults(spec string) error {
	f, err := parseFaults(spec)
	if err == nil {
		s.faults.Store(f)
	}
	return err
}

// Dump returns everything that exists, by region and service, ready for JSON. What has no region is under "global".
func (s *Sandbox) Dump() any {
	all := map[string]map[string]any{}
	for _, service := range s.services {
		for where, content := range service.Dump() {
			if all[where] == nil {
				all[where] = map[string]any{}
			}
			all[where][service.Name()] = content
		}
	}
	for _, t := range s.tenants[1:] {
		all["global"]["tenancy "+t.name] = t.dump()
	}
	return all
}

// service finds who answers for a host.
func (s *Sandbox) service(host string) (cloud.Service, region.Region, bool) {
	for _, service := range s.services {
		if r, ok := service.Region(host); ok {
			return service, r, true
		}
	}
	return nil, region.Region{}, false
}

var _ http.Handler = (*Sandbox)(nil)
