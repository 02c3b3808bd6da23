package bucket

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

func TestParseID(t *testing.T) {
	for id, want := range map[string]identity{
		"n/acme/b/records":              {types.StringNull(), types.StringValue("acme"), types.StringValue("records")},
		"us-ashburn-1/n/acme/b/records": {types.StringValue("us-ashburn-1"), types.StringValue("acme"), types.StringValue("records")},
		"iad/n/acme/b/a.b_c-D":          {types.StringValue("iad"), types.StringValue("acme"), types.StringValue("a.b_c-D")},
	} {
		got, fault := parseID(id)
		assert.Nil(t, fault, id)
		assert.Equal(t, want, got, id)
	}
	for _, id := range []string{"", "records", "n/acme/b/", "n//b/records", "/n/acme/b/records", "b/acme/n/records", "n/acme/b/records/", "x/y/n/acme/b/records", "n/acme/b/rec ords", "n/acme/b/.."} {
		_, fault := parseID(id)
		assert.NotNil(t, fault, id)
	}
}

// What parseID reads, id writes again.
func FuzzParseID(f *testing.F) {
	for _, seed := range []string{"n/acme/b/records", "us-ashburn-1/n/acme/b/records", "/n/a/b/c", "////", "n/\x00/b/ü"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		who, fault := parseID(id)
		if fault != nil {
			return
		}
		m := model{Model: placement.Model{Region: who.Region}, Namespace: who.Namespace, Name: who.Name}
		if who.Region.IsNull() {
			id = "/" + id
		}
		assert.Equal(t, id, m.id().ValueString())
	})
}

const oracleState = `{
  "bucket_id": "ocid1.bucket.oc1.phx.aaaa", "compartment_id": "ocid1.compartment.oc1..aaaa", "name": "records", "namespace": "acme",
  "access_type": "NoPublicAccess", "kms_key_id": "", "versioning": "Suspended", "storage_tier": "Archive", "auto_tiering": null,
  "object_events_enabled": true, "metadata": {}, "freeform_tags": {"team": "storage"},
  "defined_tags": {"Oracle-Tags.CreatedBy": "somebody", "Operations.CostCenter": "42"}, "approximate_count": "12", "etag": "e",
  "retention_rules": [
    {"display_name": "audit", "time_rule_locked": "2030-01-01T00:00:00Z", "duration": [{"time_amount": "7", "time_unit": "YEARS"}], "retention_rule_id": "x"},
    {"display_name": "hold", "time_rule_locked": "", "duration": []}
  ]}`

func TestOracleBucket_model(t *testing.T) {
	var b oracleBucket
	assert.NoError(t, json.Unmarshal([]byte(oracleState), &b))
	m, diags := b.model()
	assert.Empty(t, diags)
	assert.Equal(t, "us-phoenix-1/n/acme/b/records", m.ID.ValueString())
	assert.Equal(t, "US", m.Country.ValueString())
	assert.Equal(t, "Suspended", m.Versioning.ValueString())
	assert.Equal(t, "Archive", m.StorageTier.ValueString())
	assert.Equal(t, "Disabled", m.AutoTiering.ValueString())
	assert.True(t, m.KMSKeyID.IsNull())
	assert.True(t, m.Metadata.IsNull())
	assert.Equal(t, tags("team", "storage"), m.FreeformTags)
	assert.Equal(t, tags("Operations.CostCenter", "42"), m.DefinedTags)
	assert.False(t, m.fresh())
	moved := rules(m.RetentionRules)
	assert.Equal(t, int64(7), moved["audit"].amount)
	assert.Equal(t, 2030, moved["audit"].locked.Year())
	assert.True(t, moved["hold"].endless())
}

func TestOracleBucket_public(t *testing.T) {
	m, diags := oracleBucket{BucketID: "ocid1.bucket.oc1.phx.aaaa", Name: "records", Namespace: "acme", AccessType: "ObjectRead"}.model()
	assert.Equal(t, "ObjectRead", m.PublicAccessType.ValueString())
	assert.Equal(t, "Bucket is public", diags[0].Summary())
	assert.False(t, diags.HasError())
}

// A state of any form is moved whole or refused, and never a panic.
func FuzzOracleBucket(f *testing.F) {
	f.Add([]byte(oracleState))
	f.Add([]byte(`{"bucket_id": "ocid1.bucket.oc1.iad.a", "name": "b", "namespace": "n", "retention_rules": [{"duration": [{"time_amount": {}}]}]}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var b oracleBucket
		if json.Unmarshal(data, &b) != nil {
			return
		}
		m, diags := b.model()
		if !diags.HasError() {
			assert.NotEmpty(t, m.Region.ValueString())
		}
	})
}
