package postgresqlsystem

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/psql"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/dbsystem"
)

// model is the resource in a plan or a state.
type model struct {
	dbsystem.Model

	DBVersion               types.String `tfsdk:"db_version"`
	Shape                   types.String `tfsdk:"shape"`
	InstanceOCPUCount       types.Int64  `tfsdk:"instance_ocpu_count"`
	InstanceMemorySizeInGBs types.Int64  `tfsdk:"instance_memory_size_in_gbs"`
	InstanceCount           types.Int64  `tfsdk:"instance_count"`
	ConfigID                types.String `tfsdk:"config_id"`
	AvailabilityDomain      types.String `tfsdk:"availability_domain"`
	IOPS                    types.Int64  `tfsdk:"iops"`
	PrivateIP               types.String `tfsdk:"primary_db_endpoint_private_ip"`
	IsReaderEndpointEnabled types.Bool   `tfsdk:"is_reader_endpoint_enabled"`
	MaintenanceWindowStart  types.String `tfsdk:"maintenance_window_start"`
	CopyCompartmentID       types.String `tfsdk:"copy_compartment_id"`
	SecretID                types.String `tfsdk:"secret_id"`
	SecretVersion           types.String `tfsdk:"secret_version"`
}

func (m model) password() attribute.Password {
	return attribute.Password{Version: m.PasswordVersion, SecretID: m.SecretID, SecretVersion: m.SecretVersion}
}

// secret is where Oracle is to take the password from.
func (m model) secret(password string) psql.PasswordDetails {
	if id := attribute.Sent(m.SecretID); id != nil {
		return psql.VaultSecretPasswordDetails{SecretId: id, SecretVersion: attribute.Sent(m.SecretVersion)}
	}
	return psql.PlainTextPasswordDetails{Password: &password}
}

// none is the kind of a backup policy that takes no backups.
const none = "NONE"

// create is the request that makes the system. The marks are among the tags.
func (m model) create(password, owner string) psql.CreateDbSystemDetails {
	d := psql.CreateDbSystemDetails{
		CompartmentId: attribute.Sent(m.CompartmentID), DisplayName: attribute.Sent(m.DisplayName), Description: attribute.Sent(m.Description),
		DbVersion: attribute.Sent(m.DBVersion), Shape: attribute.Sent(m.Shape), ConfigId: attribute.Sent(m.ConfigID),
		InstanceOcpuCount: attribute.SentInt(m.InstanceOCPUCount), InstanceMemorySizeInGBs: attribute.SentInt(m.InstanceMemorySizeInGBs),
		InstanceCount: attribute.SentInt(m.InstanceCount), StorageDetails: m.storage(),
		NetworkDetails: &psql.NetworkDetails{
			SubnetId: attribute.Sent(m.SubnetID), NsgIds: attribute.Sorted(m.NSGIDs), PrimaryDbEndpointPrivateIp: attribute.Sent(m.PrivateIP),
			IsReaderEndpointEnabled: attribute.SentBool(m.IsReaderEndpointEnabled),
		},
		ManagementPolicy: m.management(nil),
		FreeformTags:     m.Tags(attribute.Marks(owner, ""), m.password().Mark(), nil),
		DefinedTags:      attribute.SentDefined(m.DefinedTags),
	}
	if password != "" || !m.SecretID.IsNull() {
		d.Credentials = &psql.Credentials{Username: attribute.Sent(m.AdminUsername), PasswordDetails: m.secret(password)}
	}
	if id := m.SourceBackupID.ValueString(); id != "" {
		d.Source = psql.BackupSourceDetails{BackupId: &id}
	}
	return d
}

func (m model) storage() psql.OciOptimizedStorageDetails {
	where := attribute.Sent(m.AvailabilityDomain)
	d := psql.OciOptimizedStorageDetails{IsRegionallyDurable: common.Bool(where == nil), AvailabilityDomain: where, KmsKeyId: attribute.Sent(m.KMSKeyID)}
	if n := attribute.SentInt(m.IOPS); n != nil {
		d.Iops = common.Int64(int64(*n))
	}
	return d
}

