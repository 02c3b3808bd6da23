package database

import (
	"net/http"
	"reflect"
	"slices"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

const updateOperation = "UpdateAutonomousDatabase"

// light are the members whose change takes no time and no work request; a standby has its own of them.
var light = []string{"displayName", "freeformTags", "definedTags", "customerContacts"}

// ofStandby are the members that can be changed on a standby, besides the light ones.
var ofStandby = []string{"whitelistedIps", "isDisconnectPeer", "peerDbId", "subnetId", "nsgIds", "privateEndpointLabel", "privateEndpointIp"}

// whileStopped are the members that cannot be changed on a database that does not run.
var whileStopped = []string{"adminPassword", "secretId", "openMode", "permissionLevel", "dbVersion", "isLocalDataGuardEnabled", "isDataGuardEnabled"}

// updateDatabase carries out one change at a time: while one is under way the next is 409.
func (s *Service) updateDatabase(w http.ResponseWriter, c *cloud.Call) error {
	var sent updateDetails
	if err := cloud.ReadJSON(c, &sent); err != nil {
		return err
	}
	members := membersOf(reflect.ValueOf(sent))
	if err := first(sent.check(c.Region), sent.checkUpdate(), exclude(members)); err != nil {
		return err
	}
	return s.change(w, c, updateOperation, []string{available, stopped, standbyState}, func(d *database) error {
		if err := d.mayUpdate(members); err != nil {
			return err
		}
		if value(sent.IsDisconnectPeer) || sent.PeerDBID != nil {
			return s.updatePeer(w, c, d, &sent)
		}
		return s.update(w, c, d, &sent, members)
	})
}

// mayUpdate refuses what the database's part or state does not allow.
func (d *database) mayUpdate(members []string) error {
	for _, member := range members {
		if d.follows() && !slices.Contains(light, member) && !slices.Contains(ofStandby, member) {
			return cloud.IncorrectState("The %s of the standby %s is its primary's: change it on the primary %s.", member, d.ID, d.PeerDBIDs[0])
		}
		if d.LifecycleState == stopped && slices.Contains(whileStopped, member) {
			return cloud.IncorrectState("The %s of the Autonomous Database %s cannot be changed while it is STOPPED.", member, d.ID)
		}
	}
	return nil
}

func (sent *updateDetails) checkUpdate() error {
	l := sent.LongTermBackupSchedule
	if l == nil {
		l = &longTermDetails{}
	}
	return first(
		checkEnum("permissionLevel", sent.PermissionLevel, permissions),
		checkRange("localAdgAutoFailoverMaxDataLossLimit", sent.LocalADGMaxDataLoss, 0, 3600),
		checkEnum("repeatCadence", l.RepeatCadence, cadences),
		checkRange("retentionPeriodInDays", l.RetentionPeriodInDays, 90, 3650),
	)
}

// update tries the change on a copy, so that nothing is half done, and carries it out when its time has come.
func (s *Service) update(w http.ResponseWriter, c *cloud.Call, d *database, sent *updateDetails, members []string) error {
	if p := sent.AdminPassword; p != nil && d.usedBefore(s.pepper, *p) {
		return cloud.InvalidParameter("The adminPassword must be different from the last four passwords.")
	}
	next := *d
	if err := s.apply(&next, sent); err != nil {
		return err
	}
	if err := first(s.free(&next), s.reserve(c, &next, d)); err != nil {
		return err
	}
	if !slices.ContainsFunc(members, func(member string) bool { return !slices.Contains(light, member) }) {
		if len(members) > 0 {
			*d = next
			d.renew()
		}
		return nil
	}
	state := updating
	if slices.ContainsFunc(members, func(member string) bool { return slices.Contains(size, member) }) {
		state = scaling
	}
	d.setPassword(s.pepper, sent.AdminPassword)
	if sent.SecretID != nil {
		d.passwordSets++
	}
	s.begin(w, c, d, state, task{
		operation: updateOperation, due: s.world.Now().Add(s.world.Pace.Update),
		finish: func(time.Time) { s.finishUpdate(d, sent) },
	})
	return nil
}

// finishUpdate changes the database as it is by now, and its standbys with it.
func (s *Service) finishUpdate(d *database, sent *updateDetails) {
	next := *d
	if err := s.apply(&next, sent); err != nil {
		d.LifecycleDetails = err.Error()
		return
	}
	*d = next
	if d.follows() {
		return
	}
	for _, id := range d.PeerDBIDs {
		if peer := s.databases[id]; peer != nil {
			peer.sizeJSON, peer.DBVersion, peer.LicenseModel = d.sizeJSON, d.DBVersion, d.LicenseModel
		}
	}
}

// apply changes what was sent.
func (s *Service) apply(d *database, sent *updateDetails) error {
	set(&d.DisplayName, sent.DisplayName)
	if sent.FreeformTags != nil {
		d.FreeformTags = sent.FreeformTags
	}
	if sent.DefinedTags != nil {
		d.DefinedTags = sent.DefinedTags
	}
	if sent.CustomerContacts != nil {
		d.CustomerContacts = sent.CustomerContacts
	}
	set(&d.MaintenanceScheduleType, sent.MaintenanceScheduleType)
	set(&d.OpenMode, sent.OpenMode)
	set(&d.PermissionLevel, sent.PermissionLevel)
	if sent.LocalADGMaxDataLoss != nil {
		d.LocalADGMaxDataLoss = sent.LocalADGMaxDataLoss
	}
	return first(
		d.applyKind(sent),
		d.sizeJSON.apply(sent.details, d.DBWorkload),
		d.applyNetwork(sent.details),
		d.applyRetention(sent),
		d.applyClone(sent),
		d.localGuard(sent.details, s.world.Now()),
		s.applyKey(d, sent.EncryptionKey),
	)
}

// applyKind changes what a database is: its name, workload, version, license and tier.
func (d *database) applyKind(sent *updateDetails) error {
	if sent.DBName != nil && *sent.DBName != d.DBName && (len(d.PeerDBIDs) > 0 || d.IsLocalDataGuardEnabled) {
		return cloud.InvalidParameter("The dbName of a database with a standby cannot be changed.")
	}
	set(&d.DBName, sent.DBName)
	if to := sent.DBWorkload; to != nil && *to != d.DBWorkload {
		if d.DBWorkload != "AJD" && d.DBWorkload != "APEX" && (d.DBWorkload != "DW" || *to != "LH") {
			return cloud.InvalidParameter("The workload %s cannot be changed to %s.", d.DBWorkload, *to)
		}
		d.DBWorkload = *to
	}
	if to := sent.DBVersion; to != nil {
		if slices.Index(versions, *to) < slices.Index(versions, d.DBVersion) {
			return cloud.InvalidParameter("The version %s cannot go back to %s.", d.DBVersion, *to)
		}
		d.DBVersion = *to
	}
	if to := sent.IsFreeTier; to != nil && *to != d.IsFreeTier {
		if *to {
			return cloud.InvalidParameter("A paid database cannot become Always Free.")
		}
		d.IsFreeTier = false
	}
	if d.IsFreeTier && (sent.ComputeCount != nil || sent.CPUCoreCount != nil || sent.DataStorageSizeInGBs != nil || sent.DataStorageSizeInTBs != nil) {
		return cloud.InvalidParameter("The size of an Always Free database cannot be changed.")
	}
	return d.license(sent.details)
}

// applyRetention changes how long backups are kept.
func (d *database) applyRetention(sent *updateDetails) error {
	if days := sent.BackupRetentionPeriodInDays; days != nil {
		if d.IsBackupRetentionLocked && *days < d.BackupRetentionPeriodInDays {
			return cloud.InvalidParameter("The backup retention is locked and cannot be shortened to %d days.", *days)
		}
		d.BackupRetentionPeriodInDays = *days
	}
	set(&d.IsBackupRetentionLocked, sent.IsBackupRetentionLocked)
	l := sent.LongTermBackupSchedule
	if l == nil {
		return nil
	}
	if value(l.IsDisabled) {
		d.LongTermBackupSchedule, d.NextLongTermBackup = nil, time.Time{}
		return nil
	}
	next := longTermSchedule{}
	if d.LongTermBackupSchedule != nil {
		next = *d.LongTermBackupSchedule
	}
	set(&next.RepeatCadence, l.RepeatCadence)
	set(&next.TimeOfBackup, l.TimeOfBackup)
	set(&next.RetentionPeriodInDays, l.RetentionPeriodInDays)
	if next.RepeatCadence == "" || next.TimeOfBackup.IsZero() || next.RetentionPeriodInDays == 0 {
		return cloud.InvalidParameter("A longTermBackupSchedule needs repeatCadence, timeOfBackup and retentionPeriodInDays.")
	}
	d.LongTermBackupSchedule, d.NextLongTermBackup = &next, next.TimeOfBackup
	return nil
}

// applyClone changes how a refreshable clone follows its source, or ends that it does.
func (d *database) applyClone(sent *updateDetails) error {
	refreshing := sent.RefreshableMode != nil || sent.AutoRefreshFrequency != nil || sent.AutoRefreshPointLag != nil || sent.TimeOfAutoRefreshStart != nil
	switch {
	case value(sent.IsRefreshableClone) && !d.IsRefreshableClone:
		return cloud.InvalidParameter("A database cannot become a refreshable clone.")
	case sent.IsRefreshableClone != nil && !*sent.IsRefreshableClone && d.IsRefreshableClone:
		d.detach(d.TimeOfLastRefresh)
	case refreshing && !d.IsRefreshableClone:
		return cloud.InvalidParameter("The database is not a refreshable clone.")
	}
	set(&d.RefreshableMode, sent.RefreshableMode)
	if sent.AutoRefreshFrequency != nil {
		d.AutoRefreshFrequency = sent.AutoRefreshFrequency
	}
	if sent.AutoRefreshPointLag != nil {
		d.AutoRefreshPointLag = sent.AutoRefreshPointLag
	}
	if sent.TimeOfAutoRefreshStart != nil {
		d.TimeOfAutoRefreshStart = sent.TimeOfAutoRefreshStart
	}
	return nil
}

// applyKey changes the key in the form that UpdateAutonomousDatabase takes.
func (s *Service) applyKey(d *database, to *encryptionJSON) error {
	if to == nil {
		return nil
	}
	if err := to.check(); err != nil {
		return err
	}
	if to.Provider == "ORACLE_MANAGED" {
		d.oracleKey(s.world.Now())
		return nil
	}
	if err := s.checkKey(d, to.KMSKeyID, to.VaultID); err != nil {
		return err
	}
	d.ownKey(to.KMSKeyID, to.VaultID, s.world.Now())
	return nil
}

// updatePeer ends what a database and its peer abroad have: the standby is terminated or becomes a database of its own.
func (s *Service) updatePeer(w http.ResponseWriter, c *cloud.Call, d *database, sent *updateDetails) error {
	follower := d
	if !d.follows() {
		follower = s.databases[value(sent.PeerDBID)]
	}
	if follower == nil || !slices.Contains(append(slices.Clone(d.PeerDBIDs), d.ID), follower.ID) || len(d.PeerDBIDs) == 0 {
		return cloud.InvalidParameter("The peerDbId %q is not a peer of the Autonomous Database %s.", value(sent.PeerDBID), d.ID)
	}
	if err := follower.mustBe(updateOperation, standbyState, available); err != nil {
		return err
	}
	if !value(sent.IsDisconnectPeer) {
		if d.follows() || sent.IsDataGuardEnabled == nil || *sent.IsDataGuardEnabled {
			return cloud.InvalidParameter("peerDbId is for isDisconnectPeer, or on a primary for isDataGuardEnabled = false.")
		}
		s.terminate(w, c, follower)
		return nil
	}
	disconnected := func(now time.Time) { s.disconnect(follower, now) }
	if follower != d {
		follower.pass(updating)
		disconnected = func(now time.Time) { follower.settle(func(now time.Time) { s.disconnect(follower, now) }, now) }
	}
	s.begin(w, c, d, updating, task{
		operation: updateOperation, due: s.world.Now().Add(s.world.Pace.Update), finish: disconnected,
		undo: func(now time.Time) {
			if follower != d {
				follower.settle(nil, now)
			}
		},
	})
	return nil
}
