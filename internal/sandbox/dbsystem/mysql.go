package dbsystem

import (
	"regexp"
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// mysql is MySQL HeatWave's service, without HeatWave clusters, channels and read replicas.
func mysql() dialect {
	return dialect{
		service: "mysql", host: "mysql", zone: "ocp", base: "/20190415",
		system: "mysqldbsystem", copy: "mysqlbackup", entity: "mysqldbsystem", listed: true,
		operations: map[string]string{
			"CreateDbSystem": "CREATE_DBSYSTEM", "UpdateDbSystem": "UPDATE_DBSYSTEM", "DeleteDbSystem": "DELETE_DBSYSTEM",
			"StartDbSystem": "START_DBSYSTEM", "StopDbSystem": "STOP_DBSYSTEM",
			"CreateBackup": "CREATE_BACKUP", "CopyBackup": "COPY_BACKUP", "DeleteBackup": "DELETE_BACKUP",
		},
		create: mysqlSystem(true), update: mysqlSystem(false),
		backupBody: members{
			"dbSystemId": {kind: text, needed: true}, "displayName": {}, "description": {}, "backupType": {}, "softDelete": {},
			"retentionInDays": {kind: number}, "freeformTags": {kind: tags}, "definedTags": {kind: tags},
		},
		copyBody: members{
			"compartmentId": {needed: true}, "sourceBackupId": {needed: true}, "sourceRegion": {needed: true}, "description": {},
			"displayName": {}, "backupCopyRetentionInDays": {kind: number},
		},
		complete: completeMySQL, changes: changeMySQL, copies: mysqlCopies,
		summary: []string{
			"id", "displayName", "description", "compartmentId", "lifecycleState", "mysqlVersion", "timeCreated", "timeUpdated", "isHighlyAvailable",
			"availabilityDomain", "faultDomain", "endpoints", "deletionPolicy", "freeformTags", "definedTags", "backupPolicy", "shapeName",
			"crashRecovery", "databaseManagement", "databaseMode", "accessMode",
		},
	}
}

// mysqlSystem is the body of a create or an update.
func mysqlSystem(creates bool) members {
	window := members{"windowStartTime": {}, "versionPreference": {}, "versionTrackPreference": {}, "maintenanceScheduleType": {}}
	all := members{
		"shapeName": {needed: creates}, "subnetId": {needed: creates}, "displayName": {}, "description": {}, "isHighlyAvailable": {kind: boolean},
		"availabilityDomain": {}, "faultDomain": {}, "configurationId": {}, "mysqlVersion": {}, "nsgIds": {kind: texts},
		"adminUsername": {}, "adminPassword": {}, "dataStorageSizeInGBs": {kind: number},
		"dataStorage":   {kind: inner, members: members{"isAutoExpandStorageEnabled": {kind: boolean}, "maxStorageSizeInGBs": {kind: number}}},
		"hostnameLabel": {}, "ipAddress": {}, "port": {kind: number}, "portX": {kind: number},
		"backupPolicy": {kind: inner, members: members{
			"isEnabled": {kind: boolean}, "softDelete": {}, "windowStartTime": {}, "retentionInDays": {kind: number},
			"copyPolicies": {kind: objects, members: members{"copyToRegion": {needed: true}, "backupCopyRetentionInDays": {kind: number}}},
			"pitrPolicy":   {kind: inner, members: members{"isEnabled": {kind: boolean, needed: true}}},
			"freeformTags": {kind: tags}, "definedTags": {kind: tags},
		}},
		"maintenance": {kind: inner, members: window}, "freeformTags": {kind: tags}, "definedTags": {kind: tags},
		"deletionPolicy": {kind: inner, members: members{"automaticBackupRetention": {}, "finalBackup": {}, "isDeleteProtected": {kind: boolean}}},
		"crashRecovery":  {}, "databaseManagement": {}, "databaseMode": {}, "accessMode": {},
		"encryptData":      {kind: inner, members: members{"keyGenerationType": {needed: true}, "keyId": {}}},
		"customerContacts": {kind: objects, members: members{"email": {needed: true}}},
	}
	if creates {
		all["compartmentId"] = member{needed: true}
		all["source"] = member{kind: inner, members: members{"sourceType": {needed: true}, "backupId": {}}}
	}
	return all
}

func completeMySQL(s *Service, r region.Region, body object) (object, error) {
	if err := s.mysqlRules(r, body, body); err != nil {
		return nil, err
	}
	source := body.object("source")
	restored := source.text("sourceType") == "BACKUP"
	if restored {
		if _, err := at(s.backups, r, source.text("backupId")); err != nil {
			return nil, err
		}
	}
	if !restored && (body.text("adminUsername") == "" || body.text("adminPassword") == "") {
		return nil, cloud.InvalidParameter("adminUsername and adminPassword are needed unless the DB system is made from a backup.")
	}
	otherwise(body, object{
		"displayName": "mysqldbsystem" + stamp(s.world.Now())[:10], "isHighlyAvailable": false, "mysqlVersion": "8.4.5", "dataStorageSizeInGBs": 50.0,
		"crashRecovery": "ENABLED", "databaseManagement": "DISABLED", "databaseMode": "READ_WRITE", "accessMode": "UNRESTRICTED",
		"ipAddress": "10.0.0.10", "port": 3306.0, "portX": 33060.0, "nsgIds": []any{}, "customerContacts": []any{},
		"availabilityDomain": "sbox:" + r.Name + "-AD-1", "faultDomain": "FAULT-DOMAIN-1", "isHeatWaveClusterAttached": false,
		"configurationId": cloud.OCIDOf("mysqlconfiguration", r, "default"), "encryptData": map[string]any{"keyGenerationType": "SYSTEM"},
		"maintenance": map[string]any{"windowStartTime": "sun 03:00"}, "source": map[string]any{"sourceType": "NONE"},
	})
	policy := body.object("backupPolicy")
	otherwise(policy, object{
		"isEnabled": true, "windowStartTime": "05:00", "retentionInDays": 7.0, "softDelete": "DISABLED", "copyPolicies": []any{},
		"pitrPolicy": map[string]any{"isEnabled": false},
	})
	body["backupPolicy"] = policy
	deletion := body.object("deletionPolicy")
	otherwise(deletion, object{"automaticBackupRetention": "DELETE", "finalBackup": "SKIP_FINAL_BACKUP", "isDeleteProtected": false})
	body["deletionPolicy"] = deletion
	storage := body.object("dataStorage")
	otherwise(storage, object{"isAutoExpandStorageEnabled": false, "dataStorageSizeInGBs": body["dataStorageSizeInGBs"], "allocatedStorageSizeInGBs": body["dataStorageSizeInGBs"]})
	body["dataStorage"] = storage
	mysqlEndpoints(body)
	return body, nil
}

// mysqlEndpoints are where the system answers.
func mysqlEndpoints(body object) {
	body["endpoints"] = []any{map[string]any{
		"ipAddress": body["ipAddress"], "port": body["port"], "portX": body["portX"], "hostname": body["hostnameLabel"],
		"modes": []any{"READ", "WRITE"}, "status": "ACTIVE",
	}}
}

// mysqlRules refuses what was sent; whole is what the system will be.
func (s *Service) mysqlRules(r region.Region, sent, whole object) error {
	if err := network(r, whole.text("subnetId"), sent.texts("nsgIds")); err != nil {
		return err
	}
	if password, ok := sent["adminPassword"].(string); ok && !strong(password) {
		return cloud.InvalidParameter("The administrator's password must have 8 to 32 characters, with upper and lower case letters, digits and special characters.")
	}
	if size := sent.number("dataStorageSizeInGBs"); sent["dataStorageSizeInGBs"] != nil && (size < 50 || size > 131072) {
		return cloud.InvalidParameter("dataStorageSizeInGBs must be from 50 to 131072.")
	}
	if err := s.encryption(r, sent.object("encryptData")); err != nil {
		return err
	}
	policy := sent.object("backupPolicy")
	regions, _ := mysqlCopies(object{"backupPolicy": map[string]any(policy)})
	if len(regions) > 0 && (policy["isEnabled"] == false || whole.object("backupPolicy")["isEnabled"] == false) {
		return cloud.InvalidParameter("Backups must be enabled to be copied to another region.")
	}
	return s.destinations(r, regions)
}

func (s *Service) encryption(r region.Region, sent object) error {
	switch sent.text("keyGenerationType") {
	case "", "SYSTEM":
		return nil
	case "BYOK":
		if sent.text("keyId") == "" {
			return cloud.MissingParameter("encryptData.keyId")
		}
		return s.key(r, sent.text("keyId"))
	}
	return cloud.InvalidParameter("encryptData.keyGenerationType must be SYSTEM or BYOK.")
}

func changeMySQL(s *Service, r region.Region, system, sent object) error {
	if sent["maintenance"] != nil && sent["backupPolicy"] != nil {
		return cloud.InvalidParameter("maintenance and backupPolicy cannot be changed in one request.")
	}
	whole := system.clone()
	whole.merge(sent)
	if err := s.mysqlRules(r, sent, whole); err != nil {
		return err
	}
	if sent["dataStorageSizeInGBs"] != nil && sent.number("dataStorageSizeInGBs") < system.number("dataStorageSizeInGBs") {
		return cloud.InvalidParameter("dataStorageSizeInGBs cannot be made smaller.")
	}
	if name := sent.text("adminUsername"); name != "" && name != system.text("adminUsername") {
		return cloud.InvalidParameter("adminUsername cannot be changed.")
	}
	return nil
}

func mysqlCopies(system object) (regions []string, enabled bool) {
	policy := system.object("backupPolicy")
	for _, one := range policy.list("copyPolicies") {
		if o, ok := one.(map[string]any); ok {
			regions = append(regions, object(o).text("copyToRegion"))
		}
	}
	return regions, policy.is("isEnabled")
}

var classes = []*regexp.Regexp{regexp.MustCompile(`[a-z]`), regexp.MustCompile(`[A-Z]`), regexp.MustCompile(`[0-9]`), regexp.MustCompile(`[^a-zA-Z0-9]`)}

// strong says whether a password keeps to the rules that both services document.
func strong(password string) bool {
	return len(password) >= 8 && len(password) <= 32 &&
		!slices.ContainsFunc(classes, func(class *regexp.Regexp) bool { return !class.MatchString(password) })
}
