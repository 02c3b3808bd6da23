package denyrule

import (
	"context"
	"iter"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/identity"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// List is the list resource residency_deny_rule, for terraform query.
type List struct{ Resource }

// NewList returns the list resource residency_deny_rule.
func NewList() list.ListResource { return &List{} }

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
	diags := req.Config.GetAttribute(ctx, pathCompartment, &compartment)
	home, ok := l.home(ctx, model{}, &diags)
	var a api
	if ok {
		a, ok = newAPI(l.provider, home, "", &diags)
	}
	if !ok {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	listed, err := collect(a.In(ctx, compartment.ValueString()))
	if err != nil {
		call := a.call("Cannot list deny rules", "", "")
		call.Tried = "Listing the policies of compartment " + compartment.ValueString()
		stream.Results = list.ListResultsStreamDiagnostics(diag.Diagnostics{call.Error(err)})
		return
	}
	stream.Results = l.results(ctx, req, a, compartment, listed)
}

// results are the policies that deny and do nothing else, but for the further ones of a rule.
func (l *List) results(ctx context.Context, req list.ListRequest, a api, compartment types.String, listed []identity.Policy) iter.Seq[list.ListResult] {
	denies := map[string]bool{}
	for _, p := range listed {
		denies[attribute.Value(p.Name)] = onlyDenies(p.Statements)
	}
	return func(push func(list.ListResult) bool) {
		var count int64
		for _, p := range listed {
			name := attribute.Value(p.Name)
			if !denies[name] || denies[numbered.ReplaceAllString(name, "")] && numbered.MatchString(name) {
				continue
			}
			if count++; req.Limit > 0 && count > req.Limit || !push(l.result(ctx, req, a, compartment, name)) {
				return
			}
		}
	}
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
	m.CompartmentID, m.Name = compartment, types.StringValue(name)
	result := req.NewListResult(ctx)
	result.DisplayName = name
	result.Diagnostics.Append(result.Identity.Set(ctx, m.identity())...)
	if !req.IncludeResource {
		return result
	}
	a.name = name
	there, failure := a.discover(ctx, m)
	if failure != nil {
		result.Diagnostics.Append(failure)
		return result
	}
	result.Diagnostics.Append(result.Resource.Set(ctx, m.fromAPI(there, a.Home))...)
	return result
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
