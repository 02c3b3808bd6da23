package identity

import (
	"net/http"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

func (s *Service) routeTenancy() {
	s.read("/tenancies/{id}", s.getTenancy)
}

func (s *Service) getTenancy(w http.ResponseWriter, c *cloud.Call) error {
	if err := s.ofTenancy(c, "GetTenancy", "TENANCY_INSPECT", false); err != nil {
		return err
	}
	return cloud.WriteJSON(w, http.StatusOK, map[string]any{
		"id":            s.config.Tenancy,
		"name":          s.config.Name,
		"description":   s.config.Name,
		"homeRegionKey": strings.ToUpper(s.config.Home.Key),
		"freeformTags":  map[string]any{},
		"definedTags":   map[string]any{},
	})
}

// ofTenancy checks that the path names this tenancy and that the caller may.
func (s *Service) ofTenancy(c *cloud.Call, operation, permission string, write bool) error {
	if c.PathValue("id") != s.config.Tenancy {
		return cloud.NotAuthorizedOrNotFound()
	}
	return c.Authorize(cloud.Access{Service: serviceName, Operation: operation, Permissions: []string{permission}, Compartment: s.config.Tenancy, Write: write})
}
