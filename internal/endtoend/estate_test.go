package endtoend

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// oraclesEstate are the resources of Oracle's provider, by address: the one that each becomes, and how ("moved" or "imported").
// A replica of a table becomes an entry of the table's replicas, and is only forgotten.
var oraclesEstate = map[string]struct{ becomes, how string }{
	"oci_objectstorage_bucket.profiles_iad":          {"residency_bucket.profiles_iad", "moved"},
	"oci_objectstorage_bucket.profiles_phx":          {"residency_bucket.profiles_phx", "moved"},
	"oci_objectstorage_bucket.media_iad":             {"residency_bucket.media_iad", "moved"},
	"oci_objectstorage_bucket.logs_iad":              {"residency_bucket.logs_iad", "moved"},
	"oci_objectstorage_bucket.logs_phx":              {"residency_bucket.logs_phx", "moved"},
	"oci_objectstorage_bucket.profiles_copy":         {"residency_bucket.profiles_copy", "moved"},
	"oci_objectstorage_bucket.logs_copy":             {"residency_bucket.logs_copy", "moved"},
	"oci_objectstorage_bucket.archive_iad":           {"residency_bucket.archive_iad", "imported"},
	"oci_objectstorage_bucket.exports_phx":           {"residency_bucket.exports_phx", "imported"},
	"oci_objectstorage_replication_policy.profiles":  {"residency_bucket_replication.profiles", "moved"},
	"oci_objectstorage_replication_policy.logs":      {"residency_bucket_replication.logs", "imported"}, // its source is not in the provider's region
	"oci_database_autonomous_database.orders":        {"residency_autonomous_database.orders", "moved"},
	"oci_database_autonomous_database.west":          {"residency_autonomous_database.west", "moved"},
	"oci_database_autonomous_database.orders_remote": {"residency_autonomous_database_standby.orders", "moved"},
	"oci_nosql_table.sessions":                       {"residency_nosql_table.sessions", "moved"},
	"oci_nosql_table.visits":                         {"residency_nosql_table.visits", "moved"},
	"oci_nosql_table_replica.sessions_phx":           {"", "forgotten"},
	"oci_mysql_mysql_db_system.shop":                 {"residency_mysql_db_system.shop", "moved"},
	"oci_mysql_mysql_db_system.stock":                {"residency_mysql_db_system.stock", "moved"},
	"oci_psql_db_system.ledger":                      {"residency_postgresql_db_system.ledger", "moved"},
}

// oraclesSchemas are the parts of Oracle's types that their states have here: texts, tags, and blocks.
func oraclesSchemas() map[string]schema.Schema {
	text, texts := schema.StringAttribute{Optional: true}, schema.MapAttribute{Optional: true, ElementType: types.StringType}
	of := func(blocks map[string]schema.Block, names ...string) schema.Schema {
		s := schema.Schema{Attributes: map[string]schema.Attribute{"freeform_tags": texts, "defined_tags": texts}, Blocks: blocks}
		for _, name := range names {
			s.Attributes[name] = text
		}
		return s
	}
	block := func(names ...string) schema.Block {
		attributes := map[string]schema.Attribute{}
		for _, name := range names {
			attributes[name] = text
		}
		return schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: attributes}}
	}
	rules := schema.SetNestedBlock{NestedObject: schema.NestedBlockObject{
		Attributes: map[string]schema.Attribute{"display_name": text}, Blocks: map[string]schema.Block{"duration": block("time_amount", "time_unit")},
	}}
	return map[string]schema.Schema{
		"oci_objectstorage_bucket": of(map[string]schema.Block{"retention_rules": rules},
			"bucket_id", "compartment_id", "name", "namespace", "access_type", "kms_key_id", "versioning", "storage_tier", "auto_tiering"),
		"oci_objectstorage_replication_policy": of(nil, "id", "namespace", "bucket", "name", "destination_bucket_name", "destination_region_name", "status"),
		"oci_database_autonomous_database":     of(nil, "id", "compartment_id", "db_name", "admin_password", "source", "source_id", "role"),
		"oci_nosql_table":                      of(nil, "id", "compartment_id", "name", "ddl_statement", "state"),
		"oci_nosql_table_replica":              of(nil, "table_name_or_id", "region"),
		"oci_mysql_mysql_db_system":            of(nil, "id", "compartment_id", "display_name", "shape_name", "subnet_id", "admin_username", "admin_password"),
		"oci_psql_db_system":                   of(map[string]schema.Block{"network_details": block("subnet_id")}, "id", "compartment_id", "display_name", "db_version", "shape"),
	}
}

