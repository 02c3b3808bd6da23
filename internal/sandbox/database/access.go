package database

import (
	"net/http"
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// needs are the permissions of operations that the policy language's catalogue does not have: those of the operations that
// they are like.
var needs = map[string][]string{
	"StopAutonomousDatabase":                  {"AUTONOMOUS_DATABASE_UPDATE"},
	"StartAutonomousDatabase":                 {"AUTONOMOUS_DATABASE_UPDATE"},
	"RestartAutonomousDatabase":               {"AUTONOMOUS_DATABASE_UPDATE"},
	"ShrinkAutonomousDatabase":                {"AUTONOMOUS_DATABASE_UPDATE"},
	"ConfigureAutonomousDatabaseVaultKey":     {"AUTONOMOUS_DATABASE_UPDATE"},
	"RotateAutonomousDatabaseEncryptionKey":   {"AUTONOMOUS_DATABASE_UPDATE"},
	"ListAutonomousDatabasePeers":             {"AUTONOMOUS_DATABASE_INSPECT"},
	"ListAutonomousDatabaseRefreshableClones": {"AUTONOMOUS_DATABASE_INSPECT"},
	"ListAutonomousDatabaseClones":            {"AUTONOMOUS_DATABASE_INSPECT"},
	"UpdateAutonomousDatabaseBackup":          {"AUTONOMOUS_DB_BACKUP_CREATE"},
}

// authorize asks whether the caller may do an operation on Autonomous Databases in a compartment.
func authorize(c *cloud.Call, operation, compartment, workload string, write bool) error {
	a := cloud.Access{Service: "database", Operation: operation, Permissions: needs[operation], Compartment: compartment, Write: write}
	if workload != "" {
		a.Variables = map[string]string{"target.workloadType": workload}
	}
	return c.Authorize(a)
}

// allowed finds the database that the path names and asks whether the caller may do an operation on it. Without the lock:
// the Authorizer may ask other services.
func (s *Service) allowed(c *cloud.Call, operation string, write bool) error {
	s.mu.Lock()
	d, err := s.at(c.Region, c.PathValue("id"))
	var compartment, workload string
	if err == nil {
		compartment, workload = d.CompartmentID, d.DBWorkload
	}
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return authorize(c, operation, compartment, workload, write)
}

// look answers with what look finds of the database that the path names.
func (s *Service) look(c *cloud.Call, operation string, look func(d *database) error) error {
	if err := s.allowed(c, operation, false); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.at(c.Region, c.PathValue("id"))
	if err != nil {
		return err
	}
	return look(d)
}

// change runs do on the database that the path names, if the caller may, the database is the version that if-match wants
// and it is in one of the states; it answers with the database. do runs under the lock and must not change anything
// when it fails.
func (s *Service) change(w http.ResponseWriter, c *cloud.Call, operation string, states []string, do func(d *database) error) error {
	if err := s.allowed(c, operation, true); err != nil {
		return err
	}
	d, etag, err := s.changed(c, operation, states, do)
	if err != nil {
		return err
	}
	w.Header().Set("Etag", etag)
	return cloud.WriteJSON(w, http.StatusOK, d)
}

func (s *Service) changed(c *cloud.Call, operation string, states []string, do func(d *database) error) (databaseJSON, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.at(c.Region, c.PathValue("id"))
	if err != nil {
		return databaseJSON{}, "", err
	}
	if err := cloud.CheckMatch(c.Request, d.etag); err != nil {
		return databaseJSON{}, "", err
	}
	if err := d.mustBe(operation, states...); err != nil {
		return databaseJSON{}, "", err
	}
	if err := do(d); err != nil {
		return databaseJSON{}, "", err
	}
	return d.answer(), d.etag, nil
}

// mustBe refuses an operation in any other state.
func (d *database) mustBe(operation string, states ...string) error {
	if slices.Contains(states, d.LifecycleState) {
		return nil
	}
	return cloud.IncorrectState("%s is not possible while the Autonomous Database %s is %s.", operation, d.ID, d.LifecycleState)
}

// mustLead refuses on a standby what is done on its primary only.
func (d *database) mustLead(operation string) error {
	if d.follows() {
		return cloud.IncorrectState("%s is not possible on the standby %s: do it on its primary %s.", operation, d.ID, d.PeerDBIDs[0])
	}
	return nil
}

// follows says whether the database is a standby of one abroad.
func (d *database) follows() bool { return d.Role != "" && d.Role != primary && len(d.PeerDBIDs) > 0 }
