package dbsystem

import (
	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// dialect is what tells the two services apart.
type dialect struct {
	service    string // the SDK's package
	host, zone string // of the endpoint
	base       string // of the paths
	system     string // the type in a system's OCID
	copy       string // the type in a backup's OCID
	entity     string // in work requests
	operations map[string]string
	create     members
	update     members
	backupBody members
	copyBody   members
	listed     bool // a list is a bare array

	// complete makes a system of a create's body; it refuses what the service refuses.
	complete func(s *Service, r region.Region, body object) (object, error)
	// changes refuses an update that the service refuses.
	changes func(s *Service, r region.Region, system, sent object) error
	// copies are the regions that automatic backups are copied to, and whether backups are taken at all.
	copies  func(system object) (regions []string, enabled bool)
	summary []string // members of a system in a list
}

func (s *Service) automatic(r *record) bool {
	_, enabled := s.copies(r.body)
	return enabled
}

// destinations refuses regions that backups cannot be copied to.
func (s *Service) destinations(from region.Region, names []string) error {
	for _, name := range names {
		if to, ok := region.ByName(name); !ok || to.Realm != from.Realm || !s.world.HasRegion(name) {
			return cloud.InvalidParameter("The region %q is not one that the tenancy is subscribed to.", name)
		}
		if name == from.Name {
			return cloud.InvalidParameter("The region %q is the DB system's own region.", name)
		}
	}
	return nil
}

// network refuses a subnet or security groups of another region.
func network(r region.Region, subnet string, groups []string) error {
	if !placed(r, subnet, "subnet") {
		return cloud.InvalidParameter("The subnet %q is not a subnet of %s.", subnet, r.Name)
	}
	for _, group := range groups {
		if !placed(r, group, "networksecuritygroup") {
			return cloud.InvalidParameter("The network security group %q is not one of %s.", group, r.Name)
		}
	}
	return nil
}

// key refuses a key that is not usable in the region; "" is Oracle's own.
func (s *Service) key(r region.Region, key string) error {
	if key == "" {
		return nil
	}
	if !placed(r, key, "key") {
		return cloud.InvalidParameter("The key %q is not a key of %s.", key, r.Name)
	}
	if _, err := s.world.KeyIn(r, key, ""); err != nil {
		return cloud.InvalidParameter("The key %q is not an enabled key of %s: %s.", key, r.Name, err)
	}
	return nil
}

// otherwise sets members that were not sent.
func otherwise(body object, defaults object) {
	for name, v := range defaults {
		if body[name] == nil {
			body[name] = v
		}
	}
}
