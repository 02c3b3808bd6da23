package database

import (
	"reflect"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// size are the members that scale a database.
var size = []string{"computeCount", "computeModel", "cpuCoreCount", "dataStorageSizeInTBs", "dataStorageSizeInGBs", "isAutoScalingEnabled", "isAutoScalingForStorageEnabled"}

// exclusions are the members that cannot be changed together, as Oracle's reference of UpdateAutonomousDatabaseDetails
// has them: each with those after it, both ways.
var exclusions = map[string][]string{
	"dbName": {
		"licenseModel", "databaseEdition", "cpuCoreCount", "computeCount", "computeModel", "dataStorageSizeInTBs", "adminPassword", "whitelistedIps",
		"isMtlsConnectionRequired", "openMode", "permissionLevel", "dbWorkload", "privateEndpointLabel", "nsgIds", "dbVersion",
		"isRefreshableClone", "isLocalDataGuardEnabled",
	},
	"dbVersion": {
		"displayName", "licenseModel", "databaseEdition", "cpuCoreCount", "computeCount", "computeModel", "dataStorageSizeInTBs", "adminPassword",
		"whitelistedIps", "isMtlsConnectionRequired", "openMode", "permissionLevel", "dbWorkload", "privateEndpointLabel", "nsgIds",
		"isRefreshableClone", "isLocalDataGuardEnabled", "isFreeTier",
	},
	"dbWorkload": {
		"licenseModel", "databaseEdition", "cpuCoreCount", "computeCount", "computeModel", "adminPassword", "whitelistedIps",
		"isMtlsConnectionRequired", "privateEndpointLabel", "nsgIds", "isRefreshableClone", "isLocalDataGuardEnabled", "isFreeTier",
	},
	"isFreeTier": {
		"licenseModel", "databaseEdition", "cpuCoreCount", "computeCount", "computeModel", "dataStorageSizeInTBs", "adminPassword", "whitelistedIps",
		"isMtlsConnectionRequired", "openMode", "permissionLevel", "privateEndpointLabel", "nsgIds", "isRefreshableClone", "isLocalDataGuardEnabled",
	},
	"isMtlsConnectionRequired": {
		"licenseModel", "databaseEdition", "cpuCoreCount", "computeCount", "dataStorageSizeInTBs", "whitelistedIps", "openMode", "permissionLevel",
		"privateEndpointLabel", "nsgIds", "customerContacts", "isLocalDataGuardEnabled",
	},
	"whitelistedIps": {
		"licenseModel", "databaseEdition", "cpuCoreCount", "computeCount", "computeModel", "dataStorageSizeInTBs", "adminPassword", "openMode",
		"permissionLevel", "privateEndpointLabel", "isRefreshableClone", "isLocalDataGuardEnabled",
	},
	"licenseModel":         {"cpuCoreCount", "computeCount", "dataStorageSizeInTBs", "adminPassword", "privateEndpointLabel", "nsgIds"},
	"databaseEdition":      {"cpuCoreCount", "computeCount", "computeModel", "dataStorageSizeInTBs", "adminPassword", "privateEndpointLabel", "nsgIds"},
	"adminPassword":        {"openMode", "permissionLevel", "privateEndpointLabel", "nsgIds", "isRefreshableClone"},
	"openMode":             {"cpuCoreCount", "computeCount", "computeModel", "dataStorageSizeInTBs", "isRefreshableClone"},
	"permissionLevel":      {"cpuCoreCount", "computeCount", "dataStorageSizeInTBs", "isRefreshableClone"},
	"privateEndpointLabel": {"cpuCoreCount", "computeCount", "computeModel", "dataStorageSizeInTBs", "isRefreshableClone"},
	"nsgIds":               {"cpuCoreCount", "computeCount", "dataStorageSizeInTBs", "isRefreshableClone"},
	"isRefreshableClone":   {"cpuCoreCount", "computeCount", "computeModel", "dataStorageSizeInTBs", "isLocalDataGuardEnabled"},
	"secretId":             {"adminPassword"},
}

// exclude refuses an update of members that cannot be changed together.
func exclude(members []string) error {
	for _, one := range members {
		for _, other := range exclusions[one] {
			if slices.Contains(members, other) {
				return cloud.InvalidParameter("%s cannot be updated in parallel with %s.", one, other)
			}
		}
	}
	return nil
}

// membersOf are the names of the members of a body that were sent: those that are not nil.
func membersOf(r reflect.Value) []string {
	var names []string
	for i := range r.NumField() {
		field := r.Type().Field(i)
		if field.Anonymous {
			names = append(names, membersOf(r.Field(i))...)
			continue
		}
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); !r.Field(i).IsNil() {
			names = append(names, name)
		}
	}
	return names
}
