package mysqlsystem

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/oracle/oci-go-sdk/v65/mysql"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/dbsystem"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// api is MySQL's service in one region.
type api struct {
	client *mysql.DbSystemClient
	region string
}

func open(p *placement.Provider, region string, diags *diag.Diagnostics) (dbsystem.Cloud[model], bool) {
	client, ok := operation.Client(p, region, (*oci.Session).MySQL, diags)
	return api{client: client, region: region}, ok
}

type system = dbsystem.System[model]

// Create implements dbsystem.Cloud.
func (a api) Create(ctx context.Context, plan model, password, owner string) (system, error) {
	answer, err := a.client.CreateDbSystem(oci.Shield(ctx), mysql.CreateDbSystemRequest{CreateDbSystemDetails: plan.create(password, owner)})
	return seen(answer.DbSystem, answer.Etag), oci.Explain("CreateDbSystem", a.region, err)
}

// Read implements dbsystem.Cloud.
func (a api) Read(ctx context.Context, id string) (system, error) {
	answer, err := a.client.GetDbSystem(oci.Shield(ctx), mysql.GetDbSystemRequest{DbSystemId: &id})
	return seen(answer.DbSystem, answer.Etag), oci.Explain("GetDbSystem", a.region, err)
}

// seen is a system as all kinds have it.
func seen(s mysql.DbSystem, etag *string) system {
	out := system{
		ID: attribute.Value(s.Id), Compartment: attribute.Value(s.CompartmentId), Name: attribute.Value(s.DisplayName), State: string(s.LifecycleState),
		Details: attribute.Value(s.LifecycleDetails), ETag: attribute.Value(etag), Tags: s.FreeformTags,
		Take: func(m model) model { return m.fromAPI(s) }, Defined: s.DefinedTags,
	}
	if s.TimeCreated != nil {
		out.Created = s.TimeCreated.Time
	}
	return out
}

// List implements dbsystem.Cloud.
func (a api) List(ctx context.Context, compartment, name string) ([]system, error) {
	req := mysql.ListDbSystemsRequest{CompartmentId: &compartment}
	if name != "" {
		req.DisplayName = &name
	}
	var out []system
	for s, err := range oci.Pages(ctx, func(ctx context.Context, page *string) ([]mysql.DbSystemSummary, *string, error) {
		req.Page = page
		answer, err := a.client.ListDbSystems(oci.Shield(ctx), req)
		return answer.Items, answer.OpcNextPage, oci.Explain("ListDbSystems", a.region, err)
	}) {
		if err != nil {
			return nil, err
		}
		out = append(out, seen(mysql.DbSystem{
			Id: s.Id, CompartmentId: s.CompartmentId, DisplayName: s.DisplayName, LifecycleState: s.LifecycleState, FreeformTags: s.FreeformTags, TimeCreated: s.TimeCreated,
		}, nil))
	}
	return out, nil
}

// Delete implements dbsystem.Cloud.
func (a api) Delete(ctx context.Context, id, etag string) error {
	_, err := a.client.DeleteDbSystem(oci.Shield(ctx), mysql.DeleteDbSystemRequest{DbSystemId: &id, IfMatch: &etag})
	return oci.Explain("DeleteDbSystem", a.region, err)
}

// Steps implements dbsystem.Cloud: Oracle takes all changes in one request.
func (a api) Steps(plan, state model, password string) []dbsystem.Step[model] {
	if _, differs := plan.update(state, password, nil, nil); !differs {
		return nil
	}
	return []dbsystem.Step[model]{{Doing: "Changing", Send: func(ctx context.Context, now system) error {
		details, _ := plan.update(state, password, now.Tags, now.Defined)
		id := now.ID
		_, err := a.client.UpdateDbSystem(oci.Shield(ctx), mysql.UpdateDbSystemRequest{DbSystemId: &id, IfMatch: &now.ETag, UpdateDbSystemDetails: details})
		return oci.Explain("UpdateDbSystem", a.region, err)
	}}}
}
