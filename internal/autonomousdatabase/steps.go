package autonomousdatabase

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// step is a change that Oracle makes in one piece. Its API takes many arguments together and then refuses most
// combinations of them, so each step has only what may go together.
type step struct {
	what   string // for messages, such as "the network"
	at     path.Path
	hidden bool // the database does not show whether it is made: the work request is asked too

	differs func(plan, now model) bool
	change  func(plan model, now reading) database.UpdateAutonomousDatabaseDetails
	act     func(ctx context.Context, a api, plan model, etag string) (work string, err error) // instead of change
}

// send asks Oracle for the step.
func (s step) send(ctx context.Context, a api, plan model, now reading, password types.String) (string, error) {
	if s.act != nil {
		return s.act(ctx, a, plan, now.etag)
	}
	details := s.change(plan, now)
	if s.hidden {
		details.AdminPassword = nil
		if plan.SecretID.ValueString() == "" && plan.passwordMark() != "" {
			details.AdminPassword = attribute.Sent(password)
		}
	}
	return a.Update(ctx, now.etag, details)
}

// steps are the changes in the order in which they are made. A stopped database is started first and stopped last. What
// lets fewer in comes before what lets more in, so that the database is open to nobody in between: mutual TLS and the
// access list before the network changes, and their taking back after it.
func steps() []step {
	return []step{
		{
			what: "the compartment", at: path.Root("compartment_id"),
			differs: func(plan, now model) bool { return wants(plan.CompartmentID, now.CompartmentID) },
			act: func(ctx context.Context, a api, plan model, etag string) (string, error) {
				return a.Move(ctx, etag, plan.CompartmentID.ValueString())
			},
		},
		{
			what: "the state", at: path.Root("state"),
			differs: func(plan, now model) bool {
				return plan.State.ValueString() == available && now.State.ValueString() == stopped
			},
			act: func(ctx context.Context, a api, _ model, etag string) (string, error) { return a.start(ctx, etag) },
		},
		mutualTLS(true), accessList(true), network(), accessList(false), mutualTLS(false),
		license(), workload(), version(), name(), maintenance(), size(), localStandby(), described(), password(), key(),
		{
			what: "the state", at: path.Root("state"),
			differs: func(plan, now model) bool {
				return plan.State.ValueString() == stopped && now.State.ValueString() == available
			},
			act: func(ctx context.Context, a api, _ model, etag string) (string, error) { return a.stop(ctx, etag) },
		},
	}
}

// wants says whether a plan asks for another value than there is. What it leaves to Oracle it does not ask for.
func wants(plan, now attr.Value) bool {
	return !plan.IsUnknown() && !plan.IsNull() && !plan.Equal(now)
}

// turns says whether a plan asks for another value, or for none, where none is a value too.
func turns(plan, now attr.Value) bool { return !plan.IsUnknown() && !plan.Equal(now) }

// text is a step that changes one argument, which is a word.
func text(what, argument string, of func(model) types.String, set func(d *database.UpdateAutonomousDatabaseDetails, v string)) step {
	return step{
		what: what, at: path.Root(argument),
		differs: func(plan, now model) bool { return wants(of(plan), of(now)) },
		change: func(plan model, _ reading) (d database.UpdateAutonomousDatabaseDetails) {
			set(&d, of(plan).ValueString())
			return d
		},
	}
}

func license() step {
	return text("the license", "license_model", func(m model) types.String { return m.LicenseModel }, func(d *database.UpdateAutonomousDatabaseDetails, v string) {
		d.LicenseModel = database.UpdateAutonomousDatabaseDetailsLicenseModelEnum(v)
	})
}

func workload() step {
	return text("the workload", "db_workload", func(m model) types.String { return m.DBWorkload }, func(d *database.UpdateAutonomousDatabaseDetails, v string) {
		d.DbWorkload = database.UpdateAutonomousDatabaseDetailsDbWorkloadEnum(v)
	})
}

func version() step {
	return text("the version", "db_version", func(m model) types.String { return m.DBVersion }, func(d *database.UpdateAutonomousDatabaseDetails, v string) { d.DbVersion = &v })
}

func name() step {
	return text("the database name", "db_name", func(m model) types.String { return m.DBName }, func(d *database.UpdateAutonomousDatabaseDetails, v string) { d.DbName = &v })
}

func maintenance() step {
	return text("the maintenance schedule", "autonomous_maintenance_schedule_type", func(m model) types.String { return m.MaintenanceScheduleType }, func(d *database.UpdateAutonomousDatabaseDetails, v string) {
		d.AutonomousMaintenanceScheduleType = database.UpdateAutonomousDatabaseDetailsAutonomousMaintenanceScheduleTypeEnum(v)
	})
}

