package denyrule

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// List is the list resource residency_deny_rule, for terraform query.
type List struct{ Resource }

// NewList returns the list resource residency_deny_rule.
func NewList() list.ListResource { return &List{Resource{operation.Resource{Name: "deny_rule"}}} }

var _ list.ListResourceWithConfigure = &List{}

// ListResourceConfigSchema describes the list block.
func (l *List) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The deny rules that are kept in a compartment: policies of nothing but deny statements, the numbered ones of one rule as one. Rules of the layer `quota` alone are not found.",
		Attributes: map[string]schema.Attribute{
			"compartment_id": schema.StringAttribute{
				MarkdownDescription: "OCID of the compartment that the policies are kept in, such as the tenancy's.",
				Required:            true,
				Validators:          []validator.String{attribute.CompartmentOCID()},
			},
		},
	}
}

// List streams the rules in the order in which Oracle lists their first policies.
func (l *List) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var compartment types.String
	diags := req.Config.GetAttribute(ctx, path.Root("compartment_id"), &compartment)
	a, ok := newAPI(ctx, l.Provider, types.StringNull(), "", &diags)
	if !ok {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	call := a.call("Cannot list deny rules", "", "")
	call.Tried = "Listing the policies of compartment " + compartment.ValueString()
	listed, err := oci.All(a.In(ctx, compartment.ValueString())) // whole, because a numbered policy may come before its rule's first
	denies := map[string]bool{}
	for _, p := range listed {
		denies[attribute.Value(p.Name)] = onlyDenies(p.Statements)
	}
	all := func(push func(string, error) bool) {
		for _, p := range listed {
			if !push(attribute.Value(p.Name), nil) {
				return
			}
		}
		if err != nil {
			push("", err)
		}
	}
	stream.Results = operation.Stream(req, all, call, func(name string) bool {
		return denies[name] && (!numbered.MatchString(name) || !denies[numbered.ReplaceAllString(name, "")])
	}, func(name string) list.ListResult { return l.result(ctx, req, a, compartment, name) })
}

var numbered = regexp.MustCompile(`-[0-9]+$`)

func onlyDenies(statements []string) bool {
	for _, text := range statements {
		if s, err := iam.Parse(text); err != nil || s.Effect != iam.Deny {
			return false
		}
	}
	return len(statements) > 0
}

// result is one rule, read whole where the resource is asked for.
func (l *List) result(ctx context.Context, req list.ListRequest, a api, compartment types.String, name string) list.ListResult {
	m := blank()
	m.CompartmentID, m.Name, a.name = compartment, types.StringValue(name), name
	return operation.Found(ctx, req, name, m.identity(), func() (model, diag.Diagnostics) {
		there, failure := a.discover(ctx, m)
		if failure != nil {
			return m, diag.Diagnostics{failure}
		}
		return m.fromAPI(there, a.Home), nil
	})
}

// blank is a model of which nothing is known.
func blank() model {
	return model{
		CompartmentIDs: types.ListNull(types.StringType), Services: types.ListNull(types.StringType), Block: types.ListNull(types.StringType),
		Layers: types.ListNull(types.StringType), NetworkSources: types.ListNull(types.StringType), Spare: types.MapNull(spareType),
		FreeformTags: types.MapNull(types.StringType), DefinedTags: types.MapNull(types.StringType), Statements: types.ListNull(types.StringType), QuotaStatements: types.ListNull(types.StringType),
		Proof: types.ListNull(lineType), Gaps: types.ListNull(gapType), PolicyIDs: types.MapNull(types.StringType), EffectiveQuotas: types.MapNull(types.Int64Type),
		Timeouts: placement.NoTimeouts(),
	}
}

// Metadata, Configure and the schemas of the results are the managed resource's.
var _ resource.ResourceWithIdentity = &List{}
