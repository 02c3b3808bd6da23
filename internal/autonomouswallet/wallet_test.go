package autonomouswallet_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/autonomouswallet"
	sandbox "github.com/data-residency/terraform-provider-residency/internal/sandbox/database"
)

const (
	ashburn   = "us-ashburn-1"
	frankfurt = "eu-frankfurt-1"

	secret = "Wallet-Secret-42"
)

// made is a database that was made by hand.
func made(t *testing.T, e *acctest.Env, region, name string) string {
	t.Helper()
	client, err := e.Session("admin").Database(region)
	require.NoError(t, err)
	answer, err := client.CreateAutonomousDatabase(t.Context(), database.CreateAutonomousDatabaseRequest{CreateAutonomousDatabaseDetails: database.CreateAutonomousDatabaseDetails{
		CompartmentId: new(e.Sandbox.CompartmentOCID()), DbName: &name, AdminPassword: new("Correct-Horse-7"),
		ComputeModel: database.CreateAutonomousDatabaseBaseComputeModelEcpu, ComputeCount: new(float32(2)), DataStorageSizeInTBs: new(1),
	}})
	require.NoError(t, err)
	return *answer.Id
}

// wallet is the wallet of a database, with further lines, and a resource that shows what nothing else may.
func wallet(id string, lines ...string) string {
	return fmt.Sprintf(`
ephemeral "residency_autonomous_database_wallet" "test" {
  autonomous_database_id = %q
  password               = %q
  %s
}

provider "echo" {
  data = ephemeral.residency_autonomous_database_wallet.test
}

resource "echo" "test" {}
`, id, secret, strings.Join(lines, "\n  "))
}

func run(t *testing.T, e *acctest.Env, steps ...resource.TestStep) {
	t.Helper()
	factories := e.Factories()
	factories["echo"] = echoprovider.NewProviderServer()
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_10_0)},
		Steps:                    steps,
	})
}

func echoed(attribute string, check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("echo.test", tfjsonpath.New("data").AtMapKey(attribute), check)
}

// archive checks that a value is a wallet with the names.
type archive struct{ names []string }

func (a archive) CheckValue(value any) error {
	text, _ := value.(string)
	content, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return err
	}
	if !bytes.Contains(content, []byte(sandbox.WalletMark)) {
		return fmt.Errorf("no wallet of the sandbox: %d bytes", len(content))
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return err
	}
	file, err := z.Open("tnsnames.ora")
	if err != nil {
		return err
	}
	names, err := io.ReadAll(file)
	for _, name := range a.names {
		if !bytes.Contains(names, []byte(name)) {
			return fmt.Errorf("%s is not in the wallet: %s", name, names)
		}
	}
	return err
}

func (a archive) String() string { return fmt.Sprint(a.names) }

func TestAccWallet(t *testing.T) {
	e := acctest.New(t)
	id := made(t, e, ashburn, "orders")
	made(t, e, ashburn, "ledger")
	run(t, e,
		resource.TestStep{
			Config: e.ProviderHCL("us-phoenix-1") + wallet(id),
			ConfigStateChecks: []statecheck.StateCheck{
				echoed("region", knownvalue.StringExact(ashburn)), echoed("country", knownvalue.StringExact("US")),
				echoed("effective_data_class", knownvalue.StringExact("protected")), echoed("generate_type", knownvalue.StringExact("SINGLE")),
				echoed("content_base64", archive{[]string{"orders_high"}}),
			},
		},
	)
	for _, r := range e.Requests(nil) {
		assert.Equal(t, "database.us-ashburn-1.oraclecloud.com", r.Host, "the OCID says where, not the provider's region")
		assert.Equal(t, http.StatusOK, r.Status)
	}
}

func TestAccWallet_all(t *testing.T) {
	e := acctest.New(t)
	id := made(t, e, ashburn, "orders")
	made(t, e, ashburn, "ledger")
	run(t, e, resource.TestStep{
		Config:            e.ProviderHCL(ashburn) + wallet(id, `generate_type = "ALL"`, `region = "us-ashburn-1"`),
		ConfigStateChecks: []statecheck.StateCheck{echoed("content_base64", archive{[]string{"orders_high", "ledger_low"}})},
	})
}

