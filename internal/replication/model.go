package replication

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// model is the resource in a plan or a state.
type model struct {
	placement.Model

	ID            types.String `tfsdk:"id"`
	ReplicationID types.String `tfsdk:"replication_id"`

	Namespace             types.String `tfsdk:"namespace"`
	Bucket                types.String `tfsdk:"bucket"`
	Name                  types.String `tfsdk:"name"`
	DestinationBucketName types.String `tfsdk:"destination_bucket_name"`
	DestinationRegionName types.String `tfsdk:"destination_region_name"`
	CompartmentID         types.String `tfsdk:"compartment_id"`

	DestinationCountry types.String `tfsdk:"destination_country"`
	Status             types.String `tfsdk:"status"`
	StatusMessage      types.String `tfsdk:"status_message"`
	TimeCreated        types.String `tfsdk:"time_created"`
	TimeLastSync       types.String `tfsdk:"time_last_sync"`

	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// identity is what tells one replication policy from all others.
type identity struct {
	Region        types.String `tfsdk:"region"`
	Namespace     types.String `tfsdk:"namespace"`
	Bucket        types.String `tfsdk:"bucket"`
	ReplicationID types.String `tfsdk:"replication_id"`
}

func (m model) identity() identity {
	return identity{Region: m.Region, Namespace: m.Namespace, Bucket: m.Bucket, ReplicationID: m.ReplicationID}
}

// id is the import id.
func (m model) id() types.String {
	return types.StringValue(importID(m.Region.ValueString(), m.Namespace.ValueString(), m.Bucket.ValueString(), m.ReplicationID.ValueString()))
}

func importID(region, namespace, bucket, replication string) string {
	return fmt.Sprintf("%s/n/%s/b/%s/replicationPolicies/%s", region, namespace, bucket, replication)
}

// create is the request that makes the policy.
func (m model) create() objectstorage.CreateReplicationPolicyDetails {
	return objectstorage.CreateReplicationPolicyDetails{
		Name:                  common.String(m.Name.ValueString()),
		DestinationRegionName: common.String(m.DestinationRegionName.ValueString()),
		DestinationBucketName: common.String(m.DestinationBucketName.ValueString()),
	}
}

// like says whether a policy replicates as the model says.
func (m model) like(p objectstorage.ReplicationPolicy) bool {
	return attribute.Value(p.Name) == m.Name.ValueString() && attribute.Value(p.DestinationRegionName) == m.DestinationRegionName.ValueString() &&
		attribute.Value(p.DestinationBucketName) == m.DestinationBucketName.ValueString()
}

// fromAPI takes over what Oracle says of the policy.
func (m model) fromAPI(p objectstorage.ReplicationPolicy) model {
	m.ReplicationID = attribute.Text(p.Id)
	m.ID = m.id()
	m.Name = attribute.Text(p.Name)
	m.DestinationBucketName = attribute.Text(p.DestinationBucketName)
	m.DestinationRegionName = attribute.Text(p.DestinationRegionName)
	m.DestinationCountry = country(m.DestinationRegionName)
	m.Status = attribute.Text((*string)(&p.Status))
	m.StatusMessage = attribute.Text(p.StatusMessage)
	m.TimeCreated = attribute.Moment(p.TimeCreated)
	m.TimeLastSync = attribute.Moment(p.TimeLastSync)
	return m
}

// mark is the source bucket's tag that declares the replication.
func (m model) mark() string {
	return placement.ReplicaMark(m.DestinationRegionName.ValueString(), m.DestinationBucketName.ValueString())
}

// active says whether the replication works.
func (m model) active() bool { return m.Status.ValueString() == active }

// ended says whether the policy is deleted, and its destination is still to be made writable.
func (m model) ended() bool { return m.Status.ValueString() == ended }

// ended is the status in a state whose destroying stopped half-way. Oracle has no such status.
const ended = "DELETED"

// active is the status of a policy that replicates. Oracle documents it and CLIENT_ERROR; what a policy is while it is
// being set up is not documented, so anything else is waited for.
const active = string(objectstorage.ReplicationPolicyStatusActive)

// country is the country of a region; null when the table does not have the region.
func country(name types.String) types.String {
	if name.IsUnknown() {
		return types.StringUnknown()
	}
	if r, ok := region.ByName(name.ValueString()); ok {
		return types.StringValue(r.Country)
	}
	return types.StringNull()
}
