package dbsystem

import (
	"maps"
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

func (s *Service) createBackup(w http.ResponseWriter, c *cloud.Call) error {
	return s.tokens.Do(w, c, func(w http.ResponseWriter) error {
		body, err := s.backupBody.read(c)
		if err != nil {
			return err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		system, err := at(s.systems, c.Region, body.text("dbSystemId"))
		if err != nil {
			return err
		}
		compartment := body.text("compartmentId")
		if compartment == "" {
			compartment = system.body.text("compartmentId")
		}
		if !s.world.HasCompartment(compartment) {
			return cloud.NotAuthorizedOrNotFound()
		}
		if err := s.allow(c, "CreateBackup", compartment, true); err != nil {
			return err
		}
		if err := idle(system, active); err != nil {
			return err
		}
		r := s.takeBackup(system, "manual", body)
		r.body["compartmentId"] = compartment
		s.start(w, c, "CreateBackup", r, creating, active, s.world.Pace.Create, nil)
		w.Header().Set("Etag", r.etag)
		return cloud.WriteJSON(w, http.StatusOK, r.body)
	})
}

// takeBackup makes a backup of a system, an automatic one with the copies that the system's policy says. The caller holds
// the lock.
func (s *Service) takeBackup(system *record, how string, sent object) *record {
	r := s.newBackup(system.region, object{
		"compartmentId": system.body["compartmentId"], "dbSystemId": system.body["id"], "displayName": system.body.text("displayName") + " " + stamp(s.world.Now()),
	})
	maps.Copy(r.body, sent)
	s.describe(r, how, system.body)
	if how != "automatic" {
		return r
	}
	regions, _ := s.copies(system.body)
	for _, name := range regions {
		if to, ok := region.ByName(name); ok {
			s.copyOf(r, to, r.body.text("compartmentId"))
		}
	}
	return r
}

func (s *Service) newBackup(where region.Region, body object) *record {
	body["id"], body["timeCreated"] = cloud.NewOCID(s.copy, where), stamp(s.world.Now())
	body["lifecycleDetails"] = ""
	otherwise(body, object{"freeformTags": map[string]any{}, "definedTags": map[string]any{}})
	r := &record{region: where, body: body}
	s.become(r, active)
	s.backups[body.text("id")] = r
	return r
}

// describe sets what the services say of where a backup comes from.
func (s *Service) describe(r *record, how string, system object) {
	if s.service == "mysql" {
		otherwise(r.body, object{"backupType": "INCREMENTAL", "softDelete": "DISABLED", "retentionInDays": 7.0})
		r.body["creationType"] = map[string]string{"automatic": "AUTOMATIC", "manual": "MANUAL", "copy": "MANUAL"}[how]
		return
	}
	otherwise(r.body, object{"retentionPeriod": 7.0})
	r.body["sourceType"] = map[string]string{"automatic": "SCHEDULED", "manual": "MANUAL", "copy": "COPIED"}[how]
	r.body["dbSystemDetails"] = map[string]any{"systemType": "OCI_OPTIMIZED_STORAGE", "dbVersion": system["dbVersion"]}
}

// copyOf makes the copy of a backup in another region. The caller holds the lock.
func (s *Service) copyOf(source *record, to region.Region, compartment string) *record {
	body := source.body.clone()
	body["compartmentId"] = compartment
	r := s.newBackup(to, body)
	if s.service == "mysql" {
		body["immediateSourceBackupId"], body["originalSourceBackupId"] = source.body["id"], source.body["id"]
		body["timeCopyCreated"] = stamp(s.world.Now())
		return r
	}
	body["sourceType"] = "COPIED"
	body["sourceBackupDetails"] = map[string]any{"sourceRegion": source.region.Name, "sourceBackupId": source.body["id"]}
	source.body["copyStatus"] = append(source.body.list("copyStatus"), map[string]any{"region": to.Name, "state": "COPIED", "backupId": body["id"]})
	return r
}

// pullBackup is MySQL's CopyBackup: it is asked in the destination.
func (s *Service) pullBackup(w http.ResponseWriter, c *cloud.Call) error {
	return s.tokens.Do(w, c, func(w http.ResponseWriter) error {
		body, err := s.copyBody.read(c)
		if err != nil {
			return err
		}
		if err := s.allow(c, "CopyBackup", body.text("compartmentId"), true); err != nil {
			return err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		from, ok := region.ByName(body.text("sourceRegion"))
		if !ok {
			return cloud.InvalidParameter("The region %q is not known.", body.text("sourceRegion"))
		}
		source, err := at(s.backups, from, body.text("sourceBackupId"))
		if err != nil {
			return err
		}
		if err := s.allow(c, "GetBackup", source.body.text("compartmentId"), false); err != nil {
			return err
		}
		r := s.copyOf(source, c.Region, body.text("compartmentId"))
		s.start(w, c, "CopyBackup", r, creating, active, s.world.Pace.Create, nil)
		w.Header().Set("Etag", r.etag)
		return cloud.WriteJSON(w, http.StatusOK, r.body)
	})
}

// pushBackup is PostgreSQL's BackupCopy: it is asked in the source's region.
func (s *Service) pushBackup(w http.ResponseWriter, c *cloud.Call) error {
	body, err := s.copyBody.read(c)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	source, err := s.one(c, s.backups, "BackupCopy", true)
	if err != nil {
		return err
	}
	if err := s.destinations(c.Region, body.texts("regions")); err != nil {
		return err
	}
	s.start(w, c, "BackupCopy", source, updating, active, s.world.Pace.Create, func() {
		for _, name := range body.texts("regions") {
			if to, ok := region.ByName(name); ok {
				s.copyOf(source, to, body.text("compartmentId"))
			}
		}
	})
	return accepted(w)
}

func (s *Service) getBackup(w http.ResponseWriter, c *cloud.Call) error {
	return s.get(w, c, s.backups, "GetBackup")
}

func (s *Service) listBackups(w http.ResponseWriter, c *cloud.Call) error {
	return s.list(w, c, s.backups, "ListBackups", nil, "backupId")
}

func (s *Service) deleteBackup(w http.ResponseWriter, c *cloud.Call) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.one(c, s.backups, "DeleteBackup", true)
	if err != nil {
		return err
	}
	if err := idle(r, active, inactive, failed); err != nil {
		return err
	}
	s.start(w, c, "DeleteBackup", r, deleting, deleted, s.world.Pace.Delete, nil)
	return accepted(w)
}

// dropAutomatic deletes the automatic backups of a system that is being deleted, unless its policy keeps them. Copies
// abroad stay until their own retention ends, as at Oracle.
func (s *Service) dropAutomatic(system *record) {
	if system.body.object("deletionPolicy").text("automaticBackupRetention") == "RETAIN" {
		return
	}
	for _, r := range s.backups {
		ours := r.region == system.region && r.body.text("dbSystemId") == system.body.text("id")
		if ours && (r.body.text("creationType") == "AUTOMATIC" || r.body.text("sourceType") == "SCHEDULED") {
			s.become(r, deleted)
		}
	}
}
