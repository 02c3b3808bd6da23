package dbsystem_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

const (
	ashburn   = "us-ashburn-1"
	phoenix   = "us-phoenix-1"
	frankfurt = "eu-frankfurt-1"
)

// kind is one of the two nouns under test.
type kind struct {
	name, service, ocid string
	least               string // the arguments that a system cannot do without
	backups             string // arguments with which automatic backups are taken
}

var kinds = []kind{
	{
		name: "mysql_db_system", service: "mysql", ocid: "mysqldbsystem",
		least: `shape_name = "MySQL.4"`, backups: `backup_policy = { is_enabled = true, retention_in_days = 10 }`,
	},
	{
		name: "postgresql_db_system", service: "psql", ocid: "postgresqldbsystem",
		least:   "db_version = \"16\"\n  shape = \"PostgreSQL.VM.Standard.E5.Flex\"\n  instance_ocpu_count = 2",
		backups: `backup_policy = { kind = "DAILY", backup_start = "02:00", retention_days = 10 }`,
	},
}

var run = acctest.Run

// each runs a test for both nouns.
func each(t *testing.T, test func(t *testing.T, k kind)) {
	t.Helper()
	for _, k := range kinds {
		t.Run(k.service, func(t *testing.T) { test(t, k) })
	}
}

func (k kind) address() string { return "residency_" + k.name + ".test" }

// ocidIn is an OCID of a type in a region.
func ocidIn(kind, region string) string {
	return "ocid1." + kind + ".oc1." + region + ".aaaaaaaaexample"
}

func key(region string) string { return "ocid1.key.oc1." + region + ".vaultextension.abcdefghijklmnop" }

// password is the configuration's, of a version.
func password(version int) string {
	return fmt.Sprintf("admin_username = \"keeper\"\n  admin_password_wo = \"Sesame-Open-%d\"\n  admin_password_wo_version = %[1]d", version)
}

// in is a configuration in Ashburn with a system called orders, with further lines.
func (k kind) in(e *acctest.Env, lines ...string) string {
	return e.ProviderHCL(ashburn) + k.block(e, append([]string{`display_name = "orders"`, password(1)}, lines...)...)
}

func (k kind) block(e *acctest.Env, lines ...string) string {
	subnet := ashburn
	for _, line := range lines {
		if name, ok := strings.CutPrefix(line, "region = "); ok {
			subnet = strings.Trim(name, `"`)
		}
	}
	return fmt.Sprintf("resource \"residency_%s\" \"test\" {\n  compartment_id = %q\n  subnet_id = %q\n  %s\n  %s\n}\n",
		k.name, e.Sandbox.CompartmentOCID(), ocidIn("subnet", subnet), k.least, strings.Join(lines, "\n  "))
}

func (k kind) value(attribute string, check knownvalue.Check) statecheck.StateCheck {
	return acctest.Address(k.address()).Value(attribute, check)
}

func (k kind) does(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return acctest.Before(acctest.Address(k.address()).Does(action))
}

func empty() resource.ConfigPlanChecks {
	return acctest.Before(plancheck.ExpectEmptyPlan())
}

// sent are the requests of the provider with a method.
func (k kind) sent(e *acctest.Env, method string) []sandbox.Entry {
	return e.Requests(func(entry sandbox.Entry) bool {
		return entry.Method == method && strings.Contains(entry.Path, "/dbSystems")
	})
}

// there are the systems, or backups, that the sandbox has in a region.
func (k kind) there(t *testing.T, e *acctest.Env, what, region string) []map[string]any {
	t.Helper()
	raw, err := json.Marshal(e.Sandbox.Dump())
	require.NoError(t, err)
	regions := map[string]map[string]json.RawMessage{}
	require.NoError(t, json.Unmarshal(raw, &regions))
	records := map[string][]map[string]any{}
	if part := regions[region][k.service]; part != nil {
		require.NoError(t, json.Unmarshal(part, &records))
	}
	return records[what]
}
