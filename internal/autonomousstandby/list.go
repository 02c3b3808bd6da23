package autonomousstandby

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// List is the list resource residency_autonomous_database_standby, for terraform query.
type List struct{ Resource }

// NewList returns the list resource residency_autonomous_database_standby.
func NewList() list.ListResource { return &List{} }

var (
	_ list.ListResourceWithConfigure = &List{}
	// Metadata, Configure and the schemas of the results are the managed resource's.
	_ resource.ResourceWithIdentity = &List{}
)

// query is the configuration of a list block.
type query struct {
	CompartmentID types.String `tfsdk:"compartment_id"`
	Region        types.String `tfsdk:"region"`
}

// ListResourceConfigSchema describes the list block.
func (l *List) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The standbys of Autonomous Databases of other regions that a compartment has in one region, inside the boundary or not.",
		Attributes: map[string]schema.Attribute{
			"compartment_id": schema.StringAttribute{
				MarkdownDescription: "OCID of the compartment. Compartments in it are not searched.",
				Required:            true,
				Validators:          []validator.String{attribute.CompartmentOCID()},
			},
			"region": schema.StringAttribute{
				MarkdownDescription: "Name of the standbys' region; the provider's region when left out.",
				Optional:            true,
			},
		},
	}
}

// List streams the standbys.
func (l *List) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var q query
	diags := req.Config.Get(ctx, &q)
	name, more := l.provider.ImportRegion(q.Region.ValueString(), "the region and the OCID")
	diags.Append(more...)
	a, ok := newAPI(l.provider, name, &diags)
	if !ok {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		var count int64
		for summary, err := range a.databases(ctx, q.CompartmentID.ValueString()) {
			if err != nil {
				call := diagnostic.Call{Summary: "Cannot list standbys", Tried: "Listing the databases of compartment " + q.CompartmentID.ValueString(), Region: name}
				push(list.ListResult{Diagnostics: diag.Diagnostics{call.Error(err)}})
				return
			}
			d := whole(summary)
			if isGone(d) || len(d.PeerDbIds) == 0 || string(d.Role) == leads {
				continue
			}
			if count++; req.Limit > 0 && count > req.Limit || !push(l.result(ctx, req, name, d)) {
				return
			}
		}
	}
}

// result is one standby; the listing has all that is known of it.
func (l *List) result(ctx context.Context, req list.ListRequest, region string, d database.AutonomousDatabase) list.ListResult {
	m := model{Timeouts: placement.NoTimeouts()}
	m.Region = types.StringValue(region)
	m = m.fromAPI(d)
	result := req.NewListResult(ctx)
	result.DisplayName = m.DBName.ValueString() + " of " + m.PrimaryRegion.ValueString()
	result.Diagnostics.Append(result.Identity.Set(ctx, m.identity())...)
	if req.IncludeResource {
		l.provider.Describe(&m.Model, typeName, m.CompartmentID)
		result.Diagnostics.Append(result.Resource.Set(ctx, m)...)
	}
	return result
}
