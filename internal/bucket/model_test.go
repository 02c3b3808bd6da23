package bucket

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

const testCompartment = "ocid1.compartment.oc1..aaaa"

// planned is the plan of a plain bucket.
func planned() model {
	m := model{
		CompartmentID: types.StringValue(testCompartment), Name: types.StringValue("records"), Namespace: types.StringValue("acme"),
		Versioning: types.StringValue(versioningDisabled), StorageTier: types.StringValue(tierStandard), AutoTiering: types.StringValue(autoTieringDisabled),
		ObjectEventsEnabled: types.BoolValue(false), Metadata: types.MapNull(types.StringType), FreeformTags: types.MapNull(types.StringType),
		DefinedTags: types.MapNull(types.StringType), RetentionRules: types.MapNull(ruleType), ForceDestroy: types.BoolValue(false),
		PublicAccessType: types.StringValue(private), ReplicationDestinations: replicaList(nil), Timeouts: placement.NoTimeouts(),
	}
	m.Region = types.StringValue("us-ashburn-1")
	return m
}

func tags(pairs ...string) types.Map {
	elements := map[string]attr.Value{}
	for i := 0; i < len(pairs); i += 2 {
		elements[pairs[i]] = types.StringValue(pairs[i+1])
	}
	return types.MapValueMust(types.StringType, elements)
}

func TestModel_create(t *testing.T) {
	m := planned()
	m.FreeformTags, m.DefinedTags = tags("team", "storage"), tags("Operations.CostCenter", "42", "Operations.Team", "storage")
	d := m.create("platform/us-prod")
	assert.Equal(t, objectstorage.CreateBucketDetailsPublicAccessTypeNopublicaccess, d.PublicAccessType)
	assert.Equal(t, map[string]string{"team": "storage", "residency-owner": "platform/us-prod"}, d.FreeformTags)
	assert.Equal(t, map[string]map[string]any{"Operations": {"CostCenter": "42", "Team": "storage"}}, d.DefinedTags)
	assert.Nil(t, d.KmsKeyId, "an empty key would be one that is removed")
	assert.Empty(t, m.create("").FreeformTags[placement.OwnerTag])
}

func TestModel_update(t *testing.T) {
	current := objectstorage.Bucket{
		FreeformTags: map[string]string{"team": "storage", "residency-owner": "platform/us-prod", "by": "hand"},
		DefinedTags:  map[string]map[string]any{"Oracle-Tags": {"CreatedBy": "somebody"}, "Operations": {"CostCenter": "42"}},
	}
	for name, test := range map[string]struct {
		state, plan func(*model)
		want        objectstorage.UpdateBucketDetails
	}{
		"nothing": {},
		"what is Terraform's own": {plan: func(m *model) {
			m.ForceDestroy, m.DataClass = types.BoolValue(true), types.StringValue("protected")
		}},
		"an empty map for none": {plan: func(m *model) { m.FreeformTags, m.Metadata = tags(), tags() }},
		"compartment": {
			plan: func(m *model) { m.CompartmentID = types.StringValue("ocid1.compartment.oc1..bbbb") },
			want: objectstorage.UpdateBucketDetails{CompartmentId: common.String("ocid1.compartment.oc1..bbbb")},
		},
		"closed to the public": {
			state: func(m *model) { m.PublicAccessType = types.StringValue("ObjectRead") },
			want:  objectstorage.UpdateBucketDetails{PublicAccessType: objectstorage.UpdateBucketDetailsPublicAccessTypeNopublicaccess},
		},
		"a key": {
			plan: func(m *model) { m.KMSKeyID = types.StringValue("ocid1.key.oc1.iad.a.b") },
			want: objectstorage.UpdateBucketDetails{KmsKeyId: common.String("ocid1.key.oc1.iad.a.b")},
		},
		"a key removed": {
			state: func(m *model) { m.KMSKeyID = types.StringValue("ocid1.key.oc1.iad.a.b") },
			want:  objectstorage.UpdateBucketDetails{KmsKeyId: common.String("")},
		},
		"settings": {
			plan: func(m *model) {
				m.Versioning, m.AutoTiering, m.ObjectEventsEnabled = types.StringValue("Enabled"), types.StringValue("InfrequentAccess"), types.BoolValue(true)
			},
			want: objectstorage.UpdateBucketDetails{
				Versioning: objectstorage.UpdateBucketDetailsVersioningEnabled, AutoTiering: objectstorage.BucketAutoTieringInfrequentaccess, ObjectEventsEnabled: common.Bool(true),
			},
		},
		"metadata removed": {
			state: func(m *model) { m.Metadata = tags("a", "b") },
			want:  objectstorage.UpdateBucketDetails{Metadata: map[string]string{}},
		},
		"tags": {
			state: func(m *model) { m.FreeformTags = tags("team", "storage", "by", "hand") },
			plan:  func(m *model) { m.FreeformTags = tags("team", "ledger") },
			want:  objectstorage.UpdateBucketDetails{FreeformTags: map[string]string{"team": "ledger", "residency-owner": "platform/us-prod"}},
		},
		"tags removed": {
			state: func(m *model) { m.FreeformTags = tags("team", "storage", "by", "hand") },
			want:  objectstorage.UpdateBucketDetails{FreeformTags: map[string]string{"residency-owner": "platform/us-prod"}},
		},
		"defined tags, without touching others'": {
			state: func(m *model) { m.DefinedTags = tags("Operations.CostCenter", "42") },
			plan:  func(m *model) { m.DefinedTags = tags("Operations.Team", "storage") },
			want: objectstorage.UpdateBucketDetails{DefinedTags: map[string]map[string]any{
				"Oracle-Tags": {"CreatedBy": "somebody"}, "Operations": {"Team": "storage"},
			}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			state, plan := planned(), planned()
			if test.state != nil {
				test.state(&state)
			}
			if test.plan != nil {
				test.plan(&plan)
			}
			got, differs := plan.update(state, current)
			assert.Equal(t, test.want, got)
			assert.Equal(t, changes(test.want), differs)
		})
	}
}

