package database

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// The states of a backup's life.
const (
	creating = "CREATING"
	active   = "ACTIVE"
	deleting = "DELETING"
	failed   = "FAILED"
)

// backup is a backup of a database, in the region that it is kept in.
type backup struct {
	backupJSON
	region region.Region
	etag   string
}

// backupJSON is a backup as Oracle answers it.
type backupJSON struct {
	ID                    string    `json:"id"`
	CompartmentID         string    `json:"compartmentId"`
	AutonomousDatabaseID  string    `json:"autonomousDatabaseId"`
	DisplayName           string    `json:"displayName"`
	Type                  string    `json:"type"`
	IsAutomatic           bool      `json:"isAutomatic"`
	LifecycleState        string    `json:"lifecycleState"`
	TimeStarted           time.Time `json:"timeStarted,omitzero"`
	TimeEnded             time.Time `json:"timeEnded,omitzero"`
	IsRestorable          bool      `json:"isRestorable"`
	DBVersion             string    `json:"dbVersion"`
	DatabaseSizeInTBs     float64   `json:"databaseSizeInTBs"`
	SizeInTBs             float64   `json:"sizeInTBs"`
	KMSKeyID              string    `json:"kmsKeyId,omitempty"`
	VaultID               *string   `json:"vaultId"`
	RetentionPeriodInDays *int      `json:"retentionPeriodInDays"`
	TimeAvailableTill     time.Time `json:"timeAvailableTill,omitzero"`
	InfrastructureType    string    `json:"infrastructureType"`
	Region                string    `json:"region"`

	BackupDestinationDetails *destination `json:"backupDestinationDetails"`
}

// destination is where a backup goes to; a remote one goes to another region.
type destination struct {
	Type         string  `json:"type"`
	IsRemote     *bool   `json:"isRemote"`
	RemoteRegion *string `json:"remoteRegion"`
}

func (to *destination) check(s *Service, from region.Region) error {
	if to == nil || !value(to.IsRemote) {
		return nil
	}
	if name := value(to.RemoteRegion); !slices.Contains(s.cloneable(from), name) {
		return cloud.InvalidParameter("The remoteRegion %q is not another region that the tenancy is subscribed to.", name)
	}
	return nil
}

// newBackup is a backup of a database, kept in a region.
func (s *Service) newBackup(d *database, in region.Region, name, kind string, days int) *backup {
	now := s.world.Now()
	b := &backup{region: in, etag: cloud.NewETag(), backupJSON: backupJSON{
		ID: cloud.NewOCID("autonomousdatabasebackup", in), CompartmentID: d.CompartmentID, AutonomousDatabaseID: d.ID, DisplayName: name,
		Type: kind, LifecycleState: creating, TimeStarted: now, DBVersion: d.DBVersion, DatabaseSizeInTBs: d.AllocatedStorageSizeInTBs,
		SizeInTBs: d.AllocatedStorageSizeInTBs, VaultID: d.VaultID, RetentionPeriodInDays: &days, TimeAvailableTill: now.AddDate(0, 0, days),
		InfrastructureType: "CLOUD", Region: in.Name,
	}}
	if d.VaultID != nil {
		b.KMSKeyID = d.KMSKeyID
	}
	s.backups[b.ID] = b
	return b
}

func (b *backup) complete(at time.Time) {
	b.LifecycleState, b.TimeEnded, b.IsRestorable, b.etag = active, at, true, cloud.NewETag()
}

// firstBackup is the automatic one that every database of its own gets.
func (s *Service) firstBackup(d *database, now time.Time) {
	if d.follows() || d.IsRefreshableClone || d.LifecycleState == terminated {
		return
	}
	b := s.newBackup(d, d.region, "Automatic backup of "+d.DBName, "FULL", d.BackupRetentionPeriodInDays)
	b.IsAutomatic, b.TimeStarted = true, now
	b.complete(now)
}

