package nosqltable_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/oracle/oci-go-sdk/v65/nosql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

const (
	address = "residency_nosql_table.test"

	ashburn   = "us-ashburn-1"
	phoenix   = "us-phoenix-1"
	chicago   = "us-chicago-1"
	frankfurt = "eu-frankfurt-1"

	orders = "CREATE TABLE orders (id INTEGER, customer STRING, lines JSON, PRIMARY KEY (id))"
	frozen = orders + " WITH SCHEMA FROZEN"
	units  = `table_limits = { max_read_units = 10, max_write_units = 5, max_storage_in_gbs = 1 }`
)

// The harness's own, for the resource under test.
var (
	on                   = acctest.Address(address)
	value, planned, does = on.Value, on.Planned, on.Does
	before, run          = acctest.Before, acctest.Run
)

// block is the table of most tests, called orders, with further lines. A line of table_limits takes the place of the usual one.
func block(e *acctest.Env, ddl string, lines ...string) string {
	if !strings.Contains(strings.Join(lines, "\n"), "table_limits") {
		lines = append(lines, units)
	}
	return fmt.Sprintf("resource \"residency_nosql_table\" \"test\" {\n  compartment_id = %q\n  name = \"orders\"\n  ddl_statement = %q\n  %s\n}\n",
		e.Sandbox.CompartmentOCID(), ddl, strings.Join(lines, "\n  "))
}

// in is a configuration in Ashburn with the block.
func in(e *acctest.Env, ddl string, lines ...string) string {
	return e.ProviderHCL(ashburn) + block(e, ddl, lines...)
}

// replicas is the argument with replicas in the regions, with the table's own limits.
func replicas(regions ...string) string {
	var out strings.Builder
	for _, region := range regions {
		fmt.Fprintf(&out, " %q = {}", region)
	}
	return "replicas = {" + strings.ReplaceAll(out.String(), "} \"", "}, \"") + " }"
}

func text(s string) knownvalue.Check { return knownvalue.StringExact(s) }

// own is a replica with the table's own limits.
var own = knownvalue.ObjectExact(map[string]knownvalue.Check{"max_read_units": knownvalue.Null(), "max_write_units": knownvalue.Null()})

func withUnits(reads, writes knownvalue.Check) knownvalue.Check {
	return knownvalue.ObjectExact(map[string]knownvalue.Check{"max_read_units": reads, "max_write_units": writes})
}

// hands is what somebody does without Terraform.
type hands struct {
	t           *testing.T
	client      *nosql.NosqlClient
	compartment string
}

func byHand(t *testing.T, e *acctest.Env, region string) hands {
	t.Helper()
	client, err := e.Session("admin").NoSQL(region)
	require.NoError(t, err)
	return hands{t, client, e.Sandbox.CompartmentOCID()}
}

func (h hands) get() nosql.Table {
	h.t.Helper()
	name := "orders"
	answer, err := h.client.GetTable(context.Background(), nosql.GetTableRequest{TableNameOrId: &name, CompartmentId: &h.compartment})
	require.NoError(h.t, err)
	return answer.Table
}

func (h hands) exists() bool {
	h.t.Helper()
	name := "orders"
	_, err := h.client.GetTable(context.Background(), nosql.GetTableRequest{TableNameOrId: &name, CompartmentId: &h.compartment})
	if err != nil {
		require.True(h.t, oci.IsNotFound(err), "%v", err)
	}
	return err == nil
}

func (h hands) create(ddl string, tags map[string]string) {
	h.t.Helper()
	name, one := "orders", 1
	_, err := h.client.CreateTable(context.Background(), nosql.CreateTableRequest{CreateTableDetails: nosql.CreateTableDetails{
		Name: &name, CompartmentId: &h.compartment, DdlStatement: &ddl, FreeformTags: tags,
		TableLimits: &nosql.TableLimits{MaxReadUnits: &one, MaxWriteUnits: &one, MaxStorageInGBs: &one},
	}})
	require.NoError(h.t, err)
}

func (h hands) update(details nosql.UpdateTableDetails) {
	h.t.Helper()
	_, err := h.client.UpdateTable(context.Background(), nosql.UpdateTableRequest{TableNameOrId: h.get().Id, UpdateTableDetails: details})
	require.NoError(h.t, err)
}

func (h hands) alter(ddl string) { h.update(nosql.UpdateTableDetails{DdlStatement: &ddl}) }

func (h hands) limit(reads, writes, storage int) {
	h.update(nosql.UpdateTableDetails{TableLimits: &nosql.TableLimits{MaxReadUnits: &reads, MaxWriteUnits: &writes, MaxStorageInGBs: &storage}})
}

func (h hands) drop() {
	h.t.Helper()
	_, err := h.client.DeleteTable(context.Background(), nosql.DeleteTableRequest{TableNameOrId: h.get().Id})
	require.NoError(h.t, err)
}

func (h hands) addReplica(region string) {
	h.t.Helper()
	_, err := h.client.CreateReplica(context.Background(), nosql.CreateReplicaRequest{
		TableNameOrId: h.get().Id, CreateReplicaDetails: nosql.CreateReplicaDetails{Region: &region},
	})
	require.NoError(h.t, err)
}

func (h hands) dropReplica(region string) {
	h.t.Helper()
	_, err := h.client.DeleteReplica(context.Background(), nosql.DeleteReplicaRequest{TableNameOrId: h.get().Id, Region: &region})
	require.NoError(h.t, err)
}

// replicated are the regions of the table's replicas.
func (h hands) replicated() []string {
	h.t.Helper()
	out := []string{}
	for _, r := range h.get().Replicas {
		out = append(out, *r.Region)
	}
	return out
}

// none asserts that the provider has sent no request.
func none(t *testing.T, e *acctest.Env) {
	t.Helper()
	assert.Empty(t, e.Requests(nil))
}

func method(want, suffix string) func(sandbox.Entry) bool {
	return func(entry sandbox.Entry) bool { return entry.Method == want && strings.HasSuffix(entry.Path, suffix) }
}

// refuse answers 403 to requests that match, n times.
func refuse(e *acctest.Env, n int, method, suffix string) {
	e.Intercept(func(r *http.Request) (*http.Response, error) {
		if n == 0 || r.Method != method || !strings.HasSuffix(r.URL.Path, suffix) {
			return nil, nil
		}
		n--
		return acctest.Refuse(http.StatusForbidden, "NotAllowed", "not today")
	})
}

type terraformState = terraform.State

var (
	ocid        = regexp.MustCompile(`^ocid1\.nosqltable\.oc1\.iad\.`)
	ocidPath    = regexp.MustCompile(`/tables/ocid1`)
	westernOCID = regexp.MustCompile(`^ocid1\.nosqltable\.oc1\.phx\.`)
	primaryKey  = regexp.MustCompile(`"primaryKey":\["id"\]`)
)