// estate is the configuration in this provider's words; password are the arguments with which its databases are made.
func estate(t *testing.T, e *acctest.Env, password string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "estate", "estate.tf.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	return e.ProviderHCL("us-ashburn-1") + strings.NewReplacer("@COMPARTMENT@", e.Sandbox.CompartmentOCID(), "@KEY@", acctest.Key("us-ashburn-1"), "@PASSWORD@", password).Replace(string(text))
}

// build makes the estate in the cloud and forgets it: what is left is what its state said, by address.
func build(t *testing.T, e *acctest.Env) map[string]map[string]string {
	t.Helper()
	built := map[string]map[string]string{}
	var forget strings.Builder
	for _, is := range oraclesEstate {
		if is.becomes != "" {
			fmt.Fprintf(&forget, "removed {\n  from = %s\n  lifecycle {\n    destroy = false\n  }\n}\n", is.becomes)
		}
	}
	remember := func(s *terraform.State) error {
		for address, r := range s.RootModule().Resources {
			built[address] = r.Primary.Attributes
		}
		return nil
	}
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: e.Factories(), Steps: []resource.TestStep{
		{Config: estate(t, e, "admin_password_wo = \"Sesame-Open-1\"\n  admin_password_wo_version = 1")},
		{Config: estate(t, e, ""), Check: remember}, // without the passwords' marks, which Oracle's provider does not make
		{Config: e.ProviderHCL("us-ashburn-1") + forget.String()},
	}})
	return built
}

// oracles is the estate as Oracle's provider has it in its configuration, and so in its state.
func oracles(built map[string]map[string]string) string {
	var out strings.Builder
	for _, address := range slices.Sorted(maps.Keys(oraclesEstate)) {
		kind, name, _ := strings.Cut(address, ".")
		fmt.Fprintf(&out, "resource %q %q {\n%s}\n", kind, name, oraclesArguments(kind, built[oraclesEstate[address].becomes]))
	}
	return out.String()
}

// oraclesArguments are those of one resource, from what the cloud has.
func oraclesArguments(kind string, is map[string]string) string {
	var out strings.Builder
	copied := func(names ...string) {
		for _, name := range names {
			if is[name] != "" {
				fmt.Fprintf(&out, "  %s = %q\n", name, is[name])
			}
		}
	}
	switch kind {
	case "oci_objectstorage_bucket":
		copied("compartment_id", "name", "namespace", "kms_key_id", "versioning", "storage_tier", "auto_tiering")
		fmt.Fprintf(&out, "  bucket_id = %q\n  access_type = \"NoPublicAccess\"\n", is["ocid"])
		if is["freeform_tags.team"] != "" {
			fmt.Fprintf(&out, "  freeform_tags = { team = %q }\n", is["freeform_tags.team"])
		}
		if is["retention_rules.%"] == "1" {
			out.WriteString("  retention_rules {\n    display_name = \"audit\"\n    duration {\n      time_amount = \"7\"\n      time_unit = \"YEARS\"\n    }\n  }\n")
		}
	case "oci_objectstorage_replication_policy":
		copied("namespace", "bucket", "name", "destination_bucket_name", "destination_region_name", "status")
		fmt.Fprintf(&out, "  id = \"n/sandbox/b/%s/replicationPolicies/%s\"\n", is["bucket"], is["replication_id"])
	case "oci_database_autonomous_database":
		copied("id", "compartment_id", "db_name")
		if is["autonomous_database_id"] != "" {
			fmt.Fprintf(&out, "  source = \"CROSS_REGION_DISASTER_RECOVERY\"\n  source_id = %q\n  role = \"STANDBY\"\n", is["autonomous_database_id"])
		}
	case "oci_nosql_table":
		copied("id", "compartment_id", "name", "ddl_statement")
	case "oci_nosql_table_replica":
		out.WriteString("  table_name_or_id = \"sessions\"\n  region = \"us-phoenix-1\"\n")
	case "oci_mysql_mysql_db_system":
		copied("id", "compartment_id", "display_name", "shape_name", "subnet_id", "admin_username")
	case "oci_psql_db_system":
		copied("id", "compartment_id", "display_name", "db_version", "shape")
		fmt.Fprintf(&out, "  network_details {\n    subnet_id = %q\n  }\n", is["subnet_id"])
	}
	return out.String()
}

