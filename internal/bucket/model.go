package bucket

import (
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// model is the resource in a plan or a state.
type model struct {
	placement.Model

	ID   types.String `tfsdk:"id"`
	OCID types.String `tfsdk:"ocid"`

	CompartmentID types.String `tfsdk:"compartment_id"`
	Name          types.String `tfsdk:"name"`
	Namespace     types.String `tfsdk:"namespace"`

	KMSKeyID            types.String `tfsdk:"kms_key_id"`
	Versioning          types.String `tfsdk:"versioning"`
	StorageTier         types.String `tfsdk:"storage_tier"`
	AutoTiering         types.String `tfsdk:"auto_tiering"`
	ObjectEventsEnabled types.Bool   `tfsdk:"object_events_enabled"`
	Metadata            types.Map    `tfsdk:"metadata"`
	FreeformTags        types.Map    `tfsdk:"freeform_tags"`
	DefinedTags         types.Map    `tfsdk:"defined_tags"`
	RetentionRules      types.Map    `tfsdk:"retention_rules"`
	ForceDestroy        types.Bool   `tfsdk:"force_destroy"`

	PublicAccessType        types.String `tfsdk:"public_access_type"`
	ReplicationDestinations types.List   `tfsdk:"replication_destinations"`
	ReplicationEnabled      types.Bool   `tfsdk:"replication_enabled"`
	IsReadOnly              types.Bool   `tfsdk:"is_read_only"`
	ETag                    types.String `tfsdk:"etag"`
	CreatedBy               types.String `tfsdk:"created_by"`
	TimeCreated             types.String `tfsdk:"time_created"`

	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// identity is what tells one bucket from all others.
type identity struct {
	Region    types.String `tfsdk:"region"`
	Namespace types.String `tfsdk:"namespace"`
	Name      types.String `tfsdk:"name"`
}

func (m model) identity() identity {
	return identity{Region: m.Region, Namespace: m.Namespace, Name: m.Name}
}

// id is the import id, unknown while a part of it is.
func (m model) id() types.String {
	if m.Region.IsUnknown() || m.Namespace.IsUnknown() || m.Name.IsUnknown() {
		return types.StringUnknown()
	}
	return types.StringValue(fmt.Sprintf("%s/n/%s/b/%s", m.Region.ValueString(), m.Namespace.ValueString(), m.Name.ValueString()))
}

// fresh says whether the model is only where something is, as after an import, and nothing is known of what it is.
func (m model) fresh() bool { return m.OCID.IsNull() && m.CompartmentID.IsNull() }

// create is the request that makes the bucket. The owner's mark is one of the tags.
func (m model) create(owner string) objectstorage.CreateBucketDetails {
	marks := map[string]string{}
	if owner != "" {
		marks[placement.OwnerTag] = owner
	}
	details := objectstorage.CreateBucketDetails{
		Name:                common.String(m.Name.ValueString()),
		CompartmentId:       common.String(m.CompartmentID.ValueString()),
		PublicAccessType:    objectstorage.CreateBucketDetailsPublicAccessTypeNopublicaccess,
		StorageTier:         objectstorage.CreateBucketDetailsStorageTierEnum(m.StorageTier.ValueString()),
		Versioning:          objectstorage.CreateBucketDetailsVersioningEnum(m.Versioning.ValueString()),
		AutoTiering:         objectstorage.BucketAutoTieringEnum(m.AutoTiering.ValueString()),
		ObjectEventsEnabled: common.Bool(m.ObjectEventsEnabled.ValueBool()),
		Metadata:            texts(m.Metadata),
		FreeformTags:        placement.KeepMarks(texts(m.FreeformTags), marks),
		DefinedTags:         defined(texts(m.DefinedTags)),
	}
	if key := m.KMSKeyID.ValueString(); key != "" {
		details.KmsKeyId = common.String(key)
	}
	return details
}

// update is the request that makes current, which was read as state, what the plan says. It has only what changes; the
// second result says whether that is anything.
func (m model) update(state model, current objectstorage.Bucket) (objectstorage.UpdateBucketDetails, bool) {
	var d objectstorage.UpdateBucketDetails
	if !m.CompartmentID.Equal(state.CompartmentID) {
		d.CompartmentId = common.String(m.CompartmentID.ValueString())
	}
	if !m.PublicAccessType.Equal(state.PublicAccessType) {
		d.PublicAccessType = objectstorage.UpdateBucketDetailsPublicAccessTypeNopublicaccess
	}
	if m.KMSKeyID.ValueString() != state.KMSKeyID.ValueString() {
		d.KmsKeyId = common.String(m.KMSKeyID.ValueString()) // the empty string removes the key
	}
	if !m.Versioning.Equal(state.Versioning) {
		d.Versioning = objectstorage.UpdateBucketDetailsVersioningEnum(m.Versioning.ValueString())
	}
	if !m.AutoTiering.Equal(state.AutoTiering) {
		d.AutoTiering = objectstorage.BucketAutoTieringEnum(m.AutoTiering.ValueString())
	}
	if !m.ObjectEventsEnabled.Equal(state.ObjectEventsEnabled) {
		d.ObjectEventsEnabled = common.Bool(m.ObjectEventsEnabled.ValueBool())
	}
	if !maps.Equal(texts(m.Metadata), texts(state.Metadata)) {
		d.Metadata = texts(m.Metadata)
	}
	if !maps.Equal(texts(m.FreeformTags), texts(state.FreeformTags)) {
		d.FreeformTags = placement.KeepMarks(texts(m.FreeformTags), current.FreeformTags)
	}
	if !maps.Equal(texts(m.DefinedTags), texts(state.DefinedTags)) {
		d.DefinedTags = mergeDefined(texts(m.DefinedTags), texts(state.DefinedTags), current.DefinedTags)
	}
	return d, changes(d)
}

func changes(d objectstorage.UpdateBucketDetails) bool {
	return d.CompartmentId != nil || d.PublicAccessType != "" || d.KmsKeyId != nil || d.Versioning != "" || d.AutoTiering != "" ||
		d.ObjectEventsEnabled != nil || d.Metadata != nil || d.FreeformTags != nil || d.DefinedTags != nil
}

// fromAPI takes over what Oracle says of the bucket. What is Terraform's own stays, and so does the form of what means the
// same: a map that is empty and one that is not there.
func (m model) fromAPI(b objectstorage.Bucket) model {
	fresh := m.fresh()
	m.OCID = text(b.Id)
	m.CompartmentID = text(b.CompartmentId)
	m.Name = types.StringValue(or(b.Name, m.Name.ValueString()))
	m.Namespace = types.StringValue(or(b.Namespace, m.Namespace.ValueString()))
	m.ID = m.id()
	m.KMSKeyID = text(b.KmsKeyId)
	m.Versioning = setting(string(b.Versioning), versioningDisabled)
	m.StorageTier = setting(string(b.StorageTier), tierStandard)
	m.AutoTiering = setting(string(b.AutoTiering), autoTieringDisabled)
	m.PublicAccessType = setting(string(b.PublicAccessType), private)
	m.ObjectEventsEnabled = types.BoolValue(value(b.ObjectEventsEnabled))
	m.ReplicationEnabled = types.BoolValue(value(b.ReplicationEnabled))
	m.IsReadOnly = types.BoolValue(value(b.IsReadOnly))
	m.Metadata = textMap(m.Metadata, b.Metadata)
	m.FreeformTags = textMap(m.FreeformTags, placement.WithoutMarks(b.FreeformTags))
	m.DefinedTags = m.definedTags(b.DefinedTags, fresh)
	m.ETag = text(b.Etag)
	m.CreatedBy = text(b.CreatedBy)
	m.TimeCreated = moment(b.TimeCreated)
	if m.ForceDestroy.IsNull() {
		m.ForceDestroy = types.BoolValue(false)
	}
	return m
}

// oracleTags is the namespace of the tags that Oracle adds to everything.
const oracleTags = "Oracle-Tags."

// definedTags are those that the configuration manages. After an import these are all but Oracle's own.
func (m model) definedTags(api map[string]map[string]any, fresh bool) types.Map {
	managed, all := texts(m.DefinedTags), flat(api)
	maps.DeleteFunc(all, func(tag, _ string) bool {
		if fresh {
			return strings.HasPrefix(tag, oracleTags)
		}
		_, ours := managed[tag]
		return !ours
	})
	return textMap(m.DefinedTags, all)
}

// mergeDefined are the defined tags to send: what is there without what the state managed, and what the plan says.
func mergeDefined(plan, state map[string]string, current map[string]map[string]any) map[string]map[string]any {
	all := flat(current)
	for tag := range state {
		delete(all, tag)
	}
	maps.Copy(all, plan)
	return defined(all)
}

func defined(tags map[string]string) map[string]map[string]any {
	out := map[string]map[string]any{}
	for tag, v := range tags {
		namespace, key, _ := strings.Cut(tag, ".")
		if out[namespace] == nil {
			out[namespace] = map[string]any{}
		}
		out[namespace][key] = v
	}
	return out
}

func flat(tags map[string]map[string]any) map[string]string {
	out := map[string]string{}
	for namespace, keys := range tags {
		for key, v := range keys {
			out[namespace+"."+key] = fmt.Sprint(v)
		}
	}
	return out
}

// texts is the content of a map of strings; it is never nil.
func texts(m types.Map) map[string]string {
	out := map[string]string{}
	for key, element := range m.Elements() {
		if s, ok := element.(types.String); ok && !s.IsUnknown() {
			out[key] = s.ValueString()
		}
	}
	return out
}

// textMap is api as an attribute. Where it is empty, an attribute that was there and empty stays so.
func textMap(prior types.Map, api map[string]string) types.Map {
	if len(api) == 0 {
		if !prior.IsNull() && !prior.IsUnknown() && len(prior.Elements()) == 0 {
			return prior
		}
		return types.MapNull(types.StringType)
	}
	elements := make(map[string]attr.Value, len(api))
	for key, v := range api {
		elements[key] = types.StringValue(v)
	}
	return types.MapValueMust(types.StringType, elements)
}

// text is null for what Oracle leaves out or empty.
func text(s *string) types.String {
	if s == nil || *s == "" {
		return types.StringNull()
	}
	return types.StringValue(*s)
}

func setting(api, otherwise string) types.String {
	if api == "" {
		api = otherwise
	}
	return types.StringValue(api)
}

func or(s *string, otherwise string) string {
	if s == nil {
		return otherwise
	}
	return *s
}

func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

func moment(t *common.SDKTime) types.String {
	if t == nil {
		return types.StringNull()
	}
	return types.StringValue(t.UTC().Format(time.RFC3339Nano))
}
