package nosqltable

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/nosql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

const statementText = "CREATE TABLE orders (id INTEGER, lines JSON, PRIMARY KEY (id)) WITH SCHEMA FROZEN"

func int64s(n int64) types.Int64 { return types.Int64Value(n) }

func limitsOf(reads, writes, storage int64, mode string) types.Object {
	return types.ObjectValueMust(limitsType.AttrTypes, map[string]attr.Value{
		"max_read_units": int64s(reads), "max_write_units": int64s(writes), "max_storage_in_gbs": int64s(storage), "capacity_mode": types.StringValue(mode),
	})
}

var none = replicaObject(types.Int64Null(), types.Int64Null())

// stored is the state of a table with a replica in Phoenix.
func stored() model {
	m := model{
		ID: types.StringValue("ocid1.nosqltable.oc1.iad.a"), CompartmentID: types.StringValue("ocid1.compartment.oc1..a"), Name: types.StringValue("orders"),
		DDLStatement: types.StringValue(statementText), TableLimits: limitsOf(10, 5, 1, provisioned), IsAutoReclaimable: types.BoolValue(false),
		FreeformTags: types.MapNull(types.StringType), DefinedTags: types.MapNull(types.StringType),
		Replicas:       replicaMap(map[string]types.Object{"us-phoenix-1": none}),
		LifecycleState: types.StringValue("ACTIVE"), LifecycleDetails: types.StringNull(), Schema: types.StringValue("{}"), SchemaState: types.StringValue("FROZEN"),
		IsMultiRegion: types.BoolValue(true), TimeCreated: types.StringValue("2026-11-22T00:00:00Z"), TimeUpdated: types.StringValue("2026-11-22T00:00:00Z"),
		TimeOfExpiration: types.StringNull(), Timeouts: placement.NoTimeouts(),
	}
	m.Region, m.Country, m.EffectiveDataClass = types.StringValue("us-ashburn-1"), types.StringValue("US"), types.StringValue("protected")
	return m
}

func told(ddl string, state nosql.TableSchemaStateEnum) nosql.Table {
	return nosql.Table{Name: common.String("ORDERS"), DdlStatement: &ddl, SchemaState: state}
}

func TestFromAPI_statement(t *testing.T) {
	regenerated := "CREATE TABLE IF NOT EXISTS orders(id INTEGER, lines JSON, PRIMARY KEY(SHARD(id)))"
	for name, c := range map[string]struct {
		prior types.String
		api   nosql.Table
		want  string
	}{
		"the same":              {types.StringValue(statementText), told(statementText, "FROZEN"), statementText},
		"means the same":        {types.StringValue(statementText), told(regenerated, "FROZEN"), statementText},
		"thawed by hand":        {types.StringValue(statementText), told(statementText, "MUTABLE"), "CREATE TABLE orders(id INTEGER, lines JSON, PRIMARY KEY(SHARD(id)))"},
		"imported":              {types.StringNull(), told(regenerated, "MUTABLE"), regenerated},
		"imported frozen":       {types.StringNull(), told(regenerated, "FROZEN"), regenerated + " WITH SCHEMA FROZEN"},
		"not to be read":        {types.StringValue(statementText), told("CREATE TABLE orders(id INTEGER, PRIMARY KEY(id)) ENABLE BEFORE IMAGE", "FROZEN"), "CREATE TABLE orders(id INTEGER, PRIMARY KEY(id)) ENABLE BEFORE IMAGE"},
		"a column more by hand": {types.StringValue(statementText), told("CREATE TABLE orders(id INTEGER, lines JSON, x LONG, PRIMARY KEY(id)) WITH SCHEMA FROZEN", "FROZEN"), "CREATE TABLE orders(id INTEGER, lines JSON, x LONG, PRIMARY KEY(id)) WITH SCHEMA FROZEN"},
	} {
		m := stored()
		m.DDLStatement = c.prior
		got := m.fromAPI(c.api, nil)
		assert.Equal(t, c.want, got.DDLStatement.ValueString(), name)
		assert.Equal(t, "orders", got.Name.ValueString(), name)
	}
}