// update is the request that makes the system what the plan says, in what has no request of its own. The second result says
// whether anything changes.
func (m model) update(state model, now system) (psql.UpdateDbSystemDetails, bool) {
	var d psql.UpdateDbSystemDetails
	var diff dbsystem.Diff
	diff.Text(m.DisplayName, state.DisplayName, &d.DisplayName)
	diff.Text(m.Description, state.Description, &d.Description)
	diff.Text(m.Shape, state.Shape, &d.Shape)
	diff.Number(m.InstanceOCPUCount, state.InstanceOCPUCount, &d.InstanceOcpuCount)
	diff.Number(m.InstanceMemorySizeInGBs, state.InstanceMemorySizeInGBs, &d.InstanceMemorySizeInGBs)
	diff.If(!m.NSGIDs.Equal(state.NSGIDs) || !m.IsReaderEndpointEnabled.Equal(state.IsReaderEndpointEnabled), func() {
		d.NetworkDetails = &psql.UpdateNetworkDetails{NsgIds: attribute.Sorted(m.NSGIDs), IsReaderEndpointEnabled: attribute.SentBool(m.IsReaderEndpointEnabled)}
	})
	diff.If(!m.KMSKeyID.Equal(state.KMSKeyID) || !m.IOPS.IsUnknown() && !m.IOPS.Equal(state.IOPS), func() {
		whole := m.storage()
		d.StorageDetails = &psql.UpdateStorageDetailsParams{Iops: whole.Iops, KmsKeyId: whole.KmsKeyId}
	})
	diff.If(!m.ConfigID.IsUnknown() && !m.ConfigID.Equal(state.ConfigID), func() {
		d.DbConfigurationParams = &psql.UpdateDbConfigParams{ConfigId: attribute.Sent(m.ConfigID), ApplyConfig: psql.UpdateDbConfigParamsApplyConfigRestart}
	})
	diff.If(m.managementDiffers(state), func() { d.ManagementPolicy = m.management(&state) })
	diff.If(m.password().Mark() != state.password().Mark() || !m.FreeformTags.Equal(state.FreeformTags), func() {
		d.FreeformTags = m.Tags(now.Tags, m.password().Mark(), nil)
	})
	diff.If(!m.DefinedTags.Equal(state.DefinedTags), func() { d.DefinedTags = attribute.MergedDefined(m.DefinedTags, state.DefinedTags, now.Defined) })
	return d, diff.Any
}

func (m model) managementDiffers(state model) bool {
	differs := func(a, b types.String) bool { return !a.IsUnknown() && !a.Equal(b) }
	return m.CopiesDiffer(state.Model) || differs(m.CopyCompartmentID, state.CopyCompartmentID) || differs(m.MaintenanceWindowStart, state.MaintenanceWindowStart)
}

// management is the management policy to send. Where there were copies, or are to be, they are always said: left out, Oracle
// could keep those that are there.
func (m model) management(state *model) *psql.ManagementPolicyDetails {
	of := m.BackupPolicy.Attributes()
	kind, _ := of["kind"].(types.String)
	start, _ := of["backup_start"].(types.String)
	kept, _ := of["retention_days"].(types.Int64)
	d := &psql.ManagementPolicyDetails{MaintenanceWindowStart: attribute.Sent(m.MaintenanceWindowStart)}
	copies := m.copies(state)
	switch kind.ValueString() {
	case "DAILY":
		d.BackupPolicy = psql.DailyBackupPolicy{BackupStart: attribute.Sent(start), RetentionDays: attribute.SentInt(kept), CopyPolicy: copies}
	case "WEEKLY":
		days, _ := of["days_of_the_week"].(types.Set)
		d.BackupPolicy = psql.WeeklyBackupPolicy{BackupStart: attribute.Sent(start), RetentionDays: attribute.SentInt(kept), CopyPolicy: copies, DaysOfTheWeek: weekdays(days)}
	case "MONTHLY":
		days, _ := of["days_of_the_month"].(types.Set)
		d.BackupPolicy = psql.MonthlyBackupPolicy{BackupStart: attribute.Sent(start), RetentionDays: attribute.SentInt(kept), CopyPolicy: copies, DaysOfTheMonth: monthdays(days)}
	case none:
		d.BackupPolicy = psql.NoneBackupPolicy{RetentionDays: attribute.SentInt(kept), CopyPolicy: copies}
	default:
		if copies != nil {
			d.BackupPolicy = psql.NoneBackupPolicy{CopyPolicy: copies}
		}
	}
	return d
}

