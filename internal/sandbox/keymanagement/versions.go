package keymanagement

import (
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// changeVersion runs do with a version of a key; it answers with the version.
func (s *Service) changeVersion(w http.ResponseWriter, c *cloud.Call, operation, permission string, do func(v *vault, k *key) (*version, error)) error {
	return s.lookKey(c, access(operation, permission, "", true), func(_ *vault, k *key) error {
		v, err := s.home(c)
		if err != nil {
			return err
		}
		made, err := do(v, k)
		if err != nil {
			return err
		}
		return answer(w, made.etag, made)
	})
}

func (s *Service) createVersion(w http.ResponseWriter, c *cloud.Call) error {
	return s.changeVersion(w, c, "CreateKeyVersion", "", func(v *vault, k *key) (*version, error) {
		if err := k.mustBe(enabled); err != nil {
			return nil, err
		}
		return s.rotate(v, k), nil
	})
}

func (s *Service) listVersions(w http.ResponseWriter, c *cloud.Call) error {
	if err := cloud.CheckQuery(c, "limit", "page", "sortBy", "sortOrder"); err != nil {
		return err
	}
	return s.lookKey(c, access("ListKeyVersions", "KEY_READ", "", false), func(_ *vault, k *key) error {
		return page(w, c, k.sortedVersions(), version.sortKey)
	})
}

func (s *Service) getVersion(w http.ResponseWriter, c *cloud.Call) error {
	return s.lookKey(c, access("GetKeyVersion", "KEY_READ", "", false), func(_ *vault, k *key) error {
		found, err := k.version(c)
		if err != nil {
			return err
		}
		return answer(w, found.etag, found)
	})
}

func (k *key) version(c *cloud.Call) (*version, error) {
	if found := k.versions[c.PathValue("version")]; found != nil {
		return found, nil
	}
	return nil, cloud.NotAuthorizedOrNotFound()
}

func (s *Service) scheduleVersion(w http.ResponseWriter, c *cloud.Call) error {
	var d deletion
	if err := cloud.ReadJSON(c, &d); err != nil {
		return err
	}
	return s.changeVersion(w, c, "ScheduleKeyVersionDeletion", "KEY_DELETE", func(_ *vault, k *key) (*version, error) {
		found, err := k.version(c)
		if err != nil {
			return nil, err
		}
		if found.ID == k.CurrentKeyVersion {
			return nil, cloud.IncorrectState("%s is the current version of its key.", found.ID)
		}
		return found, found.schedule(d.TimeOfDeletion, s.world.Now(), s.world.Pace.Delete, enabled)
	})
}

func (s *Service) cancelVersion(w http.ResponseWriter, c *cloud.Call) error {
	return s.changeVersion(w, c, "CancelKeyVersionDeletion", "KEY_DELETE", func(_ *vault, k *key) (*version, error) {
		found, err := k.version(c)
		if err != nil {
			return nil, err
		}
		return found, found.cancel(s.world.Now(), s.world.Pace.Update)
	})
}
