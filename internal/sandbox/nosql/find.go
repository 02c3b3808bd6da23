package nosql

import (
	"cmp"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/ddl"
	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// named finds a table of a compartment by its name; nil for none. The caller holds the lock.
func (s *Service) named(r region.Region, compartment, name string) *table {
	for _, t := range s.tables {
		if t.region.Name == r.Name && t.compartment == compartment && ddl.SameName(t.schema.Name, name) {
			return t
		}
	}
	return nil
}

// at finds the table that the path names by its OCID, or by its name in a compartment. The caller holds the lock.
func (s *Service) at(c *cloud.Call, compartment string) (*table, error) {
	nameOrID := c.PathValue("table")
	if !strings.HasPrefix(nameOrID, "ocid1.") {
		if compartment == "" {
			return nil, cloud.MissingParameter("compartmentId")
		}
		if t := s.named(c.Region, compartment, nameOrID); t != nil {
			return t, nil
		}
		return nil, cloud.NotAuthorizedOrNotFound()
	}
	t := s.tables[nameOrID]
	switch {
	case t == nil || t.region.Name != c.Region.Name:
		return nil, cloud.NotAuthorizedOrNotFound()
	case compartment != "" && compartment != t.compartment:
		return nil, cloud.InvalidParameter("The table %s is not in the compartment %s.", t.id, compartment)
	}
	return t, nil
}

// access is what a call wants of a table.
func access(operation, compartment, name, ocid string, write bool) cloud.Access {
	return cloud.Access{
		Service: "nosql", Operation: operation, Compartment: compartment, Write: write,
		Variables: map[string]string{"target.nosql-table.name": name, "target.nosql-table.id": ocid},
	}
}

// look runs do with the table that the path names, if the caller may read it.
func (s *Service) look(c *cloud.Call, operation string, do func(t *table) error) error {
	return s.allowed(c, operation, c.URL.Query().Get("compartmentId"), false, do)
}

// change runs do with the table that the path names, if the caller may change it, it is the version that if-match wants,
// and nothing else is going on with it.
func (s *Service) change(c *cloud.Call, operation, compartment string, do func(t *table) error) error {
	return s.allowed(c, operation, compartment, true, func(t *table) error {
		if err := cloud.CheckMatch(c.Request, t.etag); err != nil {
			return err
		}
		if t.state != active {
			return cloud.IncorrectState("%s is not possible while the table %s is %s.", operation, t.schema.Name, t.state)
		}
		return do(t)
	})
}

// allowed asks the Authorizer without the lock, because it may ask other services, and then runs do with it.
func (s *Service) allowed(c *cloud.Call, operation, compartment string, write bool, do func(t *table) error) error {
	s.mu.Lock()
	t, err := s.at(c, compartment)
	var want cloud.Access
	if err == nil {
		want = access(operation, t.compartment, t.schema.Name, t.id, write)
	}
	s.mu.Unlock()
	if err != nil {
		return err
	}
	if err := c.Authorize(want); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if t, err = s.at(c, compartment); err != nil {
		return err
	}
	return do(t)
}

// sorted are the tables that keep wants, by name. The caller holds the lock.
func (s *Service) sorted(keep func(*table) bool) []*table {
	var out []*table
	for _, t := range s.tables {
		if keep(t) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b *table) int { return cmp.Compare(a.sortKey(), b.sortKey()) })
	return out
}

func (t *table) sortKey() string { return strings.ToLower(t.schema.Name) + "\x00" + t.id }
