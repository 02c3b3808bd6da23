package operation

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Resource is how every noun's resource begins: with the name of its type and the provider's data. A noun embeds it.
type Resource struct {
	Name     string              // of the type without the provider's, such as "bucket"
	Provider *placement.Provider // nil while Terraform only validates
}

// Metadata names the type.
func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.Name
}

// Configure takes the provider's data.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.Provider = placement.From(req, resp)
}
