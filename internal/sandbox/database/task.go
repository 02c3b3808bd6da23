package database

import (
	"net/http"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// task is work that was accepted and is not finished.
type task struct {
	id        string // of its work request; "" for work that has none
	accepted  time.Time
	due       time.Time
	operation string // what a log line and an error call it
	fails     bool
	finish    func(now time.Time) // what comes of it
	undo      func(now time.Time) // what comes of it when it fails
}

// Due is when the work is done.
func (t *task) Due() time.Time { return t.due }

// begin accepts work on a database: it takes the passing state at once, a work request in the call's region, and leaves
// the state for the one that it resumes when finish or, if the work fails, undo has run. The caller holds the lock.
func (s *Service) begin(w http.ResponseWriter, c *cloud.Call, d *database, state string, t task) {
	d.pass(state)
	finish, undo := t.finish, t.undo
	t.finish = func(now time.Time) { d.settle(finish, now) }
	t.undo = func(now time.Time) { d.settle(undo, now) }
	s.accept(w, c, d.ID, d.CompartmentID, "autonomousDatabase", t)
}

// pass takes a passing state, after which the present one comes again unless something says otherwise.
func (d *database) pass(state string) {
	if d.resume == "" {
		d.resume = d.LifecycleState
	}
	d.LifecycleState = state
	d.renew()
}

// settle ends a passing state. What runs may set another state to resume.
func (d *database) settle(run func(time.Time), now time.Time) {
	if run != nil {
		run(now)
	}
	d.LifecycleState, d.resume = d.resume, ""
	d.renew()
}

// accept makes a work request and keeps its task. The caller holds the lock.
func (s *Service) accept(w http.ResponseWriter, c *cloud.Call, ocid, compartment, entity string, t task) {
	t.id = s.tasks.New(c, t.operation, compartment, cloud.WorkRequestResource{
		ActionType: "IN_PROGRESS", EntityType: entity, Identifier: ocid, EntityURI: version + "/" + entity + "s/" + ocid,
	})
	t.accepted, t.fails = s.world.Now(), t.fails || c.Fails(t.operation)
	s.tasks.Update(t.id, func(wr *cloud.WorkRequest) {
		wr.Logs = append(wr.Logs, cloud.WorkRequestLog{Message: t.operation + " accepted.", Timestamp: t.accepted})
	})
	w.Header().Set("Opc-Work-Request-Id", t.id)
	s.pending.Add(&t)
}

// settle finishes all work whose time has come. It runs before each request and before a dump, and so nobody can see
// that the work was not done on time.
func (s *Service) settle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.world.Now()
	for t, ok := s.pending.Next(now); ok; t, ok = s.pending.Next(now) {
		s.end(t)
	}
}

func (s *Service) end(t *task) {
	if !t.fails {
		t.finish(t.due)
	} else if t.undo != nil {
		t.undo(t.due)
	}
	s.tasks.Update(t.id, func(wr *cloud.WorkRequest) {
		wr.TimeStarted, wr.TimeFinished, wr.PercentComplete = t.accepted, t.due, 100
		wr.Status = succeeded
		message := t.operation + " succeeded."
		if t.fails {
			wr.Status = cloud.Failed
			message = t.operation + " failed."
			wr.Errors = append(wr.Errors, cloud.WorkRequestError{
				Code: "InternalError", Message: "The sandbox was told to let " + t.operation + " fail.", Timestamp: t.due,
			})
		}
		wr.Logs = append(wr.Logs, cloud.WorkRequestLog{Message: message, Timestamp: t.due})
		for i := range wr.Resources {
			wr.Resources[i].ActionType = action(t.operation)
		}
	})
}