func TestFromAPI_replicas(t *testing.T) {
	table := func(mode nosql.TableLimitsCapacityModeEnum, replicas ...nosql.Replica) nosql.Table {
		return nosql.Table{Replicas: replicas, TableLimits: &nosql.TableLimits{
			MaxReadUnits: common.Int(10), MaxWriteUnits: common.Int(5), MaxStorageInGBs: common.Int(1), CapacityMode: mode,
		}}
	}
	at := func(region string, writes int, state nosql.ReplicaLifecycleStateEnum) nosql.Replica {
		return nosql.Replica{Region: &region, MaxWriteUnits: &writes, LifecycleState: state}
	}
	units := func(reads, writes types.Int64) types.Map {
		return replicaMap(map[string]types.Object{"us-phoenix-1": replicaObject(reads, writes)})
	}
	null := types.Int64Null()
	for name, c := range map[string]struct {
		prior types.Map
		api   nosql.Table
		reads unitsRead
		want  types.Map
	}{
		"none":               {types.MapNull(replicaType), table(provisioned), nil, types.MapNull(replicaType)},
		"none, and empty":    {replicaMap(nil), table(provisioned), nil, replicaMap(nil)},
		"as the table":       {units(null, null), table(provisioned, at("us-phoenix-1", 5, "ACTIVE")), unitsRead{"us-phoenix-1": 10}, units(null, null)},
		"written the same":   {units(int64s(10), int64s(5)), table(provisioned, at("us-phoenix-1", 5, "ACTIVE")), unitsRead{"us-phoenix-1": 10}, units(int64s(10), int64s(5))},
		"edited by hand":     {units(null, int64s(5)), table(provisioned, at("us-phoenix-1", 6, "ACTIVE")), unitsRead{"us-phoenix-1": 11}, units(int64s(11), int64s(6))},
		"reads not known":    {units(int64s(3), null), table(provisioned, at("us-phoenix-1", 5, "ACTIVE")), nil, units(int64s(3), null)},
		"being dropped":      {units(null, null), table(provisioned, at("us-phoenix-1", 5, "DELETING")), nil, replicaMap(nil)},
		"on its way":         {units(null, null), table(provisioned, at("us-phoenix-1", 5, "CREATING")), nil, units(null, null)},
		"added by hand":      {types.MapNull(replicaType), table(provisioned, at("us-phoenix-1", 5, "ACTIVE")), unitsRead{"us-phoenix-1": 9}, units(int64s(9), null)},
		"made on demand":     {units(null, null), table(provisioned, at("us-phoenix-1", 0, "ACTIVE")), unitsRead{"us-phoenix-1": 0}, units(int64s(0), int64s(0))},
		"dropped by hand":    {units(null, null), table(provisioned), nil, replicaMap(nil)},
		"not yet known, any": {types.MapUnknown(replicaType), table(provisioned), nil, types.MapNull(replicaType)},
	} {
		assert.Equal(t, c.want, observed(c.prior, c.api, c.reads), name)
	}
}

func TestCreate(t *testing.T) {
	m := stored()
	m.DDLStatement = types.StringValue("CREATE TABLE IF NOT EXISTS orders (id INTEGER, PRIMARY KEY (id))")
	m.TableLimits = limitsOf(7, 7, 2, onDemand)
	d, err := m.create("platform")
	require.NoError(t, err)
	assert.Equal(t, "CREATE TABLE orders (id INTEGER, PRIMARY KEY (id))", *d.DdlStatement)
	assert.Equal(t, []int{0, 0, 2}, []int{*d.TableLimits.MaxReadUnits, *d.TableLimits.MaxWriteUnits, *d.TableLimits.MaxStorageInGBs})
	assert.Equal(t, map[string]string{placement.OwnerTag: "platform"}, d.FreeformTags)
	m.TableLimits = types.ObjectNull(limitsType.AttrTypes)
	d, err = m.create("")
	require.NoError(t, err)
	assert.Nil(t, d.TableLimits)
	assert.Empty(t, d.FreeformTags)
	m.DDLStatement = types.StringValue("CREATE TABLE")
	_, err = m.create("")
	require.Error(t, err)
}

