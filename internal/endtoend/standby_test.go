//go:build unix

package endtoend

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/database"
)

const walletPassword = "Wallet-Open-42"

// standbyHCL is a database in Ashburn with a standby and its wallet; the verbs are the standby's region and further arguments.
const standbyHCL = `
variable "admin_password" {
  type      = string
  ephemeral = true
  sensitive = true
}

variable "wallet_password" {
  type      = string
  ephemeral = true
  sensitive = true
}

resource "residency_autonomous_database" "ledger" {
  compartment_id            = var.compartment_id
  region                    = "us-ashburn-1"
  db_name                   = "ledger"
  compute_model             = "ECPU"
  compute_count             = 2
  data_storage_size_in_gb   = 100
  admin_password_wo         = var.admin_password
  admin_password_wo_version = 1
}

resource "residency_autonomous_database_standby" "ledger" {
  autonomous_database_id = residency_autonomous_database.ledger.id
  region                 = %q
  %s
}

ephemeral "residency_autonomous_database_wallet" "ledger" {
  autonomous_database_id = residency_autonomous_database.ledger.id
  password               = var.wallet_password
}
`

func standbyWorkspace(t *testing.T, c *cloud, region string, lines ...string) *workspace {
	t.Helper()
	w := emptyWorkspace(t, c)
	w.env = append(w.env, "TF_VAR_admin_password="+dbPassword, "TF_VAR_wallet_password="+walletPassword)
	w.standby(t, region, lines...)
	w.mustRun(t, "init", "-input=false")
	return w
}

func (w *workspace) standby(t *testing.T, region string, lines ...string) {
	t.Helper()
	w.write(t, "main.tf", head("us-ashburn-1", `owner = "endtoend/standby"`)+fmt.Sprintf(standbyHCL, region, strings.Join(lines, "\n  ")))
}

// A standby is made, changed in place, imported elsewhere and removed before its primary.
func TestEndToEnd_standby(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	w := standbyWorkspace(t, c, "us-phoenix-1")
	if o := w.apply(t); !strings.Contains(o.text(), "2 added, 0 changed, 0 destroyed") {
		t.Fatalf("not two were made:\n%s", o.output)
	}
	w.mustPlanNothing(t)
	changed := []string{`disaster_recovery_type = "BACKUP_BASED"`, `is_replicate_automatic_backups = true`}
	w.standby(t, "us-phoenix-1", changed...)
	if o := w.apply(t); !strings.Contains(o.text(), "0 added, 1 changed, 0 destroyed") {
		t.Fatalf("the standby was not changed in place:\n%s", o.output)
	}
	w.mustPlanNothing(t)

	elsewhere := standbyWorkspace(t, c, "us-phoenix-1", changed...)
	var blocks strings.Builder
	for _, address := range []string{"residency_autonomous_database.ledger", "residency_autonomous_database_standby.ledger"} {
		fmt.Fprintf(&blocks, "import {\n  to = %s\n  id = %q\n}\n", address, w.given(t, address, "id"))
	}
	elsewhere.write(t, "imports.tf", blocks.String())
	if o := elsewhere.apply(t); !strings.Contains(o.text(), "2 imported, 0 added, 0 changed, 0 destroyed") {
		t.Fatalf("the import did something else:\n%s", o.output)
	}
	elsewhere.mustPlanNothing(t)
	elsewhere.mustRun(t, "destroy", "-input=false", "-auto-approve", "-no-color")
	deletes := c.sent(t, func(r request) bool { return r.Method == http.MethodDelete && r.Status/100 == 2 })
	if len(deletes) != 2 || deletes[0].Region != "us-phoenix-1" || deletes[1].Region != "us-ashburn-1" {
		t.Errorf("the standby was not removed before its primary: %v", deletes)
	}
	c.close()
	if left := c.alive(t, c.dumped(t)); len(left) > 0 {
		t.Errorf("after the destroy there are still %v", left)
	}
}

