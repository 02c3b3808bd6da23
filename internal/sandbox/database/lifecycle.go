package database

import (
	"net/http"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

func (s *Service) stop(w http.ResponseWriter, c *cloud.Call) error {
	return s.turn(w, c, "StopAutonomousDatabase", available, stopping, stopped)
}

func (s *Service) start(w http.ResponseWriter, c *cloud.Call) error {
	return s.turn(w, c, "StartAutonomousDatabase", stopped, starting, available)
}

func (s *Service) restart(w http.ResponseWriter, c *cloud.Call) error {
	if err := cloud.CheckQuery(c, "isOnlineRestart"); err != nil {
		return err
	}
	return s.turn(w, c, "RestartAutonomousDatabase", available, restarting, available)
}

func (s *Service) shrink(w http.ResponseWriter, c *cloud.Call) error {
	return s.turn(w, c, "ShrinkAutonomousDatabase", available, scaling, available)
}

// turn leads a database from one state through another to a third.
func (s *Service) turn(w http.ResponseWriter, c *cloud.Call, operation, from, through, to string) error {
	return s.change(w, c, operation, []string{from}, func(d *database) error {
		if err := d.mustLead(operation); err != nil {
			return err
		}
		s.begin(w, c, d, through, task{
			operation: operation, due: s.world.Now().Add(s.world.Pace.Update),
			finish: func(time.Time) { d.resume = to },
		})
		return nil
	})
}

// restore takes a database back to a time of its own that its backups reach.
func (s *Service) restore(w http.ResponseWriter, c *cloud.Call) error {
	var sent struct {
		Timestamp   *time.Time `json:"timestamp"`
		DatabaseSCN *string    `json:"databaseSCN"`
		Latest      *bool      `json:"latest"`
	}
	if err := cloud.ReadJSON(c, &sent); err != nil {
		return err
	}
	const operation = "RestoreAutonomousDatabase"
	if sent.Timestamp == nil && sent.DatabaseSCN == nil && !value(sent.Latest) {
		return cloud.MissingParameter("timestamp")
	}
	return s.change(w, c, operation, []string{available, stopped}, func(d *database) error {
		if err := d.mustLead(operation); err != nil {
			return err
		}
		if sent.Timestamp != nil {
			if err := s.restorable(d, *sent.Timestamp); err != nil {
				return err
			}
		}
		s.begin(w, c, d, restoring, task{
			operation: operation, due: s.world.Now().Add(s.world.Pace.Update),
			finish: func(time.Time) { d.resume = available },
		})
		return nil
	})
}

// restorable refuses a time that a database's backups do not reach.
func (s *Service) restorable(d *database, at time.Time) error {
	oldest := s.world.Now().AddDate(0, 0, -d.BackupRetentionPeriodInDays)
	if at.Before(d.TimeCreated) || at.Before(oldest) || at.After(s.world.Now()) {
		return cloud.InvalidParameter("The Autonomous Database %s has no backups that reach the time %s.", d.ID, at.Format(time.RFC3339))
	}
	return nil
}

// refresh brings a refreshable clone up to its source.
func (s *Service) refresh(w http.ResponseWriter, c *cloud.Call) error {
	var sent struct {
		Until *time.Time `json:"timeRefreshCutoff"`
	}
	if err := cloud.ReadJSON(c, &sent); err != nil {
		return err
	}
	const operation = "AutonomousDatabaseManualRefresh"
	return s.change(w, c, operation, []string{available}, func(d *database) error {
		if !d.IsRefreshableClone {
			return cloud.InvalidParameter("The Autonomous Database %s is not a refreshable clone.", d.ID)
		}
		until := valueOr(sent.Until, s.world.Now())
		if until.After(s.world.Now()) {
			return cloud.InvalidParameter("The timeRefreshCutoff %s is in the future.", until.Format(time.RFC3339))
		}
		s.begin(w, c, d, updating, task{
			operation: operation, due: s.world.Now().Add(s.world.Pace.Update),
			finish: func(now time.Time) { d.TimeOfLastRefresh, d.TimeOfLastRefreshPoint = now, until },
		})
		return nil
	})
}

// changeCompartment moves a database and its backups; a standby abroad stays where it is.
func (s *Service) changeCompartment(w http.ResponseWriter, c *cloud.Call) error {
	var sent struct {
		CompartmentID *string `json:"compartmentId"`
	}
	if err := cloud.ReadJSON(c, &sent); err != nil {
		return err
	}
	const operation = "ChangeAutonomousDatabaseCompartment"
	to := value(sent.CompartmentID)
	if to == "" {
		return cloud.MissingParameter("compartmentId")
	}
	if !s.world.HasCompartment(to) {
		return cloud.NotAuthorizedOrNotFound()
	}
	if err := authorize(c, operation, to, "", true); err != nil {
		return err
	}
	return s.act(w, c, operation, []string{available, stopped, standbyState}, func(d *database) error {
		if !s.world.CanMove(d.CompartmentID, to) {
			return cloud.NotAuthorizedOrNotFound()
		}
		moved := *d
		moved.CompartmentID = to
		if err := s.reserve(c, &moved, d); err != nil {
			return err
		}
		s.begin(w, c, d, updating, task{
			operation: operation, due: s.world.Now().Add(s.world.Pace.Update),
			finish: func(time.Time) {
				d.CompartmentID = to
				for _, b := range s.backups {
					if b.AutonomousDatabaseID == d.ID {
						b.CompartmentID = to
					}
				}
			},
		})
		return nil
	})
}