// localStandby is a standby in the database's own region, which Oracle keeps as a part of it.
func localStandby() step {
	return step{
		what: "the local standby", at: path.Root("is_local_data_guard_enabled"),
		differs: func(plan, now model) bool { return wants(plan.IsLocalDataGuardEnabled, now.IsLocalDataGuardEnabled) },
		change: func(plan model, _ reading) database.UpdateAutonomousDatabaseDetails {
			return database.UpdateAutonomousDatabaseDetails{IsLocalDataGuardEnabled: attribute.SentBool(plan.IsLocalDataGuardEnabled)}
		},
	}
}

// size is compute and storage. The compute count goes with its model; of the two sizes of the storage only one may go.
func size() step {
	return step{
		what: "compute and storage", at: path.Root("compute_count"),
		differs: func(plan, now model) bool {
			return wants(plan.ComputeModel, now.ComputeModel) || wants(plan.ComputeCount, now.ComputeCount) ||
				wants(plan.DataStorageSizeInGB, now.DataStorageSizeInGB) || wants(plan.DataStorageSizeInTBs, now.DataStorageSizeInTBs) ||
				wants(plan.IsAutoScalingEnabled, now.IsAutoScalingEnabled) || wants(plan.IsAutoScalingForStorageEnabled, now.IsAutoScalingForStorageEnabled)
		},
		change: func(plan model, now reading) database.UpdateAutonomousDatabaseDetails {
			var d database.UpdateAutonomousDatabaseDetails
			if wants(plan.ComputeModel, now.ComputeModel) || wants(plan.ComputeCount, now.ComputeCount) {
				d.ComputeModel = database.UpdateAutonomousDatabaseDetailsComputeModelEnum(plan.ComputeModel.ValueString())
				d.ComputeCount = sentFloat(plan.ComputeCount)
			}
			switch {
			case wants(plan.DataStorageSizeInTBs, now.DataStorageSizeInTBs):
				d.DataStorageSizeInTBs = attribute.SentInt(plan.DataStorageSizeInTBs)
			case wants(plan.DataStorageSizeInGB, now.DataStorageSizeInGB):
				d.DataStorageSizeInGBs = attribute.SentInt(plan.DataStorageSizeInGB)
			}
			if wants(plan.IsAutoScalingEnabled, now.IsAutoScalingEnabled) {
				d.IsAutoScalingEnabled = attribute.SentBool(plan.IsAutoScalingEnabled)
			}
			if wants(plan.IsAutoScalingForStorageEnabled, now.IsAutoScalingForStorageEnabled) {
				d.IsAutoScalingForStorageEnabled = attribute.SentBool(plan.IsAutoScalingForStorageEnabled)
			}
			return d
		},
	}
}

// described is what may go together with almost anything.
func described() step {
	return step{
		what: "names, tags, contacts and backups", at: path.Root("display_name"),
		differs: func(plan, now model) bool {
			return wants(plan.DisplayName, now.DisplayName) || wants(plan.BackupRetentionPeriodInDays, now.BackupRetentionPeriodInDays) ||
				turns(plan.LongTermBackupSchedule, now.LongTermBackupSchedule) || contactsDiffer(plan, now) ||
				tagsDiffer(plan, now)
		},
		change: func(plan model, now reading) database.UpdateAutonomousDatabaseDetails {
			var d database.UpdateAutonomousDatabaseDetails
			if wants(plan.DisplayName, now.DisplayName) {
				d.DisplayName = attribute.Sent(plan.DisplayName)
			}
			if wants(plan.BackupRetentionPeriodInDays, now.BackupRetentionPeriodInDays) {
				d.BackupRetentionPeriodInDays = attribute.SentInt(plan.BackupRetentionPeriodInDays)
			}
			if turns(plan.LongTermBackupSchedule, now.LongTermBackupSchedule) {
				d.LongTermBackupSchedule = plan.sentSchedule()
			}
			if contactsDiffer(plan, now.model) {
				d.CustomerContacts = plan.sentContacts()
			}
			if tagsDiffer(plan, now.model) {
				d.FreeformTags = placement.KeepMarks(attribute.Texts(plan.FreeformTags), now.raw.FreeformTags)
				d.DefinedTags = attribute.MergedDefined(plan.DefinedTags, now.DefinedTags, now.raw.DefinedTags)
			}
			return d
		},
	}
}

// contactsDiffer says whether a plan asks for other contacts; none and an empty list are the same.
func contactsDiffer(plan, now model) bool {
	if len(plan.CustomerContacts.Elements()) == 0 && len(now.CustomerContacts.Elements()) == 0 {
		return false
	}
	return turns(plan.CustomerContacts, now.CustomerContacts)
}

// tagsDiffer says whether a plan asks for other tags than there are, the provider's marks left aside.
func tagsDiffer(plan, now model) bool {
	return !maps.Equal(attribute.Texts(plan.FreeformTags), attribute.Texts(now.FreeformTags)) ||
		!maps.Equal(attribute.Texts(plan.DefinedTags), attribute.Texts(now.DefinedTags))
}