// W11: neither a wallet's bytes nor its password are anywhere: not in the state, the plan, its JSON, the log of everything, or the
// list of requests.
func TestEndToEnd_W11walletIsNowhere(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	w := standbyWorkspace(t, c, "us-phoenix-1")
	w.env = append(w.env, "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(w.dir, "trace.log"))
	w.apply(t)
	w.mustRun(t, "plan", "-input=false", "-no-color", "-out=saved.tfplan")
	w.write(t, "plan.json", w.mustRun(t, "show", "-json", "saved.tfplan").output)
	w.write(t, "state.json", w.mustRun(t, "show", "-json").output)
	if wallets := c.sent(t, func(r request) bool { return path.Base(r.Path) == "generateWallet" && r.Status == http.StatusOK }); len(wallets) == 0 {
		t.Error("no wallet was made")
	}
	c.close()
	for _, dir := range []string{w.dir, filepath.Dir(c.requests)} {
		for name, data := range written(t, dir) {
			for _, secret := range append(encoded(database.WalletMark), database.WalletMark, walletPassword, dbPassword) {
				if strings.Contains(data, secret) {
					t.Errorf("%q is in %s", secret, name)
				}
			}
		}
	}
}

// encoded is what base64 makes of a text, but for its ends, wherever in what is encoded it stands.
func encoded(text string) []string {
	var all []string
	for offset := range 3 {
		whole := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", offset) + text))
		all = append(all, whole[4:len(whole)-4])
	}
	return all
}

// Two applies are killed while the standby is being made. Nothing is made twice, nothing is lost, and nothing is made anew.
func TestEndToEnd_standbyKilled(t *testing.T) {
	t.Parallel()
	c := newCloud(t, "-pace", "4s", "-faults", "rate=0.05,kinds=429+500+503,seed=11")
	w := standbyWorkspace(t, c, "us-phoenix-1")
	isMade := func(r request) bool {
		return r.Method == http.MethodPost && r.Status/100 == 2 && path.Base(r.Path) == "autonomousDatabases"
	}
	w.applyAndKill(t, c, 2, isMade) // the standby is asked for, and its answer may not have come
	isLook := func(r request) bool {
		return r.Method == http.MethodGet && r.Region == "us-phoenix-1" && strings.Contains(r.Path, "/autonomousDatabases/")
	}
	w.applyAndKill(t, c, len(c.sent(t, isLook))+1, isLook) // it has found the standby, and waits for it
	w.apply(t)
	w.mustPlanNothing(t)
	if made := c.sent(t, isMade); len(made) != 2 || !slices.ContainsFunc(made, func(r request) bool { return r.Region == "us-phoenix-1" }) {
		t.Errorf("%d databases were made: %v", len(made), made)
	}
}

// Ctrl-C during the wait leaves the standby in state, and the next apply goes on with it.
func TestEndToEnd_standbyInterrupted(t *testing.T) {
	t.Parallel()
	c := newCloud(t, "-pace", "4s")
	w := standbyWorkspace(t, c, "us-phoenix-1")
	cmd, out := w.command("apply", "-input=false", "-auto-approve", "-no-color")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	isLook := func(r request) bool { return r.Method == http.MethodGet && r.Region == "us-phoenix-1" }
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for len(c.sent(t, isLook)) == 0 { // until it waits for the standby
		select {
		case err := <-ended:
			t.Fatalf("the apply ended early: %v\n%s", err, out)
		case <-time.After(20 * time.Millisecond):
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	<-ended
	if text := (outcome{output: out.String()}).text(); !strings.Contains(text, "was interrupted") {
		t.Errorf("nothing says that the wait was interrupted:\n%s", out)
	}
	id := w.given(t, "residency_autonomous_database_standby.ledger", "id")
	if o := w.apply(t); !strings.Contains(o.text(), "0 added, 1 changed, 0 destroyed") && !strings.Contains(o.text(), "0 added, 0 changed, 0 destroyed") {
		t.Errorf("the next apply did something else than to go on:\n%s", o.output)
	}
	w.mustPlanNothing(t)
	if again := w.mustRun(t, "state", "show", "-no-color", "residency_autonomous_database_standby.ledger").output; !strings.Contains(again, id) {
		t.Errorf("the standby is another one now:\n%s", again)
	}
}
