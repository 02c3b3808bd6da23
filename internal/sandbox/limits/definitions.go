package limits

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// elsewhere are limits that nothing in the sandbox counts against, so that quotas can name their families. Names are those of
// Oracle's pages, or seen in use; of the other limits of these services nothing is said. PostgreSQL's family is in use, but no
// source names a quota of it: the name here stands for those that there may be.
var elsewhere = []cloud.Limit{
	{Service: "block-storage", Name: "backup-count", Description: "Backups", Scope: "REGION", Families: []string{"block-storage"}, Value: 100000},
	{Service: "block-storage", Name: "total-storage-gb", Description: "Volume size in GB", Scope: "AD", Families: []string{"block-storage"}, Value: 51200},
	{Service: "block-storage", Name: "volume-count", Description: "Volumes", Scope: "AD", Families: []string{"block-storage"}, Value: 100000},
	{Service: "compute", Name: "standard-e4-core-count", Description: "Cores of Standard.E4", Scope: "AD", Families: []string{"compute-core"}, Value: 500},
	{Service: "compute", Name: "standard-e4-memory-count", Description: "Memory of Standard.E4 in GB", Scope: "AD", Families: []string{"compute-memory"}, Value: 8000},
	{Service: "compute", Name: "custom-image-count", Description: "Custom images", Scope: "REGION", Families: []string{"compute"}, Value: 100},
	{Service: "database", Name: "vm-block-storage-gb", Description: "Block storage of DB systems in GB", Scope: "AD", Families: []string{"database"}, Value: 40960},
	{Service: "database", Name: "atp-dedicated-ecpu-count", Description: "ECPUs of dedicated ATP", Scope: "AD", Families: []string{"database"}, Value: 512},
	{Service: "filesystem", Name: "file-system-count", Description: "File systems", Scope: "AD", Families: []string{"filesystem"}, Value: 100},
	{Service: "postgresql", Name: "postgresql-ocpu-count", Description: "OCPUs of PostgreSQL", Scope: "REGION", Families: []string{"postgresql"}, Value: 512},
	{Service: "streaming", Name: "partition-count", Description: "Partitions", Scope: "REGION", Families: []string{"streaming"}, Value: 200},
	{Service: "vcn", Name: "vcn-count", Description: "Virtual cloud networks", Scope: "REGION", Families: []string{"vcn"}, Value: 50},
}

// limits are all that are known, by service and name. A service's own count more than those of elsewhere.
func (s *Service) limits() []cloud.Limit {
	var all []cloud.Limit
	for _, m := range s.metered {
		all = append(all, m.Limits()...)
	}
	own := len(all)
	for _, l := range elsewhere {
		if !slices.ContainsFunc(all[:own], func(o cloud.Limit) bool { return o.Service == l.Service && o.Name == l.Name }) {
			all = append(all, l)
		}
	}
	slices.SortFunc(all, func(a, b cloud.Limit) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Name, b.Name))
	})
	return all
}

func (s *Service) limit(service, name string) (cloud.Limit, bool) {
	all := s.limits()
	i := slices.IndexFunc(all, func(l cloud.Limit) bool { return l.Service == service && l.Name == name })
	if i < 0 {
		return cloud.Limit{}, false
	}
	return all[i], true
}

// meter is the service that knows how much of a limit is used, or nil.
func (s *Service) meter(l cloud.Limit) cloud.Metered {
	for _, m := range s.metered {
		if slices.ContainsFunc(m.Limits(), func(o cloud.Limit) bool { return o.Service == l.Service && o.Name == l.Name }) {
			return m
		}
	}
	return nil
}

func scope(l cloud.Limit) string { return cmp.Or(l.Scope, "REGION") }

// inspect is what the lists of limits need. Oracle's page of the permissions is not public; the type is resource-availability.
const (
	inspect = "RESOURCE_AVAILABILITY_INSPECT"
	read    = "RESOURCE_AVAILABILITY_READ"
)

func (s *Service) listServices(w http.ResponseWriter, c *cloud.Call) error {
	if _, err := s.listed(c, "ListServices", inspect); err != nil {
		return err
	}
	var names []string
	for _, l := range s.limits() {
		names = append(names, l.Service)
	}
	page, err := cloud.Page(w, c, slices.Compact(names), pages, func(name string) string { return name })
	if err != nil {
		return err
	}
	services := make([]map[string]any, len(page))
	for i, name := range page {
		services[i] = map[string]any{"name": name, "description": name}
	}
	return cloud.WriteJSON(w, http.StatusOK, services)
}

// chosen are the limits that a list's query asks for.
func (s *Service) chosen(c *cloud.Call) []cloud.Limit {
	q := c.URL.Query()
	return slices.DeleteFunc(s.limits(), func(l cloud.Limit) bool {
		return q.Get("serviceName") != "" && q.Get("serviceName") != l.Service ||
			q.Get("name") != "" && q.Get("name") != l.Name || q.Get("scopeType") != "" && q.Get("scopeType") != scope(l)
	})
}

func keyOf(l cloud.Limit) string { return l.Service + "/" + l.Name }

func (s *Service) listDefinitions(w http.ResponseWriter, c *cloud.Call) error {
	if _, err := s.listed(c, "ListLimitDefinitions", inspect, "serviceName"); err != nil {
		return err
	}
	page, err := cloud.Page(w, c, s.chosen(c), pages, keyOf)
	if err != nil {
		return err
	}
	definitions := make([]map[string]any, len(page))
	for i, l := range page {
		definitions[i] = map[string]any{
			"name": l.Name, "serviceName": l.Service, "description": l.Description, "scopeType": scope(l),
			"areQuotasSupported": len(l.Families) > 0, "supportedQuotaFamilies": append([]string{}, l.Families...),
			"isResourceAvailabilitySupported": true, "isDeprecated": false, "isEligibleForLimitIncrease": true, "isDynamic": false,
		}
	}
	return cloud.WriteJSON(w, http.StatusOK, definitions)
}

func (s *Service) listValues(w http.ResponseWriter, c *cloud.Call) error {
	if _, err := s.listed(c, "ListLimitValues", inspect, "serviceName", "scopeType"); err != nil {
		return err
	}
	if c.URL.Query().Get("serviceName") == "" {
		return cloud.MissingParameter("serviceName")
	}
	page, err := cloud.Page(w, c, s.chosen(c), pages, keyOf)
	if err != nil {
		return err
	}
	values := make([]map[string]any, len(page))
	for i, l := range page {
		values[i] = map[string]any{"name": l.Name, "scopeType": scope(l), "value": l.Value}
	}
	return cloud.WriteJSON(w, http.StatusOK, values)
}
