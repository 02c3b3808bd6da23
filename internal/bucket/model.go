package bucket

import (
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
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
	details := objectstorage.CreateBucketDetails{
		Name:                common.String(m.Name.ValueString()),
		CompartmentId:       common.String(m.CompartmentID.ValueString()),
		PublicAccessType:    objectstorage.CreateBucketDetailsPublicAccessTypeNopublicaccess,
		StorageTier:         objectstorage.CreateBucketDetailsStorageTierEnum(m.StorageTier.ValueString()),
		Versioning:          objectstorage.CreateBucketDetailsVersioningEnum(m.Versioning.ValueString()),
		AutoTiering:         objectstorage.BucketAutoTieringEnum(m.AutoTiering.ValueString()),
		ObjectEventsEnabled: common.Bool(m.ObjectEventsEnabled.ValueBool()),
		Metadata:            attribute.Texts(m.Metadata),
		FreeformTags:        placement.KeepMarks(attribute.Texts(m.FreeformTags), attribute.Marks(owner, "")),
		DefinedTags:         attribute.SentDefined(m.DefinedTags),
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
	if !maps.Equal(attribute.Texts(m.Metadata), attribute.Texts(state.Metadata)) {
		d.Metadata = attribute.Texts(m.Metadata)
	}
	if !maps.Equal(attribute.Texts(m.FreeformTags), attribute.Texts(state.FreeformTags)) {
		d.FreeformTags = placement.KeepMarks(attribute.Texts(m.FreeformTags), current.FreeformTags)
	}
	if !maps.Equal(attribute.Texts(m.DefinedTags), attribute.Texts(state.DefinedTags)) {
		d.DefinedTags = attribute.MergedDefined(m.DefinedTags, state.DefinedTags, current.DefinedTags)
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
	m.OCID = attribute.Text(b.Id)
	m.CompartmentID = attribute.Text(b.CompartmentId)
	m.Name = types.StringValue(attribute.Or(b.Name, m.Name.ValueString()))
	m.Namespace = types.StringValue(attribute.Or(b.Namespace, m.Namespace.ValueString()))
	m.ID = m.id()
	m.KMSKeyID = attribute.Text(b.KmsKeyId)
	m.Versioning = attribute.Setting(string(b.Versioning), versioningDisabled)
	m.StorageTier = attribute.Setting(string(b.StorageTier), tierStandard)
	m.AutoTiering = attribute.Setting(string(b.AutoTiering), autoTieringDisabled)
	m.PublicAccessType = attribute.Setting(string(b.PublicAccessType), private)
	m.ObjectEventsEnabled = types.BoolValue(attribute.Value(b.ObjectEventsEnabled))
	m.ReplicationEnabled = types.BoolValue(attribute.Value(b.ReplicationEnabled))
	m.IsReadOnly = types.BoolValue(attribute.Value(b.IsReadOnly))
	m.Metadata = attribute.TextMap(m.Metadata, b.Metadata)
	m.FreeformTags = attribute.Freeform(m.FreeformTags, b.FreeformTags)
	m.DefinedTags = attribute.Defined(m.DefinedTags, b.DefinedTags, fresh)
	m.ETag = attribute.Text(b.Etag)
	m.CreatedBy = attribute.Text(b.CreatedBy)
	m.TimeCreated = attribute.Moment(b.TimeCreated)
	if m.ForceDestroy.IsNull() {
		m.ForceDestroy = types.BoolValue(false)
	}
	return m
}