// replicateBackups copies the automatic backups of a primary to the region of its standby, or ends that they are there.
func (s *Service) replicateBackups(leader, d *database, now time.Time) {
	for id, b := range s.backups {
		if b.AutonomousDatabaseID == d.ID && b.IsAutomatic {
			delete(s.backups, id)
		}
	}
	if !d.RemoteDisasterRecoveryConfiguration.IsReplicateAutomaticBackups {
		return
	}
	b := s.newBackup(d, d.region, "Automatic backup of "+leader.DBName, "FULL", 7)
	b.IsAutomatic = true
	b.complete(now)
}

// mayLoseBackups refuses to terminate a database whose long-term backups would go with it.
func (s *Service) mayLoseBackups(d *database, agreed bool) error {
	for _, b := range s.backups {
		if b.AutonomousDatabaseID == d.ID && b.Type == "LONGTERM" && !agreed {
			return cloud.IncorrectState("The Autonomous Database %s has long-term backups: set mustDeleteAssociatedLongTermBackups to delete them too.", d.ID)
		}
	}
	return nil
}

func (s *Service) createBackup(w http.ResponseWriter, c *cloud.Call) error {
	var sent struct {
		DatabaseID            *string      `json:"autonomousDatabaseId"`
		DisplayName           *string      `json:"displayName"`
		RetentionPeriodInDays *int         `json:"retentionPeriodInDays"`
		IsLongTermBackup      *bool        `json:"isLongTermBackup"`
		Destination           *destination `json:"backupDestinationDetails"`
	}
	if err := cloud.ReadJSON(c, &sent); err != nil {
		return err
	}
	const operation = "CreateAutonomousDatabaseBackup"
	switch {
	case sent.DatabaseID == nil:
		return cloud.MissingParameter("autonomousDatabaseId")
	case !value(sent.IsLongTermBackup):
		return cloud.InvalidParameter("Backups of Autonomous Databases on serverless infrastructure are automatic; only long-term backups are made on demand.")
	case sent.RetentionPeriodInDays == nil:
		return cloud.MissingParameter("retentionPeriodInDays")
	}
	if err := first(checkRange("retentionPeriodInDays", sent.RetentionPeriodInDays, 90, 3650), sent.Destination.check(s, c.Region)); err != nil {
		return err
	}
	compartment, ok := s.compartmentOf(*sent.DatabaseID)
	if !ok {
		return cloud.NotAuthorizedOrNotFound()
	}
	if err := authorize(c, operation, compartment, "", true); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.at(c.Region, *sent.DatabaseID)
	if err != nil {
		return err
	}
	if err := first(d.mustBe(operation, available, stopped), d.mustLead(operation)); err != nil {
		return err
	}
	b := s.newBackup(d, d.region, valueOr(sent.DisplayName, "Long-term backup of "+d.DBName), "LONGTERM", *sent.RetentionPeriodInDays)
	if b.BackupDestinationDetails = sent.Destination; sent.Destination != nil && value(sent.Destination.IsRemote) {
		b.Region = *sent.Destination.RemoteRegion
	}
	s.accept(w, c, b.ID, b.CompartmentID, "autonomousDatabaseBackup", task{
		operation: operation, due: s.world.Now().Add(s.world.Pace.Create), finish: b.complete, undo: func(time.Time) { b.LifecycleState = failed },
	})
	w.Header().Set("Etag", b.etag)
	return cloud.WriteJSON(w, http.StatusOK, b.backupJSON)
}

// backupAllowed finds the backup that the path names and asks whether the caller may do an operation on it.
func (s *Service) backupAllowed(c *cloud.Call, operation string, write bool) (backup, error) {
	s.mu.Lock()
	b := s.backups[c.PathValue("id")]
	if b == nil || b.region.Name != c.Region.Name {
		s.mu.Unlock()
		return backup{}, cloud.NotAuthorizedOrNotFound()
	}
	copied := *b
	s.mu.Unlock()
	return copied, authorize(c, operation, copied.CompartmentID, "", write)
}

func (s *Service) getBackup(w http.ResponseWriter, c *cloud.Call) error {
	b, err := s.backupAllowed(c, "GetAutonomousDatabaseBackup", false)
	if err != nil {
		return err
	}
	w.Header().Set("Etag", b.etag)
	return cloud.WriteJSON(w, http.StatusOK, b.backupJSON)
}

