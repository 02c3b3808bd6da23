package regions

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/oracle/oci-go-sdk/v65/identity"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

// subscriptions asks the tenancy, in the provider's region: any region of the tenancy answers.
func (d *DataSource) subscriptions(ctx context.Context) ([]subscription, diag.Diagnostics) {
	if d.provider == nil || d.provider.Session == nil {
		return nil, d.notConfigured()
	}
	session := d.provider.Session
	name, _ := session.Region()
	client, err := session.Identity(name)
	if err != nil {
		return nil, diag.Diagnostics{diagnostic.Config(err)}
	}
	tenancy, err := session.TenancyOCID()
	if err != nil {
		return nil, diag.Diagnostics{diagnostic.Config(err)}
	}
	answer, err := client.ListRegionSubscriptions(oci.Shield(ctx), identity.ListRegionSubscriptionsRequest{TenancyId: &tenancy})
	if err != nil {
		call := diagnostic.Call{Summary: "Cannot list region subscriptions", Tried: "Listing the region subscriptions of " + tenancy, Region: name}
		return nil, diag.Diagnostics{call.Error(oci.Explain("ListRegionSubscriptions", name, err))}
	}
	return read(answer.Items), nil
}

// read takes the subscriptions out of Oracle's answer, of whatever status: one in progress cannot be undone either.
func read(items []identity.RegionSubscription) []subscription {
	subscriptions := make([]subscription, 0, len(items))
	for _, item := range items {
		if item.RegionName == nil {
			continue
		}
		s := subscription{name: *item.RegionName, home: item.IsHomeRegion != nil && *item.IsHomeRegion}
		if item.RegionKey != nil {
			s.key = strings.ToLower(*item.RegionKey)
		}
		subscriptions = append(subscriptions, s)
	}
	return subscriptions
}

// notConfigured says why there is nobody to ask.
func (d *DataSource) notConfigured() diag.Diagnostics {
	const summary = "Provider configuration not known in the plan"
	if d.provider == nil || len(d.provider.Deferred) == 0 {
		return diag.Diagnostics{diagnostic.Error(path.Empty(), summary,
			"The arguments subscribed and home need the tenancy, and the provider is not configured.")}
	}
	return diag.Diagnostics{diagnostic.Error(path.Empty(), summary,
		fmt.Sprintf("These arguments of the provider block are known only after apply: %s.", strings.Join(d.provider.Deferred, ", ")),
		"The arguments subscribed and home need the tenancy. Give the provider values that the plan knows, or leave both arguments out.")}
}

// unplacedWarning warns of subscribed regions that the selection had to leave out.
func unplacedWarning(rows []row) diag.Diagnostics {
	if len(rows) == 0 {
		return nil
	}
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.Name
	}
	return diag.Diagnostics{diagnostic.Warning(path.Empty(), "Subscribed region not known",
		fmt.Sprintf("The tenancy is subscribed to %s, of which this release knows neither realm nor country.", strings.Join(names, ", ")),
		"It is left out, because the data source selects by one of these. A newer release may know it.")}
}
