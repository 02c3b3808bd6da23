package limits

import (
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// availability is what is left of a limit in a compartment and the call's region.
type availability struct {
	Used           int64  `json:"used"`
	Available      int64  `json:"available"`
	EffectiveQuota *int64 `json:"effectiveQuotaValue,omitempty"` // only where a quota is in force
}

func (s *Service) getAvailability(w http.ResponseWriter, c *cloud.Call) error {
	compartment, err := cloud.ListedIn(c, "availabilityDomain")
	if err != nil {
		return err
	}
	err = c.Authorize(cloud.Access{Service: serviceName, Operation: "GetResourceAvailability", Permissions: []string{read}, Compartment: compartment})
	if err != nil {
		return err
	}
	l, ok := s.limit(c.PathValue("service"), c.PathValue("limit"))
	if !ok {
		return cloud.NotAuthorizedOrNotFound()
	}
	domain := c.URL.Query().Get("availabilityDomain")
	if scope(l) == "AD" && domain == "" {
		return cloud.MissingParameter("availabilityDomain")
	}
	if scope(l) != "AD" && domain != "" {
		return cloud.InvalidParameter("The limit %s is not of an availability domain.", l.Name)
	}
	a, err := s.available(c, point{c.Region, domain}, l, compartment)
	if err != nil {
		return err
	}
	return cloud.WriteJSON(w, http.StatusOK, a)
}

func (s *Service) available(c *cloud.Call, at point, l cloud.Limit, compartment string) (availability, error) {
	all, ok := s.caps(c.Now, at, l, compartment)
	if !ok {
		return availability{}, cloud.NotAuthorizedOrNotFound()
	}
	used := func(string) int64 { return 0 } // of what the sandbox does not have, nothing is used
	if meter := s.meter(l); meter != nil {
		used = func(top string) int64 { return meter.Used(l.Name, c.Region, s.below(top)) }
	}
	a := availability{Used: used(compartment), Available: l.Value}
	for _, most := range all {
		a.Available = min(a.Available, max(0, most.value-used(most.compartment)))
		if most.by != nil && (a.EffectiveQuota == nil || most.value < *a.EffectiveQuota) {
			a.EffectiveQuota = new(most.value)
		}
	}
	return a, nil
}
