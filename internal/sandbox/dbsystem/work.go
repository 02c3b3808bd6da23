package dbsystem

import (
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// wanted is the work request that a call asks for.
func (s *Service) wanted(c *cloud.Call) (cloud.WorkRequest, error) {
	wr, err := s.work.Get(c.Region, c.PathValue("id"))
	if err != nil {
		return wr, err
	}
	return wr, s.allow(c, "GetWorkRequest", wr.CompartmentID, false)
}

func (s *Service) getWork(w http.ResponseWriter, c *cloud.Call) error {
	wr, err := s.wanted(c)
	if err != nil {
		return err
	}
	return cloud.WriteJSON(w, http.StatusOK, wr)
}

func (s *Service) workErrors(w http.ResponseWriter, c *cloud.Call) error {
	wr, err := s.wanted(c)
	if err != nil {
		return err
	}
	return items(s, w, c, wr.Errors, func(e cloud.WorkRequestError) string { return stamp(e.Timestamp) + e.Code })
}

func (s *Service) workLogs(w http.ResponseWriter, c *cloud.Call) error {
	wr, err := s.wanted(c)
	if err != nil {
		return err
	}
	return items(s, w, c, wr.Logs, func(l cloud.WorkRequestLog) string { return stamp(l.Timestamp) + l.Message })
}

func (s *Service) listWork(w http.ResponseWriter, c *cloud.Call) error {
	compartment, err := cloud.ListedIn(c, "limit", "page")
	if err != nil {
		return err
	}
	if err := s.allow(c, "ListWorkRequests", compartment, false); err != nil {
		return err
	}
	return items(s, w, c, s.work.List(c.Region, compartment), cloud.WorkRequest.SortKey)
}

// items answers one page of a list: MySQL as a bare array, PostgreSQL as a collection.
func items[T any](s *Service, w http.ResponseWriter, c *cloud.Call, all []T, key func(T) string) error {
	page, err := cloud.Page(w, c, all, pages, key)
	if err != nil {
		return err
	}
	if s.listed {
		return cloud.WriteJSON(w, http.StatusOK, page)
	}
	return cloud.WriteJSON(w, http.StatusOK, object{"items": page})
}
