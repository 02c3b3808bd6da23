package dbsystem

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Diff fills a request with what a plan changes, and remembers whether there is anything. What a plan leaves to Oracle changes
// nothing.
type Diff struct{ Any bool }

// If applies what has changed.
func (d *Diff) If(changed bool, apply func()) {
	if changed {
		apply()
		d.Any = true
	}
}

// Text sends "" for what is taken away.
func (d *Diff) Text(plan, now types.String, to **string) {
	d.If(!plan.IsUnknown() && !plan.Equal(now), func() { sent := plan.ValueString(); *to = &sent })
}

// Number is Text for a number.
func (d *Diff) Number(plan, now types.Int64, to **int) {
	d.If(!plan.IsUnknown() && !plan.Equal(now), func() { *to = attribute.SentInt(plan) })
}

// Flag is Text for what is true or false.
func (d *Diff) Flag(plan, now types.Bool, to **bool) {
	d.If(!plan.IsUnknown() && !plan.Equal(now), func() { *to = attribute.SentBool(plan) })
}

// Tags are the free-form tags to send for a system that has the current ones: the plan's, and the provider's marks, of which the
// password's and the further ones are new.
func (m Model) Tags(current map[string]string, password string, further map[string]string) map[string]string {
	marks := attribute.Remarked(placement.KeepMarks(nil, current), password)
	maps.Copy(marks, further)
	return placement.KeepMarks(attribute.Texts(m.FreeformTags), marks)
}

// CopiesDiffer says whether a plan asks for other backups or copies of them than there are.
func (m Model) CopiesDiffer(now Model) bool {
	return !SameObject(m.BackupPolicy, now.BackupPolicy) || !m.CopyToRegions.Equal(now.CopyToRegions) ||
		!m.CopyRetentionInDays.IsUnknown() && !m.CopyRetentionInDays.Equal(now.CopyRetentionInDays)
}

// Seen takes over what both services tell alike.
func (m *Model) Seen(s Common) {
	fresh := m.CompartmentID.IsNull()
	m.ID, m.CompartmentID = attribute.Text(s.ID), attribute.Text(s.Compartment)
	m.DisplayName, m.Description = attribute.Text(s.Name), attribute.Text(s.Description)
	m.SubnetID, m.NSGIDs = attribute.Text(s.Subnet), attribute.TextSet(m.NSGIDs, s.Groups)
	m.FreeformTags = attribute.Freeform(m.FreeformTags, s.Tags)
	m.DefinedTags = attribute.Defined(m.DefinedTags, s.Defined, fresh)
	m.LifecycleState = attribute.Setting(s.State, "UNKNOWN")
	m.TimeCreated = s.Created
	set, _ := attribute.MarkedPassword(s.Tags)
	m.PasswordVersion = set.Version
}

// Common is what both services tell alike of a system.
type Common struct {
	ID, Compartment, Name, Description, Subnet *string
	Groups                                     []string
	Tags                                       map[string]string
	Defined                                    map[string]map[string]any
	State                                      string
	Created                                    types.String // as attribute.Moment has it
}
