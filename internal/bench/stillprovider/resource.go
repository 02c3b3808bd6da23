package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// stillResource keeps its planned values and asks nobody. Its schema is that of one of ours.
type stillResource struct {
	name string
	ours resource.Resource
}

func (r stillResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "still_" + r.name
}

func (r stillResource) Schema(ctx context.Context, req resource.SchemaRequest, resp *resource.SchemaResponse) {
	r.ours.Schema(ctx, req, resp)
}

func (stillResource) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	raw, err := tftypes.Transform(req.Plan.Raw, known)
	if err != nil {
		resp.Diagnostics.AddError("Cannot make the state", err.Error())
		return
	}
	resp.State = tfsdk.State{Schema: req.Plan.Schema, Raw: raw}
}

func (stillResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (stillResource) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State = tfsdk.State(req.Plan)
}

func (stillResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// known gives a value to what the cloud would decide.
func known(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
	if v.IsKnown() {
		return v, nil
	}
	switch {
	case v.Type().Is(tftypes.String):
		return tftypes.NewValue(v.Type(), "ocid1.bucket.oc1.iad.aaaaaaaateiihtpohpoxwj5wlalyhtxynjspff73d7gnnxpsv3o7pi2kxf6q"), nil
	case v.Type().Is(tftypes.Bool):
		return tftypes.NewValue(v.Type(), false), nil
	case v.Type().Is(tftypes.Number):
		return tftypes.NewValue(v.Type(), 1), nil
	}
	return tftypes.NewValue(v.Type(), nil), nil
}
