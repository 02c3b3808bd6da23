package objectstorage

import (
	"net/http"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

const (
	defaultRestoreHours = 24
	maxRestoreHours     = 240
)

func (s *Service) restoreObjects(q *request) error {
	var d struct {
		ObjectName string `json:"objectName"`
		Hours      *int   `json:"hours"`
		VersionID  string `json:"versionId"`
	}
	if err := q.readJSON(&d); err != nil {
		return err
	}
	hours := defaultRestoreHours
	set(&hours, d.Hours)
	if hours < 1 || hours > maxRestoreHours {
		return badRequest("InvalidRestoreHours", "An object can be restored for 1 to %d hours, not %d", maxRestoreHours, hours)
	}
	err := q.changeObject(d.ObjectName, d.VersionID, func(_ *bucket, v *version) error {
		switch v.archivalState(s.now()) {
		case "":
			return badRequest("NotArchivedObject", "The object '%s' is not archived", d.ObjectName)
		case restoring:
			return cloud.Errorf(http.StatusConflict, "RestoreInProgress", "The object '%s' is being restored already", d.ObjectName)
		case restored:
			return cloud.Errorf(http.StatusConflict, "AlreadyRestored", "The object '%s' is restored already", d.ObjectName)
		}
		v.restored = s.now().Add(s.config.Pace.Restore)
		v.restoredUntil = v.restored.Add(time.Duration(hours) * time.Hour)
		return nil
	})
	if err != nil {
		return err
	}
	q.w.WriteHeader(http.StatusAccepted)
	return nil
}

func (s *Service) updateTier(q *request) error {
	var d struct {
		ObjectName  string `json:"objectName"`
		StorageTier string `json:"storageTier"`
		VersionID   string `json:"versionId"`
	}
	if err := q.readJSON(&d); err != nil {
		return err
	}
	if err := checkEnum("storageTier", &d.StorageTier, tierStandard, tierInfrequent, tierArchive); err != nil {
		return err
	}
	err := q.changeObject(d.ObjectName, d.VersionID, func(b *bucket, v *version) error {
		if b.readOnly {
			return bucketReadOnly(b, q.namespace)
		}
		if err := b.checkTier(d.StorageTier); err != nil {
			return err
		}
		if d.StorageTier == v.tier && v.tier == tierArchive {
			return cloud.Errorf(http.StatusConflict, "AlreadyArchived", "The object '%s' is archived already", d.ObjectName)
		}
		if !v.readable(s.now()) {
			return cloud.Errorf(http.StatusConflict, "NotRestored", "The object '%s' is archived; restore it before moving it", d.ObjectName)
		}
		v.tier, v.restored, v.restoredUntil = d.StorageTier, time.Time{}, time.Time{}
		return nil
	})
	if err != nil {
		return err
	}
	q.w.WriteHeader(http.StatusOK)
	return nil
}

// changeObject changes one version in place. Retention rules allow that, for neither content nor metadata changes, and so
// does a replication destination, whose archived objects could not be read otherwise.
func (q *request) changeObject(name, versionID string, change func(b *bucket, v *version) error) error {
	if err := checkObjectName(name); err != nil {
		return err
	}
	return q.change(func(b *bucket) error {
		v := b.find(name, versionID)
		if v == nil || v.deleteMarker {
			return objectNotFound(q.namespace, b.name, name)
		}
		return change(b, v)
	})
}
