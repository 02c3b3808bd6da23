// Package cloud is what the sandbox's services share: the call, Oracle's error shape, paging, etags, retry tokens, work
// requests and OCIDs, and the interface that a service implements. It knows no service.
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

// Anonymous is what a Service implements when some of its requests carry no signature, such as those through a
// pre-authenticated request. The Call of such a request has an empty Principal.
type Anonymous interface {
	Anonymous(r *http.Request) bool
}

// UnsignedBody is what a Service implements when some of its requests leave the body out of the signature, such as
// PutObject and UploadPart. Their bodies are streamed; a body hash that is signed all the same is verified at the end.
type UnsignedBody interface {
	UnsignedBody(r *http.Request) bool
}

// Occupant is what a Service implements when it holds things in compartments: an occupied one cannot be deleted.
type Occupant interface {
	Occupies(compartment string) bool
}

// Call is one authenticated request.
type Call struct {
	*http.Request // URL.Path is the service's path; Host is the endpoint's host, in proxy and plain form alike
	Region        region.Region
	Principal     Principal
	RequestID     string    // opc-request-id of the answer
	Now           time.Time // the sandbox's clock
	Authorizer    Authorizer
	Reserver      Reserver // nil: nothing is limited

	// Lag is how long a service that Oracle calls eventually consistent, such as identity, hides what was just made.
	Lag time.Duration
	// Failing are the operations whose asynchronous work fails; see Fails.
	Failing []string
}
