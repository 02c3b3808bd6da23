package keymanagement

import (
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// lookKey runs do with the key that the path names in the vault of the call's endpoint, if the caller may.
func (s *Service) lookKey(c *cloud.Call, a cloud.Access, do func(v *vault, k *key) error) error {
	s.mu.Lock()
	v, k, err := s.key(c)
	if err == nil {
		a.Compartment = k.CompartmentID
		a.Variables = map[string]string{"target.key.id": k.ID, "target.vault.id": v.ID}
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
	if v, k, err = s.key(c); err != nil {
		return err
	}
	return do(v, k)
}

// changeKey is lookKey for writes, which go to the vault's own region; it answers with the key.
func (s *Service) changeKey(w http.ResponseWriter, c *cloud.Call, operation, permission string, do func(v *vault, k *key) error) error {
	return s.lookKey(c, access(operation, permission, "", true), func(_ *vault, k *key) error {
		v, err := s.home(c)
		if err != nil {
			return err
		}
		if err := cloud.CheckMatch(c.Request, k.etag); err != nil {
			return err
		}
		if err := do(v, k); err != nil {
			return err
		}
		return answer(w, k.etag, k)
	})
}

// key finds the key that the path names. The caller holds the lock.
func (s *Service) key(c *cloud.Call) (*vault, *key, error) {
	extension, _, _ := parts(c.Host)
	if v := s.byExtension(c.Region, extension); v != nil {
		if k := v.keys[c.PathValue("key")]; k != nil {
			return v, k, nil
		}
	}
	return nil, nil, cloud.NotAuthorizedOrNotFound()
}

func (s *Service) getKey(w http.ResponseWriter, c *cloud.Call) error {
	return s.lookKey(c, access("GetKey", "", "", false), func(v *vault, k *key) error {
		seen := *k
		seen.IsPrimary = v.region.Name == c.Region.Name
		return answer(w, k.etag, seen)
	})
}

func (s *Service) listKeys(w http.ResponseWriter, c *cloud.Call) error {
	compartment, err := s.listed(c, "ListKeys", "protectionMode", "algorithm")
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	extension, _, _ := parts(c.Host)
	items := []keySummary{}
	q := c.URL.Query()
	if v := s.byExtension(c.Region, extension); v != nil {
		for _, k := range v.sortedKeys() {
			mode, algorithm := q.Get("protectionMode"), q.Get("algorithm")
			if k.CompartmentID == compartment && (mode == "" || sameText(mode, k.ProtectionMode)) && (algorithm == "" || sameText(algorithm, k.KeyShape.Algorithm)) {
				items = append(items, keySummary{k.thing, k.named, k.VaultID, k.ProtectionMode, k.KeyShape.Algorithm})
			}
		}
	}
	return page(w, c, items, func(k keySummary) string { return (&key{thing: k.thing, named: k.named}).sortKey() })
}

// keySummary is a key in a list.
type keySummary struct {
	thing
	named
	VaultID        string `json:"vaultId"`
	ProtectionMode string `json:"protectionMode"`
	Algorithm      string `json:"algorithm"`
}

type updateKey struct {
	details
	IsAutoRotation *bool `json:"isAutoRotationEnabled"`
}

func (s *Service) updateKey(w http.ResponseWriter, c *cloud.Call) error {
	var d updateKey
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	return s.changeKey(w, c, "UpdateKey", "", func(_ *vault, k *key) error {
		if err := k.mustBe(enabled, disabled); err != nil {
			return err
		}
		d.apply(&k.named)
		if d.IsAutoRotation != nil {
			k.IsAutoRotation = *d.IsAutoRotation
		}
		k.pass(updating, k.State, s.world.Now().Add(s.world.Pace.Update))
		return nil
	})
}

func (s *Service) moveKey(w http.ResponseWriter, c *cloud.Call) error {
	var d move
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	if !s.world.HasCompartment(d.CompartmentID) {
		return cloud.NotAuthorizedOrNotFound()
	}
	if err := c.Authorize(access("ChangeKeyCompartment", "KEY_MOVE", d.CompartmentID, true)); err != nil {
		return err
	}
	return s.changeKey(w, c, "ChangeKeyCompartment", "KEY_MOVE", func(_ *vault, k *key) error {
		if !s.world.CanMove(k.CompartmentID, d.CompartmentID) {
			return cloud.NotAuthorizedOrNotFound()
		}
		k.CompartmentID, k.etag = d.CompartmentID, cloud.NewETag()
		return nil
	})
}

// turn enables or disables a key.
func (s *Service) turn(operation, from, passing, to string) cloud.Operation {
	return func(w http.ResponseWriter, c *cloud.Call) error {
		return s.changeKey(w, c, operation, "KEY_UPDATE", func(_ *vault, k *key) error {
			if err := k.mustBe(from); err != nil {
				return err
			}
			k.pass(passing, to, s.world.Now().Add(s.world.Pace.Update))
			return nil
		})
	}
}

func (s *Service) scheduleKey(w http.ResponseWriter, c *cloud.Call) error {
	var d deletion
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	return s.changeKey(w, c, "ScheduleKeyDeletion", "KEY_DELETE", func(_ *vault, k *key) error {
		return k.schedule(d.TimeOfDeletion, s.world.Now(), s.world.Pace.Delete, enabled, disabled)
	})
}

func (s *Service) cancelKey(w http.ResponseWriter, c *cloud.Call) error {
	return s.changeKey(w, c, "CancelKeyDeletion", "KEY_DELETE", func(_ *vault, k *key) error {
		return k.cancel(s.world.Now(), s.world.Pace.Update)
	})
}