// planning is a planner whose configuration says the region and leaves out what is optional.
func planning(t *testing.T, state *model) planner {
	t.Helper()
	b, err := boundary.New(boundary.Declaration{Name: "us-user-data", Jurisdictions: []string{"US"}})
	require.NoError(t, err)
	config := model{}
	config.Region = types.StringValue("us-ashburn-1")
	return planner{
		provider: &placement.Provider{Boundary: b, Clock: func() time.Time { return time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC) }},
		Proposal: operation.Proposal[model]{Config: config, State: state},
	}
}

func says(t *testing.T, name string, diags diag.Diagnostics, summaries ...string) {
	t.Helper()
	got := []string{}
	for _, d := range diags {
		got = append(got, map[diag.Severity]string{diag.SeverityError: "E ", diag.SeverityWarning: "W "}[d.Severity()]+d.Summary())
	}
	assert.ElementsMatch(t, summaries, got, "%s: %v", name, diags)
}

func TestPlanner(t *testing.T) {
	replicated := func(regions ...string) types.Map {
		all := map[string]types.Object{}
		for _, r := range regions {
			all[r] = none
		}
		return replicaMap(all)
	}
	for name, c := range map[string]struct {
		change func(plan *model)
		state  func(state *model)
		want   placement.Change
		says   []string
	}{
		"nothing": {want: placement.Nothing},
		"another text": {
			change: func(p *model) {
				p.DDLStatement = types.StringValue("create table ORDERS (lines json, id integer, primary key (id)) with schema frozen")
			},
			want: placement.Nothing,
		},
		"no replicas, in two ways": {
			state:  func(s *model) { s.Replicas = replicaMap(nil) },
			change: func(p *model) { p.Replicas = types.MapNull(replicaType) }, want: placement.Nothing,
		},
		"a replica more":         {change: func(p *model) { p.Replicas = replicated("us-phoenix-1", "us-chicago-1") }, want: placement.Update},
		"a replica more, abroad": {change: func(p *model) { p.Replicas = replicated("us-phoenix-1", "eu-frankfurt-1") }, want: placement.Update, says: []string{"E Replica outside boundary"}},
		"a replica less":         {change: func(p *model) { p.Replicas = replicated() }, want: placement.Mend},
		"units of a replica": {
			change: func(p *model) {
				p.Replicas = replicaMap(map[string]types.Object{"us-phoenix-1": replicaObject(int64s(1), types.Int64Null())})
			},
			want: placement.Update,
		},
		"still being created": {state: func(s *model) { s.LifecycleState = types.StringValue("CREATING") }, want: placement.Mend},
		"a column lost": {
			change: func(p *model) {
				p.DDLStatement, p.Replicas = types.StringValue("CREATE TABLE orders(id INTEGER, PRIMARY KEY(id)) WITH SCHEMA FROZEN FORCE"), replicated()
			},
			want: placement.Update, says: []string{"W Columns are dropped"},
		},
		"another key": {
			change: func(p *model) {
				p.DDLStatement = types.StringValue("CREATE TABLE orders(id STRING, lines JSON, PRIMARY KEY(id)) WITH SCHEMA FROZEN")
			},
			want: placement.Update, says: []string{"W Table is replaced with an empty one"},
		},
		"thawed under a replica": {
			change: func(p *model) {
				p.DDLStatement = types.StringValue("CREATE TABLE orders(id INTEGER, lines JSON, PRIMARY KEY(id))")
			},
			want: placement.Update, says: []string{"E Schema not frozen"},
		},
		"replicas of a child": {
			change: func(p *model) {
				p.Name, p.DDLStatement = types.StringValue("orders.lines"), types.StringValue("CREATE TABLE orders.lines(id INTEGER, PRIMARY KEY(id)) WITH SCHEMA FROZEN FORCE")
			},
			want: placement.Update, says: []string{"E Limits of a child table", "E Replicas of a child table", "W Table is replaced with an empty one"},
		},
		"another realm":         {change: func(p *model) { p.Replicas = replicated("us-langley-1") }, want: placement.Update, says: []string{"E Replica outside boundary", "E Replica in another realm"}},
		"unknown replicas":      {change: func(p *model) { p.Replicas = types.MapUnknown(replicaType) }, want: placement.Update, says: []string{"E Region not known in the plan"}},
		"more tags than Oracle": {change: func(p *model) { p.FreeformTags = manyTags(11) }, want: placement.Update, says: []string{"E Too many tags"}},
	} {
		state, plan := stored(), stored()
		if c.state != nil {
			c.state(&state)
			plan = state
		}
		if c.change != nil {
			c.change(&plan)
		}
		p := planning(t, &state)
		p.Config.Replicas = plan.Replicas // as it is written
		kept := plan
		p.keep(&kept)
		assert.Equal(t, c.want, p.change(kept), name)
		says(t, name, p.plan(&plan), c.says...)
		if c.want == placement.Nothing {
			assert.Equal(t, state, plan, name)
		}
	}
}

