// Package objectstorage is Oracle Object Storage for the sandbox: buckets, objects, versions, multipart uploads, copies,
// replication, retention and pre-authenticated requests, in every subscribed region at once, each region's apart. It
// holds what Oracle's API promises and refuses what Oracle refuses. It knows no identities: who may do what is the
// Authorizer's to say, and which regions and compartments exist is the Config's.
package objectstorage

import (
	"net/http"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Config is what the service needs to know of the sandbox around it.
type Config struct {
	Namespace         string                 // the tenancy's Object Storage namespace
	TenancyOCID       string                 // the tenancy, which is also the root compartment
	Clock             func() time.Time       // default: time.Now
	Dir               string                 // where large objects spool; default: a directory of its own under os.TempDir
	Subscribed        func() []string        // names of the regions that exist for the tenancy; default: none
	CompartmentExists func(ocid string) bool // default: every compartment exists
}

// Service is Object Storage in all subscribed regions. It is a cloud.Service.
type Service struct {
	config Config
}

var _ cloud.Service = (*Service)(nil)

// New returns an empty Object Storage. Close removes what it spools to disk.
func New(config Config) *Service { return &Service{config: config} }

// Name implements cloud.Service.
func (s *Service) Name() string { return "objectstorage" }

// Region implements cloud.Service.
func (s *Service) Region(host string) (region.Region, bool) { return region.Region{}, false }

// Serve implements cloud.Service.
func (s *Service) Serve(w http.ResponseWriter, c *cloud.Call) error {
	return &cloud.Error{Status: http.StatusNotImplemented, Code: "NotImplemented", Message: "object storage"}
}

// Dump implements cloud.Service.
func (s *Service) Dump() map[string]any { return nil }

// AddBucket creates a bucket with Oracle's defaults, as a seed or a test does, without a request.
func (s *Service) AddBucket(region, compartment, name string) error { return nil }

// Close removes what the service has spooled to disk.
func (s *Service) Close() error { return nil }
