package autonomousstandby

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

const (
	home   = "ocid1.autonomousdatabase.oc1.iad.home"
	away   = "ocid1.autonomousdatabase.oc1.phx.away"
	beyond = "ocid1.autonomousdatabase.oc1.us-chicago-1.beyond"
)

// Oracle's state tells a standby by where it was made from, or by its part; nothing else is one.
func TestOracleStandby(t *testing.T) {
	for name, test := range map[string]struct {
		source  oracleStandby
		primary string
		fault   string
	}{
		"made as one":      {oracleStandby{ID: away, Source: "CROSS_REGION_DISASTER_RECOVERY", SourceID: home}, home, ""},
		"by Data Guard":    {oracleStandby{ID: away, Source: "CROSS_REGION_DATAGUARD", SourceID: home, Role: "PRIMARY"}, home, ""},
		"imported":         {oracleStandby{ID: away, Role: "BACKUP_COPY", PeerDBIDs: []string{home}}, home, ""},
		"a primary":        {oracleStandby{ID: away, Role: "PRIMARY", PeerDBIDs: []string{home}}, "", "is not a standby of a database in another region"},
		"a clone":          {oracleStandby{ID: away, Source: "DATABASE", SourceID: home}, "", "is not a standby of a database in another region"},
		"without a region": {oracleStandby{ID: "x", Source: "CROSS_REGION_DATAGUARD", SourceID: home}, "", "has an id that names no region that this release knows"},
	} {
		t.Run(name, func(t *testing.T) {
			m, fault := test.source.model()
			assert.Equal(t, test.fault, fault)
			assert.Equal(t, test.primary, m.DatabaseID.ValueString())
			if fault == "" {
				assert.Equal(t, "us-phoenix-1", m.Region.ValueString())
				assert.Equal(t, "us-ashburn-1", m.PrimaryRegion.ValueString())
			}
		})
	}
}

// Whose standby it is stays what the configuration says while roles change, and after an import is what can be told.
func TestFromAPI_leader(t *testing.T) {
	for name, test := range map[string]struct {
		prior types.String
		api   database.AutonomousDatabase
		want  types.String
	}{
		"import of a standby":         {types.StringNull(), database.AutonomousDatabase{Role: "STANDBY", PeerDbIds: []string{home}}, types.StringValue(home)},
		"import after a switch":       {types.StringNull(), database.AutonomousDatabase{Role: "PRIMARY", PeerDbIds: []string{home}}, types.StringValue(home)},
		"import of one that leads":    {types.StringNull(), database.AutonomousDatabase{Role: "PRIMARY", PeerDbIds: []string{home, beyond}}, types.StringNull()},
		"another leads now":           {types.StringValue(home), database.AutonomousDatabase{Role: "STANDBY", PeerDbIds: []string{beyond}}, types.StringValue(home)},
		"import of one without peers": {types.StringNull(), database.AutonomousDatabase{}, types.StringNull()},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.want, model{DatabaseID: test.prior}.fromAPI(test.api).DatabaseID)
		})
	}
}

// What Oracle leaves out has the value that its part implies.
func TestFromAPI_recovery(t *testing.T) {
	kind, backups := recovery(database.AutonomousDatabase{Role: database.AutonomousDatabaseRoleBackupCopy})
	assert.Equal(t, types.StringValue("BACKUP_BASED"), kind)
	assert.Equal(t, types.BoolValue(false), backups)
	kind, _ = recovery(database.AutonomousDatabase{RemoteDisasterRecoveryConfiguration: &database.DisasterRecoveryConfiguration{}})
	assert.Equal(t, types.StringValue("ADG"), kind)
}

// Only what works on its own, leads nobody and follows nobody is a database of its own.
func TestAlone(t *testing.T) {
	for name, test := range map[string]struct {
		d    database.AutonomousDatabase
		want bool
	}{
		"standby":               {database.AutonomousDatabase{LifecycleState: "STANDBY", Role: "STANDBY", PeerDbIds: []string{home}}, false},
		"peers not told yet":    {database.AutonomousDatabase{LifecycleState: "STANDBY", Role: "STANDBY"}, false},
		"in the making":         {database.AutonomousDatabase{LifecycleState: "PROVISIONING"}, false},
		"leads":                 {database.AutonomousDatabase{LifecycleState: "AVAILABLE", Role: "PRIMARY", PeerDbIds: []string{home}}, false},
		"disconnected":          {database.AutonomousDatabase{LifecycleState: "AVAILABLE", Role: "PRIMARY"}, true},
		"snapshot":              {database.AutonomousDatabase{LifecycleState: "AVAILABLE", Role: "SNAPSHOT_STANDBY"}, false},
		"disconnected, stopped": {database.AutonomousDatabase{LifecycleState: "STOPPED"}, true},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, test.want, alone(test.d)) })
	}
}

// The facts are the place, the flow from the primary in both directions, and the backups that are copied.
func TestFacts(t *testing.T) {
	m := model{DatabaseID: types.StringValue(home), IsReplicateAutomaticBackups: types.BoolValue(true)}
	m.Region = types.StringValue("us-phoenix-1")
	var kinds []boundary.Kind
	for _, f := range m.facts() {
		kinds = append(kinds, f.Kind)
		assert.Equal(t, "us-phoenix-1", f.Place.Location.Region.Name)
		if f.Kind != boundary.Placement {
			assert.Equal(t, "us-ashburn-1", f.From.Location.Region.Name)
		}
	}
	assert.Equal(t, []boundary.Kind{boundary.Placement, boundary.Standby, boundary.BackupCopy}, kinds)
	m.DatabaseID = types.StringUnknown()
	assert.Len(t, m.facts(), 1, "what is known only after apply is judged then")
}