// copies are the regions to send; nil where there are and were none.
func (m model) copies(state *model) *psql.BackupCopyPolicy {
	if m.CopyToRegions.IsNull() && (state == nil || state.CopyToRegions.IsNull()) {
		return nil
	}
	where := attribute.Sent(m.CopyCompartmentID)
	if where == nil {
		where = attribute.Sent(m.CompartmentID)
	}
	return &psql.BackupCopyPolicy{CompartmentId: where, RetentionPeriod: attribute.SentInt(m.CopyRetentionInDays), Regions: attribute.Sorted(m.CopyToRegions)}
}

func weekdays(days types.Set) []psql.WeeklyBackupPolicyDaysOfTheWeekEnum {
	out := []psql.WeeklyBackupPolicyDaysOfTheWeekEnum{}
	for _, day := range attribute.Sorted(days) {
		out = append(out, psql.WeeklyBackupPolicyDaysOfTheWeekEnum(day))
	}
	return out
}

func monthdays(days types.Set) []int {
	out := []int{}
	for _, v := range days.Elements() {
		if n, ok := v.(types.Int64); ok {
			out = append(out, int(n.ValueInt64()))
		}
	}
	slices.Sort(out)
	return out
}

// fromAPI takes over what Oracle says of the system.
func (m model) fromAPI(s psql.DbSystem) model {
	fresh := m.CompartmentID.IsNull()
	network := attribute.Value(s.NetworkDetails)
	m.Seen(dbsystem.Common{
		ID: s.Id, Compartment: s.CompartmentId, Name: s.DisplayName, Description: s.Description, Subnet: network.SubnetId, Groups: network.NsgIds,
		Tags: s.FreeformTags, Defined: s.DefinedTags, State: string(s.LifecycleState), Created: attribute.Moment(s.TimeCreated),
	})
	set, _ := attribute.MarkedPassword(s.FreeformTags)
	m.SecretID, m.SecretVersion = set.SecretID, set.SecretVersion
	m.DBVersion = m.version(attribute.Value(s.DbVersion), fresh)
	m.Shape, m.ConfigID = attribute.Text(s.Shape), attribute.Text(s.ConfigId)
	m.InstanceOCPUCount, m.InstanceMemorySizeInGBs = attribute.Int64(s.InstanceOcpuCount), attribute.Int64(s.InstanceMemorySizeInGBs)
	m.InstanceCount = attribute.Int64(s.InstanceCount)
	if storage, ok := s.StorageDetails.(psql.OciOptimizedStorageDetails); ok {
		m.AvailabilityDomain, m.KMSKeyID = attribute.Text(storage.AvailabilityDomain), attribute.Text(storage.KmsKeyId)
		m.IOPS = types.Int64PointerValue(storage.Iops)
	}
	m.PrivateIP, m.IsReaderEndpointEnabled = attribute.Text(network.PrimaryDbEndpointPrivateIp), types.BoolValue(attribute.Value(network.IsReaderEndpointEnabled))
	m.AdminUsername = attribute.Text(s.AdminUsername)
	m.SourceBackupID = types.StringNull()
	if source, ok := s.Source.(psql.BackupSourceDetails); ok {
		m.SourceBackupID = attribute.Text(source.BackupId)
	}
	return m.managed(s.ManagementPolicy)
}

// version is the version that Oracle tells, in the form of the configuration where that is the same. An import has no form yet:
// it gets the major version, which is what a configuration should say.
func (m model) version(told string, imported bool) types.String {
	if imported {
		told = major(told)
	}
	return attribute.InForm(m.DBVersion, &told, sameVersion)
}

func major(version string) string {
	first, _, _ := strings.Cut(version, ".")
	return first
}

