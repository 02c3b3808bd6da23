package autonomousdatabase

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

const typeName = "residency_autonomous_database"

// facts are where the database is, where its keys are and where its data comes from. An OCID that is known only after apply
// is judged then, before anything is sent.
func (m model) facts() []boundary.Fact {
	where := m.place()
	facts := []boundary.Fact{where}
	for _, key := range []struct {
		attribute string
		value     types.String
	}{{"kms_key_id", m.KMSKeyID}, {"vault_id", m.VaultID}} {
		if key.value.ValueString() != "" {
			facts = append(facts, flow(where, key.attribute, boundary.Key, ocid(key.attribute, key.value.ValueString())))
		}
	}
	return append(facts, m.origins()...)
}

func (m model) place() boundary.Fact { return placement.Placement(m.Model, typeName, m.CompartmentID) }

// origins are the flows into the database. A clone and a restore only read from their source, so one from abroad brings data
// home; what is judged is where it goes to.
func (m model) origins() (facts []boundary.Fact) {
	where := m.place()
	for _, source := range []struct {
		attribute string
		value     types.String
	}{{"source_id", m.SourceID}, {"autonomous_database_id", m.DatabaseID}, {"autonomous_database_backup_id", m.BackupID}} {
		if source.value.ValueString() == "" {
			continue
		}
		fact := where
		fact.Attribute, fact.Kind, fact.From = source.attribute, boundary.Clone, ocid(source.attribute, source.value.ValueString())
		facts = append(facts, fact)
	}
	return facts
}

// ocid is where an attribute's OCID says that something is.
func ocid(attribute, value string) boundary.Place {
	return boundary.Place{Location: region.FindOCID(value), Evidence: `the OCID in attribute "` + attribute + `"`}
}

// flow is a fact from where the database is to another place.
func flow(where boundary.Fact, attribute string, kind boundary.Kind, to boundary.Place) boundary.Fact {
	fact := where
	fact.Attribute, fact.Kind, fact.From, fact.Place = attribute, kind, where.Place, to
	return fact
}
