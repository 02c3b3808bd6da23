package boundaries

import (
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Attribute is the provider block's attribute "boundary": the same declaration as a boundary file, with the blocks as
// maps. What it must hold is checked by boundary.New, so that block and file have the same faults; the schema asks only
// for what no boundary can be without.
func Attribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "The residency boundary, written here rather than in a file of its own (`boundary_file`). One of the two is required. " +
			"A file can be kept away from the code that it guards.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the boundary, such as `us-user-data`. Every finding and report has it.",
				Required:            true,
			},
			"jurisdictions": schema.ListAttribute{
				MarkdownDescription: "Where protected data may be: ISO 3166-1 alpha-2 codes of countries, or the groups `EU` and `EEA`.",
				ElementType:         types.StringType,
				Required:            true,
			},
			"realms":     optionalList("Realms of Oracle Cloud that may be used. The default is `oc1`, the commercial one."),
			"regions":    optionalList("Names of regions. They narrow the jurisdictions to these regions, and confirm a region whose country Oracle's documentation does not state."),
			"ungoverned": optionalList("Other clouds' providers, such as `aws` or `integrations/github`, whose resources `terraform-provider-residency check` counts and names without judging them. This provider judges its own resources only."),
			"classes": schema.MapNestedAttribute{
				MarkdownDescription: "Data classes by name. Everything that is in no class is protected.",
				Optional:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: classAttributes()},
			},
			"exceptions": schema.MapNestedAttribute{
				MarkdownDescription: "Exceptions by name. One that is expired, without approval by another than its owner, too wide or incomplete is never applied.",
				Optional:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: exceptionAttributes()},
			},
		},
	}
}

func classAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"jurisdictions": optionalList("Where data of the class may be. The default is the boundary's own jurisdictions."),
		"realms":        optionalList("Realms for the class. The default is the boundary's own."),
		"regions":       optionalList("Names of regions. They narrow the class's jurisdictions."),
		"addresses":     optionalList("Address patterns of who is in the class, such as `module.cdn.*`. The provider is never told a resource's address: a class that is limited by address does not apply here. It is for `terraform-provider-residency check`, which reads plans."),
		"compartments":  optionalList("OCIDs of compartments whose resources are in the class. With addresses too, both must match. A class with neither can only be claimed (`data_class`)."),
	}
}

func exceptionAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"regions":      optionalList("Names of the regions that it is for. Without any it is never applied."),
		"addresses":    optionalList("Address patterns that it is for, such as `module.legacy.*`. In the provider, a resource claims it (`exception`) and is believed; `terraform-provider-residency check` verifies the claim in the plan. Without addresses and compartments it is never applied."),
		"compartments": optionalList("OCIDs of the compartments that it is for. With addresses too, both must match."),
		"kinds":        optionalList("Kinds of facts that it is for: `placement`, `replication`, `copy`, `standby`, `clone`, `replica`, `backup_copy`, `key`, `share`, `peering`. The default is all."),
		"reason":       optionalText("Why data may be outside until then. Without it the exception is never applied."),
		"owner":        optionalText("Who answers for it. Without it the exception is never applied."),
		"approved_by":  optionalText("Who approved it: another than the owner. Without it the exception is never applied."),
		"ticket":       optionalText("Where it was approved. Without it the exception is never applied."),
		"expires":      optionalText("Its last day, in UTC, such as `2027-03-31`. Without it, or afterwards, the exception is not applied."),
	}
}

func optionalList(description string) schema.ListAttribute {
	return schema.ListAttribute{MarkdownDescription: description, ElementType: types.StringType, Optional: true}
}

func optionalText(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true}
}
