package bucket

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

var today = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

// planning is a planner whose configuration says the region and leaves out what is optional.
func planning(t *testing.T, state *model) planner {
	t.Helper()
	b, err := boundary.New(boundary.Declaration{Name: "us-user-data", Jurisdictions: []string{"US"}})
	require.NoError(t, err)
	config := model{}
	config.Region = types.StringValue("us-ashburn-1")
	return planner{
		provider: &placement.Provider{Boundary: b, Clock: func() time.Time { return today }},
		config:   config, state: state,
	}
}

// stored is the state of a plain bucket.
func stored() model {
	m := planned()
	m.ID, m.OCID, m.ETag = m.id(), types.StringValue("ocid1.bucket.oc1.iad.a"), types.StringValue("e")
	m.Country, m.EffectiveDataClass = types.StringValue("US"), types.StringValue("protected")
	m.ReplicationEnabled, m.IsReadOnly = types.BoolValue(false), types.BoolValue(false)
	return m
}

func says(t *testing.T, diags diag.Diagnostics, summaries ...string) {
	t.Helper()
	var got []string
	for _, d := range diags {
		got = append(got, map[diag.Severity]string{diag.SeverityError: "E ", diag.SeverityWarning: "W "}[d.Severity()]+d.Summary())
	}
	assert.Equal(t, summaries, got, "%v", diags)
}

func TestPlanner_nothing(t *testing.T) {
	state := stored()
	plan := stored()
	says(t, planning(t, &state).plan(&plan))
	assert.Equal(t, state, plan)
}

// Rules of an earlier apply that are still to be made are an update, although the state is what the configuration says.
func TestPlanner_pending(t *testing.T) {
	state := stored()
	plan := stored()
	p := planning(t, &state)
	p.pending = true
	says(t, p.plan(&plan))
	assert.True(t, plan.ETag.IsUnknown())
}

func TestPlanner_create(t *testing.T) {
	plan := planned()
	plan.Versioning, plan.StorageTier, plan.Region = types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
	says(t, planning(t, nil).plan(&plan))
	assert.Equal(t, "us-ashburn-1/n/acme/b/records", plan.ID.ValueString())
	assert.Equal(t, versioningDisabled, plan.Versioning.ValueString())
	assert.Equal(t, tierStandard, plan.StorageTier.ValueString())
	assert.Equal(t, "protected", plan.EffectiveDataClass.ValueString())
	assert.Empty(t, plan.ReplicationDestinations.Elements())
}

func TestPlanner_versioning(t *testing.T) {
	for name, test := range map[string]struct {
		state, written string // "" for none
		want           string
		says           []string
	}{
		"new":                               {"", "", "Disabled", nil},
		"new, enabled":                      {"", "Enabled", "Enabled", nil},
		"new, suspended":                    {"", "Suspended", "Suspended", []string{"E Versioning of a new bucket"}},
		"never enabled":                     {"Disabled", "", "Disabled", nil},
		"no longer written":                 {"Enabled", "", "Suspended", nil},
		"enabled by hand while suspended":   {"Suspended", "", "Suspended", nil},
		"cannot be disabled":                {"Enabled", "Disabled", "Disabled", []string{"E Versioning cannot be disabled"}},
		"cannot be disabled from suspended": {"Suspended", "Disabled", "Disabled", []string{"E Versioning cannot be disabled"}},
	} {
		t.Run(name, func(t *testing.T) {
			var state *model
			if test.state != "" {
				s := stored()
				s.Versioning = types.StringValue(test.state)
				state = &s
			}
			p, plan := planning(t, state), planned()
			plan.Versioning = types.StringUnknown()
			if test.written != "" {
				p.config.Versioning = types.StringValue(test.written)
				plan.Versioning = p.config.Versioning
			}
			says(t, p.settings(&plan), test.says...)
			assert.Equal(t, test.want, plan.Versioning.ValueString())
		})
	}
}

func TestPlanner_tierThatIsLeftOutStays(t *testing.T) {
	state, plan := stored(), stored()
	state.StorageTier, plan.StorageTier = types.StringValue(tierArchive), types.StringUnknown()
	p := planning(t, &state)
	says(t, p.settings(&plan))
	assert.Equal(t, tierArchive, plan.StorageTier.ValueString(), "a bucket that was imported must not be replaced for what nobody wrote")
}

