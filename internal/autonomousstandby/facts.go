package autonomousstandby

import (
	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

const typeName = "residency_autonomous_database_standby"

// facts are where the standby is, where its primary is, for their roles switch, and that backups are copied. A primary that
// is known only after apply is judged then, before anything is sent.
func (m model) facts() []boundary.Fact {
	where := placement.Placement(m.Model, typeName, m.CompartmentID)
	facts := []boundary.Fact{where}
	if m.DatabaseID.ValueString() == "" {
		return facts
	}
	primary := boundary.Place{Location: region.FindOCID(m.DatabaseID.ValueString()), Evidence: `the OCID in attribute "autonomous_database_id"`}
	standby := where
	standby.Attribute, standby.Kind, standby.From, standby.TwoWay = "autonomous_database_id", boundary.Standby, primary, true
	facts = append(facts, standby)
	if m.IsReplicateAutomaticBackups.ValueBool() {
		backups := where
		backups.Attribute, backups.Kind, backups.From = "is_replicate_automatic_backups", boundary.BackupCopy, primary
		facts = append(facts, backups)
	}
	return facts
}
