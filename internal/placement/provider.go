// Package placement is what every residency resource does about its region: the shared attributes (region, data_class,
// exception, country and the effective class) and the shared plan steps. It knows no noun and sends no request; what is
// inside is decided by package boundary alone.
//
// A resource's ModifyPlan is: decode, Provider.Resolve (the region, country and class of the plan), Provider.Judge (the
// resource's facts against the boundary), the noun's own checks, set. Its Read ends with Provider.Describe.
package placement

import (
	"fmt"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

// Provider is what a configured provider gives to each of its resources, data sources and list resources.
type Provider struct {
	Session  *oci.Session       // nil while provider arguments that it needs are unknown
	Boundary *boundary.Boundary // nil while the boundary is unknown
	Owner    string             // the mark of what this configuration creates, "" for none
	Clock    func() time.Time   // the time at which exceptions are judged
	Deferred []string           // provider arguments that are unknown in this plan, such as "boundary.jurisdictions"

	operatorRegion sync.Once // the warning that the region came from the operator's machine is given once
	claims         sync.Map  // *Claim by id
}

// From takes the provider out of what the framework hands to a Configure method. It is nil, without a diagnostic, while
// Terraform only validates.
func From(req resource.ConfigureRequest, resp *resource.ConfigureResponse) *Provider {
	if req.ProviderData == nil {
		return nil
	}
	p, ok := req.ProviderData.(*Provider)
	if !ok {
		resp.Diagnostics.AddError("Unexpected provider data", fmt.Sprintf(
			"The provider handed its resource a %T. This is a fault of the provider: please report it.", req.ProviderData))
	}
	return p
}

// FromDataSource is From for a data source.
func FromDataSource(req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) *Provider {
	if req.ProviderData == nil {
		return nil
	}
	p, ok := req.ProviderData.(*Provider)
	if !ok {
		resp.Diagnostics.AddError("Unexpected provider data", fmt.Sprintf(
			"The provider handed its data source a %T. This is a fault of the provider: please report it.", req.ProviderData))
	}
	return p
}

// Now is the time at which exceptions are judged.
func (p *Provider) Now() time.Time {
	if p.Clock == nil {
		return time.Now()
	}
	return p.Clock()
}