func TestModel_fromAPI(t *testing.T) {
	created := time.Date(2026, 11, 22, 3, 4, 5, 0, time.FixedZone("", 3600))
	m := planned()
	m.ForceDestroy, m.DataClass, m.OCID = types.BoolValue(true), types.StringValue("protected"), types.StringValue("ocid1.bucket.oc1.iad.a")
	m.DefinedTags = tags("Operations.CostCenter", "41")
	got := m.fromAPI(objectstorage.Bucket{
		Id: common.String("ocid1.bucket.oc1.iad.a"), CompartmentId: common.String(testCompartment), Name: common.String("records"), Namespace: common.String("acme"),
		PublicAccessType: objectstorage.BucketPublicAccessTypeObjectread, Versioning: objectstorage.BucketVersioningEnabled,
		FreeformTags: map[string]string{"by": "hand", "residency-owner": "x", "residency-replica": "y"},
		DefinedTags:  map[string]map[string]any{"Oracle-Tags": {"CreatedBy": "somebody"}, "Operations": {"CostCenter": 42}},
		KmsKeyId:     common.String("ocid1.key.oc1.iad.a.b"), Etag: common.String("e"), TimeCreated: &common.SDKTime{Time: created}, IsReadOnly: common.Bool(true),
	})
	assert.Equal(t, "us-ashburn-1/n/acme/b/records", got.ID.ValueString())
	assert.Equal(t, "ObjectRead", got.PublicAccessType.ValueString())
	assert.Equal(t, "Enabled", got.Versioning.ValueString())
	assert.Equal(t, tags("by", "hand"), got.FreeformTags)
	assert.Equal(t, tags("Operations.CostCenter", "42"), got.DefinedTags, "only the tags that the configuration manages")
	assert.Equal(t, "2026-11-22T02:04:05Z", got.TimeCreated.ValueString())
	assert.True(t, got.IsReadOnly.ValueBool())
	assert.True(t, got.ForceDestroy.ValueBool())
	assert.Equal(t, "protected", got.DataClass.ValueString())
}

// Whatever Oracle leaves out, there is a value for every attribute, and no panic.
func TestModel_fromAPIEmpty(t *testing.T) {
	got := model{}.fromAPI(objectstorage.Bucket{})
	assert.Equal(t, private, got.PublicAccessType.ValueString())
	assert.Equal(t, versioningDisabled, got.Versioning.ValueString())
	assert.Equal(t, tierStandard, got.StorageTier.ValueString())
	assert.Equal(t, autoTieringDisabled, got.AutoTiering.ValueString())
	assert.True(t, got.KMSKeyID.IsNull())
	assert.True(t, got.FreeformTags.IsNull())
	assert.True(t, got.TimeCreated.IsNull())
	assert.False(t, got.ForceDestroy.ValueBool())
}

// An import brings every tag but those that Oracle adds itself.
func TestModel_fromAPIFresh(t *testing.T) {
	got := model{Name: types.StringValue("records")}.fromAPI(objectstorage.Bucket{
		DefinedTags: map[string]map[string]any{"Oracle-Tags": {"CreatedBy": "somebody", "CreatedOn": "today"}, "Operations": {"CostCenter": "42"}},
	})
	assert.Equal(t, tags("Operations.CostCenter", "42"), got.DefinedTags)
}

func summary(name string, amount int64, unit objectstorage.DurationTimeUnitEnum, locked string) objectstorage.RetentionRule {
	r := objectstorage.RetentionRule{Id: common.String("id-of-" + name), DisplayName: common.String(name)}
	if amount > 0 {
		r.Duration = &objectstorage.Duration{TimeAmount: common.Int64(amount), TimeUnit: unit}
	}
	if locked != "" {
		at, err := time.Parse(time.RFC3339, locked)
		if err != nil {
			panic(err)
		}
		r.TimeRuleLocked = &common.SDKTime{Time: at}
	}
	return r
}