func manyTags(n int) types.Map {
	tags := map[string]attr.Value{}
	for i := range n {
		tags[string(rune('a'+i))] = types.StringValue("x")
	}
	return types.MapValueMust(types.StringType, tags)
}

// What an earlier apply has not finished is an update, although the state is what the configuration says.
func TestPlanner_pending(t *testing.T) {
	state, plan := stored(), stored()
	p := planning(t, &state)
	p.pending = true
	says(t, "pending", p.plan(&plan))
	assert.True(t, plan.LifecycleState.IsUnknown())
	assert.Equal(t, state.ID, plan.ID)

	// A replica that is still to be made is judged as one that is made now.
	state.Replicas = replicaMap(map[string]types.Object{"eu-frankfurt-1": none})
	plan = state
	says(t, "pending abroad", p.plan(&plan), "E Replica outside boundary")
	state.Replicas, plan = replicaMap(nil), stored()
	plan.Replicas = replicaMap(nil)
	assert.Equal(t, placement.Mend, p.change(plan))
}

// roundTripper is a function that sends requests.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Terraform is interrupted while the create is on its way. What was sent is worth its answer and the table's OCID: without
// them a table would be there of which no state knows.
func TestCreate_interrupted(t *testing.T) {
	s, err := sandbox.New()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	c, err := s.Credentials("terraform")
	require.NoError(t, err)
	ctx, interrupt := context.WithCancel(t.Context())
	session, err := oci.NewSession(oci.Config{
		TenancyOCID: c.TenancyOCID, UserOCID: c.UserOCID, Fingerprint: c.Fingerprint, PrivateKey: c.PrivateKeyPEM, Getenv: func(string) string { return "" },
		Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			interrupt()
			return s.Transport().RoundTrip(r)
		}),
	})
	require.NoError(t, err)
	r := &Resource{operation.Resource{Provider: &placement.Provider{Session: session}}}
	plan := stored()
	plan.ID, plan.CompartmentID = types.StringNull(), types.StringValue(s.CompartmentOCID())
	var diags diag.Diagnostics
	api, ok := r.open(plan, &diags)
	require.True(t, ok)
	made, failure := r.createOrAdopt(ctx, api, plan)
	require.Nil(t, failure)
	assert.Equal(t, *made.table.Id, api.id)
	_, err = api.settle(ctx, made.work, "to become ACTIVE")
	var wait *oci.WaitError
	require.ErrorAs(t, err, &wait)
	assert.True(t, wait.Interrupted())
}
