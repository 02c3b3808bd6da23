package database

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// source finds the database of any region that another one is made of.
func (s *Service) source(ocid *string) (*database, error) {
	if ocid == nil {
		return nil, cloud.MissingParameter("sourceId")
	}
	d := s.databases[*ocid]
	if d == nil || d.gone() {
		return nil, cloud.NotAuthorizedOrNotFound()
	}
	return d, nil
}

// mayClone refuses a clone that Oracle does not make.
func (d *database) mayClone(to region.Region) error {
	switch {
	case d.follows():
		return cloud.InvalidParameter("The database %s is a standby: clone its primary %s.", d.ID, d.PeerDBIDs[0])
	case d.IsRefreshableClone:
		return cloud.InvalidParameter("The database %s is a refreshable clone and cannot be cloned.", d.ID)
	case d.region.Name != to.Name && !slices.Contains(d.SupportedRegionsToCloneTo, to.Name):
		return cloud.InvalidParameter("A database of the region %s cannot be cloned to %s.", d.region.Name, to.Name)
	}
	return d.mustBe(createOperation+" of a clone", available, stopped)
}

// copyTo gives a new database what a copy has of its source.
func (s *Service) copyTo(d, source *database) {
	d.DBWorkload, d.DBVersion = source.DBWorkload, source.DBVersion
	d.CharacterSet, d.NcharacterSet = source.CharacterSet, source.NcharacterSet
	d.LicenseModel, d.DatabaseEdition = source.LicenseModel, source.DatabaseEdition
	d.sizeJSON = source.sizeJSON
	d.fingerprints = slices.Clone(source.fingerprints)
}

func (s *Service) createClone(_ *cloud.Call, sent *createDetails, d *database) (aftermath, error) {
	source, err := s.source(sent.SourceID)
	if err != nil {
		return aftermath{}, err
	}
	if err := source.mayClone(d.region); err != nil {
		return aftermath{}, err
	}
	return aftermath{}, s.clone(sent, d, source)
}

// clone makes a database of its own out of a copy.
func (s *Service) clone(sent *createDetails, d, source *database) error {
	switch {
	case sent.CloneType == nil:
		return cloud.MissingParameter("cloneType")
	case sent.DBName == nil:
		return cloud.MissingParameter("dbName")
	case sent.AdminPassword == nil && sent.SecretID == nil:
		return cloud.MissingParameter("adminPassword")
	}
	if err := checkEnum("cloneType", sent.CloneType, cloneTypes); err != nil {
		return err
	}
	s.copyTo(d, source)
	d.fingerprints = nil
	d.SourceID, d.CloneType = &source.ID, *sent.CloneType
	least := source.storageGBs()
	if err := s.fill(sent, d); err != nil {
		return err
	}
	if *sent.CloneType == "FULL" && d.storageGBs() < least {
		return cloud.InvalidParameter("A full clone needs as much storage as its source has: %d GB.", least)
	}
	return nil
}

// createRefreshable makes a clone that follows its source and has its source's password.
func (s *Service) createRefreshable(_ *cloud.Call, sent *createDetails, d *database) (aftermath, error) {
	source, err := s.source(sent.SourceID)
	if err != nil {
		return aftermath{}, err
	}
	if err := source.mayClone(d.region); err != nil {
		return aftermath{}, err
	}
	switch {
	case sent.AdminPassword != nil || sent.SecretID != nil:
		return aftermath{}, cloud.InvalidParameter("A refreshable clone has its source's password.")
	case sent.DBName == nil:
		return aftermath{}, cloud.MissingParameter("dbName")
	case value(sent.IsFreeTier):
		return aftermath{}, cloud.InvalidParameter("A refreshable clone cannot be Always Free.")
	}
	s.copyTo(d, source)
	d.SourceID, d.CloneType = &source.ID, "FULL"
	d.IsRefreshableClone, d.RefreshableStatus = true, "NOT_REFRESHING"
	d.RefreshableMode, d.OpenMode = valueOr(sent.RefreshableMode, "MANUAL"), valueOr(sent.OpenMode, "READ_ONLY")
	d.AutoRefreshFrequency, d.AutoRefreshPointLag, d.TimeOfAutoRefreshStart = sent.AutoRefreshFrequency, sent.AutoRefreshPointLag, sent.TimeOfAutoRefreshStart
	d.TimeOfLastRefresh, d.TimeOfLastRefreshPoint = s.world.Now(), s.world.Now()
	return aftermath{}, s.fill(sent, d)
}

func (s *Service) createFromBackup(_ *cloud.Call, sent *createDetails, d *database) (aftermath, error) {
	b := s.backups[value(sent.AutonomousDatabaseBackupID)]
	if sent.AutonomousDatabaseBackupID == nil {
		return aftermath{}, cloud.MissingParameter("autonomousDatabaseBackupId")
	}
	if b == nil {
		return aftermath{}, cloud.NotAuthorizedOrNotFound()
	}
	if b.LifecycleState != active || !b.IsRestorable {
		return aftermath{}, cloud.IncorrectState("The backup %s is %s and cannot be restored.", b.ID, b.LifecycleState)
	}
	source, err := s.source(&b.AutonomousDatabaseID)
	if err != nil {
		return aftermath{}, err
	}
	return aftermath{}, s.clone(sent, d, source)
}