func TestRuleMap(t *testing.T) {
	none := types.MapNull(ruleType)
	assert.Equal(t, none, ruleMap(none, nil))
	assert.Equal(t, types.MapValueMust(ruleType, map[string]attr.Value{}), ruleMap(types.MapValueMust(ruleType, map[string]attr.Value{}), nil))

	first := ruleMap(none, []objectstorage.RetentionRule{
		summary("audit", 7, "YEARS", "2030-01-01T00:00:00Z"), summary("hold", 0, "", ""), summary("hold", 1, "DAYS", ""), summary("", 2, "DAYS", ""),
	})
	want := map[string]rule{
		"audit": {amount: 7, unit: "YEARS", locked: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)},
		"hold":  {}, "hold (id-of-hold)": {amount: 1, unit: "DAYS"}, "id-of-": {amount: 2, unit: "DAYS"},
	}
	assert.Equal(t, want, rules(first))
	gone := ruleMap(first, nil)
	assert.False(t, gone.IsNull(), "an empty map is asked for again")
	assert.Empty(t, gone.Elements())
}

// A time that means the same keeps the spelling that the configuration gave it.
func TestRuleMap_spelling(t *testing.T) {
	written := ruleValue(rule{amount: 1, unit: "DAYS"}, nil)
	object, ok := written.(types.Object)
	require.True(t, ok)
	parts := object.Attributes()
	parts["time_rule_locked"] = types.StringValue("2030-01-01T01:00:00+01:00")
	prior := types.MapValueMust(ruleType, map[string]attr.Value{"audit": types.ObjectValueMust(ruleType.AttrTypes, parts)})
	assert.Equal(t, prior, ruleMap(prior, []objectstorage.RetentionRule{summary("audit", 1, "DAYS", "2030-01-01T00:00:00Z")}))
	assert.NotEqual(t, prior, ruleMap(prior, []objectstorage.RetentionRule{summary("audit", 1, "DAYS", "2030-01-02T00:00:00Z")}))
}

func policy(id, region string) objectstorage.ReplicationPolicySummary {
	return objectstorage.ReplicationPolicySummary{
		Id: common.String(id), Name: common.String("p-" + id), DestinationRegionName: common.String(region), DestinationBucketName: common.String("copy"),
	}
}

func american(region string) bool { return region == "us-phoenix-1" || region == "us-chicago-1" }

func TestObserved(t *testing.T) {
	declared := map[string]string{placement.ReplicaTag: "eu-frankfurt-1/copy"}
	for name, test := range map[string]struct {
		labels   map[string]string
		prior    types.List
		region   string
		accepted bool
	}{
		"inside, never read before":          {prior: types.ListNull(replicaType), region: "us-phoenix-1", accepted: true},
		"outside, never read before":         {prior: types.ListNull(replicaType), region: "eu-frankfurt-1"},
		"inside, new":                        {prior: replicaList(nil), region: "us-phoenix-1"},
		"outside, new":                       {prior: replicaList(nil), region: "eu-frankfurt-1"},
		"inside, accepted":                   {prior: replicaList([]replica{{policy: "1", accepted: true}}), region: "us-phoenix-1", accepted: true},
		"outside since, accepted":            {prior: replicaList([]replica{{policy: "1", accepted: true}}), region: "eu-frankfurt-1"},
		"inside, seen before, not accepted":  {prior: replicaList([]replica{{policy: "1"}}), region: "us-phoenix-1"},
		"declared":                           {labels: declared, prior: replicaList(nil), region: "eu-frankfurt-1", accepted: true},
		"another than declared":              {labels: declared, prior: replicaList(nil), region: "us-phoenix-1"},
		"another policy was accepted before": {prior: replicaList([]replica{{policy: "2", accepted: true}}), region: "us-phoenix-1"},
	} {
		t.Run(name, func(t *testing.T) {
			got := observed([]objectstorage.ReplicationPolicySummary{policy("1", test.region)}, test.labels, test.prior, american)
			assert.Equal(t, []replica{{policy: "1", name: "p-1", region: test.region, bucket: "copy", accepted: test.accepted}}, got)
		})
	}
	assert.Len(t, observed([]objectstorage.ReplicationPolicySummary{{}}, nil, types.ListNull(replicaType), american), 1, "an answer without members is no panic")
}

func TestSettled(t *testing.T) {
	declared := replica{policy: "1", region: "eu-frankfurt-1", accepted: true}
	inside := replica{policy: "2", region: "us-phoenix-1"}
	outside := replica{policy: "3", region: "ap-mumbai-1"}
	stay, ended := settled([]replica{declared, inside, outside}, american)
	inside.accepted = true
	assert.Equal(t, []replica{declared, inside}, stay)
	assert.Equal(t, []replica{outside}, ended)
	assert.Equal(t, stay, replicas(replicaList(stay)), "a list keeps what is in it")
}