// What is wrong is refused before anything is asked for, and never with the password in the text.
func TestAccWallet_refused(t *testing.T) {
	abroad, home := "ocid1.autonomousdatabase.oc1.eu-frankfurt-1.abc", "ocid1.autonomousdatabase.oc1.iad.abc"
	for says, config := range map[string]string{
		"Region outside boundary":          wallet(abroad),
		"in eu-frankfurt-1, Germany (DE)":  wallet(abroad, `region = "eu-frankfurt-1"`),
		"Database in another region":       wallet(home, `region = "us-phoenix-1"`),
		"Region of the database not known": wallet("ocid1.autonomousdatabase.oc1.mars-olympus-1.abc"),
		"must be the OCID of a":            wallet("orders"),
		"Password of the wallet too weak":  strings.Replace(wallet(home), secret, "short1", 1),
		"too weak":                         strings.Replace(wallet(home), secret, "onlyletters", 1),
		`value must be one of:`:            wallet(home, `generate_type = "SOME"`),
		"Exception not in force":           wallet(home, `exception = "none-such"`),
		"Unknown data class":               wallet(home, `data_class = "publik"`),
		`Region not written as a name`:     wallet(home, `region = "iad"`),
	} {
		t.Run(says, func(t *testing.T) {
			e := acctest.New(t)
			run(t, e, resource.TestStep{Config: e.ProviderHCL(ashburn) + config, ExpectError: acctest.Says(says)})
			assert.Empty(t, e.Requests(nil))
		})
	}
}

// An exception of the boundary lets a wallet of a database abroad be made.
func TestAccWallet_excepted(t *testing.T) {
	e := acctest.New(t)
	id := made(t, e, frankfurt, "orders")
	run(t, e, resource.TestStep{
		Config: e.ProviderHCL(ashburn, `boundary = {
    name          = "us-user-data"
    jurisdictions = ["US"]
    exceptions = {
      "frankfurt" = {
        regions     = ["eu-frankfurt-1"]
        addresses   = ["ephemeral.residency_autonomous_database_wallet.*"]
        reason      = "until the move is over"
        owner       = "dba"
        approved_by = "us-data-security"
        ticket      = "RES-1"
        expires     = "2099-12-31"
      }
    }
  }`) + wallet(id, `exception = "frankfurt"`),
		ConfigStateChecks: []statecheck.StateCheck{echoed("country", knownvalue.StringExact("DE"))},
	})
}

// Oracle's refusal is told word for word, without the password that the request had.
func TestAccWallet_oracleRefuses(t *testing.T) {
	e := acctest.New(t)
	run(t, e, resource.TestStep{
		Config:      e.ProviderHCL(ashburn) + wallet("ocid1.autonomousdatabase.oc1.iad.nosuch"),
		ExpectError: regexp.MustCompile(`(?s)Cannot generate wallet.*404\s+NotAuthorizedOrNotFound`),
	})
}

// An answer that breaks off is an error, and no half of a wallet.
func TestAccWallet_answerBreaksOff(t *testing.T) {
	e := acctest.New(t)
	id := made(t, e, ashburn, "orders")
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if !strings.HasSuffix(r.URL.Path, "/generateWallet") {
			return nil, nil
		}
		response, err := e.Sandbox.Transport().RoundTrip(r)
		if err != nil {
			return nil, err
		}
		response.Body = io.NopCloser(io.MultiReader(io.LimitReader(response.Body, 100), broken{}))
		return response, nil
	})
	run(t, e, resource.TestStep{Config: e.ProviderHCL(ashburn) + wallet(id), ExpectError: acctest.Says("Cannot generate wallet")})
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// The schema is sound, says what each attribute is, and marks what is secret.
func TestSchema(t *testing.T) {
	t.Parallel()
	var resp ephemeral.SchemaResponse
	autonomouswallet.NewEphemeralResource().Schema(t.Context(), ephemeral.SchemaRequest{}, &resp)
	assert.Empty(t, resp.Schema.ValidateImplementation(t.Context()))
	for name, attribute := range resp.Schema.Attributes {
		assert.NotEmpty(t, attribute.GetMarkdownDescription(), name)
		assert.Equal(t, name == "password" || name == "content_base64", attribute.IsSensitive(), name)
	}
}
