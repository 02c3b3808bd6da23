package keymanagement

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

var pageLimits = cloud.Limits{Default: 100, Max: 1000}

// access is what a call wants. Of operations that the catalogue of policies does not have, the permission is given.
func access(operation, permission, compartment string, write bool) cloud.Access {
	a := cloud.Access{Service: "keymanagement", Operation: operation, Compartment: compartment, Write: write}
	if permission != "" {
		a.Permissions = []string{permission}
	}
	return a
}

// lookVault runs do with the vault that the path names, if the caller may.
func (s *Service) lookVault(c *cloud.Call, a cloud.Access, do func(v *vault) error) error {
	s.mu.Lock()
	v, err := s.vault(c)
	if err == nil {
		a.Compartment = v.CompartmentID
		a.Variables = map[string]string{"target.vault.id": v.ID}
	}
	s.mu.Unlock()
	if err != nil {
		return err
	}
	if err := c.Authorize(a); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if v, err = s.vault(c); err != nil {
		return err
	}
	return do(v)
}

// changeVault is lookVault for writes, which go to the vault's own region; it answers with the vault.
func (s *Service) changeVault(w http.ResponseWriter, c *cloud.Call, a cloud.Access, do func(v *vault) error) error {
	a.Write = true
	return s.lookVault(c, a, func(v *vault) error {
		if v.region.Name != c.Region.Name {
			return cloud.IncorrectState("The vault %s is a replica here: it is changed in %s.", v.ID, v.region.Name)
		}
		if err := cloud.CheckMatch(c.Request, v.etag); err != nil {
			return err
		}
		if err := do(v); err != nil {
			return err
		}
		return answer(w, v.etag, v.at(c.Region.Name))
	})
}

// vault finds the vault that the path names in the call's region. The caller holds the lock.
func (s *Service) vault(c *cloud.Call) (*vault, error) {
	v := s.vaults[c.PathValue("vault")]
	if v == nil || v.region.Name != c.Region.Name && v.replicas[c.Region.Name] == nil {
		return nil, cloud.NotAuthorizedOrNotFound()
	}
	return v, nil
}

func (s *Service) getVault(w http.ResponseWriter, c *cloud.Call) error {
	return s.lookVault(c, access("GetVault", "", "", false), func(v *vault) error { return answer(w, v.etag, v.at(c.Region.Name)) })
}

func (s *Service) listVaults(w http.ResponseWriter, c *cloud.Call) error {
	compartment, err := s.listed(c, "ListVaults")
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	items := []vaultJSON{}
	for _, v := range s.sorted() {
		if v.CompartmentID == compartment && slices.Contains(v.places(), c.Region.Name) {
			items = append(items, v.at(c.Region.Name))
		}
	}
	return page(w, c, items, func(v vaultJSON) string { return v.sortKey() })
}

// listed checks a list's parameters and access.
func (s *Service) listed(c *cloud.Call, operation string, more ...string) (compartment string, err error) {
	if compartment, err = cloud.ListedIn(c, append(more, "limit", "page")...); err != nil {
		return "", err
	}
	if !s.world.HasCompartment(compartment) {
		return "", cloud.NotAuthorizedOrNotFound()
	}
	return compartment, c.Authorize(access(operation, "", compartment, false))
}

// page answers one page of a list, which this service writes as a bare array.
func page[T any](w http.ResponseWriter, c *cloud.Call, items []T, key func(T) string) error {
	return cloud.WritePage(w, c, items, pageLimits, key)
}

func (s *Service) updateVault(w http.ResponseWriter, c *cloud.Call) error {
	var d details
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	return s.changeVault(w, c, access("UpdateVault", "", "", true), func(v *vault) error {
		if err := v.mustBe(active); err != nil {
			return err
		}
		d.apply(&v.named)
		v.pass(updating, active, s.world.Now().Add(s.world.Pace.Update))
		return nil
	})
}

func (s *Service) moveVault(w http.ResponseWriter, c *cloud.Call) error {
	var d move
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	if !s.world.HasCompartment(d.CompartmentID) {
		return cloud.NotAuthorizedOrNotFound()
	}
	if err := c.Authorize(access("ChangeVaultCompartment", "VAULT_MOVE", d.CompartmentID, true)); err != nil {
		return err
	}
	err := s.changeVault(w, c, access("ChangeVaultCompartment", "VAULT_MOVE", "", true), func(v *vault) error {
		if !s.world.CanMove(v.CompartmentID, d.CompartmentID) {
			return cloud.NotAuthorizedOrNotFound()
		}
		v.CompartmentID, v.etag = d.CompartmentID, cloud.NewETag()
		return nil
	})
	return err
}

func (s *Service) scheduleVault(w http.ResponseWriter, c *cloud.Call) error {
	var d deletion
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	return s.changeVault(w, c, access("ScheduleVaultDeletion", "", "", true), func(v *vault) error {
		now := s.world.Now()
		if err := v.schedule(d.TimeOfDeletion, now, s.world.Pace.Delete, active); err != nil {
			return err
		}
		// With a vault go its keys, unless they go before.
		for _, k := range v.keys {
			if k.State == enabled || k.State == disabled {
				k.was, k.TimeOfDeletion = k.State, v.TimeOfDeletion
				k.pass(scheduling, pending, now.Add(s.world.Pace.Delete))
			}
		}
		return nil
	})
}

func (s *Service) cancelVault(w http.ResponseWriter, c *cloud.Call) error {
	return s.changeVault(w, c, access("CancelVaultDeletion", "VAULT_DELETE", "", true), func(v *vault) error {
		return v.cancel(s.world.Now(), s.world.Pace.Update)
	})
}

func (s *Service) vaultUsage(w http.ResponseWriter, c *cloud.Call) error {
	return s.lookVault(c, access("GetVaultUsage", "VAULT_READ", "", false), func(v *vault) error {
		count := map[string]int{}
		for _, k := range v.keys {
			prefix := ""
			if k.ProtectionMode == "SOFTWARE" {
				prefix = "software"
			}
			count[prefix]++
			count[prefix+"Version"] += len(k.versions)
		}
		return cloud.WriteJSON(w, http.StatusOK, map[string]int{
			"keyCount": count[""], "keyVersionCount": count["Version"],
			"softwareKeyCount": count["software"], "softwareKeyVersionCount": count["softwareVersion"],
		})
	})
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

func sameText(a, b string) bool { return strings.EqualFold(a, b) }
