package policyanalysis

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/boolvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

// Schema describes what is analysed and what is said of it.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := arguments()
	maps.Copy(attributes, answers())
	resp.Schema = schema.Schema{
		MarkdownDescription: "What statements of IAM policies are worth for the provider's boundary: what is wrong with them, and of every operation that could put data " +
			"outside, whether they deny it to everybody but the Default domain's Administrators, with a counterexample where not.\n\n" +
			"The statements are given, or read from the tenancy, or both: then those that are given are taken as added. " +
			"Nothing is sampled: the proof is exact over the statements' own variables and values, and names what it assumes.",
		Attributes: attributes,
	}
}

func arguments() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"statements": schema.ListAttribute{
			MarkdownDescription: "Statements of a policy attached to the root compartment.",
			ElementType:         types.StringType,
			Optional:            true,
		},
		"policies": schema.ListNestedAttribute{
			MarkdownDescription: "Policies.",
			Optional:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"name": schema.StringAttribute{
					MarkdownDescription: "Name, by which findings tell the policies apart.",
					Optional:            true,
				},
				"compartment": schema.StringAttribute{
					MarkdownDescription: "Compartment that the policy is attached to, as a path from the root, such as `data:logs`. The default is the root.",
					Optional:            true,
				},
				"statements": schema.ListAttribute{
					MarkdownDescription: "Its statements.",
					ElementType:         types.StringType,
					Required:            true,
				},
			}},
		},
		"compartment_id": schema.StringAttribute{
			MarkdownDescription: "OCID of a compartment, or of the tenancy, whose policies are read: those attached to it and those above it, which hold there too. " +
				"The proof is then about this compartment and those below it. The principal must be allowed to inspect compartments and policies.",
			Optional:   true,
			Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"compartment_id_in_subtree": schema.BoolAttribute{
			MarkdownDescription: "Whether the policies of all compartments below are read too: one request for each. No proof needs them, for a deny there does not hold here, but " +
				"findings and `complete` do.",
			Optional:   true,
			Validators: []validator.Bool{boolvalidator.AlsoRequires(path.MatchRoot("compartment_id"))},
		},
		"obligation": schema.StringAttribute{
			MarkdownDescription: "What is to be proved. `outside`: what makes, writes or brings data is denied in every region that is not inside. `egress`: what sends or opens " +
				"data, or loosens the guard, is denied wherever it is requested inside. `all`, the default: both.",
			Optional:   true,
			Validators: []validator.String{stringvalidator.OneOf(iam.Outside, iam.Egress, all)},
		},
		"spare": schema.ListAttribute{
			MarkdownDescription: "Whom `egress` spares: `GROUP`, `DOMAIN/GROUP`, a group's OCID, `dynamic-group NAME` or `service NAME`.",
			ElementType:         types.StringType,
			Optional:            true,
			Validators:          []validator.List{listvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
		},
		"complete": schema.BoolAttribute{
			MarkdownDescription: "Whether the statements are all that the tenancy has: then what none of them allows need not be denied. It is an assumption that " +
				"nothing here can check: a principal sees only the policies that it may inspect.",
			Optional: true,
		},
	}
}

func answers() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"regions": schema.ListAttribute{
			MarkdownDescription: "Names of the regions that are inside, sorted: the boundary's protected class. Every other is outside, those that are not built yet too.",
			ElementType:         types.StringType,
			Computed:            true,
		},
		"proved": schema.BoolAttribute{MarkdownDescription: "Whether every one of `operations` is denied, and every statement could be read.", Computed: true},
		"analyzed": objects("The policies that were analysed.", map[string]schema.Attribute{
			"name":        said("Name."),
			"compartment": said("Path of the compartment that it is attached to; empty for the root."),
			"statements":  schema.Int64Attribute{MarkdownDescription: "How many statements it has.", Computed: true},
		}),
		"findings": objects("What is wrong with the statements, as `iam lint` says it.", map[string]schema.Attribute{
			"rule":      said("Rule, such as `RES301`."),
			"policy":    said("Name of the policy."),
			"statement": said("The statement."),
			"column":    schema.Int64Attribute{MarkdownDescription: "Where in the statement, in characters from 1.", Computed: true},
			"message":   said("What is wrong, and what follows from it."),
			"fix":       said("What to write instead."),
		}),
		"operations": objects("Every operation that the obligation is about.", map[string]schema.Attribute{
			"obligation":     said("`outside` or `egress`."),
			"service":        said("Service, as the SDK calls it, such as `objectstorage`."),
			"operation":      said("Operation, as the SDK calls it, such as `PutObject`."),
			"variant":        said("A use of the operation that needs other permissions; null for the ordinary one."),
			"case":           said("Where, for what cross-tenancy statements let in or out; null otherwise."),
			"denied":         schema.BoolAttribute{MarkdownDescription: "Whether nobody but Administrators can do it.", Computed: true},
			"by":             schema.ListAttribute{MarkdownDescription: "Statements that a denial follows from.", ElementType: types.StringType, Computed: true},
			"counterexample": said("A request that is not denied, in JSON, as `iam decide` takes it; null for a denial."),
			"reason":         said("Why there is neither a denial nor a counterexample; mostly null."),
		}),
		"later": objects("Permissions that Oracle may yet add to a resource type, and whether the statements would deny them: only denies by verb do.", map[string]schema.Attribute{
			"obligation": said("`outside` or `egress`."),
			"service":    said("Service; null for all that this release does not list."),
			"type":       said("Resource type; null for any."),
			"covered":    schema.BoolAttribute{MarkdownDescription: "Whether it would be denied.", Computed: true},
		}),
		"beyond_iam": objects("Ways out that no condition of a policy can see.", map[string]schema.Attribute{
			"feature":   said("Feature."),
			"service":   said("Service."),
			"operation": said("Operation."),
			"field":     said("Field of the request that says where data goes."),
			"direction": said("`push`, `open` or `loosen`."),
			"why":       said("Why IAM cannot see it."),
			"instead":   said("What can stop it."),
		}),
		"assumptions": objects("What the proof rests on and no documentation of Oracle's says.", map[string]schema.Attribute{
			"id":        said("Name of the assumption."),
			"text":      said("What is assumed."),
			"otherwise": said("What follows if it is not so."),
		}),
	}
}

func said(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

func objects(description string, attributes map[string]schema.Attribute) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: description,
		Computed:            true,
		NestedObject:        schema.NestedAttributeObject{Attributes: attributes},
	}
}
