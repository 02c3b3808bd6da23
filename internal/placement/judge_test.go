package placement_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

func at(name, exception string) placement.Model {
	m := region(name)
	if exception != "" {
		m.Exception = types.StringValue(exception)
	}
	return m
}

func TestJudge(t *testing.T) {
	for name, test := range map[string]struct {
		where               placement.Model
		refused, notRefused string
		compartment         string
		expired             bool
	}{
		"inside":                  {where: at("us-ashburn-1", "")},
		"outside":                 {where: at("eu-frankfurt-1", ""), refused: "E Region outside boundary", notRefused: "W Region outside boundary"},
		"undecided":               {where: at("us-saltlake-2", ""), refused: "E Region not decided", notRefused: "W Region not decided"},
		"inside by its class":     {where: at("ap-singapore-1", ""), compartment: compartment},
		"outside without a class": {where: at("ap-singapore-1", ""), refused: "E Region outside boundary", notRefused: "W Region outside boundary"},
		"excepted":                {where: at("eu-frankfurt-1", "frankfurt"), refused: "W Outside boundary by exception", notRefused: "W Outside boundary by exception"},
	} {
		t.Run(name, func(t *testing.T) {
			fact := placement.Placement(test.where, "residency_bucket", types.StringValue(test.compartment))
			for _, change := range []placement.Change{placement.Create, placement.Update} {
				says(t, provider(t).Judge(change, fact), nonEmpty(test.refused)...)
			}
			for _, change := range []placement.Change{placement.Mend, placement.Nothing} {
				says(t, provider(t).Judge(change, fact), nonEmpty(test.notRefused)...)
			}
		})
	}
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// A claim of an exception that is not in force is an error of its own.
func TestJudge_expiredException(t *testing.T) {
	p := provider(t)
	p.Clock = func() time.Time { return time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC) }
	diags := p.Judge(placement.Create, placement.Placement(at("eu-frankfurt-1", "frankfurt"), "residency_bucket", types.StringNull()))
	says(t, diags, "E Region outside boundary", "E Exception not in force")
	withPath, ok := diags[1].(diag.DiagnosticWithPath)
	require.True(t, ok)
	assert.Equal(t, path.Root("exception"), withPath.Path())
	says(t, p.Audit(), "W Exception not in force")
}

func TestJudge_texts(t *testing.T) {
	outside := placement.Placement(region("eu-frankfurt-1"), "residency_bucket", types.StringNull())
	refused := provider(t).Judge(placement.Update, outside)[0].Detail()
	for _, part := range []string{
		"eu-frankfurt-1", "Germany", "us-user-data", "RES101", "the provider block", "sha256", "no class that the boundary gives by compartment", "can always be destroyed",
	} {
		assert.Contains(t, refused, part)
	}
	assert.Contains(t, provider(t).Judge(placement.Nothing, outside)[0].Detail(), "destroying it always works")
	excepted := provider(t).Judge(placement.Create, placement.Placement(at("eu-frankfurt-1", "frankfurt"), "residency_bucket", types.StringNull()))[0].Detail()
	for _, part := range []string{`"frankfurt"`, "2026-12-31", "until the cut-over", "us-data-security"} {
		assert.Contains(t, excepted, part)
	}
}

func TestDestination(t *testing.T) {
	p := provider(t)
	fact := placement.Placement(at("us-phoenix-1", "nosuch"), "residency_bucket", types.StringNull())
	_, allowed := p.Destination(fact)
	assert.True(t, allowed, "a faulty claim says nothing of the destination")
	finding, allowed := p.Destination(placement.Placement(region("ap-mumbai-1"), "residency_bucket", types.StringNull()))
	assert.False(t, allowed)
	assert.Equal(t, "IN", finding.Country)
}

func TestMarks(t *testing.T) {
	tags := map[string]string{"team": "storage", placement.OwnerTag: "platform", placement.ReplicaTag: "us-phoenix-1/copy"}
	assert.Equal(t, map[string]string{"team": "storage"}, placement.WithoutMarks(tags))
	assert.Nil(t, placement.WithoutMarks(nil))
	assert.Equal(t, map[string]string{"a": "b", placement.OwnerTag: "platform", placement.ReplicaTag: "us-phoenix-1/copy"},
		placement.KeepMarks(map[string]string{"a": "b"}, tags))
	assert.NotNil(t, placement.KeepMarks(nil, nil), "no tags at all must be sent as such")
	assert.True(t, placement.Marked("Residency-Owner"))
	long := placement.ReplicaMark("us-phoenix-1", string(make([]byte, 300)))
	assert.Len(t, []rune(long), 256)
}

// A finding about an element of a map is shown at the element.
func TestJudge_mapElement(t *testing.T) {
	fact := placement.Placement(at("eu-frankfurt-1", ""), "residency_nosql_table", types.StringNull())
	for attribute, want := range map[string]path.Path{
		`replicas["eu-frankfurt-1"]`: path.Root("replicas").AtMapKey("eu-frankfurt-1"),
		"region":                     path.Root("region"),
		`odd["key`:                   path.Root(`odd["key`),
	} {
		fact.Attribute = attribute
		diags := provider(t).Judge(placement.Create, fact)
		require.Len(t, diags, 1)
		found, ok := diags[0].(diag.DiagnosticWithPath)
		require.True(t, ok)
		assert.Equal(t, want.String(), found.Path().String())
	}
}

// What is joined with a resource must be of its own region, inside the boundary or not.
func TestElsewhere(t *testing.T) {
	m := region("us-ashburn-1")
	diags := m.Elsewhere("database",
		placement.Part{Attribute: "subnet_id", What: "Subnet", OCIDs: []string{"ocid1.subnet.oc1.iad.aaaa", ""}},
		placement.Part{Attribute: "nsg_ids", What: "Network security group", OCIDs: []string{"ocid1.networksecuritygroup.oc1.iad.aaaa", "ocid1.networksecuritygroup.oc1.phx.aaaa"}},
		placement.Part{Attribute: "kms_key_id", What: "Key", OCIDs: []string{"ocid1.key.oc1.mars-north-1.aaaa"}})
	require.Len(t, diags, 2)
	for i, says := range []string{"says us-phoenix-1, and the database is in us-ashburn-1", "names no region that this release knows"} {
		assert.Contains(t, diags[i].Detail(), says)
	}
	first, ok := diags[0].(diag.DiagnosticWithPath)
	require.True(t, ok)
	assert.Equal(t, path.Root("nsg_ids"), first.Path())
}
