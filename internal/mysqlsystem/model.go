package mysqlsystem

import (
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/mysql"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/dbsystem"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// model is the resource in a plan or a state.
type model struct {
	dbsystem.Model

	ShapeName                types.String `tfsdk:"shape_name"`
	MySQLVersion             types.String `tfsdk:"mysql_version"`
	AvailabilityDomain       types.String `tfsdk:"availability_domain"`
	ConfigurationID          types.String `tfsdk:"configuration_id"`
	HostnameLabel            types.String `tfsdk:"hostname_label"`
	DataStorageSizeInGB      types.Int64  `tfsdk:"data_storage_size_in_gb"`
	IsHighlyAvailable        types.Bool   `tfsdk:"is_highly_available"`
	IsDeleteProtected        types.Bool   `tfsdk:"is_delete_protected"`
	AutomaticBackupRetention types.String `tfsdk:"automatic_backup_retention"`
	FinalBackup              types.String `tfsdk:"final_backup"`
	CrashRecovery            types.String `tfsdk:"crash_recovery"`
	MaintenanceWindowStart   types.String `tfsdk:"maintenance_window_start"`
	IPAddress                types.String `tfsdk:"ip_address"`
	Port                     types.Int64  `tfsdk:"port"`
	PortX                    types.Int64  `tfsdk:"port_x"`
}

func (m model) password() attribute.Password { return attribute.Password{Version: m.PasswordVersion} }

// create is the request that makes the system. The marks are among the tags.
func (m model) create(password, owner string) mysql.CreateDbSystemDetails {
	p, deletion := m.policy(), m.deletion()
	d := mysql.CreateDbSystemDetails{
		CompartmentId: attribute.Sent(m.CompartmentID), DisplayName: attribute.Sent(m.DisplayName), Description: attribute.Sent(m.Description),
		ShapeName: attribute.Sent(m.ShapeName), SubnetId: attribute.Sent(m.SubnetID), NsgIds: attribute.Sorted(m.NSGIDs), MysqlVersion: attribute.Sent(m.MySQLVersion),
		AvailabilityDomain: attribute.Sent(m.AvailabilityDomain), ConfigurationId: attribute.Sent(m.ConfigurationID), HostnameLabel: attribute.Sent(m.HostnameLabel),
		DataStorageSizeInGBs: attribute.SentInt(m.DataStorageSizeInGB), IsHighlyAvailable: attribute.SentBool(m.IsHighlyAvailable),
		CrashRecovery: mysql.CrashRecoveryStatusEnum(m.CrashRecovery.ValueString()),
		IpAddress:     attribute.Sent(m.IPAddress), Port: attribute.SentInt(m.Port), PortX: attribute.SentInt(m.PortX),
		AdminUsername: attribute.Sent(m.AdminUsername), AdminPassword: attribute.Given(password),
		DeletionPolicy: &mysql.CreateDeletionPolicyDetails{
			AutomaticBackupRetention: mysql.CreateDeletionPolicyDetailsAutomaticBackupRetentionEnum(deletion.AutomaticBackupRetention),
			FinalBackup:              mysql.CreateDeletionPolicyDetailsFinalBackupEnum(deletion.FinalBackup), IsDeleteProtected: deletion.IsDeleteProtected,
		},
		BackupPolicy: &mysql.CreateBackupPolicyDetails{
			IsEnabled: p.IsEnabled, RetentionInDays: p.RetentionInDays, WindowStartTime: p.WindowStartTime, PitrPolicy: p.PitrPolicy, CopyPolicies: p.CopyPolicies,
		},
		FreeformTags: m.Tags(attribute.Marks(owner, ""), m.password().Mark(), m.marks()), DefinedTags: attribute.SentDefined(m.DefinedTags),
	}
	if !m.KMSKeyID.IsNull() {
		d.EncryptData = m.encryption()
	}
	if id := attribute.Sent(m.SourceBackupID); id != nil {
		d.Source = mysql.CreateDbSystemSourceFromBackupDetails{BackupId: id}
	}
	if at := attribute.Sent(m.MaintenanceWindowStart); at != nil {
		d.Maintenance = &mysql.CreateMaintenanceDetails{WindowStartTime: at}
	}
	return d
}

// update is the request that makes the system what the plan says, but for its maintenance window. The second result says
// whether anything changes.
func (m model) update(state model, password string, now system) (mysql.UpdateDbSystemDetails, bool) {
	var d mysql.UpdateDbSystemDetails
	var diff dbsystem.Diff
	diff.Text(m.DisplayName, state.DisplayName, &d.DisplayName)
	diff.Text(m.Description, state.Description, &d.Description)
	diff.Text(m.ShapeName, state.ShapeName, &d.ShapeName)
	diff.Text(m.MySQLVersion, state.MySQLVersion, &d.MysqlVersion)
	diff.Text(m.ConfigurationID, state.ConfigurationID, &d.ConfigurationId)
	diff.Text(m.AvailabilityDomain, state.AvailabilityDomain, &d.AvailabilityDomain)
	diff.Text(m.HostnameLabel, state.HostnameLabel, &d.HostnameLabel)
	diff.Number(m.DataStorageSizeInGB, state.DataStorageSizeInGB, &d.DataStorageSizeInGBs)
	diff.Flag(m.IsHighlyAvailable, state.IsHighlyAvailable, &d.IsHighlyAvailable)
	crashes := m.CrashRecovery
	diff.If(!crashes.IsUnknown() && !crashes.Equal(state.CrashRecovery), func() { d.CrashRecovery = mysql.CrashRecoveryStatusEnum(crashes.ValueString()) })
	diff.If(!m.NSGIDs.Equal(state.NSGIDs), func() { d.NsgIds = attribute.Sorted(m.NSGIDs) })
	diff.If(m.deletionDiffers(state), func() { d.DeletionPolicy = m.deletion() })
	diff.If(!m.KMSKeyID.Equal(state.KMSKeyID), func() { d.EncryptData = m.encryption() })
	diff.If(m.CopiesDiffer(state.Model), func() { d.BackupPolicy = m.policy() })
	diff.If(dbsystem.Sets(m.password(), state.password()), func() { d.AdminPassword = attribute.Given(password) })
	diff.If(m.password().Mark() != state.password().Mark() || !m.FreeformTags.Equal(state.FreeformTags), func() {
		d.FreeformTags = m.Tags(now.Tags, m.password().Mark(), m.marks())
	})
	diff.If(!m.DefinedTags.Equal(state.DefinedTags), func() { d.DefinedTags = attribute.MergedDefined(m.DefinedTags, state.DefinedTags, now.Defined) })
	return d, diff.Any
}

// deletion is what a deletion of the system leaves, and whether Oracle refuses it.
func (m model) deletion() *mysql.UpdateDeletionPolicyDetails {
	return &mysql.UpdateDeletionPolicyDetails{
		AutomaticBackupRetention: mysql.UpdateDeletionPolicyDetailsAutomaticBackupRetentionEnum(m.AutomaticBackupRetention.ValueString()),
		FinalBackup:              mysql.UpdateDeletionPolicyDetailsFinalBackupEnum(m.FinalBackup.ValueString()), IsDeleteProtected: attribute.SentBool(m.IsDeleteProtected),
	}
}

func (m model) deletionDiffers(state model) bool {
	differs := func(a, b types.String) bool { return !a.IsUnknown() && !a.Equal(b) }
	return !m.IsDeleteProtected.Equal(state.IsDeleteProtected) || differs(m.AutomaticBackupRetention, state.AutomaticBackupRetention) || differs(m.FinalBackup, state.FinalBackup)
}

// policy is the backup policy to send. The copies are always sent: left out, Oracle would keep those that are there.
func (m model) policy() *mysql.UpdateBackupPolicyDetails {
	of := m.BackupPolicy.Attributes()
	enabled, _ := of["is_enabled"].(types.Bool)
	kept, _ := of["retention_in_days"].(types.Int64)
	window, _ := of["window_start_time"].(types.String)
	pitr, _ := of["is_pitr_enabled"].(types.Bool)
	p := &mysql.UpdateBackupPolicyDetails{
		IsEnabled: attribute.SentBool(enabled), RetentionInDays: attribute.SentInt(kept), WindowStartTime: attribute.Sent(window), CopyPolicies: []mysql.CopyPolicy{},
	}
	if on := attribute.SentBool(pitr); on != nil {
		p.PitrPolicy = &mysql.PitrPolicy{IsEnabled: on}
	}
	for _, name := range attribute.Strings(m.CopyToRegions.Elements()) {
		p.CopyPolicies = append(p.CopyPolicies, mysql.CopyPolicy{CopyToRegion: common.String(name), BackupCopyRetentionInDays: attribute.SentInt(m.CopyRetentionInDays)})
	}
	return p
}

func (m model) encryption() *mysql.EncryptDataDetails {
	if key := m.KMSKeyID.ValueString(); key != "" {
		return &mysql.EncryptDataDetails{KeyGenerationType: mysql.KeyGenerationTypeByok, KeyId: &key}
	}
	return &mysql.EncryptDataDetails{KeyGenerationType: mysql.KeyGenerationTypeSystem}
}

// fromAPI takes over what Oracle says of the system.
func (m model) fromAPI(s mysql.DbSystem) model {
	m.Seen(dbsystem.Common{
		ID: s.Id, Compartment: s.CompartmentId, Name: s.DisplayName, Description: s.Description, Subnet: s.SubnetId, Groups: s.NsgIds,
		Tags: s.FreeformTags, Defined: s.DefinedTags, State: string(s.LifecycleState), Created: attribute.Moment(s.TimeCreated),
	})
	m.ShapeName, m.MySQLVersion = attribute.Text(s.ShapeName), attribute.Text(s.MysqlVersion)
	m.AvailabilityDomain, m.ConfigurationID = attribute.Text(s.AvailabilityDomain), attribute.Text(s.ConfigurationId)
	m.HostnameLabel, m.IPAddress = attribute.Text(s.HostnameLabel), attribute.Text(s.IpAddress)
	m.Port, m.PortX = attribute.Int64(s.Port), attribute.Int64(s.PortX)
	m.DataStorageSizeInGB = attribute.Int64(s.DataStorageSizeInGBs)
	m.IsHighlyAvailable = types.BoolValue(attribute.Value(s.IsHighlyAvailable))
	deletion := attribute.Value(s.DeletionPolicy)
	m.IsDeleteProtected = types.BoolValue(attribute.Value(deletion.IsDeleteProtected))
	m.AutomaticBackupRetention, m.FinalBackup = attribute.Text((*string)(&deletion.AutomaticBackupRetention)), attribute.Text((*string)(&deletion.FinalBackup))
	m.CrashRecovery = attribute.Text((*string)(&s.CrashRecovery))
	m.MaintenanceWindowStart = attribute.InForm(m.MaintenanceWindowStart, attribute.Value(s.Maintenance).WindowStartTime, attribute.SameWindow)
	m.KMSKeyID = types.StringNull()
	if s.EncryptData != nil && s.EncryptData.KeyGenerationType == mysql.KeyGenerationTypeByok {
		m.KMSKeyID = attribute.Text(s.EncryptData.KeyId)
	}
	m.SourceBackupID = types.StringNull()
	if source, ok := s.Source.(mysql.DbSystemSourceFromBackup); ok {
		m.SourceBackupID = attribute.Text(source.BackupId)
	}
	if name, marked := s.FreeformTags[placement.AdminTag]; marked {
		m.AdminUsername = types.StringValue(name)
	} else if m.AdminUsername.IsUnknown() {
		m.AdminUsername = types.StringNull()
	}
	return m.backups(s.BackupPolicy)
}

// marks are the provider's own tags besides those of every kind. Oracle does not tell the administrator's name.
func (m model) marks() map[string]string {
	if name := m.AdminUsername.ValueString(); name != "" {
		return map[string]string{placement.AdminTag: name}
	}
	return nil
}

// backups takes over the backup policy, and the copies as they are.
func (m model) backups(p *mysql.BackupPolicy) model {
	if p == nil {
		p = &mysql.BackupPolicy{}
	}
	pitr := types.BoolValue(p.PitrPolicy != nil && attribute.Value(p.PitrPolicy.IsEnabled))
	before, _ := m.BackupPolicy.Attributes()["window_start_time"].(types.String)
	m.BackupPolicy = types.ObjectValueMust(policyTypes, map[string]attr.Value{
		"is_enabled": types.BoolValue(attribute.Value(p.IsEnabled)), "retention_in_days": attribute.Int64(p.RetentionInDays),
		"window_start_time": attribute.InForm(before, p.WindowStartTime, attribute.SameWindow), "is_pitr_enabled": pitr,
	})
	names, kept := []string{}, types.Int64Null()
	for _, one := range p.CopyPolicies {
		names = append(names, attribute.Value(one.CopyToRegion))
		if days := attribute.Int64(one.BackupCopyRetentionInDays); kept.IsNull() || days.ValueInt64() > kept.ValueInt64() {
			kept = days // where they differ, the one that is kept longest
		}
	}
	m.CopyToRegions, m.CopyRetentionInDays = attribute.TextSet(types.SetNull(types.StringType), names), kept
	return m
}

// moved takes over what only MySQL has from the state of Oracle's provider.
func moved(raw []byte, m *model) error {
	var source struct {
		ShapeName    string `json:"shape_name"`
		MySQLVersion string `json:"mysql_version"`
		SubnetID     string `json:"subnet_id"`
		Admin        string `json:"admin_username"`
	}
	if err := json.Unmarshal(raw, &source); err != nil {
		return err
	}
	m.ShapeName, m.MySQLVersion, m.SubnetID = attribute.Text(&source.ShapeName), attribute.Text(&source.MySQLVersion), attribute.Text(&source.SubnetID)
	m.AdminUsername = attribute.Text(&source.Admin)
	return nil
}
