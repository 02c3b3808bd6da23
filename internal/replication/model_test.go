package replication

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

func sample() model {
	m := model{
		Namespace: types.StringValue("acme"), Bucket: types.StringValue("source"), Name: types.StringValue("to-phoenix"),
		DestinationBucketName: types.StringValue("replica"), DestinationRegionName: types.StringValue("us-phoenix-1"),
		ReplicationID: types.StringValue("1234"),
	}
	m.Model = placement.Model{Region: types.StringValue("us-ashburn-1"), DataClass: types.StringValue("public"), Exception: types.StringValue("x")}
	return m
}

func policy() objectstorage.ReplicationPolicy {
	at := common.SDKTime{Time: time.Date(2026, 5, 4, 3, 2, 1, 500, time.FixedZone("CET", 3600))}
	return objectstorage.ReplicationPolicy{
		Id: common.String("5678"), Name: common.String("to-frankfurt"), DestinationRegionName: common.String("eu-frankfurt-1"),
		DestinationBucketName: common.String("abroad"), TimeCreated: &at, TimeLastSync: &at, Status: "ACTIVE", StatusMessage: common.String("fine"),
	}
}

func TestModel_fromAPI(t *testing.T) {
	m := sample().fromAPI(policy())
	assert.Equal(t, "us-ashburn-1/n/acme/b/source/replicationPolicies/5678", m.ID.ValueString())
	assert.Equal(t, "to-frankfurt", m.Name.ValueString())
	assert.Equal(t, "DE", m.DestinationCountry.ValueString())
	assert.Equal(t, "2026-05-04T02:02:01.0000005Z", m.TimeCreated.ValueString())
	assert.True(t, m.active())
	assert.Equal(t, "public", m.DataClass.ValueString(), "what is Terraform's own stays")
	assert.True(t, m.like(policy()))
	assert.False(t, sample().like(policy()))

	empty := sample().fromAPI(objectstorage.ReplicationPolicy{})
	assert.True(t, empty.Status.IsNull())
	assert.True(t, empty.TimeLastSync.IsNull())
	assert.True(t, empty.DestinationCountry.IsNull())
	assert.False(t, empty.active())
}

func TestModel_create(t *testing.T) {
	details := sample().create()
	assert.Equal(t, "to-phoenix", *details.Name)
	assert.Equal(t, "us-phoenix-1", *details.DestinationRegionName)
	assert.Equal(t, "replica", *details.DestinationBucketName)
	assert.Equal(t, "us-phoenix-1/replica", sample().mark())
}

func TestModel_facts(t *testing.T) {
	m := sample()
	m.CompartmentID = types.StringValue("ocid1.compartment.oc1..c")
	facts := m.facts()
	require.Len(t, facts, 2)
	from, to := facts[0], facts[1]
	assert.Equal(t, boundary.Placement, from.Kind)
	assert.Equal(t, "region", from.Attribute)
	assert.Equal(t, "us-ashburn-1", from.Place.Location.Region.Name)
	assert.Equal(t, boundary.Replication, to.Kind)
	assert.Equal(t, "destination_region_name", to.Attribute)
	assert.Equal(t, "us-phoenix-1", to.Place.Location.Region.Name)
	assert.Equal(t, from.Place, to.From)
	for _, f := range facts {
		assert.Equal(t, "residency_bucket_replication", f.Type)
		assert.Equal(t, "ocid1.compartment.oc1..c", f.Compartment)
		assert.Equal(t, "public", f.Class)
		assert.Equal(t, "x", f.Exception)
	}
	m.DestinationRegionName = types.StringValue("mars-olympus-1")
	assert.NotEqual(t, region.Regional, m.facts()[1].Place.Location.Kind, "never a guess")
}

func TestPlanner_change(t *testing.T) {
	state := sample().fromAPI(policy())
	changed := func(change func(*model)) model { m := state; change(&m); return m }
	for name, c := range map[string]struct {
		state *model
		plan  model
		want  placement.Change
	}{
		"new":                {nil, state, placement.Create},
		"nothing":            {&state, state, placement.Nothing},
		"region left out":    {&state, changed(func(m *model) { m.Region = types.StringUnknown() }), placement.Nothing},
		"timeouts":           {&state, changed(func(m *model) { m.Timeouts = timeouts.Value{Object: types.ObjectUnknown(nil)} }), placement.Mend},
		"class":              {&state, changed(func(m *model) { m.DataClass = types.StringNull() }), placement.Update},
		"exception":          {&state, changed(func(m *model) { m.Exception = types.StringNull() }), placement.Update},
		"compartment":        {&state, changed(func(m *model) { m.CompartmentID = types.StringValue("c") }), placement.Update},
		"region":             {&state, changed(func(m *model) { m.Region = types.StringValue("us-phoenix-1") }), placement.Update},
		"destination":        {&state, changed(func(m *model) { m.DestinationRegionName = types.StringValue("us-phoenix-1") }), placement.Update},
		"destination bucket": {&state, changed(func(m *model) { m.DestinationBucketName = types.StringValue("b") }), placement.Update},
		"bucket":             {&state, changed(func(m *model) { m.Bucket = types.StringUnknown() }), placement.Update},
	} {
		config := c.plan
		if config.Region.IsUnknown() {
			config.Region = types.StringNull()
		}
		assert.Equal(t, c.want, planner{state: c.state, config: config}.change(c.plan), name)
	}
	assert.Equal(t, placement.Mend, planner{state: &state, unmarked: true}.change(state))
	failing := changed(func(m *model) { m.Status = types.StringValue("CLIENT_ERROR") })
	assert.Equal(t, placement.Mend, planner{state: &failing}.change(failing))
	deleted := changed(func(m *model) { m.Status = types.StringValue(ended) })
	assert.Equal(t, placement.Update, planner{state: &deleted}.change(deleted))
}

func TestOraclePolicy_model(t *testing.T) {
	m, fault := oraclePolicy{
		ID: "n/acme/b/source/replicationPolicies/1234", Namespace: "acme", Bucket: "source", Name: "to-phoenix",
		DestinationBucketName: "replica", DestinationRegionName: "us-phoenix-1", Status: "ACTIVE",
	}.model()
	require.Empty(t, fault)
	assert.Equal(t, "1234", m.ReplicationID.ValueString())
	assert.True(t, m.Region.IsNull(), "nothing says it")
	assert.Equal(t, "US", m.DestinationCountry.ValueString())
	for _, broken := range []oraclePolicy{{}, {ID: "x", Bucket: "b"}, {ID: "x/", Namespace: "n", Bucket: "b"}} {
		_, fault := broken.model()
		assert.NotEmpty(t, fault)
	}
}

func FuzzParseID(f *testing.F) {
	f.Add("us-ashburn-1/n/acme/b/source/replicationPolicies/1234")
	f.Add("n/acme/b/source/replicationPolicies/1234")
	f.Add("/n///b//replicationPolicies/")
	f.Fuzz(func(t *testing.T, id string) {
		who, fault := parseID(id)
		if fault != nil {
			return
		}
		back := importID(who.Region.ValueString(), who.Namespace.ValueString(), who.Bucket.ValueString(), who.ReplicationID.ValueString())
		if who.Region.IsNull() {
			back = back[1:]
		}
		if back != id {
			t.Errorf("%q was read as %q", id, back)
		}
	})
}
