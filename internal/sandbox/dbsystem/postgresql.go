package dbsystem

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// postgresql is the service OCI Database with PostgreSQL, without configurations of one's own and replicas abroad.
func postgresql() dialect {
	return dialect{
		service: "psql", host: "postgresql", zone: "oci", base: "/20220915",
		system: "postgresqldbsystem", copy: "postgresqlbackup", entity: "postgresqldbsystem",
		operations: map[string]string{ //nolint:gosec // names of operations, one of which sets a password
			"CreateDbSystem": "CREATE_POSTGRESQL_DB_SYSTEM", "UpdateDbSystem": "UPDATE_POSTGRESQL_DB_SYSTEM", "DeleteDbSystem": "DELETE_POSTGRESQL_DB_SYSTEM",
			"ChangeDbSystemCompartment": "MOVE_POSTGRESQL_DB_SYSTEM", "ResetMasterUserPassword": "UPDATE_POSTGRESQL_DB_SYSTEM",
			"StartDbSystem": "UPDATE_POSTGRESQL_DB_SYSTEM", "StopDbSystem": "UPDATE_POSTGRESQL_DB_SYSTEM",
			"PatchDbSystem": "UPDATE_POSTGRESQL_DB_SYSTEM", "UpgradeDbSystem": "UPGRADE_POSTGRESQL_DB_SYSTEM",
			"CreateBackup": "CREATE_POSTGRESQL_DB_SYSTEM_BACKUP", "BackupCopy": "CREATE_POSTGRESQL_DB_SYSTEM_BACKUP", "DeleteBackup": "DELETE_POSTGRESQL_DB_SYSTEM_BACKUP",
		},
		create: postgresqlCreate(), update: postgresqlUpdate(),
		backupBody: members{
			"displayName": {needed: true}, "compartmentId": {needed: true}, "dbSystemId": {needed: true}, "description": {},
			"retentionPeriod": {kind: number}, "freeformTags": {kind: tags}, "definedTags": {kind: tags},
		},
		copyBody: members{
			"compartmentId": {needed: true}, "regions": {kind: texts, needed: true}, "retentionPeriod": {kind: number}, "kmsKeyIds": {kind: texts},
		},
		complete: completePostgreSQL, changes: changePostgreSQL, copies: postgresqlCopies,
		summary: []string{
			"id", "displayName", "compartmentId", "timeCreated", "timeUpdated", "lifecycleState", "lifecycleDetails", "systemType", "instanceCount",
			"instanceOcpuCount", "instanceMemorySizeInGBs", "dbVersion", "freeformTags", "definedTags", "shape", "configId",
		},
	}
}

func postgresqlManagement() member {
	return member{kind: inner, members: members{
		"maintenanceWindowStart": {},
		"backupPolicy": {kind: inner, members: members{
			"kind": {needed: true}, "backupStart": {}, "daysOfTheWeek": {kind: texts}, "daysOfTheMonth": {kind: numbers}, "retentionDays": {kind: number},
			"copyPolicy": {kind: inner, members: members{
				"compartmentId": {needed: true}, "retentionPeriod": {kind: number}, "regions": {kind: texts}, "kmsKeyIds": {kind: texts},
			}},
		}},
	}}
}

func postgresqlPassword() members {
	return members{"passwordType": {needed: true}, "password": {}, "secretId": {}, "secretVersion": {}}
}

func postgresqlCreate() members {
	return members{
		"displayName": {needed: true}, "compartmentId": {needed: true}, "dbVersion": {needed: true}, "shape": {needed: true}, "description": {},
		"storageDetails": {kind: inner, needed: true, members: members{
			"systemType": {needed: true}, "isRegionallyDurable": {kind: boolean, needed: true}, "availabilityDomain": {}, "iops": {kind: number}, "kmsKeyId": {},
		}},
		"networkDetails": {kind: inner, needed: true, members: members{
			"subnetId": {needed: true}, "primaryDbEndpointPrivateIp": {}, "nsgIds": {kind: texts}, "isReaderEndpointEnabled": {kind: boolean},
		}},
		"systemType": {}, "configId": {}, "instanceOcpuCount": {kind: number}, "instanceMemorySizeInGBs": {kind: number}, "instanceCount": {kind: number},
		"credentials": {kind: inner, members: members{
			"username": {needed: true}, "passwordDetails": {kind: inner, needed: true, members: postgresqlPassword()},
		}},
		"managementPolicy": postgresqlManagement(),
		"source":           {kind: inner, members: members{"sourceType": {needed: true}, "backupId": {}, "isHavingRestoreConfigOverrides": {kind: boolean}}},
		"freeformTags":     {kind: tags}, "definedTags": {kind: tags},
	}
}

func postgresqlUpdate() members {
	return members{
		"displayName": {}, "description": {}, "shape": {}, "instanceOcpuCount": {kind: number}, "instanceMemorySizeInGBs": {kind: number},
		"managementPolicy":      postgresqlManagement(),
		"dbConfigurationParams": {kind: inner, members: members{"configId": {needed: true}, "applyConfig": {}}},
		"storageDetails":        {kind: inner, members: members{"iops": {kind: number}, "kmsKeyId": {}}},
		"networkDetails":        {kind: inner, members: members{"nsgIds": {kind: texts}, "isReaderEndpointEnabled": {kind: boolean}}},
		"freeformTags":          {kind: tags}, "definedTags": {kind: tags},
	}
}

