package autonomousdatabase

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

const (
	inPhoenix   = "ocid1.autonomousdatabase.oc1.phx.a"
	inFrankfurt = "ocid1.autonomousdatabase.oc1.eu-frankfurt-1.a"
)

// copiedTo is a database with a standby, a refreshable clone and backups in Phoenix and in Frankfurt.
func copiedTo() model {
	clone := func(id, region string) attr.Value {
		return types.ObjectValueMust(copyType.AttrTypes, map[string]attr.Value{"id": types.StringValue(id), "region": types.StringValue(region)})
	}
	m := planned()
	m.TimeCreated = types.StringValue("2026-11-22T02:04:05Z")
	m.PeerDBIDs = attribute.TextList([]string{inPhoenix, inFrankfurt})
	m.RefreshableClones = types.ListValueMust(copyType, []attr.Value{clone(inPhoenix, "us-phoenix-1"), clone(inFrankfurt, "eu-frankfurt-1")})
	m.RemoteBackupRegions = attribute.TextList([]string{"us-phoenix-1", "eu-frankfurt-1"})
	return m
}

func provider(t *testing.T) *placement.Provider {
	t.Helper()
	b, err := boundary.New(boundary.Declaration{Name: "us-user-data", Jurisdictions: []string{"US"}})
	require.NoError(t, err)
	return &placement.Provider{Boundary: b}
}

func TestStrays(t *testing.T) {
	m, p := copiedTo(), provider(t)
	strays := m.strays(p)
	require.Len(t, strays, 3, "those in Frankfurt")
	for _, c := range strays {
		assert.Equal(t, "eu-frankfurt-1", c.place.Location.Region.Name)
		assert.Equal(t, c.kind == boundary.Standby, c.fact(m).TwoWay, "the roles of a standby and its primary switch")
	}
	m.without(strays)
	assert.Equal(t, attribute.TextList([]string{inPhoenix}), m.PeerDBIDs)
	assert.Len(t, m.RefreshableClones.Elements(), 1)
	assert.Equal(t, attribute.TextList([]string{"us-phoenix-1"}), m.RemoteBackupRegions)
	assert.Empty(t, m.strays(p))
	assert.Empty(t, copiedTo().strays(&placement.Provider{}), "nothing is judged while the boundary is unknown")
}

func TestPlan_strays(t *testing.T) {
	state := copiedTo()
	for name, c := range map[string]struct {
		change placement.Change
		errors int
	}{"nothing": {placement.Nothing, 0}, "mend": {placement.Mend, 0}, "update": {placement.Update, 3}} {
		t.Run(name, func(t *testing.T) {
			diags := planner{provider: provider(t), state: &state}.copyDiagnostics(state, c.change)
			assert.Len(t, diags, 3)
			assert.Len(t, diags.Errors(), c.errors)
		})
	}
	errors := strayDiagnostics(provider(t), state)
	require.Len(t, errors, 3)
	assert.Contains(t, errors[0].Detail(), "Terminate that one")
	assert.Contains(t, errors[2].Detail(), "Backups of the database are kept in eu-frankfurt-1")
}

func TestKeptIn(t *testing.T) {
	assert.Empty(t, keptIn(database.AutonomousDatabaseBackupSummary{}))
	assert.Equal(t, []string{"us-ashburn-1", "eu-frankfurt-1"}, keptIn(database.AutonomousDatabaseBackupSummary{
		Region: common.String("us-ashburn-1"), BackupDestinationDetails: &database.BackupDestinationDetails{RemoteRegion: common.String("eu-frankfurt-1")},
	}))
}

// A copy that is new is said, once, unless the mark says that this configuration made it.
func TestAppeared(t *testing.T) {
	requests := 0
	a, _ := connected(t, func(*http.Request) { requests++ }, &bytes.Buffer{})
	now := copiedTo()
	assert.Empty(t, a.appeared(t.Context(), now, now))
	assert.Empty(t, a.appeared(t.Context(), now, blank("us-ashburn-1", "a")), "an import brings its copies with it")
	before := now
	before.PeerDBIDs = attribute.TextList(nil)
	diags := a.appeared(t.Context(), now, before)
	require.Len(t, diags, 2)
	assert.Contains(t, diags[0].Detail(), inPhoenix)
	assert.False(t, diags.HasError())
	assert.Zero(t, requests, "without an owner nobody's mark tells anything")

	a.Provider.Owner = "platform/us-prod"
	assert.Len(t, a.appeared(t.Context(), now, before), 2, "what cannot be read is not ours")
	assert.Equal(t, 2, requests)
}
