package nosqltable

import (
	"fmt"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

const typeName = "residency_nosql_table"

// facts are where the table and its replicas are. What is written in a replica is written in the table: both ends are judged.
func (m model) facts() []boundary.Fact {
	where := placement.Placement(m.Model, typeName, m.CompartmentID)
	facts := []boundary.Fact{where}
	for _, name := range regions(m.Replicas) {
		fact := where
		fact.Attribute, fact.Kind, fact.From = fmt.Sprintf("replicas[%q]", name), boundary.Replica, where.Place
		fact.Place = boundary.Place{Location: region.Find(name), Evidence: "attribute " + fact.Attribute}
		facts = append(facts, fact)
	}
	return facts
}