func TestPlanner_replicas(t *testing.T) {
	for name, test := range map[string]struct {
		found replica
		stays bool
		says  []string
	}{
		"declared":            {replica{policy: "1", region: "us-phoenix-1", accepted: true}, true, nil},
		"declared, outside":   {replica{policy: "1", region: "ap-mumbai-1", accepted: true}, true, []string{"W Replica outside boundary"}},
		"undeclared, inside":  {replica{policy: "1", region: "us-phoenix-1"}, true, []string{"W Undeclared replica"}},
		"undeclared, outside": {replica{policy: "1", region: "ap-mumbai-1"}, false, []string{"W Replica outside boundary"}},
		"undeclared, nowhere": {replica{policy: "1", region: "mars-olympus-1"}, false, []string{"W Replica not decided"}},
	} {
		t.Run(name, func(t *testing.T) {
			state := stored()
			state.ReplicationDestinations = replicaList([]replica{test.found})
			plan := state
			says(t, planning(t, &state).plan(&plan), test.says...)
			left := replicas(plan.ReplicationDestinations)
			if !test.stays {
				assert.Empty(t, left)
				return
			}
			require.Len(t, left, 1)
			assert.True(t, left[0].accepted)
		})
	}
}

// A bucket outside is told about, and what was done to it by hand is taken back all the same.
func TestPlanner_mendsOutside(t *testing.T) {
	state := stored()
	state.Region, state.PublicAccessType = types.StringValue("eu-frankfurt-1"), types.StringValue("ObjectRead")
	plan := state
	plan.PublicAccessType = types.StringValue(private)
	p := planning(t, &state)
	p.config.Region = state.Region
	says(t, p.plan(&plan), "W Region outside boundary")
	plan.FreeformTags = tags("a", "b")
	says(t, p.plan(&plan), "E Region outside boundary")
}

func ruleSet(all map[string]rule) types.Map {
	elements := map[string]attr.Value{}
	for name, r := range all {
		elements[name] = ruleValue(r, nil)
	}
	return types.MapValueMust(ruleType, elements)
}

func TestPlanner_locks(t *testing.T) {
	past, future := today.AddDate(0, -1, 0), today.AddDate(0, 1, 0)
	locked := rule{amount: 30, unit: "DAYS", locked: past}
	for name, test := range map[string]struct {
		before, after map[string]rule
		says          []string
	}{
		"a locked rule stays":       {map[string]rule{"a": locked}, map[string]rule{"a": locked}, nil},
		"a locked rule is longer":   {map[string]rule{"a": locked}, map[string]rule{"a": {amount: 1, unit: "YEARS", locked: past}}, nil},
		"a locked rule is endless":  {map[string]rule{"a": locked}, map[string]rule{"a": {locked: past}}, nil},
		"a locked rule is removed":  {map[string]rule{"a": locked}, nil, []string{"E Retention rule is locked"}},
		"a locked rule is shorter":  {map[string]rule{"a": locked}, map[string]rule{"a": {amount: 29, unit: "DAYS", locked: past}}, []string{"E Retention rule is locked"}},
		"a locked rule is unlocked": {map[string]rule{"a": locked}, map[string]rule{"a": {amount: 30, unit: "DAYS"}}, []string{"E Retention rule is locked"}},
		"an endless locked rule gets an end": {
			map[string]rule{"a": {locked: past}}, map[string]rule{"a": {amount: 99, unit: "YEARS", locked: past}}, []string{"E Retention rule is locked"},
		},
		"a lock ahead":               {nil, map[string]rule{"a": {amount: 1, unit: "DAYS", locked: future}}, []string{"W Lock cannot be undone"}},
		"a lock ahead is taken back": {map[string]rule{"a": {amount: 1, unit: "DAYS", locked: future}}, map[string]rule{"a": {amount: 1, unit: "DAYS"}}, nil},
		"a lock in the past":         {nil, map[string]rule{"a": {amount: 1, unit: "DAYS", locked: past}}, []string{"E Lock in the past"}},
		"a lock without a duration":  {nil, map[string]rule{"a": {locked: future}}, []string{"E Lock of a rule without duration"}},
	} {
		t.Run(name, func(t *testing.T) {
			state, plan := stored(), stored()
			state.RetentionRules, plan.RetentionRules = ruleSet(test.before), ruleSet(test.after)
			says(t, planning(t, &state).locks(plan), test.says...)
		})
	}
}

func TestPlanner_tooManyTags(t *testing.T) {
	plan := planned()
	pairs := []string{}
	for i := range 10 {
		pairs = append(pairs, string(rune('a'+i)), "x")
	}
	plan.FreeformTags = tags(pairs...)
	p := planning(t, nil)
	says(t, p.plan(&plan))
	p.provider.Owner = "platform/us-prod"
	says(t, p.plan(&plan), "E Too many tags")
}

// What is not known yet is judged when it is.
func TestPlanner_unknownRules(t *testing.T) {
	state, plan := stored(), stored()
	state.RetentionRules = ruleSet(map[string]rule{"a": {amount: 30, unit: "DAYS", locked: today.AddDate(0, -1, 0)}})
	plan.RetentionRules = types.MapUnknown(ruleType)
	says(t, planning(t, &state).locks(plan))
	plan.RetentionRules = types.MapValueMust(ruleType, map[string]attr.Value{"a": types.ObjectUnknown(ruleType.AttrTypes)})
	says(t, planning(t, &state).locks(plan))
}