var backupQuery = []string{
	"autonomousDatabaseId", "compartmentId", "limit", "page", "sortBy", "sortOrder", "lifecycleState", "displayName", "type", "infrastructureType",
}

func (s *Service) listBackups(w http.ResponseWriter, c *cloud.Call) error {
	if err := cloud.CheckQuery(c, backupQuery...); err != nil {
		return err
	}
	q := c.URL.Query()
	compartment, ok := q.Get("compartmentId"), true
	if id := q.Get("autonomousDatabaseId"); id != "" && compartment == "" {
		compartment, ok = s.compartmentOf(id)
	}
	if compartment == "" && ok {
		return cloud.MissingParameter("compartmentId")
	}
	if !ok || !s.world.HasCompartment(compartment) {
		return cloud.NotAuthorizedOrNotFound()
	}
	if err := authorize(c, "ListAutonomousDatabaseBackups", compartment, "", false); err != nil {
		return err
	}
	items := []backupJSON{}
	s.mu.Lock()
	for _, b := range s.backups {
		is := func(name, value string) bool { return !q.Has(name) || strings.EqualFold(q.Get(name), value) }
		if b.region.Name == c.Region.Name && b.CompartmentID == compartment && is("autonomousDatabaseId", b.AutonomousDatabaseID) &&
			is("lifecycleState", b.LifecycleState) && is("displayName", b.DisplayName) && is("type", b.Type) {
			items = append(items, b.backupJSON)
		}
	}
	s.mu.Unlock()
	return sorted(w, c, items, func(b backupJSON) time.Time { return b.TimeStarted }, func(b backupJSON) string { return b.DisplayName },
		func(b backupJSON) string { return b.ID })
}

// changeBackup runs do on the backup that the path names.
func (s *Service) changeBackup(c *cloud.Call, operation string, do func(b *backup) error) (backup, error) {
	if _, err := s.backupAllowed(c, operation, true); err != nil {
		return backup{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.backups[c.PathValue("id")]
	switch {
	case b == nil:
		return backup{}, cloud.NotAuthorizedOrNotFound()
	case b.LifecycleState != active:
		return backup{}, cloud.IncorrectState("The backup %s is %s.", b.ID, b.LifecycleState)
	case b.IsAutomatic:
		return backup{}, cloud.InvalidParameter("The backup %s is automatic and cannot be changed or deleted.", b.ID)
	}
	if err := cloud.CheckMatch(c.Request, b.etag); err != nil {
		return backup{}, err
	}
	if err := do(b); err != nil {
		return backup{}, err
	}
	return *b, nil
}

func (s *Service) updateBackup(w http.ResponseWriter, c *cloud.Call) error {
	var sent struct {
		RetentionPeriodInDays *int `json:"retentionPeriodInDays"`
	}
	if err := cloud.ReadJSON(c, &sent); err != nil {
		return err
	}
	if err := checkRange("retentionPeriodInDays", sent.RetentionPeriodInDays, 90, 3650); err != nil {
		return err
	}
	b, err := s.changeBackup(c, "UpdateAutonomousDatabaseBackup", func(b *backup) error {
		if days := sent.RetentionPeriodInDays; days != nil {
			b.RetentionPeriodInDays, b.TimeAvailableTill = days, b.TimeStarted.AddDate(0, 0, *days)
			b.etag = cloud.NewETag()
		}
		return nil
	})
	if err != nil {
		return err
	}
	w.Header().Set("Etag", b.etag)
	return cloud.WriteJSON(w, http.StatusOK, b.backupJSON)
}

func (s *Service) deleteBackup(w http.ResponseWriter, c *cloud.Call) error {
	const operation = "DeleteAutonomousDatabaseBackup"
	_, err := s.changeBackup(c, operation, func(b *backup) error {
		b.LifecycleState = deleting
		s.accept(w, c, b.ID, b.CompartmentID, "autonomousDatabaseBackup", task{
			operation: operation, due: s.world.Now().Add(s.world.Pace.Delete),
			finish: func(time.Time) { delete(s.backups, b.ID) }, undo: func(time.Time) { b.LifecycleState = active },
		})
		return nil
	})
	if err != nil {
		return err
	}
	return cloud.WriteNoContent(w)
}
