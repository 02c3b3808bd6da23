package database

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

var compare = strings.Compare

func (s *Service) switchover(w http.ResponseWriter, c *cloud.Call) error {
	return s.changeRoles(w, c, "SwitchoverAutonomousDatabase", func(d *database, now time.Time) { d.TimeOfLastSwitchover = now })
}

func (s *Service) failover(w http.ResponseWriter, c *cloud.Call) error {
	return s.changeRoles(w, c, "FailOverAutonomousDatabase", func(d *database, now time.Time) { d.TimeOfLastFailover = now })
}

// changeRoles makes the standby that the path names the primary of the peer that the query names, or, without one, a
// database change places with its standby in the same region.
func (s *Service) changeRoles(w http.ResponseWriter, c *cloud.Call, operation string, note func(*database, time.Time)) error {
	if err := cloud.CheckQuery(c, "peerDbId"); err != nil {
		return err
	}
	return s.change(w, c, operation, []string{available, standbyState}, func(d *database) error {
		peer := c.URL.Query().Get("peerDbId")
		if peer == "" {
			return s.changeRolesHere(w, c, d, operation, note)
		}
		leader := s.databases[peer]
		switch {
		case !slices.Contains(d.PeerDBIDs, peer) || leader == nil:
			return cloud.InvalidParameter("The peerDbId %q is not a peer of the Autonomous Database %s.", peer, d.ID)
		case !d.follows():
			return cloud.InvalidParameter("%s is called in the region of the standby, with the OCID of its primary as peerDbId.", operation)
		}
		if err := leader.mustBe(operation, available, stopped); err != nil {
			return err
		}
		leader.pass(changingRole)
		s.begin(w, c, d, changingRole, task{
			operation: operation, due: s.world.Now().Add(s.world.Pace.Update),
			finish: func(now time.Time) {
				s.swap(leader, d, now)
				note(leader, now)
				note(d, now)
				leader.settle(nil, now)
			},
			undo: func(now time.Time) { leader.settle(nil, now) },
		})
		return nil
	})
}

// swap makes the follower the leader, also of the leader's other standbys.
func (s *Service) swap(leader, follower *database, now time.Time) {
	kind := follower.RemoteDisasterRecoveryConfiguration
	leader.RemoteDisasterRecoveryConfiguration, follower.RemoteDisasterRecoveryConfiguration = kind, kind
	others := slices.DeleteFunc(slices.Clone(leader.PeerDBIDs), func(id string) bool { return id == follower.ID })
	for _, id := range others {
		if other := s.databases[id]; other != nil {
			other.PeerDBIDs = []string{follower.ID}
		}
	}
	leader.PeerDBIDs, follower.PeerDBIDs = []string{follower.ID}, append([]string{leader.ID}, others...)
	leader.Role, follower.Role = roleOf(kind.DisasterRecoveryType), primary
	leader.LocalDisasterRecoveryType, follower.LocalDisasterRecoveryType = "", backupBased
	leader.resume, follower.resume = standbyState, available
	for _, d := range []*database{leader, follower} {
		d.TimeDisasterRecoveryRoleChanged = now
		if kind.DisasterRecoveryType == adg {
			d.TimeDataGuardRoleChanged = now
		}
	}
}

func (s *Service) changeRolesHere(w http.ResponseWriter, c *cloud.Call, d *database, operation string, note func(*database, time.Time)) error {
	if d.LocalStandbyDB == nil || d.follows() {
		return cloud.InvalidParameter("The Autonomous Database %s has no standby in the region %s.", d.ID, d.region.Name)
	}
	s.begin(w, c, d, changingRole, task{
		operation: operation, due: s.world.Now().Add(s.world.Pace.Update),
		finish: func(now time.Time) {
			note(d, now)
			d.TimeDataGuardRoleChanged, d.TimeDisasterRecoveryRoleChanged = now, now
		},
	})
	return nil
}

