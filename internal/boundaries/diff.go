package boundaries

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// diffModel is what the boundary lets be that an earlier one did not, and the other way round.
type diffModel struct {
	Name       string                        `tfsdk:"name"`
	SHA256     string                        `tfsdk:"sha256"`
	Changed    bool                          `tfsdk:"changed"`
	Classes    map[string]classDiffModel     `tfsdk:"classes"`
	Exceptions map[string]exceptionDiffModel `tfsdk:"exceptions"`
}

type classDiffModel struct {
	RegionsAdded   []string             `tfsdk:"regions_added"`
	RegionsRemoved []string             `tfsdk:"regions_removed"`
	FlowsAdded     map[string]flowModel `tfsdk:"flows_added"`
}

type flowModel struct {
	With  []string `tfsdk:"with"`
	Kinds []string `tfsdk:"kinds"`
}

type exceptionDiffModel struct {
	Was     bool     `tfsdk:"was_in_force"`
	Is      bool     `tfsdk:"is_in_force"`
	Regions []string `tfsdk:"regions"`
	Expired string   `tfsdk:"expired"`
	Expires string   `tfsdk:"expires"`
}

func newDiff(b, earlier *boundary.Boundary, now time.Time) *diffModel {
	d := b.Since(earlier, now)
	m := &diffModel{
		Name: earlier.Name(), SHA256: earlier.Digest(), Changed: earlier.Digest() != b.Digest(),
		Classes: map[string]classDiffModel{}, Exceptions: map[string]exceptionDiffModel{},
	}
	for name, class := range d.Classes {
		c := classDiffModel{RegionsAdded: class.Added, RegionsRemoved: class.Removed, FlowsAdded: map[string]flowModel{}}
		for _, flow := range class.Flows {
			kinds := make([]string, len(flow.Kinds))
			for i, kind := range flow.Kinds {
				kinds[i] = string(kind)
			}
			c.FlowsAdded[flow.Region] = flowModel{With: flow.With, Kinds: kinds}
		}
		m.Classes[name] = c
	}
	for _, e := range d.Exceptions {
		m.Exceptions[e.Name] = exceptionDiffModel{Was: e.Was, Is: e.Is, Regions: notNil(e.Regions), Expired: e.Expired, Expires: e.Expires}
	}
	return m
}

func previousFile() schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: "Path of an earlier boundary file. With it, `diff` shows what the boundary lets be that the earlier one did not.",
		Optional:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
}

func diff() schema.Attribute {
	flag := func(description string) schema.Attribute {
		return schema.BoolAttribute{MarkdownDescription: description, Computed: true}
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "What changed since `previous_file`; null without it.",
		Computed:            true,
		Attributes: map[string]schema.Attribute{
			"name":    text("Name of the earlier boundary."),
			"sha256":  text("SHA-256 of what the earlier boundary means."),
			"changed": flag("Whether the two mean different things."),
			"classes": schema.MapNestedAttribute{
				MarkdownDescription: "By class, with `protected` among them. A class that one of the two does not have has in it what protected data has.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"regions_added":   list("Names of the regions that are inside now and were not, sorted."),
					"regions_removed": list("Names of the regions that were inside and are not now, sorted."),
					"flows_added": schema.MapNestedAttribute{
						MarkdownDescription: "What becomes legal, by the name of an added region.",
						Computed:            true,
						NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
							"with":  list("The other regions inside, to which and from which data may go."),
							"kinds": list("Kinds of facts that become legal: `placement` in the region, and each kind of flow with the others."),
						}},
					},
				}},
			},
			"exceptions": schema.MapNestedAttribute{
				MarkdownDescription: "Exceptions, by name, that are in force in one of the two only, or with other terms.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"was_in_force": flag("Whether the earlier boundary applies it."),
					"is_in_force":  flag("Whether this boundary applies it."),
					"regions":      list("Regions that it is for, now."),
					"expired":      text("Its last day in the earlier boundary, or an empty string."),
					"expires":      text("Its last day now, or an empty string."),
				}},
			},
		},
	}
}

// earlier is the boundary that previous_file names; nil where it names none.
func (d *DataSource) earlier(name types.String) (*boundary.Boundary, diag.Diagnostics) {
	if name.IsNull() {
		return nil, nil
	}
	return ReadFile(path.Root("previous_file"), name.ValueString())
}