func completePostgreSQL(s *Service, r region.Region, body object) (object, error) {
	net, storage := body.object("networkDetails"), body.object("storageDetails")
	if err := network(r, net.text("subnetId"), nil); err != nil {
		return nil, err
	}
	if storage.is("isRegionallyDurable") == (storage.text("availabilityDomain") != "") {
		return nil, cloud.InvalidParameter("storageDetails must have an availabilityDomain if, and only if, isRegionallyDurable is false.")
	}
	if err := s.postgresqlRules(r, body); err != nil {
		return nil, err
	}
	source := body.object("source")
	if source.text("sourceType") == "BACKUP" {
		if _, err := at(s.backups, r, source.text("backupId")); err != nil {
			return nil, err
		}
	} else if err := postgresqlCredentials(body.object("credentials")); err != nil {
		return nil, err
	}
	otherwise(body, object{
		"systemType": "OCI_OPTIMIZED_STORAGE", "systemRole": "STANDALONE_DB_SYSTEM", "instanceOcpuCount": 2.0, "instanceMemorySizeInGBs": 32.0,
		"instanceCount": 1.0, "configId": cloud.OCIDOf("postgresqldefaultconfiguration", r, "default"), "source": map[string]any{"sourceType": "NONE"},
	})
	if version := body.text("dbVersion"); !strings.Contains(version, ".") {
		body["dbVersion"] = version + minor // the SDK: "the major and minor versions of the database system software"
	}
	if name := body.object("credentials").text("username"); name != "" {
		body["adminUsername"] = name
	}
	otherwise(storage, object{"iops": 75000.0})
	body["storageDetails"] = storage
	otherwise(net, object{"primaryDbEndpointPrivateIp": "10.0.0.20", "nsgIds": []any{}, "isReaderEndpointEnabled": false})
	body["networkDetails"] = net
	management := body.object("managementPolicy")
	otherwise(management, object{"maintenanceWindowStart": "SUN 03:00", "backupPolicy": map[string]any{"kind": "NONE"}})
	policy := management.object("backupPolicy")
	otherwise(policy, object{"retentionDays": 7.0})
	management["backupPolicy"] = policy
	body["managementPolicy"] = management
	body["instances"] = instances(s, r, body)
	return body, nil
}

// instances are the nodes of a new system.
func instances(s *Service, r region.Region, body object) []any {
	out := []any{}
	for range int(body.number("instanceCount")) {
		where := body.object("storageDetails").text("availabilityDomain")
		if where == "" {
			where = "sbox:" + r.Name + "-AD-1"
		}
		out = append(out, map[string]any{
			"id": cloud.NewOCID("postgresqldbinstance", r), "availabilityDomain": where, "lifecycleState": active, "timeCreated": stamp(s.world.Now()),
		})
	}
	return out
}

func postgresqlCredentials(sent object) error {
	details := sent.object("passwordDetails")
	switch {
	case sent.text("username") == "":
		return cloud.MissingParameter("credentials")
	case details.text("passwordType") == "PLAIN_TEXT" && !strong(details.text("password")):
		return cloud.InvalidParameter("The password must have 8 to 32 characters, with upper and lower case letters, digits and special characters.")
	case details.text("passwordType") == "VAULT_SECRET" && (details.text("secretId") == "" || details.text("secretVersion") == ""):
		return cloud.InvalidParameter("A password in a vault needs secretId and secretVersion.")
	case !slices.Contains([]string{"PLAIN_TEXT", "VAULT_SECRET"}, details.text("passwordType")):
		return cloud.InvalidParameter("passwordType must be PLAIN_TEXT or VAULT_SECRET.")
	}
	return nil
}

// postgresqlRules refuses what a create or an update was sent.
func (s *Service) postgresqlRules(r region.Region, sent object) error {
	for _, group := range sent.object("networkDetails").texts("nsgIds") {
		if !placed(r, group, "networksecuritygroup") {
			return cloud.InvalidParameter("The network security group %q is not one of %s.", group, r.Name)
		}
	}
	if err := s.key(r, sent.object("storageDetails").text("kmsKeyId")); err != nil {
		return err
	}
	policy := sent.object("managementPolicy").object("backupPolicy")
	switch kind := policy.text("kind"); {
	case kind == "WEEKLY" && len(policy.list("daysOfTheWeek")) == 0:
		return cloud.MissingParameter("managementPolicy.backupPolicy.daysOfTheWeek")
	case kind == "MONTHLY" && len(policy.list("daysOfTheMonth")) == 0:
		return cloud.MissingParameter("managementPolicy.backupPolicy.daysOfTheMonth")
	case slices.Contains([]string{"DAILY", "WEEKLY", "MONTHLY"}, kind) && policy.text("backupStart") == "":
		return cloud.MissingParameter("managementPolicy.backupPolicy.backupStart")
	case !slices.Contains([]string{"", "NONE", "DAILY", "WEEKLY", "MONTHLY"}, kind):
		return cloud.InvalidParameter("managementPolicy.backupPolicy.kind must be NONE, DAILY, WEEKLY or MONTHLY.")
	}
	return s.destinations(r, policy.object("copyPolicy").texts("regions"))
}

func changePostgreSQL(s *Service, r region.Region, _, sent object) error {
	if id := sent.object("dbConfigurationParams").text("configId"); id != "" {
		sent["configId"] = id
		delete(sent, "dbConfigurationParams")
	}
	return s.postgresqlRules(r, sent)
}

func postgresqlCopies(system object) (regions []string, enabled bool) {
	policy := system.object("managementPolicy").object("backupPolicy")
	return policy.object("copyPolicy").texts("regions"), !slices.Contains([]string{"", "NONE"}, policy.text("kind"))
}
