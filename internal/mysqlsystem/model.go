package mysqlsystem

import (
	"encoding/json"
	"slices"
	"strconv"

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

	ShapeName           types.String `tfsdk:"shape_name"`
	MySQLVersion        types.String `tfsdk:"mysql_version"`
	AvailabilityDomain  types.String `tfsdk:"availability_domain"`
	ConfigurationID     types.String `tfsdk:"configuration_id"`
	HostnameLabel       types.String `tfsdk:"hostname_label"`
	DataStorageSizeInGB types.Int64  `tfsdk:"data_storage_size_in_gb"`
	IsHighlyAvailable   types.Bool   `tfsdk:"is_highly_available"`
	IsDeleteProtected   types.Bool   `tfsdk:"is_delete_protected"`
	IPAddress           types.String `tfsdk:"ip_address"`
	Port                types.Int64  `tfsdk:"port"`
	PortX               types.Int64  `tfsdk:"port_x"`
}

// create is the request that makes the system. The marks are among the tags.
func (m model) create(password, owner string) mysql.CreateDbSystemDetails {
	d := mysql.CreateDbSystemDetails{
		CompartmentId: attribute.Sent(m.CompartmentID), DisplayName: attribute.Sent(m.DisplayName), Description: attribute.Sent(m.Description),
		ShapeName: attribute.Sent(m.ShapeName), SubnetId: attribute.Sent(m.SubnetID), NsgIds: groups(m.NSGIDs), MysqlVersion: attribute.Sent(m.MySQLVersion),
		AvailabilityDomain: attribute.Sent(m.AvailabilityDomain), ConfigurationId: attribute.Sent(m.ConfigurationID), HostnameLabel: attribute.Sent(m.HostnameLabel),
		DataStorageSizeInGBs: attribute.SentInt(m.DataStorageSizeInGB), IsHighlyAvailable: attribute.SentBool(m.IsHighlyAvailable),
		AdminUsername:  attribute.Sent(m.AdminUsername),
		DeletionPolicy: &mysql.CreateDeletionPolicyDetails{IsDeleteProtected: attribute.SentBool(m.IsDeleteProtected)},
		FreeformTags:   placement.KeepMarks(attribute.Texts(m.FreeformTags), m.marks(owner)),
		DefinedTags:    attribute.SentDefined(m.DefinedTags),
	}
	if password != "" {
		d.AdminPassword = &password
	}
	if !m.KMSKeyID.IsNull() {
		d.EncryptData = m.encryption()
	}
	if id := m.SourceBackupID.ValueString(); id != "" {
		d.Source = mysql.CreateDbSystemSourceFromBackupDetails{BackupId: &id}
	}
	p := m.policy()
	d.BackupPolicy = &mysql.CreateBackupPolicyDetails{
		IsEnabled: p.IsEnabled, RetentionInDays: p.RetentionInDays, WindowStartTime: p.WindowStartTime, PitrPolicy: p.PitrPolicy, CopyPolicies: p.CopyPolicies,
	}
	return d
}

// update is the request that makes the system what the plan says; password is "" unless it is to be set. The second result
// says whether anything changes.
func (m model) update(state model, password string, tags map[string]string, defined map[string]map[string]any) (d mysql.UpdateDbSystemDetails, differs bool) {
	set := func(changed bool, apply func()) {
		if changed {
			apply()
			differs = true
		}
	}
	text := func(a, b types.String, to **string) {
		set(!a.IsUnknown() && !a.Equal(b), func() { *to = common.String(a.ValueString()) })
	}
	text(m.DisplayName, state.DisplayName, &d.DisplayName)
	text(m.Description, state.Description, &d.Description)
	text(m.ShapeName, state.ShapeName, &d.ShapeName)
	text(m.MySQLVersion, state.MySQLVersion, &d.MysqlVersion)
	text(m.ConfigurationID, state.ConfigurationID, &d.ConfigurationId)
	text(m.HostnameLabel, state.HostnameLabel, &d.HostnameLabel)
	set(!m.NSGIDs.Equal(state.NSGIDs), func() { d.NsgIds = groups(m.NSGIDs) })
	set(!m.DataStorageSizeInGB.IsUnknown() && !m.DataStorageSizeInGB.Equal(state.DataStorageSizeInGB), func() { d.DataStorageSizeInGBs = attribute.SentInt(m.DataStorageSizeInGB) })
	set(!m.IsHighlyAvailable.Equal(state.IsHighlyAvailable), func() { d.IsHighlyAvailable = attribute.SentBool(m.IsHighlyAvailable) })
	set(!m.IsDeleteProtected.Equal(state.IsDeleteProtected), func() {
		d.DeletionPolicy = &mysql.UpdateDeletionPolicyDetails{IsDeleteProtected: attribute.SentBool(m.IsDeleteProtected)}
	})
	set(!m.KMSKeyID.Equal(state.KMSKeyID), func() { d.EncryptData = m.encryption() })
	set(m.differsInBackups(state), func() { d.BackupPolicy = m.policy() })
	set(password != "", func() { d.AdminPassword = &password })
	set(password != "" || m.givesUp(state) || !m.FreeformTags.Equal(state.FreeformTags), func() {
		marks := placement.KeepMarks(nil, tags)
		if m.givesUp(state) {
			delete(marks, placement.PasswordTag)
		}
		if password != "" {
			marks[placement.PasswordTag] = strconv.FormatInt(m.PasswordVersion.ValueInt64(), 10)
		}
		if name := m.AdminUsername.ValueString(); name != "" {
			marks[placement.AdminTag] = name
		}
		d.FreeformTags = placement.KeepMarks(attribute.Texts(m.FreeformTags), marks)
	})
	set(!m.DefinedTags.Equal(state.DefinedTags), func() { d.DefinedTags = attribute.MergedDefined(m.DefinedTags, state.DefinedTags, defined) })
	return d, differs
}

