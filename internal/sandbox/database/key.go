package database

import (
	"net/http"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// oracleKey gives the database a key that Oracle manages.
func (d *database) oracleKey(now time.Time) {
	if d.KMSKeyID == oracleManaged {
		return
	}
	d.KMSKeyID, d.VaultID, d.KMSKeyVersionID, d.KMSKeyLifecycleDetails = oracleManaged, nil, nil, nil
	d.EncryptionKey = &encryptionJSON{Provider: "ORACLE_MANAGED"}
	d.KeyHistoryEntry = append(d.KeyHistoryEntry, keyHistory{ID: oracleManaged, TimeActivated: now})
}

// ownKey gives the database a key of its owner's vault.
func (d *database) ownKey(key, vault string, now time.Time) {
	version := cloud.NewOCID("keyversion", d.region)
	d.KMSKeyID, d.VaultID, d.KMSKeyVersionID = key, &vault, &version
	d.KMSKeyLifecycleDetails = new("ENABLED")
	d.EncryptionKey = &encryptionJSON{Provider: "OCI", KMSKeyID: key, VaultID: vault}
	d.KeyHistoryEntry = append(d.KeyHistoryEntry, keyHistory{ID: key, VaultID: vault, TimeActivated: now})
}

// checkKey refuses a key that a database of the region cannot use.
func (s *Service) checkKey(d *database, key, vault string) error {
	switch {
	case key == "" || vault == "":
		return cloud.InvalidParameter("kmsKeyId and vaultId are needed together.")
	case d.IsFreeTier:
		return cloud.InvalidParameter("Always Free Autonomous Databases have no customer-managed keys.")
	case !placed(d.region, key, "key"):
		return cloud.InvalidParameter("The kmsKeyId %q is not a key of the region %s.", key, d.region.Name)
	case !placed(d.region, vault, "vault"):
		return cloud.InvalidParameter("The vaultId %q is not a vault of the region %s.", vault, d.region.Name)
	}
	if _, err := s.world.KeyIn(d.region, key, vault); err != nil {
		return cloud.InvalidParameter("The key %s of the vault %s cannot be used: %s.", key, vault, err)
	}
	return nil
}

// fillKey gives a new database the key that was sent, in the older or the newer form.
func (s *Service) fillKey(sent *createDetails, d *database) error {
	key, vault := value(sent.KMSKeyID), value(sent.VaultID)
	if e := sent.EncryptionKey; e != nil {
		if key != "" || vault != "" {
			return cloud.InvalidParameter("encryptionKey cannot be used together with kmsKeyId and vaultId.")
		}
		if e.Provider != "OCI" {
			return e.check()
		}
		key, vault = e.KMSKeyID, e.VaultID
	}
	if key == "" && vault == "" {
		return nil
	}
	if err := s.checkKey(d, key, vault); err != nil {
		return err
	}
	d.ownKey(key, vault, s.world.Now())
	return nil
}

func (e *encryptionJSON) check() error {
	switch {
	case e.Provider == "ORACLE_MANAGED" && (e.KMSKeyID != "" || e.VaultID != ""):
		return cloud.InvalidParameter("A key that Oracle manages has no kmsKeyId and no vaultId.")
	case e.Provider == "ORACLE_MANAGED", e.Provider == "OCI":
		return nil
	}
	return cloud.NotImplemented("encryption keys of %s", e.Provider)
}

// configureKey changes the key of a database, to one of a vault or to one that Oracle manages.
func (s *Service) configureKey(w http.ResponseWriter, c *cloud.Call) error {
	var sent struct {
		KMSKeyID      *string `json:"kmsKeyId"`
		VaultID       *string `json:"vaultId"`
		OracleManaged *bool   `json:"isUsingOracleManagedKeys"`
	}
	if err := cloud.ReadJSON(c, &sent); err != nil {
		return err
	}
	const operation = "ConfigureAutonomousDatabaseVaultKey"
	if value(sent.OracleManaged) && (sent.KMSKeyID != nil || sent.VaultID != nil) {
		return cloud.InvalidParameter("isUsingOracleManagedKeys cannot be true together with kmsKeyId and vaultId.")
	}
	return s.act(w, c, operation, []string{available}, func(d *database) error {
		if err := d.mustLead(operation); err != nil {
			return err
		}
		if !value(sent.OracleManaged) {
			if err := s.checkKey(d, value(sent.KMSKeyID), value(sent.VaultID)); err != nil {
				return err
			}
		}
		s.begin(w, c, d, updating, task{
			operation: operation, due: s.world.Now().Add(s.world.Pace.Update),
			finish: func(now time.Time) {
				if value(sent.OracleManaged) {
					d.oracleKey(now)
				} else {
					d.ownKey(*sent.KMSKeyID, *sent.VaultID, now)
				}
			},
		})
		return nil
	})
}

// rotateKey gives the key a new version.
func (s *Service) rotateKey(w http.ResponseWriter, c *cloud.Call) error {
	const operation = "RotateAutonomousDatabaseEncryptionKey"
	return s.change(w, c, operation, []string{available}, func(d *database) error {
		if err := d.mustLead(operation); err != nil {
			return err
		}
		s.begin(w, c, d, updating, task{
			operation: operation, due: s.world.Now().Add(s.world.Pace.Update),
			finish: func(now time.Time) {
				if d.VaultID != nil {
					d.ownKey(d.KMSKeyID, *d.VaultID, now)
				}
			},
		})
		return nil
	})
}

// act is a change whose answer has no body.
func (s *Service) act(w http.ResponseWriter, c *cloud.Call, operation string, states []string, do func(d *database) error) error {
	if err := s.allowed(c, operation, true); err != nil {
		return err
	}
	_, etag, err := s.changed(c, operation, states, do)
	if err != nil {
		return err
	}
	w.Header().Set("Etag", etag)
	w.WriteHeader(http.StatusAccepted)
	return nil
}
