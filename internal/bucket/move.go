package bucket

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// MoveState takes over the state of an oci_objectstorage_bucket for a moved block. It runs without a configured provider.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: moveFromOracle}}
}

const oracleType = "oci_objectstorage_bucket"

// oracleBucket is the state of Oracle's resource as far as it is taken over; the next refresh reads the rest.
type oracleBucket struct {
	BucketID            string            `json:"bucket_id"`
	CompartmentID       string            `json:"compartment_id"`
	Name                string            `json:"name"`
	Namespace           string            `json:"namespace"`
	AccessType          string            `json:"access_type"`
	KMSKeyID            string            `json:"kms_key_id"`
	Versioning          string            `json:"versioning"`
	StorageTier         string            `json:"storage_tier"`
	AutoTiering         string            `json:"auto_tiering"`
	ObjectEventsEnabled bool              `json:"object_events_enabled"`
	Metadata            map[string]string `json:"metadata"`
	FreeformTags        map[string]string `json:"freeform_tags"`
	DefinedTags         map[string]string `json:"defined_tags"`
	RetentionRules      []oracleRule      `json:"retention_rules"`
	CreatedBy           string            `json:"created_by"`
	ETag                string            `json:"etag"`
}

type oracleRule struct {
	DisplayName    string `json:"display_name"`
	TimeRuleLocked string `json:"time_rule_locked"`
	Duration       []struct {
		TimeAmount json.RawMessage `json:"time_amount"` // a number in a string
		TimeUnit   string          `json:"time_unit"`
	} `json:"duration"`
}

// moveFromOracle handles states of Oracle's provider, from whichever registry it was installed.
func moveFromOracle(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	if req.SourceTypeName != oracleType || !placement.OraclesProvider(req.SourceProviderAddress) {
		return
	}
	var source oracleBucket
	if req.SourceRawState == nil || json.Unmarshal(req.SourceRawState.JSON, &source) != nil {
		resp.Diagnostics.Append(diagnostic.Error(path.Empty(), "State not readable",
			"The state of the "+oracleType+" is not in the form of Oracle's provider 5 or later.",
			"Remove the moved block, and import the bucket: {region}/n/{namespace}/b/{name}."))
		return
	}
	target, diags := source.model()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.TargetState.Set(ctx, target)...)
	resp.Diagnostics.Append(resp.TargetIdentity.Set(ctx, target.identity())...)
}

// model is the state that this resource would have. The region is in the bucket's OCID, and nowhere else.
func (b oracleBucket) model() (model, diag.Diagnostics) {
	var diags diag.Diagnostics
	where := region.FindOCID(b.BucketID)
	if where.Kind != region.Regional || b.Name == "" || b.Namespace == "" {
		diags.Append(diagnostic.Error(path.Empty(), "Region not in state",
			fmt.Sprintf("The state of the %s has the bucket_id %q, which names no region that this release knows, so nobody can say where the bucket is.", oracleType, b.BucketID),
			"Run terraform apply -refresh-only with Oracle's provider first, or remove the moved block and import the bucket: {region}/n/{namespace}/b/{name}."))
		return model{}, diags
	}
	m := model{
		OCID: attribute.Text(&b.BucketID), CompartmentID: attribute.Text(&b.CompartmentID), Name: attribute.Text(&b.Name), Namespace: attribute.Text(&b.Namespace),
		KMSKeyID: attribute.Text(&b.KMSKeyID), Versioning: attribute.Setting(b.Versioning, versioningDisabled), StorageTier: attribute.Setting(b.StorageTier, tierStandard),
		AutoTiering: attribute.Setting(b.AutoTiering, autoTieringDisabled), ObjectEventsEnabled: types.BoolValue(b.ObjectEventsEnabled),
		Metadata: attribute.TextMap(types.MapNull(types.StringType), b.Metadata), FreeformTags: attribute.TextMap(types.MapNull(types.StringType), b.FreeformTags),
		DefinedTags: attribute.TextMap(types.MapNull(types.StringType), attribute.WithoutOracleTags(b.DefinedTags)), RetentionRules: b.rules(), ForceDestroy: types.BoolValue(false),
		PublicAccessType: attribute.Setting(b.AccessType, private), ReplicationDestinations: types.ListNull(replicaType),
		ETag: attribute.Text(&b.ETag), CreatedBy: attribute.Text(&b.CreatedBy), Timeouts: placement.NoTimeouts(),
	}
	m.Region, m.Country = types.StringValue(where.Region.Name), types.StringValue(where.Region.Country)
	m.ID = m.id()
	if b.AccessType != "" && b.AccessType != private {
		diags.Append(diagnostic.Warning(path.Root("public_access_type"), "Bucket is public",
			fmt.Sprintf("The %s has access_type = %q: its objects can be read without credentials, from anywhere.", oracleType, b.AccessType),
			"A residency_bucket is never public: the plan closes this one."))
	}
	return m, diags
}

// rules makes a map of Oracle's set. A rule whose parts cannot be read is left to the next refresh.
func (b oracleBucket) rules() types.Map {
	if len(b.RetentionRules) == 0 {
		return types.MapNull(ruleType)
	}
	elements := map[string]attr.Value{}
	for _, r := range b.RetentionRules {
		duration := types.ObjectNull(durationType.AttrTypes)
		if len(r.Duration) > 0 {
			amount, _ := strconv.ParseInt(strings.Trim(string(r.Duration[0].TimeAmount), `"`), 10, 64)
			duration = types.ObjectValueMust(durationType.AttrTypes, map[string]attr.Value{
				"time_amount": types.Int64Value(amount), "time_unit": types.StringValue(r.Duration[0].TimeUnit),
			})
		}
		elements[r.DisplayName] = types.ObjectValueMust(ruleType.AttrTypes, map[string]attr.Value{
			"duration": duration, "time_rule_locked": lockFrom(r.TimeRuleLocked),
		})
	}
	return types.MapValueMust(ruleType, elements)
}

// lockFrom keeps a time that can be read; Oracle's provider also writes times in Go's own form.
func lockFrom(written string) types.String {
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05.999999999 -0700 MST"} {
		if t, err := time.Parse(layout, written); err == nil {
			return types.StringValue(t.UTC().Format(time.RFC3339Nano))
		}
	}
	return types.StringNull()
}
