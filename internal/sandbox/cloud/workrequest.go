package cloud

import (
	"sort"
	"sync"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// The states of a WorkRequest.
const (
	Accepted   = "ACCEPTED"
	InProgress = "IN_PROGRESS"
	Succeeded  = "COMPLETED"
	Failed     = "FAILED"
	Canceling  = "CANCELING"
	Canceled   = "CANCELED"
)

// WorkRequest is a task that outlives its request, in the JSON of Oracle's services.
type WorkRequest struct {
	ID              string                `json:"id"`
	OperationType   string                `json:"operationType"`
	Status          string                `json:"status"`
	CompartmentID   string                `json:"compartmentId"`
	Resources       []WorkRequestResource `json:"resources"`
	PercentComplete float32               `json:"percentComplete"`
	TimeAccepted    time.Time             `json:"timeAccepted,omitzero"`
	TimeStarted     time.Time             `json:"timeStarted,omitzero"`
	TimeFinished    time.Time             `json:"timeFinished,omitzero"`

	Errors []WorkRequestError `json:"-"`
	Logs   []WorkRequestLog   `json:"-"`
}

// WorkRequestResource is something that a work request acts on.
type WorkRequestResource struct {
	ActionType string            `json:"actionType"`
	EntityType string            `json:"entityType"`
	Identifier string            `json:"identifier"`
	EntityURI  string            `json:"entityUri,omitempty"`
	Metadata   map[string]string `json:"metadata,omitempty"`
}

// WorkRequestError is one error of a work request.
type WorkRequestError struct {
	Code      string    `json:"code"`
	Message   string    `json:"message"`
	Timestamp time.Time `json:"timestamp"`
}

// WorkRequestLog is one log line of a work request.
type WorkRequestLog struct {
	Message   string    `json:"message"`
	Timestamp time.Time `json:"timestamp"`
}

// WorkRequests holds a service's work requests, of all regions. Its zero value is ready.
type WorkRequests struct {
	mu   sync.Mutex
	byID map[string]*entry
}

type entry struct {
	region string
	wr     WorkRequest
}

// New accepts a work request in the call's region and returns its id, for the opc-work-request-id header.
func (s *WorkRequests) New(c *Call, operationType, compartment string, resources ...WorkRequestResource) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byID == nil {
		s.byID = map[string]*entry{}
	}
	wr := WorkRequest{
		ID:            NewOCID("coreservicesworkrequest", c.Region),
		OperationType: operationType,
		Status:        Accepted,
		CompartmentID: compartment,
		Resources:     resources,
		TimeAccepted:  c.Now,
	}
	s.byID[wr.ID] = &entry{region: c.Region.Name, wr: wr}
	return wr.ID
}

// Update changes a work request under the lock; an unknown id is left alone.
func (s *WorkRequests) Update(id string, change func(*WorkRequest)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.byID[id]; e != nil {
		change(&e.wr)
	}
}

// Get returns a work request of a region, or 404.
func (s *WorkRequests) Get(r region.Region, id string) (WorkRequest, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.byID[id]; e != nil && e.region == r.Name {
		return e.wr.clone(), nil
	}
	return WorkRequest{}, NotAuthorizedOrNotFound()
}

// List returns a compartment's work requests in a region, oldest first.
func (s *WorkRequests) List(r region.Region, compartment string) []WorkRequest {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []WorkRequest{}
	for _, e := range s.byID {
		if e.region == r.Name && e.wr.CompartmentID == compartment {
			all = append(all, e.wr.clone())
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].SortKey() < all[j].SortKey() })
	return all
}

// SortKey orders work requests by age; it is unique.
func (w WorkRequest) SortKey() string {
	return w.TimeAccepted.UTC().Format("2006-01-02T15:04:05.000000000Z") + w.ID
}

func (w WorkRequest) clone() WorkRequest {
	w.Resources = append([]WorkRequestResource{}, w.Resources...)
	w.Errors = append([]WorkRequestError{}, w.Errors...)
	w.Logs = append([]WorkRequestLog{}, w.Logs...)
	return w
}