// changeDisasterRecovery is for the standby's side only.
func (s *Service) changeDisasterRecovery(w http.ResponseWriter, c *cloud.Call) error {
	var sent struct {
		DisasterRecoveryType        *string    `json:"disasterRecoveryType"`
		TimeSnapshotStandbyUntil    *time.Time `json:"timeSnapshotStandbyEnabledTill"`
		IsSnapshotStandby           *bool      `json:"isSnapshotStandby"`
		IsReplicateAutomaticBackups *bool      `json:"isReplicateAutomaticBackups"`
	}
	if err := cloud.ReadJSON(c, &sent); err != nil {
		return err
	}
	if err := checkEnum("disasterRecoveryType", sent.DisasterRecoveryType, recoveryTypes); err != nil {
		return err
	}
	const operation = "ChangeDisasterRecoveryConfiguration"
	return s.change(w, c, operation, []string{standbyState, available}, func(d *database) error {
		if !d.follows() {
			return cloud.InvalidParameter("%s is called on the standby, and the Autonomous Database %s is none.", operation, d.ID)
		}
		next := *d.RemoteDisasterRecoveryConfiguration
		set(&next.DisasterRecoveryType, sent.DisasterRecoveryType)
		set(&next.IsReplicateAutomaticBackups, sent.IsReplicateAutomaticBackups)
		set(&next.IsSnapshotStandby, sent.IsSnapshotStandby)
		set(&next.TimeSnapshotStandbyUntil, sent.TimeSnapshotStandbyUntil)
		if until := next.TimeSnapshotStandbyUntil; next.IsSnapshotStandby && until.After(s.world.Now().Add(48*time.Hour)) {
			return cloud.InvalidParameter("A snapshot standby lasts at most 48 hours.")
		}
		leader := s.databases[d.PeerDBIDs[0]]
		if leader == nil {
			return cloud.IncorrectState("The primary of %s is gone.", d.ID)
		}
		if err := leader.mustBe(operation, available, stopped); err != nil {
			return err
		}
		leader.pass(updating)
		s.begin(w, c, d, updating, task{
			operation: operation, due: s.world.Now().Add(s.world.Pace.Update),
			finish: func(now time.Time) { s.reconfigure(leader, d, next, now) },
			undo:   func(now time.Time) { leader.settle(nil, now) },
		})
		return nil
	})
}

// reconfigure gives a standby and its primary another configuration.
func (s *Service) reconfigure(leader, d *database, next recovery, now time.Time) {
	d.RemoteDisasterRecoveryConfiguration = &next
	d.Role, d.resume = roleOf(next.DisasterRecoveryType), standbyState
	d.DataguardRegionType = dataGuard(next.DisasterRecoveryType, "REMOTE_STANDBY_DG_REGION")
	if next.IsSnapshotStandby {
		d.Role, d.resume = snapshotStandby, available
	}
	s.pair(d, leader)
	leader.settle(func(time.Time) { s.pair(leader, d) }, now)
	s.replicateBackups(leader, d, now)
}

// disconnect makes a standby a database of its own.
func (s *Service) disconnect(d *database, now time.Time) {
	leader := s.databases[d.PeerDBIDs[0]]
	d.unpeer(d.PeerDBIDs...)
	d.Role, d.LocalDisasterRecoveryType, d.resume = primary, backupBased, available
	d.TimeDisasterRecoveryRoleChanged = now
	if leader != nil {
		leader.unpeer(d.ID)
	}
}

// localGuard makes or ends a standby in the same region.
func (d *database) localGuard(sent details, now time.Time) error {
	wanted := sent.IsLocalDataGuardEnabled
	if wanted == nil {
		wanted = sent.IsDataGuardEnabled
	}
	if wanted == nil {
		return nil
	}
	if *wanted && (d.IsFreeTier || d.IsRefreshableClone) {
		return cloud.InvalidParameter("The database is Always Free or a refreshable clone and can have no standby.")
	}
	d.IsLocalDataGuardEnabled = *wanted
	d.LocalStandbyDB, d.StandbyDB, d.TimeLocalDataGuardEnabled, d.LocalDisasterRecoveryType = nil, nil, time.Time{}, backupBased
	if *wanted {
		d.LocalStandbyDB = &standbySummary{LifecycleState: standbyState}
		d.StandbyDB, d.TimeLocalDataGuardEnabled, d.LocalDisasterRecoveryType = d.LocalStandbyDB, now, adg
	}
	d.guard()
	return nil
}
