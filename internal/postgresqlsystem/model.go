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
	"github.com/data-residency/terraform-provider-residency/internal/placement"
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
			SubnetId: attribute.Sent(m.SubnetID), NsgIds: groups(m.NSGIDs), PrimaryDbEndpointPrivateIp: attribute.Sent(m.PrivateIP),
			IsReaderEndpointEnabled: attribute.SentBool(m.IsReaderEndpointEnabled),
		},
		ManagementPolicy: m.management(nil),
		FreeformTags:     placement.KeepMarks(attribute.Texts(m.FreeformTags), attribute.Marks(owner, attribute.Password{Version: m.PasswordVersion}.Mark())),
		DefinedTags:      attribute.SentDefined(m.DefinedTags),
	}
	if password != "" {
		d.Credentials = &psql.Credentials{Username: attribute.Sent(m.AdminUsername), PasswordDetails: psql.PlainTextPasswordDetails{Password: &password}}
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

// update is the request that makes the system what the plan says. The second result says whether anything changes.
func (m model) update(state model, password bool, tags map[string]string, defined map[string]map[string]any) (d psql.UpdateDbSystemDetails, differs bool) {
	set := func(changed bool, apply func()) {
		if changed {
			apply()
			differs = true
		}
	}
	text := func(a, b types.String, to **string) {
		set(!a.IsUnknown() && !a.Equal(b), func() { *to = common.String(a.ValueString()) })
	}
	number := func(a, b types.Int64, to **int) {
		set(!a.IsUnknown() && !a.Equal(b), func() { *to = attribute.SentInt(a) })
	}
	text(m.DisplayName, state.DisplayName, &d.DisplayName)
	text(m.Description, state.Description, &d.Description)
	text(m.Shape, state.Shape, &d.Shape)
	number(m.InstanceOCPUCount, state.InstanceOCPUCount, &d.InstanceOcpuCount)
	number(m.InstanceMemorySizeInGBs, state.InstanceMemorySizeInGBs, &d.InstanceMemorySizeInGBs)
	set(!m.NSGIDs.Equal(state.NSGIDs) || !m.IsReaderEndpointEnabled.Equal(state.IsReaderEndpointEnabled), func() {
		d.NetworkDetails = &psql.UpdateNetworkDetails{NsgIds: groups(m.NSGIDs), IsReaderEndpointEnabled: attribute.SentBool(m.IsReaderEndpointEnabled)}
	})
	set(!m.KMSKeyID.Equal(state.KMSKeyID) || !m.IOPS.IsUnknown() && !m.IOPS.Equal(state.IOPS), func() {
		whole := m.storage()
		d.StorageDetails = &psql.UpdateStorageDetailsParams{Iops: whole.Iops, KmsKeyId: whole.KmsKeyId}
	})
	set(m.differsInManagement(state), func() { d.ManagementPolicy = m.management(&state) })
	set(password || m.givesUp(state) || !m.FreeformTags.Equal(state.FreeformTags), func() {
		marks := placement.KeepMarks(nil, tags)
		if m.givesUp(state) {
			delete(marks, placement.PasswordTag)
		}
		if password {
			marks[placement.PasswordTag] = strconv.FormatInt(m.PasswordVersion.ValueInt64(), 10)
		}
		d.FreeformTags = placement.KeepMarks(attribute.Texts(m.FreeformTags), marks)
	})
	set(!m.DefinedTags.Equal(state.DefinedTags), func() { d.DefinedTags = attribute.MergedDefined(m.DefinedTags, state.DefinedTags, defined) })
	return d, differs
}

func (m model) differsInManagement(state model) bool {
	return !dbsystem.SameObject(m.BackupPolicy, state.BackupPolicy) || !m.CopyToRegions.Equal(state.CopyToRegions) ||
		!m.CopyRetentionInDays.IsUnknown() && !m.CopyRetentionInDays.Equal(state.CopyRetentionInDays) || !m.CopyCompartmentID.IsUnknown() && !m.CopyCompartmentID.Equal(state.CopyCompartmentID) ||
		!m.MaintenanceWindowStart.IsUnknown() && !m.MaintenanceWindowStart.Equal(state.MaintenanceWindowStart)
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
	return &psql.BackupCopyPolicy{CompartmentId: where, RetentionPeriod: attribute.SentInt(m.CopyRetentionInDays), Regions: groups(m.CopyToRegions)}
}

func weekdays(days types.Set) []psql.WeeklyBackupPolicyDaysOfTheWeekEnum {
	out := []psql.WeeklyBackupPolicyDaysOfTheWeekEnum{}
	for _, day := range groups(days) {
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

func groups(set types.Set) []string {
	out := attribute.Strings(set.Elements())
	slices.Sort(out)
	return out
}

// fromAPI takes over what Oracle says of the system.
func (m model) fromAPI(s psql.DbSystem) model {
	fresh := m.CompartmentID.IsNull()
	m.ID, m.CompartmentID = attribute.Text(s.Id), attribute.Text(s.CompartmentId)
	m.DisplayName, m.Description = attribute.Text(s.DisplayName), attribute.Text(s.Description)
	m.DBVersion = m.version(attribute.Value(s.DbVersion), fresh)
	m.Shape, m.ConfigID = attribute.Text(s.Shape), attribute.Text(s.ConfigId)
	m.InstanceOCPUCount, m.InstanceMemorySizeInGBs = attribute.Int64(s.InstanceOcpuCount), attribute.Int64(s.InstanceMemorySizeInGBs)
	m.InstanceCount = attribute.Int64(s.InstanceCount)
	if storage, ok := s.StorageDetails.(psql.OciOptimizedStorageDetails); ok {
		m.AvailabilityDomain, m.KMSKeyID = attribute.Text(storage.AvailabilityDomain), attribute.Text(storage.KmsKeyId)
		m.IOPS = types.Int64PointerValue(storage.Iops)
	}
	network := attribute.Value(s.NetworkDetails)
	m.SubnetID, m.NSGIDs, m.PrivateIP = attribute.Text(network.SubnetId), dbsystem.TextSet(network.NsgIds), attribute.Text(network.PrimaryDbEndpointPrivateIp)
	m.IsReaderEndpointEnabled = types.BoolValue(attribute.Value(network.IsReaderEndpointEnabled))
	m.AdminUsername = attribute.Text(s.AdminUsername)
	m.SourceBackupID = types.StringNull()
	if source, ok := s.Source.(psql.BackupSourceDetails); ok {
		m.SourceBackupID = attribute.Text(source.BackupId)
	}
	m = m.managed(s.ManagementPolicy)
	m.FreeformTags = attribute.Freeform(m.FreeformTags, s.FreeformTags)
	m.DefinedTags = attribute.Defined(m.DefinedTags, s.DefinedTags, fresh)
	set, _ := attribute.MarkedPassword(s.FreeformTags)
	m.PasswordVersion = set.Version
	m.LifecycleState = attribute.Setting(string(s.LifecycleState), "UNKNOWN")
	m.TimeCreated = attribute.Moment(s.TimeCreated)
	return m
}

// version is the version that Oracle tells, in the form of the configuration where that is the same. An import has no form yet:
// it gets the major version, which is what a configuration should say.
func (m model) version(told string, imported bool) types.String {
	major, _, _ := strings.Cut(told, ".")
	switch {
	case sameVersion(told, m.DBVersion.ValueString()):
		return m.DBVersion
	case imported:
		return attribute.Text(&major)
	}
	return attribute.Text(&told)
}

// sameVersion says whether one version is the other, or a minor version of it: Oracle is asked for "16" and answers "16.8", or
// whatever it has patched the system to since.
func sameVersion(a, b string) bool {
	return a != "" && b != "" && (strings.HasPrefix(a+".", b+".") || strings.HasPrefix(b+".", a+"."))
}

// managed takes over the management policy, and the copies as they are.
func (m model) managed(p *psql.ManagementPolicy) model {
	if p == nil {
		p = &psql.ManagementPolicy{}
	}
	m.MaintenanceWindowStart = attribute.Text(p.MaintenanceWindowStart)
	members := map[string]attr.Value{
		"kind": types.StringValue(none), "backup_start": types.StringNull(), "days_of_the_week": types.SetNull(types.StringType),
		"days_of_the_month": types.SetNull(types.Int64Type), "retention_days": types.Int64Null(),
	}
	var copies *psql.BackupCopyPolicy
	switch p := p.BackupPolicy.(type) {
	case psql.DailyBackupPolicy:
		members["kind"], members["backup_start"], copies = types.StringValue("DAILY"), attribute.Text(p.BackupStart), p.CopyPolicy
		members["retention_days"] = attribute.Int64(p.RetentionDays)
	case psql.WeeklyBackupPolicy:
		days := make([]string, len(p.DaysOfTheWeek))
		for i, day := range p.DaysOfTheWeek {
			days[i] = string(day)
		}
		members["kind"], members["backup_start"], copies = types.StringValue("WEEKLY"), attribute.Text(p.BackupStart), p.CopyPolicy
		members["retention_days"], members["days_of_the_week"] = attribute.Int64(p.RetentionDays), dbsystem.TextSet(days)
	case psql.MonthlyBackupPolicy:
		days := make([]attr.Value, len(p.DaysOfTheMonth))
		for i, day := range p.DaysOfTheMonth {
			days[i] = types.Int64Value(int64(day))
		}
		members["kind"], members["backup_start"], copies = types.StringValue("MONTHLY"), attribute.Text(p.BackupStart), p.CopyPolicy
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
	m.CopyToRegions = dbsystem.TextSet(p.Regions)
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

// givesUp says whether the configuration has no password any more, whose mark then goes.
func (m model) givesUp(state model) bool {
	return m.PasswordVersion.IsNull() && !state.PasswordVersion.IsNull()
}
