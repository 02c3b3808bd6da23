//go:build unix

package endtoend

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

const dbPassword = "Sesame-Open-7"

// databases is a configuration with one database of each kind. The values that a test changes are by name in with.
func databases(with map[string]string) string {
	values := map[string]string{
		"region": "us-ashburn-1", "standby": "us-phoenix-1", "replica": "us-phoenix-1", "copies": `"us-phoenix-1"`, "key": "us-ashburn-1",
		"compute": "2", "read_units": "10", "description": "orders", "password": "1",
	}
	maps.Copy(values, with)
	text := databasesHCL
	for name, value := range values {
		text = strings.ReplaceAll(text, "<"+name+">", value)
	}
	return text
}

const databasesHCL = `
variable "admin_password" {
  type      = string
  ephemeral = true
  sensitive = true
}

resource "residency_autonomous_database" "ledger" {
  compartment_id            = var.compartment_id
  region                    = "<region>"
  db_name                   = "ledger"
  db_workload               = "OLTP"
  compute_model             = "ECPU"
  compute_count             = <compute>
  data_storage_size_in_gb   = 100
  admin_password_wo         = var.admin_password
  admin_password_wo_version = <password>
}

resource "residency_autonomous_database_standby" "ledger" {
  autonomous_database_id = residency_autonomous_database.ledger.id
  region                 = "<standby>"
  disaster_recovery_type = "ADG"
}

resource "residency_nosql_table" "visits" {
  compartment_id = var.compartment_id
  region         = "us-ashburn-1"
  name           = "visits"
  ddl_statement  = "CREATE TABLE visits (id INTEGER, seen TIMESTAMP(3), PRIMARY KEY (id)) WITH SCHEMA FROZEN FORCE"
  table_limits   = { max_read_units = <read_units>, max_write_units = 10, max_storage_in_gbs = 1 }
  replicas       = { "<replica>" = {} }
}

resource "residency_mysql_db_system" "orders" {
  compartment_id            = var.compartment_id
  region                    = "us-ashburn-1"
  display_name              = "orders"
  description               = "<description>"
  subnet_id                 = "ocid1.subnet.oc1.iad.aaaaaaaasubnet"
  shape_name                = "MySQL.4"
  admin_username            = "keeper"
  admin_password_wo         = var.admin_password
  admin_password_wo_version = <password>
  backup_policy             = { is_enabled = true }
  copy_to_regions           = [<copies>]
}

resource "residency_postgresql_db_system" "orders" {
  compartment_id            = var.compartment_id
  region                    = "us-ashburn-1"
  display_name              = "orders"
  description               = "<description>"
  subnet_id                 = "ocid1.subnet.oc1.iad.aaaaaaaasubnet"
  kms_key_id                = "ocid1.key.oc1.<key>.vaultextension.aaaaaaaakey"
  db_version                = "16"
  shape                     = "PostgreSQL.VM.Standard.E5.Flex"
  admin_username            = "keeper"
  admin_password_wo         = var.admin_password
  admin_password_wo_version = <password>
}
`

// databaseTypes are the types in databasesHCL with the attribute by which each is imported.
var databaseTypes = []string{
	"residency_autonomous_database.ledger", "residency_autonomous_database_standby.ledger", "residency_nosql_table.visits",
	"residency_mysql_db_system.orders", "residency_postgresql_db_system.orders",
}

// keyedCloud is a cloud with the key that the PostgreSQL system is encrypted with.
func keyedCloud(t *testing.T, flags ...string) *cloud {
	t.Helper()
	file := filepath.Join(t.TempDir(), "seed.hcl")
	const seed = `
vault "keys" {
  region = "us-ashburn-1"
  key "key" { ocid = "ocid1.key.oc1.us-ashburn-1.vaultextension.aaaaaaaakey" }
}
`
	if err := os.WriteFile(file, []byte(seed), 0o600); err != nil {
		t.Fatal(err)
	}
	return newCloud(t, append(flags, "-seed", file)...)
}

func databaseWorkspace(t *testing.T, c *cloud, with map[string]string) *workspace {
	t.Helper()
	w := emptyWorkspace(t, c)
	w.env = append(w.env, "TF_VAR_admin_password="+dbPassword)
	w.write(t, "main.tf", head("us-ashburn-1", `owner = "endtoend/databases"`)+databases(with))
	w.mustRun(t, "init", "-input=false")
	return w
}

