package servicegrant

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/identity"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/policy"
)

// List is the list resource residency_service_grant, for terraform query.
type List struct{ Resource }

// NewList returns the list resource residency_service_grant.
func NewList() list.ListResource { return &List{Resource{operation.Resource{Name: "service_grant"}}} }

var _ list.ListResourceWithConfigure = &List{}

// ListResourceConfigSchema describes the list block.
func (l *List) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The policies of a compartment that grant something to Object Storage's service principals, and nothing else to anybody else.",
		Attributes: map[string]schema.Attribute{
			"compartment_id": schema.StringAttribute{
				MarkdownDescription: "OCID of the compartment that the policies are kept in. Compartments in it are not searched.",
				Required:            true,
				Validators:          []validator.String{attribute.CompartmentOCID()},
			},
		},
	}
}

// List streams the grants in the order in which Oracle lists their policies.
func (l *List) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var compartment types.String
	diags := req.Config.GetAttribute(ctx, path.Root("compartment_id"), &compartment)
	a, ok := l.api(ctx, model{}, &diags)
	if !ok {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	call := a.call("Cannot list service grants", "", "")
	call.Tried = "Listing the policies of compartment " + compartment.ValueString()
	stream.Results = operation.Stream(req, a.In(ctx, compartment.ValueString()), call,
		func(p identity.Policy) bool { return grants(p.Statements) },
		func(p identity.Policy) list.ListResult { return l.result(ctx, req, a, p) })
}

// grants says whether statements grant Object Storage's services something, and nothing else.
func grants(statements []string) bool {
	return len(statements) > 0 && !slices.ContainsFunc(statements, func(text string) bool {
		s, err := iam.Parse(text)
		if err != nil || s.Effect != iam.Allow || s.Subject.Kind != iam.Service {
			return true
		}
		regions, _ := granted([]string{text})
		return len(regions) != len(s.Subject.Principals)
	})
}

// result is one grant; the list has all of it.
func (l *List) result(ctx context.Context, req list.ListRequest, a api, p identity.Policy) list.ListResult {
	m := model{
		CompartmentID: attribute.Text(p.CompartmentId), Name: attribute.Text(p.Name), Regions: types.ListNull(types.StringType),
		Statements: types.ListNull(types.StringType), FreeformTags: types.MapNull(types.StringType), DefinedTags: types.MapNull(types.StringType), Timeouts: placement.NoTimeouts(),
	}
	return operation.Found(ctx, req, m.Name.ValueString(), m.identity(), func() (model, diag.Diagnostics) { return m.fromAPI(policy.Policy{Policy: p}, a.Home), nil })
}

// Metadata, Configure and the schemas of the results are the managed resource's.
var _ resource.ResourceWithIdentity = &List{}
