package objectstorage

import (
	"net/http"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// task is a work request that is not finished.
type task struct {
	id  string
	due time.Time
	run func() error // with the lock held for writing
}

// Due is when the work is done.
func (t *task) Due() time.Time { return t.due }

// begin accepts a work request that runs when its time has come, and answers with its id.
func (q *request) begin(operationType, compartment string, run func() error, resources ...cloud.WorkRequestResource) error {
	s := q.service
	c := *q.Call
	c.Now = s.now()
	id := s.work.New(&c, operationType, compartment, resources...)
	s.work.Update(id, func(wr *cloud.WorkRequest) {
		wr.Logs = append(wr.Logs, cloud.WorkRequestLog{Message: "Work request accepted.", Timestamp: c.Now})
	})
	s.mu.Lock()
	s.tasks.Add(&task{id: id, due: c.Now.Add(s.config.Pace.WorkRequest), run: run})
	s.mu.Unlock()
	q.w.Header().Set("opc-work-request-id", id)
	q.w.WriteHeader(http.StatusAccepted)
	return nil
}

// finish runs a task and records what came of it. The caller holds the lock.
func (s *Service) finish(t *task) {
	err := t.run()
	s.work.Update(t.id, func(wr *cloud.WorkRequest) {
		wr.TimeStarted, wr.TimeFinished, wr.PercentComplete = t.due, t.due, 100
		wr.Status = cloud.Succeeded
		message := "Work request completed."
		if err != nil {
			e := cloud.AsError(err)
			wr.Status = cloud.Failed
			wr.Errors = append(wr.Errors, cloud.WorkRequestError{Code: e.Code, Message: e.Message, Timestamp: t.due})
			message = "Work request failed."
		}
		wr.Logs = append(wr.Logs, cloud.WorkRequestLog{Message: message, Timestamp: t.due})
	})
}

// workRequest finds the request's work request and asks whether the caller may do this to it.
func (q *request) workRequest(permission string) (cloud.WorkRequest, error) {
	wr, err := q.service.work.Get(q.Region, q.id)
	if err != nil {
		return wr, notFound("work request", q.id)
	}
	if err := q.authorize(all(permission), wr.CompartmentID); denied(err) {
		return wr, notFound("work request", q.id)
	} else if err != nil {
		return wr, err
	}
	return wr, nil
}

func (s *Service) getWorkRequest(q *request) error {
	wr, err := q.workRequest("OBJECT_READ")
	if err != nil {
		return err
	}
	if wr.Status == cloud.Accepted {
		q.w.Header().Set("retry-after", "1")
	}
	return q.writeJSON(wr)
}

func (s *Service) listWorkRequests(q *request) error {
	compartment := q.URL.Query().Get("compartmentId")
	if compartment == "" {
		return badRequest("MissingCompartmentId", "The parameter compartmentId is required")
	}
	if err := q.authorize(all("OBJECT_INSPECT"), compartment); denied(err) {
		return compartmentNotFound(compartment)
	} else if err != nil {
		return err
	}
	return writePage(q, s.work.List(q.Region, compartment), cloud.WorkRequest.SortKey)
}

func (s *Service) listWorkRequestErrors(q *request) error {
	wr, err := q.workRequest("OBJECT_READ")
	if err != nil {
		return err
	}
	return writePage(q, wr.Errors, func(e cloud.WorkRequestError) string { return sortableTime(e.Timestamp) + e.Code })
}

func (s *Service) listWorkRequestLogs(q *request) error {
	wr, err := q.workRequest("OBJECT_READ")
	if err != nil {
		return err
	}
	return writePage(q, wr.Logs, func(l cloud.WorkRequestLog) string { return sortableTime(l.Timestamp) + l.Message })
}

func (s *Service) cancelWorkRequest(q *request) error {
	if _, err := q.workRequest("OBJECT_DELETE"); err != nil {
		return err
	}
	s.mu.Lock()
	_, pending := s.tasks.Take(func(t *task) bool { return t.id == q.id })
	s.mu.Unlock()
	if !pending {
		return cloud.Errorf(http.StatusConflict, "NotCancelable", "The work request '%s' is finished", q.id)
	}
	s.work.Update(q.id, func(wr *cloud.WorkRequest) {
		wr.Status, wr.TimeFinished = cloud.Canceled, s.now()
		wr.Logs = append(wr.Logs, cloud.WorkRequestLog{Message: "Work request canceled.", Timestamp: s.now()})
	})
	q.w.WriteHeader(http.StatusAccepted)
	return nil
}

// resource is an object or a bucket as a work request tells of it.
func resource(action, entity string, r region.Region, namespace, bucket, object string) cloud.WorkRequestResource {
	uri := "/n/" + namespace + "/b/" + bucket
	metadata := map[string]string{"REGION": r.Name, "NAMESPACE": namespace, "BUCKET": bucket}
	if object != "" {
		uri += "/o/" + object
		metadata["OBJECT"] = object
	}
	return cloud.WorkRequestResource{ActionType: action, EntityType: entity, Identifier: uri, EntityURI: uri, Metadata: metadata}
}
