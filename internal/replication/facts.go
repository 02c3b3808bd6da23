package replication

import (
	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

const typeName = "residency_bucket_replication"

// facts are where the replication starts, and where it brings the data to.
func (m model) facts() []boundary.Fact {
	from := placement.Placement(m.Model, typeName, m.CompartmentID)
	to := from
	to.Attribute, to.Kind, to.From = "destination_region_name", boundary.Replication, from.Place
	to.Place = boundary.Place{
		Location: region.Find(m.DestinationRegionName.ValueString()), Evidence: `attribute "destination_region_name"`,
	}
	return []boundary.Fact{from, to}
}