// sameVersion says whether two versions are of the same major one: Oracle is asked for "16", answers "16.8", and patches the
// system by itself.
func sameVersion(a, b string) bool { return a != "" && major(a) == major(b) }

// older says whether a version is of a lower major one than another.
func older(a, b string) bool {
	first, err := strconv.Atoi(major(a))
	second, more := strconv.Atoi(major(b))
	return err == nil && more == nil && first < second
}

// managed takes over the management policy, and the copies as they are.
func (m model) managed(p *psql.ManagementPolicy) model {
	if p == nil {
		p = &psql.ManagementPolicy{}
	}
	m.MaintenanceWindowStart = attribute.InForm(m.MaintenanceWindowStart, p.MaintenanceWindowStart, attribute.SameWindow)
	before, _ := m.BackupPolicy.Attributes()["backup_start"].(types.String)
	begins := func(at *string) types.String { return attribute.InForm(before, at, attribute.SameWindow) }
	members := map[string]attr.Value{
		"kind": types.StringValue(none), "backup_start": types.StringNull(), "days_of_the_week": types.SetNull(types.StringType),
		"days_of_the_month": types.SetNull(types.Int64Type), "retention_days": types.Int64Null(),
	}
	var copies *psql.BackupCopyPolicy
	switch p := p.BackupPolicy.(type) {
	case psql.DailyBackupPolicy:
		members["kind"], members["backup_start"], copies = types.StringValue("DAILY"), begins(p.BackupStart), p.CopyPolicy
		members["retention_days"] = attribute.Int64(p.RetentionDays)
	case psql.WeeklyBackupPolicy:
		days := make([]string, len(p.DaysOfTheWeek))
		for i, day := range p.DaysOfTheWeek {
			days[i] = string(day)
		}
		members["kind"], members["backup_start"], copies = types.StringValue("WEEKLY"), begins(p.BackupStart), p.CopyPolicy
		members["retention_days"], members["days_of_the_week"] = attribute.Int64(p.RetentionDays), attribute.TextSet(types.SetNull(types.StringType), days)
	case psql.MonthlyBackupPolicy:
		days := make([]attr.Value, len(p.DaysOfTheMonth))
		for i, day := range p.DaysOfTheMonth {
			days[i] = types.Int64Value(int64(day))
		}
		members["kind"], members["backup_start"], copies = types.StringValue("MONTHLY"), begins(p.BackupStart), p.CopyPolicy
		members["retention_days"], members["days_of_the_month"] = attribute.Int64(p.RetentionDays), types.SetValueMust(types.Int64Type, days)
	case psql.NoneBackupPolicy:
		members["retention_days"], copies = attribute.Int64(p.RetentionDays), p.CopyPolicy
	}
	m.BackupPolicy = types.ObjectValueMust(policyTypes, members)
	return m.copied(copies)
}

// copied takes over where backups are copied to. A policy without a region is none.
func (m model) copied(p *psql.BackupCopyPolicy) model {
	if p == nil || len(p.Regions) == 0 {
		m.CopyToRegions, m.CopyRetentionInDays, m.CopyCompartmentID = types.SetNull(types.StringType), types.Int64Null(), types.StringNull()
		return m
	}
	m.CopyToRegions = attribute.TextSet(types.SetNull(types.StringType), p.Regions)
	m.CopyCompartmentID, m.CopyRetentionInDays = attribute.Text(p.CompartmentId), attribute.Int64(p.RetentionPeriod)
	return m
}

// moved takes over what only PostgreSQL has from the state of Oracle's provider.
func moved(raw []byte, m *model) error {
	var source struct {
		DBVersion      string `json:"db_version"`
		Shape          string `json:"shape"`
		NetworkDetails []struct {
			SubnetID string `json:"subnet_id"`
		} `json:"network_details"`
	}
	if err := json.Unmarshal(raw, &source); err != nil {
		return err
	}
	m.DBVersion, m.Shape = attribute.Text(&source.DBVersion), attribute.Text(&source.Shape)
	if len(source.NetworkDetails) > 0 {
		m.SubnetID = attribute.Text(&source.NetworkDetails[0].SubnetID)
	}
	return nil
}