// steps are the blocks that take the estate over.
func steps(built map[string]map[string]string) string {
	var out strings.Builder
	for _, address := range slices.Sorted(maps.Keys(oraclesEstate)) {
		is := oraclesEstate[address]
		if is.how == "moved" {
			fmt.Fprintf(&out, "moved {\n  from = %s\n  to   = %s\n}\n", address, is.becomes)
			continue
		}
		fmt.Fprintf(&out, "removed {\n  from = %s\n  lifecycle {\n    destroy = false\n  }\n}\n", address)
		if is.how == "imported" {
			fmt.Fprintf(&out, "import {\n  to = %s\n  id = %q\n}\n", is.becomes, built[is.becomes]["id"])
		}
	}
	return out.String()
}

// takesOver checks a plan that takes the estate over: it moves, imports and forgets, and does nothing else.
type takesOver struct{}

func (takesOver) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	seen := map[string]int{}
	for _, c := range req.Plan.ResourceChanges {
		switch {
		case c.Change.Actions.Forget():
			seen["forgotten"]++
		case !c.Change.Actions.NoOp():
			resp.Error = fmt.Errorf("the plan does %v to %s: before %v, after %v", c.Change.Actions, c.Address, c.Change.Before, c.Change.After)
			return
		case c.Change.Importing != nil:
			seen["imported"]++
		case c.PreviousAddress != "":
			seen["moved"]++
		}
	}
	if want := map[string]int{"moved": 16, "imported": 3, "forgotten": 4}; !maps.Equal(seen, want) {
		resp.Error = fmt.Errorf("the plan has %v, want %v", seen, want)
	}
}

// Twenty resources of Oracle's provider become this provider's, and nothing in the cloud is touched.
func TestEndToEnd_estateMoves(t *testing.T) {
	t.Parallel()
	cli(t) // skips where there is none
	if len(oraclesEstate) != 20 {
		t.Fatalf("the estate has %d resources", len(oraclesEstate))
	}
	e := acctest.New(t)
	built := build(t, e)
	factories := e.WithOracles(oraclesSchemas())
	wanted := estate(t, e, "")
	var before int
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: []resource.TestStep{
		{Config: e.ProviderHCL("us-ashburn-1") + oracles(built)},
		{
			PreConfig:        func() { before = len(writes(e)) },
			Config:           wanted + steps(built),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{takesOver{}}},
			Check: func(*terraform.State) error {
				if sent := writes(e)[before:]; len(sent) > 0 {
					return fmt.Errorf("the move wrote to the cloud: %v", sent)
				}
				return nil
			},
		},
		{Config: wanted, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
	}})
}

func writes(e *acctest.Env) []sandbox.Entry {
	return e.Requests(func(entry sandbox.Entry) bool {
		return entry.Method != http.MethodGet && entry.Method != http.MethodHead
	})
}
