// Package cloud is what the sandbox's services share: the call, Oracle's error shape, paging, and the interface that a
// service implements. It knows no service.
package cloud

import (
	"net/http"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Service answers the requests of one Oracle service, in every region at once.
type Service interface {
	// Name is the service's name in dumps and messages, such as "objectstorage".
	Name() string
	// Region says whether host is one of the service's endpoints, and in which region.
	Region(host string) (region.Region, bool)
	// Serve answers one authenticated call. An error is written in Oracle's shape; a *Error keeps its status and code.
	Serve(w http.ResponseWriter, c *Call) error
	// Dump returns everything that exists, by region name, ready for JSON. Secrets are left out.
	Dump() map[string]any
}

// Call is one authenticated request.
type Call struct {
	*http.Request             // URL.Path is the service's path; Host is the endpoint's host, in proxy and plain form alike
	Region        region.Region
	Principal     Principal
	RequestID     string    // opc-request-id of the answer
	Now           time.Time // the sandbox's clock
	Authorizer    Authorizer
}

// Principal is who signed a request.
type Principal struct {
	ID     string // user OCID
	Name   string
	Groups []string
}

// Access is what a call wants: an operation on a compartment. Write is false for reads.
type Access struct {
	Operation   string   // Oracle's operation name, such as "CreateBucket"
	Permissions []string // such as "BUCKET_CREATE"
	Compartment string   // OCID
	Write       bool
}

// Authorizer decides a call.
type Authorizer interface {
	Authorize(c *Call, a Access) error
}

// Error is an answer in Oracle's error shape.
type Error struct {
	Status  int
	Code    string
	Message string
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }
