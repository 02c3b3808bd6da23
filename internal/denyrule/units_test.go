package denyrule

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/limits"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/denyrule/compile"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/policy"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

func TestDenyNotEnabled(t *testing.T) {
	for message, want := range map[string]bool{
		"Deny statement passed into a Allow compilation: 'deny any-user …'": true,
		"Deny policies are not enabled in this tenancy":                     true,
		"No permissions found": false,
		"the statement denies": false,
	} {
		assert.Equal(t, want, denyNotEnabled(&oci.Error{Status: 400, Message: message}), message)
		assert.False(t, denyNotEnabled(&oci.Error{Status: 404, Message: message}))
	}
	assert.False(t, denyNotEnabled(nil))
}

// Whoever runs as an Administrator is told that no deny binds them.
func TestCaller(t *testing.T) {
	for name, c := range map[string]struct {
		who      caller
		block    []string
		severity []string
	}{
		"administrator":          {caller{"u", []string{"ocid1.group.oc1..admins"}}, nil, []string{"Deny does not bind Administrators"}},
		"pipeline":               {caller{"u", []string{"ocid1.group.oc1..pipeline"}}, nil, nil},
		"somebody":               {caller{"u", []string{"ocid1.group.oc1..staff"}}, nil, []string{"Deny rule would lock out"}},
		"an instance":            {caller{}, nil, []string{"Deny rule would lock out"}},
		"changes are not denied": {caller{"u", nil}, []string{compile.BlockCreate}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := planner{author: author{tenancy: tenancy{groups: map[string]string{"Administrators": "ocid1.group.oc1..admins"}, caller: c.who}}}
			p.rule = compile.Rule{Block: c.block, Spare: []compile.Group{{ID: "ocid1.group.oc1..pipeline"}}}
			p.out = compile.Output{Policies: []compile.Policy{{Name: "x"}}}
			p.caller()
			var summaries []string
			for _, d := range p.diags {
				summaries = append(summaries, d.Summary())
			}
			assert.Equal(t, c.severity, summaries)
		})
	}
}

func TestSeeker_warnings(t *testing.T) {
	assert.Empty(t, (&seeker{}).warnings())
	got := (&seeker{found: []string{`bucket "b" in eu-frankfurt-1`, `bucket "a" in ap-singapore-1`, `bucket "a" in ap-singapore-1`}, unseen: []string{"data in sa-saopaulo-1"}, skipped: 7}).warnings()
	require.Len(t, got, 2)
	assert.Contains(t, got[0].Detail(), `there is: bucket "a" in ap-singapore-1, bucket "b" in eu-frankfurt-1.`)
	assert.Contains(t, got[1].Detail(), "sa-saopaulo-1; 7 further lists and counts")
}

func TestWithin(t *testing.T) {
	p := planner{author: author{tenancy: tenancy{paths: map[string][]string{"c": {"data", "inner"}}}}}
	p.within(300, 200, "c")
	assert.Empty(t, p.diags)
	p.within(301, 200, "c")
	require.Len(t, p.diags, 1)
	assert.Contains(t, p.diags[0].Detail(), "data:inner")
	p.exists(98, 3)
	require.Len(t, p.diags, 2)

	p.diags, p.out.Policies = nil, make([]compile.Policy, 5)
	p.changeable(100, 200, "c")
	assert.Empty(t, p.diags)
	p.changeable(101, 200, "c")
	require.Len(t, p.diags, 1)
	assert.Contains(t, p.diags[0].Detail(), "will be refused")
	p.changeable(301, 200, "c")
	assert.Len(t, p.diags, 1, "that is an error of its own")
}

func TestPathOf(t *testing.T) {
	parents, names := map[string]string{"a": "root", "b": "a", "x": "y", "y": "x"}, map[string]string{"a": "data", "b": "inner", "x": "x", "y": "y"}
	path, ok := pathOf("b", "root", parents, names)
	assert.True(t, ok)
	assert.Equal(t, []string{"data", "inner"}, path)
	for _, id := range []string{"x", "unknown"} {
		_, ok = pathOf(id, "root", parents, names)
		assert.False(t, ok, id)
	}
}

func TestSpared_until(t *testing.T) {
	at, ok := spared{expires: "2027-03-31"}.until()
	assert.True(t, ok)
	assert.Equal(t, time.Date(2027, 3, 31, 23, 59, 59, 0, time.UTC), at)
	_, ok = spared{expires: "2027-02-30"}.until()
	assert.False(t, ok)
	at, ok = spared{}.until()
	assert.True(t, ok && at.IsZero())
}

func TestEffects(t *testing.T) {
	m := blank()
	m.CompartmentIDs = attribute.TextList([]string{"ocid1.compartment.oc1..a"})
	m.EffectiveQuotas = types.MapValueMust(types.Int64Type, map[string]attr.Value{
		"eu-frankfurt-1/object-storage/storage-bytes": types.Int64Value(0), "odd": types.Int64Value(1),
		"eu-frankfurt-1/database/adb-free-count/ocid1.compartment.oc1..b": types.Int64Value(7),
	})
	assert.Equal(t, []effect{
		{"eu-frankfurt-1", "database", "adb-free-count", "ocid1.compartment.oc1..b"},
		{"eu-frankfurt-1", "object-storage", "storage-bytes", "ocid1.compartment.oc1..a"},
	}, m.effects())
	assert.False(t, zero(m.EffectiveQuotas))
	assert.EqualValues(t, 0, inForce(limits.ResourceAvailability{EffectiveQuotaValue: common.Float32(0)}))
	assert.EqualValues(t, 12, inForce(limits.ResourceAvailability{Available: common.Int64(10), Used: common.Int64(2)}))
	assert.EqualValues(t, 1, inForce(limits.ResourceAvailability{}), "nothing is said of a quota, so none is in force")
}

func TestInOrder(t *testing.T) {
	all := map[string]policy.Policy{}
	for _, name := range []string{"rule-10", "rule", "rule-2", "rule-9"} {
		all[name] = policy.Policy{Policy: identity.Policy{Name: common.String(name)}}
	}
	var names []string
	for _, p := range inOrder(all) {
		names = append(names, *p.Name)
	}
	assert.Equal(t, []string{"rule", "rule-2", "rule-9", "rule-10"}, names)
}

// The boundary's classes and exceptions become what IAM can be told, and a region that the table does not have counts with the
// key that the subscriptions give it.
func TestAuthor(t *testing.T) {
	b, err := boundary.New(boundary.Declaration{
		Name: "us", Jurisdictions: []string{"US"}, Regions: []string{"us-ashburn-1", "us-boulder-1"},
		Classes: map[string]boundary.Class{
			"public":  {Jurisdictions: []string{"US", "SG"}, Compartments: []string{"ocid1.compartment.oc1..public"}},
			"archive": {Jurisdictions: []string{"US", "DE"}, Addresses: []string{"module.archive.*"}},
		},
		Exceptions: map[string]boundary.Exception{
			"now": {
				Regions: []string{"eu-frankfurt-1", "us-newark-1", "us-nowhere-1"}, Compartments: []string{"ocid1.compartment.oc1..data"},
				Reason: "r", Owner: "a", ApprovedBy: "b", Ticket: "T-1", Expires: "2027-03-31",
			},
			"over": {
				Regions: []string{"eu-frankfurt-1"}, Compartments: []string{"ocid1.compartment.oc1..data"}, Reason: "r", Owner: "a", ApprovedBy: "b", Ticket: "T-2", Expires: "2020-03-31",
			},
		},
	})
	require.NoError(t, err)
	ashburn, _ := region.ByName("us-ashburn-1")
	a := author{model: blank(), boundary: b, now: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), tenancy: tenancy{
		home: ashburn, subscribed: []region.Region{ashburn, {Name: "us-boulder-1", Key: "bdr"}, {Name: "us-newark-1", Key: "nwk"}},
		paths: map[string][]string{"ocid1.tenancy.oc1..t": {}, "ocid1.compartment.oc1..data": {"data"}},
	}}
	a.model.CompartmentID, a.model.CompartmentIDs = types.StringValue("ocid1.tenancy.oc1..t"), attribute.TextList([]string{"ocid1.compartment.oc1..data"})
	r := a.rule()
	require.Empty(t, a.diags)
	assert.Equal(t, []region.Region{ashburn, {Name: "us-boulder-1", Key: "bdr"}}, r.Inside)
	require.Len(t, r.Special, 1)
	assert.Equal(t, "public", r.Special[0].Class)
	assert.Equal(t, []string{"archive"}, r.ByAddress)
	require.Len(t, r.Exceptions, 1)
	assert.Len(t, r.Exceptions[0].Regions, 2, "one of the table, one of the subscriptions")
	assert.Equal(t, []string{"us-nowhere-1"}, r.Exceptions[0].Unknown)
	assert.Equal(t, time.Date(2027, 3, 31, 23, 59, 59, 0, time.UTC), r.Exceptions[0].Until)
}

// When every sparing has an end, the plan tells the day.
func TestEnding(t *testing.T) {
	until := time.Date(2027, 3, 31, 23, 59, 59, 0, time.UTC)
	p := planner{out: compile.Output{Policies: []compile.Policy{{Name: "x"}}}}
	p.rule.Spare = []compile.Group{{ID: "a", Until: until.AddDate(0, -1, 0)}, {ID: "b", Until: until}}
	p.ending()
	require.Len(t, p.diags, 1)
	assert.Contains(t, p.diags[0].Detail(), "After 2027-03-31")
	p.rule.Spare = append(p.rule.Spare, compile.Group{ID: "c"})
	p.diags = nil
	p.ending()
	assert.Empty(t, p.diags)
}

// Statements count on every path from the root: what is kept above counts below.
func TestFullest(t *testing.T) {
	p := planner{author: author{tenancy: tenancy{paths: map[string][]string{"root": {}, "data": {"data"}, "inner": {"data", "inner"}, "other": {"other"}}}}}
	counts := map[string]int{"root": 10, "data": 20, "inner": 5, "other": 24}
	most, where := p.fullest(counts)
	assert.Equal(t, 35, most)
	assert.Equal(t, "inner", where)
	p.rule.Attached = compile.Compartment{ID: "other", Path: []string{"other"}}
	most, where = p.fullest(counts)
	assert.Equal(t, 34, most)
	assert.Equal(t, "other", where)
}

// Whatever a rule is written from must be known in the plan, to the last part of it.
func TestModel_unknown(t *testing.T) {
	known := func() model {
		m := blank()
		m.Name, m.CompartmentID, m.CompartmentIDs = types.StringValue("rule"), types.StringValue("ocid1.tenancy.oc1..t"), attribute.TextList([]string{"ocid1.tenancy.oc1..t"})
		return m
	}
	assert.Empty(t, known().unknown())
	later := types.ListValueMust(types.StringType, []attr.Value{types.StringValue("x"), types.StringUnknown()})
	for name, change := range map[string]func(*model){
		"name":            func(m *model) { m.Name = types.StringUnknown() },
		"compartment_id":  func(m *model) { m.CompartmentID = types.StringUnknown() },
		"compartment_ids": func(m *model) { m.CompartmentIDs = later },
		"services":        func(m *model) { m.Services = types.ListUnknown(types.StringType) },
		"block":           func(m *model) { m.Block = later },
		"layers":          func(m *model) { m.Layers = later },
		"network_sources": func(m *model) { m.NetworkSources = later },
		"spare": func(m *model) {
			m.Spare = types.MapValueMust(spareType, map[string]attr.Value{"Pipeline": types.ObjectValueMust(spareType.AttrTypes, map[string]attr.Value{
				"reason": types.StringValue("r"), "approved_by": types.StringValue("a"), "expires": types.StringUnknown(),
			})})
		},
	} {
		m := known()
		change(&m)
		assert.Equal(t, []string{name}, m.unknown())
	}
}
