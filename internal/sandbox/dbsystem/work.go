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
	return s.items(w, wr.Errors)
}

func (s *Service) workLogs(w http.ResponseWriter, c *cloud.Call) error {
	wr, err := s.wanted(c)
	if err != nil {
		return err
	}
	return s.items(w, wr.Logs)
}

func (s *Service) listWork(w http.ResponseWriter, c *cloud.Call) error {
	compartment := c.URL.Query().Get("compartmentId")
	if compartment == "" {
		return cloud.MissingParameter("compartmentId")
	}
	if err := cloud.CheckQuery(c, "compartmentId", "limit", "page"); err != nil {
		return err
	}
	if err := s.allow(c, "ListWorkRequests", compartment, false); err != nil {
		return err
	}
	page, err := cloud.Page(w, c, s.work.List(c.Region, compartment), pages, cloud.WorkRequest.SortKey)
	if err != nil {
		return err
	}
	return s.items(w, page)
}

// items answers a list: MySQL as a bare array, PostgreSQL as a collection.
func (s *Service) items(w http.ResponseWriter, items any) error {
	if s.listed {
		return cloud.WriteJSON(w, http.StatusOK, items)
	}
	return cloud.WriteJSON(w, http.StatusOK, object{"items": items})
}
