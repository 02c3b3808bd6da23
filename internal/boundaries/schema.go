package boundaries

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Schema describes the effective boundary.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The boundary by which this provider judges, with its defaults filled in: for modules that choose a region, for `check` blocks " +
			"and for outputs. It sends no request.\n\n" +
			"The whole of it can be given to the function `inside`.",
		Attributes: map[string]schema.Attribute{
			"data_class": schema.StringAttribute{
				MarkdownDescription: "Class whose `jurisdictions`, `countries`, `realms`, `regions` and `region_keys` are shown. The default is `protected`.",
				Optional:            true,
			},
			"previous_file": previousFile(),
			"diff":          diff(),
			"name":          text("Name of the boundary."),
			"sha256":        text("SHA-256 of what the boundary means, in hexadecimal: the same for a file and for the provider block, in whatever order or layout it is written."),
			"source":        text("Where it was declared: the file's name, or `the provider block`."),
			"jurisdictions": list("Countries and groups in which data of the class may be, as declared."),
			"countries":     list("ISO 3166-1 alpha-2 codes of the jurisdictions, with the groups spelt out, sorted."),
			"realms":        list("Realms in which data of the class may be."),
			"regions":       list("Names of the regions that are inside for the class, sorted."),
			"region_keys":   list("Keys of these regions in lower case, in the order of `regions`, as IAM conditions want them. A region that this release's table does not have has none."),
			"ungoverned":    list("Providers of other clouds that are counted and not judged."),
			"classes": schema.MapNestedAttribute{
				MarkdownDescription: "Data classes by name, with `protected` among them.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"jurisdictions": list("Countries and groups in which its data may be, as declared."),
					"countries":     list("Codes of the countries, with the groups spelt out, sorted."),
					"realms":        list("Realms in which its data may be."),
					"regions":       list("Names of the regions that are inside for it, sorted."),
					"region_keys":   list("Keys of these regions in lower case, in the order of `regions`."),
					"addresses":     list("Address patterns of its members."),
					"compartments":  list("OCIDs of the compartments of its members."),
				}},
			},
			"exceptions": schema.MapNestedAttribute{
				MarkdownDescription: "Exceptions by name.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: shownException()},
			},
			"declaration": schema.SingleNestedAttribute{
				MarkdownDescription: "The declaration, in the form of the provider block's `boundary`.",
				Computed:            true,
				Attributes: map[string]schema.Attribute{
					"name":          text("Name of the boundary."),
					"jurisdictions": list("Countries and groups."),
					"realms":        list("Realms."),
					"regions":       list("Regions that the boundary names; null where it names none."),
					"ungoverned":    list("Providers of other clouds."),
					"classes": schema.MapNestedAttribute{
						MarkdownDescription: "Declared classes by name.",
						Computed:            true,
						NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
							"jurisdictions": list("Countries and groups."),
							"realms":        list("Realms."),
							"regions":       list("Regions that the class names; null where it names none."),
							"addresses":     list("Address patterns."),
							"compartments":  list("OCIDs of compartments."),
						}},
					},
					"exceptions": schema.MapNestedAttribute{
						MarkdownDescription: "Declared exceptions by name.",
						Computed:            true,
						NestedObject:        schema.NestedAttributeObject{Attributes: declaredException()},
					},
				},
			},
		},
	}
}

func declaredException() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"regions":      list("Regions that it is for."),
		"addresses":    list("Address patterns that it is for."),
		"compartments": list("OCIDs of the compartments that it is for."),
		"kinds":        list("Kinds of facts that it is for; null for all."),
		"reason":       text("Why data may be outside until then."),
		"owner":        text("Who answers for it."),
		"approved_by":  text("Who approved it."),
		"ticket":       text("Where it was approved."),
		"expires":      text("Its last day, in UTC."),
	}
}

func shownException() map[string]schema.Attribute {
	attributes := declaredException()
	attributes["in_force"] = schema.BoolAttribute{
		MarkdownDescription: "Whether it is applied now: it has not expired, and nothing is wrong with it.",
		Computed:            true,
	}
	attributes["faults"] = list("What is wrong with it, where it is not in force.")
	return attributes
}

func text(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

func list(description string) schema.ListAttribute {
	return schema.ListAttribute{MarkdownDescription: description, ElementType: types.StringType, Computed: true}
}
