package nosql

import (
	"net/http"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// succeeded is what this service calls a success.
const succeeded = "SUCCEEDED"

// task is work that was accepted and is not finished.
type task struct {
	id, operation, kind, action string
	took                        time.Duration
	accepted, due               time.Time
	table                       *table
	fails                       bool
	finish, undo                func()
}

// Due is when the work is done.
func (k *task) Due() time.Time { return k.due }

// begin accepts work on a table and answers with the id of its work request. The caller holds the lock.
func (s *Service) begin(w http.ResponseWriter, c *cloud.Call, t *table, k task) {
	k.id = s.work.New(c, k.kind, t.compartment, cloud.WorkRequestResource{
		ActionType: "IN_PROGRESS", EntityType: "TABLE", Identifier: t.id, EntityURI: tablesPath + "/" + t.id,
	})
	k.accepted, k.table, k.fails = s.world.Now(), t, c.Fails(k.operation)
	k.due = k.accepted.Add(k.took)
	s.log(k.id, k.operation+" accepted.", k.accepted)
	s.tasks.Add(&k)
	t.renew(k.accepted)
	w.Header().Set("Opc-Work-Request-Id", k.id)
	w.WriteHeader(http.StatusAccepted)
}

func (s *Service) log(id, message string, at time.Time) {
	s.work.Update(id, func(wr *cloud.WorkRequest) {
		wr.Logs = append(wr.Logs, cloud.WorkRequestLog{Message: message, Timestamp: at})
	})
}

// settle finishes all work whose time has come. It runs before each request and before a dump, and so nobody can see that
// the work was not done on time. The caller holds the lock.
func (s *Service) settle() {
	now := s.world.Now()
	for k, ok := s.tasks.Next(now); ok; k, ok = s.tasks.Next(now) {
		if k.fails {
			s.fail(k, cloud.Failed, "InternalError", "The sandbox was told to let "+k.operation+" fail.")
			continue
		}
		run(k.finish)
		s.end(k, succeeded, k.due)
	}
}

// fail ends work without what it was to do.
func (s *Service) fail(k *task, status, code, message string) {
	run(k.undo)
	s.work.Update(k.id, func(wr *cloud.WorkRequest) {
		wr.Errors = append(wr.Errors, cloud.WorkRequestError{Code: code, Message: message, Timestamp: k.due})
	})
	s.end(k, status, k.due)
}

func (s *Service) end(k *task, status string, at time.Time) {
	k.table.renew(at)
	s.work.Update(k.id, func(wr *cloud.WorkRequest) {
		wr.Status, wr.PercentComplete, wr.TimeStarted, wr.TimeFinished = status, 100, k.accepted, at
		for i := range wr.Resources {
			wr.Resources[i].ActionType = k.action
		}
	})
	s.log(k.id, k.operation+" is "+status+".", at)
}

func run(f func()) {
	if f != nil {
		f()
	}
}

// found is the work request that the path names, if the caller may see it.
func (s *Service) found(c *cloud.Call, operation, permission string) (cloud.WorkRequest, error) {
	wr, err := s.work.Get(c.Region, c.PathValue("id"))
	if err != nil {
		return wr, err
	}
	return wr, c.Authorize(cloud.Access{
		Service: "nosql", Operation: operation, Permissions: []string{permission}, Compartment: wr.CompartmentID, Write: operation == "DeleteWorkRequest",
	})
}

func (s *Service) getWork(w http.ResponseWriter, c *cloud.Call) error {
	wr, err := s.found(c, "GetWorkRequest", "NOSQL_TABLE_READ")
	if err != nil {
		return err
	}
	if wr.Status == cloud.Accepted {
		wr.Status, wr.TimeStarted = cloud.InProgress, wr.TimeAccepted
		w.Header().Set("Retry-After", "1")
	}
	return cloud.WriteJSON(w, http.StatusOK, wr)
}

func (s *Service) listWork(w http.ResponseWriter, c *cloud.Call) error {
	compartment, err := cloud.ListedIn(c, "limit", "page")
	if err != nil {
		return err
	}
	err = c.Authorize(cloud.Access{Service: "nosql", Operation: "ListWorkRequests", Permissions: []string{"NOSQL_TABLE_INSPECT"}, Compartment: compartment})
	if err != nil {
		return err
	}
	return collection(w, c, s.work.List(c.Region, compartment), cloud.WorkRequest.SortKey)
}

func (s *Service) listWorkErrors(w http.ResponseWriter, c *cloud.Call) error {
	wr, err := s.found(c, "ListWorkRequestErrors", "NOSQL_TABLE_READ")
	if err != nil {
		return err
	}
	return collection(w, c, wr.Errors, func(e cloud.WorkRequestError) string { return e.Timestamp.Format(time.RFC3339Nano) + e.Code })
}

func (s *Service) listWorkLogs(w http.ResponseWriter, c *cloud.Call) error {
	wr, err := s.found(c, "ListWorkRequestLogs", "NOSQL_TABLE_READ")
	if err != nil {
		return err
	}
	return collection(w, c, wr.Logs, func(l cloud.WorkRequestLog) string { return l.Timestamp.Format(time.RFC3339Nano) + l.Message })
}

// cancelWork ends work that is not finished.
func (s *Service) cancelWork(w http.ResponseWriter, c *cloud.Call) error {
	wr, err := s.found(c, "DeleteWorkRequest", "NOSQL_TABLE_ALTER")
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.tasks.Take(func(k *task) bool { return k.id == wr.ID })
	if !ok {
		return cloud.Errorf(http.StatusConflict, "NotCancelable", "The work request %s is finished.", wr.ID)
	}
	k.due = s.world.Now()
	s.fail(k, cloud.Canceled, "Canceled", "The work request was canceled.")
	w.Header().Set("Opc-Work-Request-Id", wr.ID)
	w.WriteHeader(http.StatusAccepted)
	return nil
}
