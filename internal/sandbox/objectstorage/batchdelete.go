package objectstorage

import (
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// maxBatch is how many objects one BatchDeleteObjects takes.
const maxBatch = 1000

// batchDetails is the body of BatchDeleteObjects.
type batchDetails struct {
	Objects []struct {
		ObjectName string `json:"objectName"`
		IfMatch    string `json:"ifMatch"`
	} `json:"objects"`
	IsSkipDeletedResult bool `json:"isSkipDeletedResult"`
}

// batchResult says what became of each object.
type batchResult struct {
	Deleted []batchDeleted `json:"deleted"`
	Failed  []batchFailed  `json:"failed"`
}

type batchDeleted struct {
	ObjectName string    `json:"objectName"`
	At         time.Time `json:"timeLastModified"`
}

type batchFailed struct {
	ObjectName   string `json:"objectName"`
	StatusCode   int    `json:"statusCode"`
	ErrorMessage string `json:"errorMessage"`
}

func (s *Service) batchDelete(q *request) error {
	var d batchDetails
	if err := q.readJSON(&d); err != nil {
		return err
	}
	if n := len(d.Objects); n == 0 || n > maxBatch {
		return cloud.InvalidParameter("There are %d objects to delete; 1 to %d are allowed", n, maxBatch)
	}
	var result batchResult
	err := q.change(func(b *bucket) error {
		for _, o := range d.Objects {
			done, err := q.delete(b, o.ObjectName, "", condition{match: o.IfMatch})
			if err != nil {
				e := cloud.AsError(err)
				result.Failed = append(result.Failed, batchFailed{o.ObjectName, e.Status, e.Message})
			} else if !d.IsSkipDeletedResult {
				result.Deleted = append(result.Deleted, batchDeleted{o.ObjectName, done.at})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return q.writeJSON(result)
}
