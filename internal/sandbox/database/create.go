package database

import (
	"crypto/hmac"
	"crypto/sha256"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// creation makes a database of a kind: it checks what was sent and what it refers to, and fills the new database. The
// caller holds the lock.
type creation func(s *Service, c *cloud.Call, sent *createDetails, d *database) (aftermath, error)

// aftermath is what a creation does to other databases: at once, and when the new one is ready or has failed. All of
// them may be nil.
type aftermath struct {
	now    func()
	done   func(at time.Time)
	failed func(at time.Time)
}

// creations are the sources of Oracle's API that the sandbox knows.
var creations = map[string]creation{
	"NONE":                           (*Service).createNew,
	"DATABASE":                       (*Service).createClone,
	"CLONE_TO_REFRESHABLE":           (*Service).createRefreshable,
	"BACKUP_FROM_ID":                 (*Service).createFromBackup,
	"BACKUP_FROM_TIMESTAMP":          (*Service).createFromTime,
	"CROSS_REGION_DATAGUARD":         (*Service).createStandby,
	"CROSS_REGION_DISASTER_RECOVERY": (*Service).createStandby,
}

const createOperation = "CreateAutonomousDatabase"

func (s *Service) createDatabase(w http.ResponseWriter, c *cloud.Call) error {
	var sent createDetails
	if err := cloud.ReadJSON(c, &sent); err != nil {
		return err
	}
	create, ok := creations[valueOr(sent.Source, "NONE")]
	switch {
	case !ok:
		return cloud.NotImplemented("the source %s of an Autonomous Database", *sent.Source)
	case value(sent.IsDedicated) || sent.AutonomousContainerDatabaseID != nil:
		return cloud.NotImplemented("Autonomous Databases on dedicated infrastructure")
	case value(sent.CompartmentID) == "":
		return cloud.MissingParameter("compartmentId")
	case !s.world.HasCompartment(*sent.CompartmentID):
		return cloud.NotAuthorizedOrNotFound()
	}
	if err := s.mayCreate(c, &sent); err != nil {
		return err
	}
	if err := sent.checkCreate(c.Region); err != nil {
		return err
	}
	answer, etag, err := s.add(w, c, &sent, create)
	if err != nil {
		return err
	}
	w.Header().Set("Etag", etag)
	return cloud.WriteJSON(w, http.StatusOK, answer)
}

// add makes the database under the lock, so that no two get the same name and no quota is spent twice.
func (s *Service) add(w http.ResponseWriter, c *cloud.Call, sent *createDetails, create creation) (databaseJSON, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.blank(c.Region, *sent.CompartmentID)
	after, err := create(s, c, sent, d)
	if err != nil {
		return databaseJSON{}, "", err
	}
	if err := s.free(d); err != nil {
		return databaseJSON{}, "", err
	}
	if err := s.reserve(c, d, nil); err != nil {
		return databaseJSON{}, "", err
	}
	d.name()
	s.databases[d.ID] = d
	if after.now != nil {
		after.now()
	}
	s.begin(w, c, d, provisioning, task{
		operation: createOperation, due: s.world.Now().Add(s.world.Pace.Create),
		finish: func(now time.Time) {
			s.firstBackup(d, now)
			if after.done != nil {
				after.done(now)
			}
		},
		undo: func(now time.Time) {
			s.terminated(d, now)
			d.LifecycleDetails = "The database could not be provisioned."
			if after.failed != nil {
				after.failed(now)
			}
		},
	})
	return d.answer(), d.etag, nil
}

// blank is a database with what every new one has.
func (s *Service) blank(in region.Region, compartment string) *database {
	d := &database{region: in, databaseJSON: databaseJSON{
		ID: cloud.NewOCID("autonomousdatabase", in), CompartmentID: compartment,
		LifecycleState: available, TimeCreated: s.world.Now(),
		DBWorkload: "OLTP", DBVersion: "26ai", CharacterSet: "AL32UTF8", NcharacterSet: "AL16UTF16",
		InfrastructureType: "CLOUD", OpenMode: "READ_WRITE", PermissionLevel: "UNRESTRICTED", MaintenanceScheduleType: "REGULAR",
		DataSafeStatus: "NOT_REGISTERED", OpsInsightsStatus: "NOT_ENABLED", ManagementStatus: "NOT_ENABLED",
	}}
	d.BackupRetentionPeriodInDays = 60
	d.LocalDisasterRecoveryType = backupBased
	d.Role = primary
	d.SupportedRegionsToCloneTo = s.cloneable(in)
	d.oracleKey(s.world.Now())
	return d
}

// createNew makes an empty database.
func (s *Service) createNew(_ *cloud.Call, sent *createDetails, d *database) (aftermath, error) {
	if sent.DBName == nil {
		return aftermath{}, cloud.MissingParameter("dbName")
	}
	if sent.AdminPassword == nil && sent.SecretID == nil {
		return aftermath{}, cloud.MissingParameter("adminPassword")
	}
	for name, foreign := range map[string]bool{
		"sourceId": sent.SourceID != nil, "cloneType": sent.CloneType != nil, "timestamp": sent.Timestamp != nil,
		"remoteDisasterRecoveryType":  sent.RemoteDisasterRecoveryType != nil,
		"isReplicateAutomaticBackups": sent.IsReplicateAutomaticBackups != nil,
	} {
		if foreign {
			return aftermath{}, cloud.InvalidParameter("%s is not for the source NONE.", name)
		}
	}
	return aftermath{}, s.fill(sent, d)
}

// fill applies what was sent for a database of its own to what it has already, from its source or by default.
func (s *Service) fill(sent *createDetails, d *database) error {
	set(&d.DBName, sent.DBName)
	d.DisplayName = valueOr(sent.DisplayName, d.DBName)
	set(&d.DBWorkload, sent.DBWorkload)
	set(&d.DBVersion, sent.DBVersion)
	set(&d.CharacterSet, sent.CharacterSet)
	set(&d.NcharacterSet, sent.NcharacterSet)
	set(&d.MaintenanceScheduleType, sent.MaintenanceScheduleType)
	set(&d.BackupRetentionPeriodInDays, sent.BackupRetentionPeriodInDays)
	set(&d.IsBackupRetentionLocked, sent.IsBackupRetentionLocked)
	set(&d.IsFreeTier, sent.IsFreeTier)
	d.FreeformTags, d.DefinedTags, d.CustomerContacts = sent.FreeformTags, sent.DefinedTags, sent.CustomerContacts
	if d.IsFreeTier {
		if err := s.fillFree(sent, d); err != nil {
			return err
		}
	}
	if err := d.license(sent.details); err != nil {
		return err
	}
	if d.ComputeModel == "" && sent.ComputeModel == nil && sent.CPUCoreCount == nil {
		return cloud.MissingParameter("computeModel")
	}
	if err := d.sizeJSON.apply(sent.details, d.DBWorkload); err != nil {
		return err
	}
	if d.AllocatedStorageSizeInTBs == 0 {
		return cloud.MissingParameter("dataStorageSizeInTBs")
	}
	d.setPassword(s.pepper, sent.AdminPassword)
	if sent.SecretID != nil {
		d.passwordSets++
	}
	if sent.IsMtlsConnectionRequired == nil {
		sent.IsMtlsConnectionRequired = new(value(sent.SubnetID) == "" && listed(sent.WhitelistedIPs) == nil)
	}
	return first(d.applyNetwork(sent.details), s.fillKey(sent, d), d.localGuard(sent.details, s.world.Now()))
}

// fillFree gives an Always Free database its fixed size.
func (s *Service) fillFree(sent *createDetails, d *database) error {
	switch {
	case s.home.Name != "" && d.region.Name != s.home.Name:
		return cloud.InvalidParameter("Always Free Autonomous Databases can be created in the home region %s only.", s.home.Name)
	case sent.KMSKeyID != nil, sent.SubnetID != nil, value(sent.IsAutoScalingEnabled), value(sent.IsLocalDataGuardEnabled):
		return cloud.InvalidParameter("Always Free Autonomous Databases have no customer-managed keys, private endpoints, auto scaling or standbys.")
	}
	count := 0
	for _, other := range s.databases {
		if other.IsFreeTier && !other.gone() {
			count++
		}
	}
	if count >= 2 {
		return cloud.Errorf(http.StatusBadRequest, "LimitExceeded", "The tenancy has two Always Free Autonomous Databases already.")
	}
	d.ComputeModel, d.ComputeCount = "ECPU", 2
	d.store(freeStorage, d.DBWorkload)
	sent.ComputeModel, sent.ComputeCount, sent.CPUCoreCount, sent.DataStorageSizeInTBs, sent.DataStorageSizeInGBs = nil, nil, nil, nil, nil
	return nil
}

// license is included in JSON and APEX databases, and the owner's own by default in the others.
func (d *database) license(sent details) error {
	included := slices.Contains([]string{"AJD", "APEX"}, d.DBWorkload)
	if included && sent.LicenseModel != nil && *sent.LicenseModel != "LICENSE_INCLUDED" {
		return cloud.InvalidParameter("The license of the workload %s is always LICENSE_INCLUDED.", d.DBWorkload)
	}
	switch {
	case included || d.IsFreeTier:
		d.LicenseModel = "LICENSE_INCLUDED"
	case sent.LicenseModel != nil:
		d.LicenseModel = *sent.LicenseModel
	case d.LicenseModel == "":
		d.LicenseModel = "BRING_YOUR_OWN_LICENSE"
	}
	if sent.DatabaseEdition != nil {
		if d.LicenseModel != "BRING_YOUR_OWN_LICENSE" {
			return cloud.InvalidParameter("databaseEdition is for the license BRING_YOUR_OWN_LICENSE.")
		}
		d.DatabaseEdition = *sent.DatabaseEdition
	}
	if d.LicenseModel != "BRING_YOUR_OWN_LICENSE" {
		d.DatabaseEdition = ""
	}
	return nil
}

// free refuses a name that another database of the region has: it is unique in the tenancy, where a standby abroad has
// its primary's.
func (s *Service) free(d *database) error {
	for _, other := range s.databases {
		if other.ID != d.ID && other.region.Name == d.region.Name && other.LifecycleState != terminated && strings.EqualFold(other.DBName, d.DBName) {
			return cloud.InvalidParameter("The dbName %s is already used by another Autonomous Database of the tenancy in the region %s.", d.DBName, d.region.Name)
		}
	}
	return nil
}

// setPassword remembers that there is a new password, and a fingerprint of it by which it is known again.
func (d *database) setPassword(pepper []byte, password *string) {
	if password == nil {
		return
	}
	d.passwordSets++
	d.fingerprints = append(d.fingerprints, fingerprint(pepper, *password))
	if len(d.fingerprints) > 4 {
		d.fingerprints = d.fingerprints[1:]
	}
}

// usedBefore says whether a password is one of the last four.
func (d *database) usedBefore(pepper []byte, password string) bool {
	is := fingerprint(pepper, password)
	return slices.ContainsFunc(d.fingerprints, func(was []byte) bool { return hmac.Equal(is, was) })
}

func fingerprint(pepper []byte, password string) []byte {
	h := hmac.New(sha256.New, pepper)
	_, _ = h.Write([]byte(password)) // a hash takes everything
	return h.Sum(nil)
}