// Every kind of database is made, changed in place, imported elsewhere and removed, and the dump shows it at each step.
func TestEndToEnd_databases(t *testing.T) {
	t.Parallel()
	c := keyedCloud(t)
	w := databaseWorkspace(t, c, nil)
	if o := w.apply(t); !strings.Contains(o.text(), "5 added, 0 changed, 0 destroyed") {
		t.Fatalf("not five were made:\n%s", o.output)
	}
	c.mustShow(t, "after the apply", map[string]any{"computeCount": 2, "maxReadUnits": 10, "description": "orders", "passwordSets": 1})
	w.mustPlanNothing(t)
	changed := map[string]string{"compute": "4", "read_units": "20", "description": "all orders", "password": "2"}
	w.write(t, "main.tf", head("us-ashburn-1", `owner = "endtoend/databases"`)+databases(changed))
	w.env = append(w.env, "TF_VAR_admin_password="+dbPassword+"0") // Oracle refuses one that was used before
	if o := w.apply(t); !strings.Contains(o.text(), "0 added, 4 changed, 0 destroyed") {
		t.Fatalf("not four were changed in place:\n%s", o.output)
	}
	c.mustShow(t, "after the update", map[string]any{"computeCount": 4, "maxReadUnits": 20, "description": "all orders", "passwordSets": 2})
	w.mustPlanNothing(t)

	elsewhere := databaseWorkspace(t, c, changed)
	elsewhere.write(t, "imports.tf", w.imports(t))
	if o := elsewhere.apply(t); !strings.Contains(o.text(), "5 imported, 0 added, 0 changed, 0 destroyed") {
		t.Fatalf("the import did something else:\n%s", o.output)
	}
	c.mustShow(t, "after the import", map[string]any{"computeCount": 4, "maxReadUnits": 20, "description": "all orders", "passwordSets": 2})
	elsewhere.mustPlanNothing(t)
	elsewhere.mustRun(t, "destroy", "-input=false", "-auto-approve", "-no-color")
	c.close()
	if left := c.alive(t, c.dumped(t)); len(left) > 0 {
		t.Errorf("after the destroy there are still %v", left)
	}
}

var databaseServices = []string{"database", "mysql", "nosql", "psql"}

// everywhere is where the configuration's databases are, as region and service.
var everywhere = []string{"us-ashburn-1 database", "us-ashburn-1 mysql", "us-ashburn-1 nosql", "us-ashburn-1 psql", "us-phoenix-1 database", "us-phoenix-1 nosql"}