func (s *Service) createFromTime(_ *cloud.Call, sent *createDetails, d *database) (aftermath, error) {
	if sent.AutonomousDatabaseID == nil {
		return aftermath{}, cloud.MissingParameter("autonomousDatabaseId")
	}
	source, err := s.source(sent.AutonomousDatabaseID)
	if err != nil {
		return aftermath{}, err
	}
	if (sent.Timestamp == nil) == !value(sent.UseLatestAvailableBackup) {
		return aftermath{}, cloud.InvalidParameter("Either timestamp or useLatestAvailableBackupTimeStamp is needed.")
	}
	if sent.Timestamp != nil {
		if err := s.restorable(source, *sent.Timestamp); err != nil {
			return aftermath{}, err
		}
	}
	if err := source.mayClone(d.region); err != nil {
		return aftermath{}, err
	}
	return aftermath{}, s.clone(sent, d, source)
}

// mayCreate asks whether the caller may create a database, and copy the one that it comes from.
func (s *Service) mayCreate(c *cloud.Call, sent *createDetails) error {
	if err := authorize(c, createOperation, *sent.CompartmentID, valueOr(sent.DBWorkload, ""), true); err != nil {
		return err
	}
	for _, from := range []struct {
		ocid       *string
		permission string
	}{
		{sent.SourceID, "AUTONOMOUS_DATABASE_CONTENT_READ"},
		{sent.AutonomousDatabaseID, "AUTONOMOUS_DATABASE_CONTENT_READ"},
		{sent.AutonomousDatabaseBackupID, "AUTONOMOUS_DB_BACKUP_CONTENT_READ"},
	} {
		if from.ocid == nil {
			continue
		}
		compartment, ok := s.compartmentOf(*from.ocid)
		if !ok {
			return cloud.NotAuthorizedOrNotFound()
		}
		access := cloud.Access{Service: "database", Operation: createOperation, Permissions: []string{from.permission}, Compartment: compartment}
		if err := c.Authorize(access); err != nil {
			return err
		}
	}
	return nil
}

// compartmentOf is the compartment of a database or a backup of any region.
func (s *Service) compartmentOf(ocid string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.databases[ocid]; d != nil {
		return d.CompartmentID, true
	}
	if b := s.backups[ocid]; b != nil {
		return b.CompartmentID, true
	}
	return "", false
}

// checkCreate holds what was sent against what can be said without what it refers to.
func (sent *createDetails) checkCreate(r region.Region) error {
	if err := first(
		sent.check(r),
		checkEnum("characterSet", sent.CharacterSet, characterSets),
		checkEnum("ncharacterSet", sent.NcharacterSet, ncharacterSets),
	); err != nil {
		return err
	}
	if sent.AvailabilityDomain != nil {
		return cloud.NotImplemented("the availability domain of an Autonomous Database")
	}
	return nil
}

func (s *Service) listRefreshableClones(w http.ResponseWriter, c *cloud.Call) error {
	return s.collect(w, c, "ListAutonomousDatabaseRefreshableClones", func(d *database) []peerJSON {
		items := []peerJSON{}
		for _, clone := range s.databases {
			if clone.IsRefreshableClone && !clone.gone() && *clone.SourceID == d.ID {
				items = append(items, peerJSON{clone.ID, clone.region.Name})
			}
		}
		return items
	})
}

var cloneQuery = []string{"compartmentId", "limit", "page", "sortBy", "sortOrder", "displayName", "lifecycleState", "cloneType"}

// listClones answers the clones of a database in the call's region.
func (s *Service) listClones(w http.ResponseWriter, c *cloud.Call) error {
	if err := s.listed(c, "ListAutonomousDatabaseClones", cloneQuery); err != nil {
		return err
	}
	q := c.URL.Query()
	if err := s.allowed(c, "ListAutonomousDatabaseClones", false); err != nil {
		return err
	}
	return s.list(w, c, func(d *database) bool {
		refreshable := strings.EqualFold(q.Get("cloneType"), "REFRESHABLE_CLONE")
		return d.SourceID != nil && *d.SourceID == c.PathValue("id") && d.CompartmentID == q.Get("compartmentId") && (!refreshable || d.IsRefreshableClone)
	})
}

// detach makes a refreshable clone a database of its own.
func (d *database) detach(now time.Time) {
	d.IsRefreshableClone, d.RefreshableMode, d.RefreshableStatus, d.OpenMode = false, "", "", "READ_WRITE"
	d.TimeOfLastRefresh, d.TimeOfLastRefreshPoint = now, now
}
