package objectstorage

import (
	"strconv"
	"time"
)

func (s *Service) deleteObject(q *request) error {
	id := q.URL.Query().Get("versionId")
	if err := q.authorizeDelete(id); err != nil {
		return err
	}
	var d deletion
	err := q.change(func(b *bucket) (err error) {
		d, err = q.delete(b, q.object, id, conditionOf(q.Header))
		return err
	})
	if err != nil {
		return err
	}
	h := q.w.Header()
	q.setLastModified(d.at)
	if d.versionID != "" {
		h.Set("version-id", d.versionID)
		h.Set("is-delete-marker", strconv.FormatBool(d.marker))
	}
	return q.noContent()
}

// authorizeDelete asks under the name that policies have for the deletion of a version, which is for good.
func (q *request) authorizeDelete(versionID string) error {
	if versionID == "" {
		return q.authorizeOnBucket(all("OBJECT_DELETE"))
	}
	versioned := *q.route
	versioned.operation = "DeleteObjectVersion"
	q.route = &versioned
	return q.authorizeOnBucket(all("OBJECT_VERSION_DELETE"))
}

// deletion is what a deletion did.
type deletion struct {
	at        time.Time
	versionID string // of the version that is gone, or of the delete marker that was made
	marker    bool   // whether that is a delete marker
}

// delete deletes a name, or one version of it. The caller holds the lock.
func (q *request) delete(b *bucket, name, versionID string, c condition) (deletion, error) {
	now := q.service.now()
	d := deletion{at: now}
	v := b.find(name, versionID)
	if b.readOnly {
		return d, bucketReadOnly(b, q.namespace)
	}
	if v == nil {
		return d, objectNotFound(q.namespace, b.name, name)
	}
	if b.holds(v, now) {
		return d, retained(name)
	}
	if err := c.forWrite(v.etag); err != nil {
		return d, err
	}
	if versionID != "" {
		b.erase(name, v)
		d.versionID, d.marker = v.id, v.deleteMarker
	} else if marker := b.remove(name, now); marker != nil {
		d.versionID, d.marker = marker.id, true
	}
	q.service.changed(b, name)
	return d, nil
}
