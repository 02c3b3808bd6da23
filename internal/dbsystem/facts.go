package dbsystem

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// facts are where the system is, and where its key, its network and the copies of its backups are.
func (r *Resource[M]) facts(m M) []boundary.Fact {
	c := r.kind.Common(&m)
	where := placement.Placement(c.Model, r.kind.typeName(), c.CompartmentID)
	facts := []boundary.Fact{where}
	add := func(name string, kind boundary.Kind, v types.String) {
		if id := v.ValueString(); id != "" {
			fact := where
			fact.Attribute, fact.Kind = name, kind
			fact.Place = boundary.Place{Location: region.FindOCID(id), Evidence: `the OCID in attribute "` + name + `"`}
			if kind != boundary.Placement {
				fact.From = where.Place
			}
			facts = append(facts, fact)
		}
	}
	add("kms_key_id", boundary.Key, c.KMSKeyID)
	add("subnet_id", boundary.Placement, c.SubnetID)
	for _, group := range attribute.Strings(c.NSGIDs.Elements()) {
		add("nsg_ids", boundary.Placement, types.StringValue(group))
	}
	for _, name := range attribute.Strings(c.CopyToRegions.Elements()) {
		fact := where
		fact.Attribute, fact.Kind, fact.From = "copy_to_regions", boundary.BackupCopy, where.Place
		fact.Place = boundary.Place{Location: region.Find(name), Evidence: `attribute "copy_to_regions"`}
		facts = append(facts, fact)
	}
	return facts
}
