package keymanagement

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// replica is a vault in another region than its own.
type replica struct {
	region    region.Region
	extension string
	status    string // CREATING, CREATED or DELETING
	due       time.Time
	gone      bool
}

func (r *replica) settle(now time.Time) {
	switch {
	case r.due.After(now):
	case r.status == "DELETING":
		r.gone = true
	default:
		r.status = "CREATED"
	}
}

// replicaJSON is a replica in a list.
type replicaJSON struct {
	Region             string `json:"region"`
	Status             string `json:"status"`
	ManagementEndpoint string `json:"managementEndpoint"`
	CryptoEndpoint     string `json:"cryptoEndpoint"`
}

type replicaDetails struct {
	ReplicaRegion string `json:"replicaRegion"`
}

func (s *Service) createReplica(w http.ResponseWriter, c *cloud.Call) error {
	var d replicaDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	return s.changeVault(w, c, access("CreateVaultReplica", "", "", true), func(v *vault) error {
		to, known := region.ByName(d.ReplicaRegion)
		switch {
		case v.Type != virtualPrivate:
			return cloud.InvalidParameter("The vault %s is of type %s: only virtual private vaults are replicated.", v.ID, v.Type)
		case !known || to.Realm != v.region.Realm || !s.world.HasRegion(to.Name) || to.Name == v.region.Name:
			return cloud.InvalidParameter("The vault cannot be replicated to the region %q.", d.ReplicaRegion)
		case len(v.replicas) > 0:
			return cloud.Errorf(http.StatusConflict, "VaultReplicaAlreadyExists", "The vault %s already has a replica.", v.ID)
		}
		if err := v.mustBe(active); err != nil {
			return err
		}
		if err := s.world.ReserveFar(c, to, s.one(to, v.Type, v.CompartmentID)); err != nil {
			return err
		}
		v.replicas[to.Name] = &replica{region: to, extension: newExtension(), status: creating, due: s.world.Now().Add(s.world.Pace.Create)}
		v.etag = cloud.NewETag()
		return nil
	})
}

func (s *Service) deleteReplica(w http.ResponseWriter, c *cloud.Call) error {
	var d replicaDetails
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	return s.changeVault(w, c, access("DeleteVaultReplica", "", "", true), func(v *vault) error {
		r := v.replicas[d.ReplicaRegion]
		if r == nil {
			return cloud.NotAuthorizedOrNotFound()
		}
		r.status, r.due = "DELETING", s.world.Now().Add(s.world.Pace.Delete)
		v.etag = cloud.NewETag()
		return nil
	})
}

func (s *Service) listReplicas(w http.ResponseWriter, c *cloud.Call) error {
	if err := cloud.CheckQuery(c, "limit", "page", "sortBy", "sortOrder"); err != nil {
		return err
	}
	return s.lookVault(c, access("ListVaultReplicas", "", "", false), func(v *vault) error {
		items := []replicaJSON{}
		for _, r := range v.replicas {
			management, crypto := endpoints(r.region, r.extension)
			items = append(items, replicaJSON{r.region.Name, r.status, management, crypto})
		}
		slices.SortFunc(items, func(a, b replicaJSON) int { return cmp.Compare(a.Region, b.Region) })
		return page(w, c, items, func(r replicaJSON) string { return r.Region })
	})
}