// mustShow asks for a dump, and holds it against where the databases are and the values that all members of those names have.
func (c *cloud) mustShow(t *testing.T, when string, values map[string]any) {
	t.Helper()
	if err := c.process.Signal(syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	var dump map[string]map[string]any
	for deadline := time.Now().Add(10 * time.Second); dump == nil; time.Sleep(20 * time.Millisecond) {
		if dump = c.dumped(t); dump == nil && time.Now().After(deadline) {
			t.Fatalf("%s there is no dump", when)
		}
	}
	if err := os.Truncate(c.dump, 0); err != nil { // so that the next one is told from this one
		t.Fatal(err)
	}
	if there := c.alive(t, dump); !slices.Equal(there, everywhere) {
		t.Errorf("%s the dump shows %v, and not %v", when, there, everywhere)
	}
	for name, want := range values {
		found := map[string]bool{}
		for _, services := range dump {
			for _, service := range databaseServices {
				members(services[service], name, func(v any) { found[fmt.Sprint(v)] = true })
			}
		}
		if len(found) != 1 || !found[fmt.Sprint(want)] {
			t.Errorf("%s the dump shows a %s of %v, and not of %v", when, name, slices.Sorted(maps.Keys(found)), want)
		}
	}
}

// dumped is what the dump has; nil while it is not written to its end.
func (c *cloud) dumped(t *testing.T) (dump map[string]map[string]any) {
	t.Helper()
	data, err := os.ReadFile(c.dump)
	if err != nil {
		t.Fatal(err)
	}
	if json.Unmarshal(data, &dump) != nil {
		return nil
	}
	return dump
}

// members calls yield for every member of a name in a dump.
func members(content any, name string, yield func(any)) {
	switch content := content.(type) {
	case map[string]any:
		for key, v := range content {
			if key == name {
				yield(v)
			}
			members(v, name, yield)
		}
	case []any:
		for _, v := range content {
			members(v, name, yield)
		}
	}
}

// imports are the import blocks for what the state has.
func (w *workspace) imports(t *testing.T) string {
	t.Helper()
	var blocks strings.Builder
	for _, address := range databaseTypes {
		fmt.Fprintf(&blocks, "import {\n  to = %s\n  id = %q\n}\n", address, w.given(t, address, "id"))
	}
	return blocks.String()
}

// ended are the states of what Oracle still lists after it was deleted.
var ended = []string{"TERMINATED", "DELETED"}

// alive are the databases in a dump that are not deleted, as region and service.
func (c *cloud) alive(t *testing.T, dump map[string]map[string]any) []string {
	t.Helper()
	if dump == nil {
		t.Fatal("there is no dump")
	}
	var left []string
	for region, services := range dump {
		for _, service := range databaseServices {
			if living(services[service]) {
				left = append(left, region+" "+service)
			}
		}
	}
	slices.Sort(left)
	return left
}

// living says whether anything in a dump is in a state that is not an end.
func living(content any) bool {
	switch content := content.(type) {
	case map[string]any:
		state, found := content["lifecycleState"].(string)
		if found {
			return !slices.Contains(ended, state)
		}
		return slices.ContainsFunc(slices.Collect(maps.Values(content)), living)
	case []any:
		return slices.ContainsFunc(content, living)
	}
	return false
}

// What is abroad is refused in the plan, by the name of its attribute, and nothing is sent.
func TestEndToEnd_databasesOutside(t *testing.T) {
	t.Parallel()
	c := keyedCloud(t)
	for attribute, with := range map[string]map[string]string{
		"residency_autonomous_database.ledger":         {"region": "eu-frankfurt-1"},
		"residency_autonomous_database_standby.ledger": {"standby": "eu-frankfurt-1"},
		"residency_nosql_table.visits":                 {"replica": "eu-frankfurt-1"},
		"residency_mysql_db_system.orders":             {"copies": `"us-phoenix-1", "eu-frankfurt-1"`},
		"residency_postgresql_db_system.orders":        {"key": "eu-frankfurt-1"},
	} {
		w := databaseWorkspace(t, c, with)
		o := w.run(t, "plan", "-input=false", "-no-color")
		if o.code != 1 || !strings.Contains(o.text(), "outside boundary") || !strings.Contains(o.text(), "with "+attribute) {
			t.Errorf("%v: the plan ended with %d:\n%s", with, o.code, o.output)
		}
	}
	if sent := c.sent(t, isToOracle); len(sent) > 0 {
		t.Errorf("%d requests were sent, such as %v", len(sent), sent[0])
	}
}

// The password is nowhere: not in the state, the plan, its JSON, the log of everything, or the list of requests.
func TestEndToEnd_databasePasswordIsNowhere(t *testing.T) {
	t.Parallel()
	c := keyedCloud(t)
	w := databaseWorkspace(t, c, nil)
	w.env = append(w.env, "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(w.dir, "trace.log"))
	w.mustRun(t, "plan", "-input=false", "-no-color", "-out=saved.tfplan")
	w.write(t, "plan.json", w.mustRun(t, "show", "-json", "saved.tfplan").output)
	w.mustRun(t, "apply", "-input=false", "-no-color", "saved.tfplan")
	w.write(t, "state.json", w.mustRun(t, "show", "-json").output)
	c.close()
	searched := 0
	for _, dir := range []string{w.dir, filepath.Dir(c.requests)} {
		for name, data := range written(t, dir) {
			searched++
			if strings.Contains(data, dbPassword) {
				t.Errorf("the password is in %s", name)
			}
		}
	}
	if searched < 9 {
		t.Errorf("only %d files were searched", searched)
	}
}

// written is the content of a folder's files, and of the files in those that are archives, as a saved plan is.
func written(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, file := range files {
		if data, err := os.ReadFile(file); err == nil { // not a folder
			all[filepath.Base(file)] = string(data)
		}
		archive, err := zip.OpenReader(file)
		if err != nil {
			continue
		}
		for _, entry := range archive.File {
			data, err := fs.ReadFile(archive, entry.Name)
			if err != nil {
				t.Fatal(err)
			}
			all[filepath.Base(file)+"/"+entry.Name] = string(data)
		}
		_ = archive.Close()
	}
	return all
}

// Two applies are killed while Oracle provisions. Nothing is made twice, nothing is lost, and nothing is made anew.
func TestEndToEnd_databasesKilled(t *testing.T) {
	t.Parallel()
	c := keyedCloud(t, "-pace", "3s", "-faults", "rate=0.05,kinds=429+500+503,seed=5")
	w := databaseWorkspace(t, c, nil)
	isMade := func(r request) bool {
		return r.Method == http.MethodPost && r.Status/100 == 2 && slices.Contains([]string{"autonomousDatabases", "tables", "dbSystems"}, path.Base(r.Path))
	}
	w.applyAndKill(t, c, 2, isMade)
	w.applyAndKill(t, c, len(c.sent(t, isToOracle))+8, isToOracle) // while it looks at what is there, and waits
	w.apply(t)
	w.mustPlanNothing(t)
	if made := c.sent(t, isMade); len(made) != 5 {
		t.Errorf("%d databases were made: %v", len(made), made)
	}
}
