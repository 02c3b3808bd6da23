package bucket

import (
	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

const typeName = "residency_bucket"

// facts are where the bucket and its key are. A key that is known only after apply is judged then, before anything is sent.
func (m model) facts() []boundary.Fact {
	where := placement.Placement(m.Model, typeName, m.CompartmentID)
	facts := []boundary.Fact{where}
	if key := m.KMSKeyID.ValueString(); key != "" {
		fact := where
		fact.Attribute, fact.Kind, fact.From = "kms_key_id", boundary.Key, where.Place
		fact.Place = boundary.Place{Location: region.FindOCID(key), Evidence: `the OCID in attribute "kms_key_id"`}
		facts = append(facts, fact)
	}
	return facts
}

// replication is the fact that the bucket is copied to a region.
func (m model) replication(destination string) boundary.Fact {
	fact := placement.Placement(m.Model, typeName, m.CompartmentID)
	fact.Attribute, fact.Kind, fact.From = "replication_destinations", boundary.Replication, fact.Place
	fact.Place = boundary.Place{Location: region.Find(destination), Evidence: "the bucket's replication policy"}
	return fact
}
