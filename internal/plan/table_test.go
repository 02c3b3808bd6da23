package plan

import (
	"bufio"
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// listed reads the types of Oracle's provider 8.28.0.
func listed(t *testing.T) []string {
	t.Helper()
	f, err := os.Open("testdata/lists/oci-resource-types.txt")
	require.NoError(t, err)
	defer f.Close()
	var out []string
	for s := bufio.NewScanner(f); s.Scan(); {
		if line := strings.TrimSpace(s.Text()); line != "" {
			out = append(out, line)
		}
	}
	require.Len(t, out, 1001)
	return out
}

func TestTypes_coverEveryType(t *testing.T) {
	rows, err := records("data/types.csv", 3)
	require.NoError(t, err)
	var got []string
	for _, r := range rows {
		got = append(got, r[0])
		assert.Contains(t, []Scope{Regional, GlobalType, HomeRegion}, Scope(r[1]), r[0])
		assert.Greater(t, len(r[2]), 15, "%s has no reason", r[0])
	}
	want := listed(t)
	slices.Sort(want)
	slices.Sort(got)
	assert.Equal(t, want, got)
}

// TestTypes_globalIsReviewed holds the list of types without a region: who adds one has to say so here.
func TestTypes_globalIsReviewed(t *testing.T) {
	for typ, scope := range tables().scopes {
		if scope != GlobalType {
			continue
		}
		ok := strings.HasPrefix(typ, "oci_identity_") && typ != "oci_identity_domain" ||
			typ == "oci_limits_quota" || typ == "oci_audit_configuration" || strings.HasPrefix(typ, "oci_dns_steering_policy")
		assert.True(t, ok, "%s is global", typ)
	}
}

func TestAttributes_coverEveryListedOne(t *testing.T) {
	f, err := os.Open("testdata/lists/oci-region-attributes.csv")
	require.NoError(t, err)
	defer f.Close()
	want, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	require.Len(t, want, 236)
	for _, w := range want[1:] {
		i := slices.IndexFunc(tables().rows[w[0]], func(r *row) bool {
			// The list leaves out that the cloud fills some of them in.
			return r.attribute == w[1] && (r.mode == w[2] || r.mode == w[2]+"+computed") && r.source == "list"
		})
		assert.GreaterOrEqual(t, i, 0, "%s.%s has no row", w[0], w[1])
	}
}

func TestAttributes_rowsAreSound(t *testing.T) {
	kinds := []boundary.Kind{
		boundary.Placement, boundary.Replication, boundary.Copy, boundary.Standby, boundary.Clone, boundary.Replica,
		boundary.BackupCopy, boundary.Key, boundary.Share, boundary.Peering,
	}
	for typ, rows := range tables().rows {
		known := typ == "*" || strings.HasPrefix(typ, "residency_") || tables().scope(typ) != Unlisted
		assert.True(t, known, "%s is no type", typ)
		for _, r := range rows {
			name := typ + "." + r.attribute
			assert.Greater(t, len(r.reason), 5, "%s has no reason", name)
			switch r.role {
			case none, watch:
				assert.Empty(t, r.kind, name)
			case placement:
				assert.Equal(t, boundary.Placement, r.kind, name)
			case destination, origin:
				assert.Contains(t, kinds, r.kind, name)
			case public, external:
				assert.Contains(t, kinds, r.kind, name)
				assert.NotEmpty(t, r.values, name)
			default:
				t.Errorf("%s has the role %q", name, r.role)
			}
			if r.whenAttribute != "" {
				assert.NotEmpty(t, r.when, name)
				assert.True(t, slices.ContainsFunc(rows, func(o *row) bool { return o.attribute == r.whenAttribute && o.role == watch }), name)
			}
			twoWay := r.kind == boundary.Standby || r.kind == boundary.Replica || r.kind == boundary.Peering
			assert.Equal(t, twoWay, r.twoWay, name)
		}
	}
}

// TestAttributes_notByName holds that rows are judged one by one: alike names, different meaning.
func TestAttributes_notByName(t *testing.T) {
	for key, want := range map[string]role{
		"oci_identity_domains_user addresses.region":                                      none,
		"oci_log_analytics_log_analytics_entity timezone_region":                          none,
		"oci_cloud_bridge_asset_source aws_region":                                        none,
		"oci_mysql_mysql_backup source_details.region":                                    origin,
		"oci_objectstorage_object source_uri_details.region":                              origin,
		"oci_mysql_mysql_db_system backup_policy.copy_policies.copy_to_region":            destination,
		"oci_core_volume availability_domain":                                             placement,
		"oci_core_volume block_volume_replicas.availability_domain":                       destination,
		"oci_database_data_guard_association availability_domain":                         destination,
		"oci_identity_domain home_region":                                                 placement,
		"oci_datascience_model_artifact_export source_region":                             origin,
		"oci_datascience_model_artifact_import destination_region":                        destination,
		"oci_distributed_database_distributed_database shard_details.availability_domain": destination,
	} {
		typ, attribute, _ := strings.Cut(key, " ")
		i := slices.IndexFunc(tables().rows[typ], func(r *row) bool { return r.attribute == attribute })
		if assert.GreaterOrEqual(t, i, 0, key) {
			assert.Equal(t, want, tables().rows[typ][i].role, key)
		}
	}
}
