package database

import (
	"net/http"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// succeeded is what the generic work requests call a success.
const succeeded = "SUCCEEDED"

var pageLimits = cloud.Limits{Default: 100, Max: 1000}

// action is what an operation did to its resource, in the words of work requests.
func action(operation string) string {
	switch {
	case strings.HasPrefix(operation, "Create"):
		return "CREATED"
	case strings.HasPrefix(operation, "Delete"):
		return "DELETED"
	}
	return "UPDATED"
}

// workRequest is the work request that the path names, if the caller may see it, with the progress that it has made.
func (s *Service) workRequest(c *cloud.Call, operation string) (cloud.WorkRequest, error) {
	wr, err := s.tasks.Get(c.Region, c.PathValue("id"))
	if err != nil {
		return wr, err
	}
	access := cloud.Access{Service: "workrequests", Operation: operation, Permissions: []string{"AUTONOMOUS_DATABASE_INSPECT"}, Compartment: wr.CompartmentID}
	if err := c.Authorize(access); err != nil {
		return wr, err
	}
	return s.progress(wr), nil
}

// progress tells of work that waits for its time how much of the time is over.
func (s *Service) progress(wr cloud.WorkRequest) cloud.WorkRequest {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.world.Now()
	for _, t := range s.pending {
		if t.id == wr.ID && now.After(t.accepted) {
			wr.Status, wr.TimeStarted = cloud.InProgress, t.accepted
			wr.PercentComplete = float32(int(100 * now.Sub(t.accepted) / t.due.Sub(t.accepted)))
		}
	}
	return wr
}

func (s *Service) getWork(w http.ResponseWriter, c *cloud.Call) error {
	wr, err := s.workRequest(c, "GetWorkRequest")
	if err != nil {
		return err
	}
	if wr.Status == cloud.Accepted || wr.Status == cloud.InProgress {
		w.Header().Set("Retry-After", "1")
	}
	return cloud.WriteJSON(w, http.StatusOK, wr)
}

func (s *Service) listWork(w http.ResponseWriter, c *cloud.Call) error {
	compartment, err := cloud.ListedIn(c, "resourceId", "limit", "page")
	if err != nil {
		return err
	}
	access := cloud.Access{Service: "workrequests", Operation: "ListWorkRequests", Permissions: []string{"AUTONOMOUS_DATABASE_INSPECT"}, Compartment: compartment}
	if err := c.Authorize(access); err != nil {
		return err
	}
	items := []cloud.WorkRequest{}
	for _, wr := range s.tasks.List(c.Region, compartment) {
		if resource := c.URL.Query().Get("resourceId"); resource == "" || wr.Resources[0].Identifier == resource {
			items = append(items, s.progress(wr))
		}
	}
	return page(w, c, items, cloud.WorkRequest.SortKey)
}

func (s *Service) listWorkErrors(w http.ResponseWriter, c *cloud.Call) error {
	wr, err := s.workRequest(c, "ListWorkRequestErrors")
	if err != nil {
		return err
	}
	return page(w, c, wr.Errors, func(e cloud.WorkRequestError) string { return stamp(e.Timestamp) + e.Code })
}

func (s *Service) listWorkLogs(w http.ResponseWriter, c *cloud.Call) error {
	wr, err := s.workRequest(c, "ListWorkRequestLogs")
	if err != nil {
		return err
	}
	return page(w, c, wr.Logs, func(l cloud.WorkRequestLog) string { return stamp(l.Timestamp) + l.Message })
}

// page answers one page of a list that is sorted by its key.
func page[T any](w http.ResponseWriter, c *cloud.Call, items []T, key func(T) string) error {
	return cloud.WritePage(w, c, items, pageLimits, key)
}
