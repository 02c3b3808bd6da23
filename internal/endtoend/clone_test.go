//go:build unix

package endtoend

import (
	"net/http"
	"path"
	"strings"
	"testing"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	ocid "github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// abroad is a cloud in which there is a database in Frankfurt, as before a move.
const abroad = `
autonomous_database "orders" {
  region      = "eu-frankfurt-1"
  compartment = "data"
}
`

// A clone in Ashburn of a database in Frankfurt brings data home, and passes; a standby of it does not, for roles switch.
func TestEndToEnd_cloneComesHome(t *testing.T) {
	t.Parallel()
	c := newCloudAs(t, "terraform", abroad)
	frankfurt, _ := region.ByName("eu-frankfurt-1")
	source := ocid.OCIDOf("autonomousdatabase", frankfurt, "orders")
	w := emptyWorkspace(t, c)
	w.env = append(w.env, "TF_VAR_admin_password="+dbPassword)
	w.write(t, "main.tf", head("us-ashburn-1")+strings.ReplaceAll(`
variable "admin_password" {
  type      = string
  ephemeral = true
}

resource "residency_autonomous_database" "orders" {
  compartment_id            = var.compartment_id
  db_name                   = "orders"
  source                    = "DATABASE"
  source_id                 = "<source>"
  clone_type                = "FULL"
  admin_password_wo         = var.admin_password
  admin_password_wo_version = 1
}
`, "<source>", source))
	w.mustRun(t, "init", "-input=false")
	w.apply(t)
	w.mustPlanNothing(t)
	made := c.sent(t, func(r request) bool { return r.Method == http.MethodPost && path.Base(r.Path) == "autonomousDatabases" })
	if len(made) != 1 || made[0].Region != "us-ashburn-1" {
		t.Errorf("the clone was not made in Ashburn: %v", made)
	}
	w.write(t, "standby.tf", `
resource "residency_autonomous_database_standby" "orders" {
  autonomous_database_id = "`+source+`"
  region                 = "us-phoenix-1"
}
`)
	o := w.run(t, "plan", "-input=false", "-no-color")
	if o.code != 1 || !strings.Contains(o.text(), "Error: Standby outside boundary") || !strings.Contains(o.text(), "with residency_autonomous_database_standby.orders") {
		t.Errorf("the plan of a standby of a primary abroad ended with %d:\n%s", o.code, o.output)
	}
}