func (m model) differsInBackups(state model) bool {
	return !dbsystem.SameObject(m.BackupPolicy, state.BackupPolicy) || !m.CopyToRegions.Equal(state.CopyToRegions) || !m.CopyRetentionInDays.IsUnknown() && !m.CopyRetentionInDays.Equal(state.CopyRetentionInDays)
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

func groups(set types.Set) []string {
	out := attribute.Strings(set.Elements())
	slices.Sort(out)
	return out
}

// fromAPI takes over what Oracle says of the system.
func (m model) fromAPI(s mysql.DbSystem) model {
	fresh := m.CompartmentID.IsNull()
	m.ID, m.CompartmentID = attribute.Text(s.Id), attribute.Text(s.CompartmentId)
	m.DisplayName, m.Description = attribute.Text(s.DisplayName), attribute.Text(s.Description)
	m.SubnetID, m.NSGIDs = attribute.Text(s.SubnetId), dbsystem.TextSet(s.NsgIds)
	m.ShapeName, m.MySQLVersion = attribute.Text(s.ShapeName), attribute.Text(s.MysqlVersion)
	m.AvailabilityDomain, m.ConfigurationID = attribute.Text(s.AvailabilityDomain), attribute.Text(s.ConfigurationId)
	m.HostnameLabel, m.IPAddress = attribute.Text(s.HostnameLabel), attribute.Text(s.IpAddress)
	m.Port, m.PortX = attribute.Int64(s.Port), attribute.Int64(s.PortX)
	m.DataStorageSizeInGB = attribute.Int64(s.DataStorageSizeInGBs)
	m.IsHighlyAvailable = types.BoolValue(attribute.Value(s.IsHighlyAvailable))
	m.IsDeleteProtected = types.BoolValue(s.DeletionPolicy != nil && attribute.Value(s.DeletionPolicy.IsDeleteProtected))
	m.KMSKeyID = types.StringNull()
	if s.EncryptData != nil && s.EncryptData.KeyGenerationType == mysql.KeyGenerationTypeByok {
		m.KMSKeyID = attribute.Text(s.EncryptData.KeyId)
	}
	m.SourceBackupID = types.StringNull()
	if source, ok := s.Source.(mysql.DbSystemSourceFromBackup); ok {
		m.SourceBackupID = attribute.Text(source.BackupId)
	}
	m = m.backups(s.BackupPolicy)
	m.FreeformTags = attribute.Freeform(m.FreeformTags, s.FreeformTags)
	m.DefinedTags = attribute.Defined(m.DefinedTags, s.DefinedTags, fresh)
	set, _ := attribute.MarkedPassword(s.FreeformTags)
	m.PasswordVersion = set.Version
	m.LifecycleState = attribute.Setting(string(s.LifecycleState), "UNKNOWN")
	m.TimeCreated = attribute.Moment(s.TimeCreated)
	if name, marked := s.FreeformTags[placement.AdminTag]; marked {
		m.AdminUsername = types.StringValue(name)
	} else if m.AdminUsername.IsUnknown() {
		m.AdminUsername = types.StringNull()
	}
	return m
}

// marks are those of a new system. Oracle does not tell the administrator's name, so that is one of them.
func (m model) marks(owner string) map[string]string {
	marks := attribute.Marks(owner, attribute.Password{Version: m.PasswordVersion}.Mark())
	if name := m.AdminUsername.ValueString(); name != "" {
		marks[placement.AdminTag] = name
	}
	return marks
}

// backups takes over the backup policy, and the copies as they are.
func (m model) backups(p *mysql.BackupPolicy) model {
	if p == nil {
		p = &mysql.BackupPolicy{}
	}
	pitr := types.BoolValue(p.PitrPolicy != nil && attribute.Value(p.PitrPolicy.IsEnabled))
	m.BackupPolicy = types.ObjectValueMust(policyTypes, map[string]attr.Value{
		"is_enabled": types.BoolValue(attribute.Value(p.IsEnabled)), "retention_in_days": attribute.Int64(p.RetentionInDays),
		"window_start_time": attribute.Text(p.WindowStartTime), "is_pitr_enabled": pitr,
	})
	names, kept := []string{}, types.Int64Null()
	for _, one := range p.CopyPolicies {
		names = append(names, attribute.Value(one.CopyToRegion))
		if days := attribute.Int64(one.BackupCopyRetentionInDays); kept.IsNull() || days.ValueInt64() > kept.ValueInt64() {
			kept = days // where they differ, the one that is kept longest
		}
	}
	m.CopyToRegions, m.CopyRetentionInDays = dbsystem.TextSet(names), kept
	return m
}

// moved takes over what only MySQL has from the state of Oracle's provider.
func moved(raw []byte, m *model) error {
	var source struct {
		ShapeName    string `json:"shape_name"`
		MySQLVersion string `json:"mysql_version"`
		SubnetID     string `json:"subnet_id"`
	}
	if err := json.Unmarshal(raw, &source); err != nil {
		return err
	}
	m.ShapeName, m.MySQLVersion, m.SubnetID = attribute.Text(&source.ShapeName), attribute.Text(&source.MySQLVersion), attribute.Text(&source.SubnetID)
	return nil
}

// givesUp says whether the configuration has no password any more, whose mark then goes.
func (m model) givesUp(state model) bool {
	return m.PasswordVersion.IsNull() && !state.PasswordVersion.IsNull()
}
