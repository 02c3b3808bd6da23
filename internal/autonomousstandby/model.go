package autonomousstandby

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/autonomous"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// model is the resource in a plan or a state.
type model struct {
	placement.Model

	ID types.String `tfsdk:"id"`

	DatabaseID                  types.String `tfsdk:"autonomous_database_id"`
	CompartmentID               types.String `tfsdk:"compartment_id"`
	DisasterRecoveryType        types.String `tfsdk:"disaster_recovery_type"`
	IsReplicateAutomaticBackups types.Bool   `tfsdk:"is_replicate_automatic_backups"`
	DisplayName                 types.String `tfsdk:"display_name"`
	SubnetID                    types.String `tfsdk:"subnet_id"`
	NSGIDs                      types.Set    `tfsdk:"nsg_ids"`
	PrivateEndpointLabel        types.String `tfsdk:"private_endpoint_label"`
	FreeformTags                types.Map    `tfsdk:"freeform_tags"`
	DefinedTags                 types.Map    `tfsdk:"defined_tags"`
	DeletionProtection          types.Bool   `tfsdk:"deletion_protection"`

	DBName         types.String `tfsdk:"db_name"`
	PrimaryRegion  types.String `tfsdk:"primary_region"`
	Role           types.String `tfsdk:"role"`
	LifecycleState types.String `tfsdk:"lifecycle_state"`
	TimeCreated    types.String `tfsdk:"time_created"`

	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// identity is what tells one standby from all others.
type identity struct {
	Region types.String `tfsdk:"region"`
	ID     types.String `tfsdk:"id"`
}

func (m model) identity() identity { return identity{Region: m.Region, ID: m.ID} }

// fresh says whether the model is only where something is, as after an import, and nothing is known of what it is.
func (m model) fresh() bool { return m.TimeCreated.IsNull() && m.LifecycleState.IsNull() }

// create is the request that makes the standby. It has only what Oracle wants to hear of a standby itself: the rest must be
// its primary's, tags included, so that these come after.
func (m model) create(compartment string) database.CreateCrossRegionDisasterRecoveryDetails {
	details := database.CreateCrossRegionDisasterRecoveryDetails{
		CompartmentId: &compartment, SourceId: attribute.Sent(m.DatabaseID),
		RemoteDisasterRecoveryType:  database.DisasterRecoveryConfigurationDisasterRecoveryTypeEnum(m.DisasterRecoveryType.ValueString()),
		IsReplicateAutomaticBackups: attribute.SentBool(m.IsReplicateAutomaticBackups),
		DisplayName:                 attribute.Sent(m.DisplayName),
		SubnetId:                    attribute.Sent(m.SubnetID),
		PrivateEndpointLabel:        attribute.Sent(m.PrivateEndpointLabel),
	}
	if groups := attribute.Strings(m.NSGIDs.Elements()); len(groups) > 0 {
		details.NsgIds = groups
	}
	return details
}

// The parts that a database plays in disaster recovery.
const (
	leads     = string(database.AutonomousDatabaseRolePrimary)
	adg       = string(database.DisasterRecoveryConfigurationDisasterRecoveryTypeAdg)
	byBackups = string(database.DisasterRecoveryConfigurationDisasterRecoveryTypeBackupBased)
)

// fromAPI takes over what Oracle says of the standby. What is Terraform's own stays.
func (m model) fromAPI(d database.AutonomousDatabase) model {
	fresh := m.fresh()
	if m.DatabaseID.IsNull() || m.DatabaseID.IsUnknown() {
		m.DatabaseID = leader(d)
	}
	m.ID = attribute.Text(d.Id)
	m.CompartmentID = attribute.Text(d.CompartmentId)
	m.DisplayName = attribute.Text(d.DisplayName)
	m.DisasterRecoveryType, m.IsReplicateAutomaticBackups = recovery(d)
	m.SubnetID, m.PrivateEndpointLabel = attribute.Text(d.SubnetId), attribute.Text(d.PrivateEndpointLabel)
	m.NSGIDs = attribute.TextSet(m.NSGIDs, d.NsgIds)
	m.FreeformTags = attribute.Freeform(m.FreeformTags, d.FreeformTags)
	m.DefinedTags = attribute.Defined(m.DefinedTags, d.DefinedTags, fresh)
	m.DBName = attribute.Text(d.DbName)
	m.PrimaryRegion = regionOf(m.DatabaseID)
	m.Role = attribute.Text((*string)(&d.Role))
	m.LifecycleState = attribute.Text((*string)(&d.LifecycleState))
	m.TimeCreated = attribute.Moment(d.TimeCreated)
	return m
}

// recovery is the kind of the standby, and whether automatic backups are copied to it.
func recovery(d database.AutonomousDatabase) (kind types.String, backups types.Bool) {
	otherwise := adg
	if d.Role == database.AutonomousDatabaseRoleBackupCopy {
		otherwise = byBackups
	}
	with := d.RemoteDisasterRecoveryConfiguration
	if with == nil {
		return types.StringValue(otherwise), types.BoolValue(false)
	}
	return attribute.Setting(string(with.DisasterRecoveryType), otherwise), types.BoolValue(attribute.Value(with.IsReplicateAutomaticBackups))
}

// leader is the OCID of the database whose standby d is, or was before roles changed; null where nobody can tell.
func leader(d database.AutonomousDatabase) types.String {
	if len(d.PeerDbIds) == 0 || string(d.Role) == leads && len(d.PeerDbIds) > 1 {
		return types.StringNull()
	}
	return types.StringValue(d.PeerDbIds[0])
}

// regionOf is the region in an OCID; null where none can be found.
func regionOf(ocid types.String) types.String {
	if ocid.IsUnknown() {
		return types.StringUnknown()
	}
	if where := region.FindOCID(ocid.ValueString()); where.Kind == region.Regional {
		return types.StringValue(where.Region.Name)
	}
	return types.StringNull()
}

// switched says whether roles have changed: the database that was made as a standby is the primary now.
func (m model) switched() bool { return m.Role.ValueString() == leads }

// resting says whether the database is in no passing state.
func (m model) resting() bool { return autonomous.Rests(m.LifecycleState.ValueString()) }

// protected is the standby. What is in it is its primary's, unless roles have changed.
func (m model) protected() operation.Protected {
	return operation.Protected{On: m.DeletionProtection, What: "standby " + m.ID.ValueString() + " in " + m.Region.ValueString()}
}
