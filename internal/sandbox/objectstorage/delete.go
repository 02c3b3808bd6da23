package objectstorage

import (
	"net/http"
	"strconv"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
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
	q.setTime("last-modified", d.at)
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

// maxBatch is how many objects one BatchDeleteObjects takes.
const maxBatch = 1000

func (s *Service) batchDelete(q *request) error {
	var d struct {
		Objects []struct {
			ObjectName string `json:"objectName"`
			IfMatch    string `json:"ifMatch"`
		} `json:"objects"`
		IsSkipDeletedResult bool `json:"isSkipDeletedResult"`
	}
	if err := q.readJSON(&d); err != nil {
		return err
	}
	if n := len(d.Objects); n == 0 || n > maxBatch {
		return cloud.InvalidParameter("There are %d objects to delete; 1 to %d are allowed", n, maxBatch)
	}
	type deleted struct {
		ObjectName string    `json:"objectName"`
		At         time.Time `json:"timeLastModified"`
	}
	type failed struct {
		ObjectName   string `json:"objectName"`
		StatusCode   int    `json:"statusCode"`
		ErrorMessage string `json:"errorMessage"`
	}
	result := struct {
		Deleted []deleted `json:"deleted"`
		Failed  []failed  `json:"failed"`
	}{}
	err := q.change(func(b *bucket) error {
		for _, o := range d.Objects {
			done, err := q.delete(b, o.ObjectName, "", condition{match: o.IfMatch})
			if err != nil {
				e := cloud.AsError(err)
				result.Failed = append(result.Failed, failed{o.ObjectName, e.Status, e.Message})
			} else if !d.IsSkipDeletedResult {
				result.Deleted = append(result.Deleted, deleted{o.ObjectName, done.at})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return cloud.WriteJSON(q.w, http.StatusOK, result)
}
