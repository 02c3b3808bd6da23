package dbsystem

import (
	"net/http"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// The states of a system's or a backup's life.
const (
	creating = "CREATING"
	active   = "ACTIVE"
	inactive = "INACTIVE"
	updating = "UPDATING"
	deleting = "DELETING"
	deleted  = "DELETED"
	failed   = "FAILED"
)

// succeeded is what the two services call the end of work that went well.
const succeeded = "SUCCEEDED"

// task is work that ends at a time.
type task struct {
	due time.Time
	end func()
}

// Due is when the work ends.
func (t task) Due() time.Time { return t.due }

// start begins the work of a call on a record: the record is in the passing state until the time is over, and then in the
// state that follows, unless the work is to fail. It sets the header with the work request's id. The caller holds the lock.
func (s *Service) start(w http.ResponseWriter, c *cloud.Call, operation string, r *record, passing, then string, takes time.Duration, finish func()) {
	before := r.body.text("lifecycleState")
	entity := cloud.WorkRequestResource{ActionType: "IN_PROGRESS", EntityType: s.entity, Identifier: r.body.text("id")}
	id := s.work.New(c, s.operations[operation], r.body.text("compartmentId"), entity)
	s.work.Update(id, func(wr *cloud.WorkRequest) {
		wr.Status, wr.TimeStarted, wr.PercentComplete = cloud.InProgress, s.world.Now(), 5
	})
	w.Header().Set("Opc-Work-Request-Id", id)
	s.become(r, passing)
	fails := c.Fails(operation)
	s.tasks.Add(task{due: s.world.Now().Add(takes), end: func() {
		if fails {
			s.fail(id, r, before)
			return
		}
		if finish != nil {
			finish()
		}
		s.become(r, then)
		s.work.Update(id, func(wr *cloud.WorkRequest) {
			wr.Status, wr.TimeFinished, wr.PercentComplete = succeeded, s.world.Now(), 100
		})
	}})
}

// fail ends work badly: what was being created is FAILED, and what was there before is as it was.
func (s *Service) fail(work string, r *record, before string) {
	if before == creating || before == "" {
		before = failed
	}
	s.become(r, before)
	r.body["lifecycleDetails"] = "The work request failed."
	s.work.Update(work, func(wr *cloud.WorkRequest) {
		wr.Status, wr.TimeFinished = cloud.Failed, s.world.Now()
		wr.Errors = append(wr.Errors, cloud.WorkRequestError{Code: "InternalServerError", Message: "The operation failed.", Timestamp: s.world.Now()})
	})
}

func (s *Service) become(r *record, state string) {
	r.body["lifecycleState"] = state
	r.body["timeUpdated"] = stamp(s.world.Now())
	r.etag = cloud.NewETag()
}

// settle ends the work whose time is over, and takes the backups that are due. The caller holds the lock.
func (s *Service) settle() {
	now := s.world.Now()
	for t, ok := s.tasks.Next(now); ok; t, ok = s.tasks.Next(now) {
		t.end()
	}
	for _, r := range sorted(s.systems) {
		if r.body.text("lifecycleState") == active && s.automatic(r) && !now.Before(r.backup.Add(day)) {
			r.backup = now
			s.takeBackup(r, "automatic", nil)
		}
	}
}

// day is how often an automatic backup is taken. The first one is taken a day after the system was made: the window of
// the day is not kept to.
const day = 24 * time.Hour

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
