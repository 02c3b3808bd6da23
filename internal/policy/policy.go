// Package policy is Oracle's policies as the nouns that write them need them: found, read, written and removed in the home
// region, and only if nobody else has changed them meanwhile. It knows a statement's text and its canonical form, not what it
// says, and decides nothing.
package policy

import (
	"context"
	"errors"
	"iter"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// API is Oracle's policies, in the home region where they are written. Its errors are *oci.Error.
type API struct {
	Client *identity.IdentityClient
	Home   string // the home region's name
}

// Policy is a policy with the tag that tells whether it is still the one that was read.
type Policy struct {
	identity.Policy
	ETag string
}

// ID is the policy's OCID.
func (p Policy) ID() string { return attribute.Value(p.Id) }

// ErrNoHome says that no subscription of the tenancy is the home region's.
var ErrNoHome = errors.New("none of the region subscriptions is marked as the home region")

// Subscriptions lists the regions that the tenancy is subscribed to; client may be that of any of them, from names it.
func Subscriptions(ctx context.Context, client *identity.IdentityClient, from, tenancy string) ([]identity.RegionSubscription, error) {
	answer, err := client.ListRegionSubscriptions(oci.Shield(ctx), identity.ListRegionSubscriptionsRequest{TenancyId: &tenancy})
	return answer.Items, oci.Explain("ListRegionSubscriptions", from, err)
}

// Open is the policies in the home region: the state's, or, where it is not known yet, the one that the subscriptions tell, which
// takes one request to the provider's region or one that is inside.
func Open(ctx context.Context, p *placement.Provider, home types.String, diags *diag.Diagnostics) (API, bool) {
	if diags.HasError() {
		return API{}, false
	}
	if _, err := operation.Session(p); err != nil {
		diags.Append(diagnostic.Config(err))
		return API{}, false
	}
	known := home.ValueString()
	if known == "" {
		var from string
		var err error
		if known, from, err = find(ctx, p); err != nil {
			diags.Append(diagnostic.Call{Summary: "Cannot read the tenancy", Tried: "Finding the home region, where policies are written,", Region: from}.Error(err))
			return API{}, false
		}
	}
	client, ok := operation.Client(p, known, (*oci.Session).Identity, diags)
	return API{Client: client, Home: known}, ok
}

// find finds the name of the home region; from is the region that was asked.
func find(ctx context.Context, p *placement.Provider) (name, from string, err error) {
	from = AnyRegion(p)
	client, err := p.Session.Identity(from)
	if err != nil {
		return "", from, err
	}
	tenancy, err := p.Session.TenancyOCID()
	if err != nil {
		return "", from, err
	}
	all, err := Subscriptions(ctx, client, from, tenancy)
	for _, one := range all {
		if attribute.Value(one.IsHomeRegion) {
			return attribute.Value(one.RegionName), from, nil
		}
	}
	if err == nil {
		err = ErrNoHome
	}
	return "", from, err
}

// AnyRegion is a region to ask about the tenancy: the provider's, or one that is inside; "" where there is none.
func AnyRegion(p *placement.Provider) string {
	if p.Session != nil {
		if name, _ := p.Session.Region(); name != "" {
			return name
		}
	}
	if p.Boundary != nil {
		for _, r := range p.Boundary.Regions("") {
			return r.Name
		}
	}
	return ""
}

// Create makes a policy. What is sent twice for want of an answer makes one.
func (a API) Create(ctx context.Context, details identity.CreatePolicyDetails) (Policy, error) {
	answer, err := a.Client.CreatePolicy(oci.Shield(ctx), identity.CreatePolicyRequest{CreatePolicyDetails: details, OpcRetryToken: common.String(common.RetryToken())})
	return Policy{answer.Policy, attribute.Value(answer.Etag)}, oci.Explain("CreatePolicy", a.Home, err)
}

// Get reads a policy by its OCID.
func (a API) Get(ctx context.Context, id string) (Policy, error) {
	answer, err := a.Client.GetPolicy(oci.Shield(ctx), identity.GetPolicyRequest{PolicyId: &id})
	return Policy{answer.Policy, attribute.Value(answer.Etag)}, oci.Explain("GetPolicy", a.Home, err)
}

// Update changes a policy if it is still the one that was read. A repeated request whose first attempt had no answer finds
// its own work: done says whether a policy is what the update makes of it.
func (a API) Update(ctx context.Context, p Policy, details identity.UpdatePolicyDetails, done func(Policy) bool) (Policy, error) {
	answer, err := a.Client.UpdatePolicy(oci.Shield(ctx), identity.UpdatePolicyRequest{PolicyId: p.Id, IfMatch: &p.ETag, UpdatePolicyDetails: details})
	if err = oci.Explain("UpdatePolicy", a.Home, err); !Changed(err) {
		return Policy{answer.Policy, attribute.Value(answer.Etag)}, err
	}
	if there, looked := a.Get(ctx, p.ID()); looked == nil && done(there) {
		return there, nil
	}
	return p, err
}

// Changed says whether a write was refused because somebody else has changed the object.
func Changed(err error) bool { return oci.Status(err) == http.StatusPreconditionFailed }

// Remove deletes a policy if it is still the one that was read. Oracle answers 404 for what is gone, and also to who may not
// delete it: what can still be read is there, and that is an error.
func (a API) Remove(ctx context.Context, p Policy) error {
	_, err := a.Client.DeletePolicy(oci.Shield(ctx), identity.DeletePolicyRequest{PolicyId: p.Id, IfMatch: &p.ETag})
	if err = oci.Explain("DeletePolicy", a.Home, err); oci.IsNotFound(err) {
		if _, looked := a.Get(ctx, p.ID()); oci.IsNotFound(looked) {
			return nil
		}
	}
	return err
}

// In lists the policies that are kept in a compartment.
func (a API) In(ctx context.Context, compartment string) iter.Seq2[identity.Policy, error] {
	return oci.Pages(ctx, func(ctx context.Context, page *string) ([]identity.Policy, *string, error) {
		answer, err := a.Client.ListPolicies(oci.Shield(ctx), identity.ListPoliciesRequest{CompartmentId: &compartment, Page: page})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListPolicies", a.Home, err)
	})
}

// Named finds a policy of a compartment by its name.
func (a API) Named(ctx context.Context, compartment, name string) (p Policy, found bool, err error) {
	for one, err := range a.In(ctx, compartment) {
		if err != nil {
			return p, false, err
		}
		if attribute.Value(one.Name) == name {
			p, err := a.Get(ctx, attribute.Value(one.Id))
			return p, err == nil, err
		}
	}
	return p, false, nil
}

// Listed says whether the list of a compartment shows the policy of the OCID.
func (a API) Listed(ctx context.Context, compartment, id string) (bool, error) {
	for one, err := range a.In(ctx, compartment) {
		if err != nil {
			return false, err
		}
		if attribute.Value(one.Id) == id {
			return true, nil
		}
	}
	return false, nil
}

// Canonical is a statement as this provider writes it, so that what Oracle only reformats is no difference. What cannot be read
// stays as it is.
func Canonical(statement string) string {
	s, err := iam.Parse(statement)
	if err != nil {
		return statement
	}
	return s.String()
}

// CanonicalAll is Canonical of each.
func CanonicalAll(statements []string) []string {
	out := make([]string, 0, len(statements))
	for _, s := range statements {
		out = append(out, Canonical(s))
	}
	return out
}
