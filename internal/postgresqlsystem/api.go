package postgresqlsystem

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/oracle/oci-go-sdk/v65/psql"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/dbsystem"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// api is PostgreSQL's service in one region.
type api struct {
	client *psql.PostgresqlClient
	region string
}

func open(p *placement.Provider, region string, diags *diag.Diagnostics) (dbsystem.Cloud[model], bool) {
	client, ok := operation.Client(p, region, (*oci.Session).PostgreSQL, diags)
	return api{client: client, region: region}, ok
}

type (
	system = dbsystem.System[model]
	step   = dbsystem.Step[model]
)

// Create implements dbsystem.Cloud.
func (a api) Create(ctx context.Context, plan model, password, owner string) (system, error) {
	answer, err := a.client.CreateDbSystem(oci.Shield(ctx), psql.CreateDbSystemRequest{CreateDbSystemDetails: plan.create(password, owner)})
	return seen(answer.DbSystem, answer.Etag), oci.Explain("CreateDbSystem", a.region, err)
}

// Read implements dbsystem.Cloud.
func (a api) Read(ctx context.Context, id string) (system, error) {
	answer, err := a.client.GetDbSystem(oci.Shield(ctx), psql.GetDbSystemRequest{DbSystemId: &id})
	return seen(answer.DbSystem, answer.Etag), oci.Explain("GetDbSystem", a.region, err)
}

// seen is a system as all kinds have it.
func seen(s psql.DbSystem, etag *string) system {
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
	req := psql.ListDbSystemsRequest{CompartmentId: &compartment}
	if name != "" {
		req.DisplayName = &name
	}
	var out []system
	for s, err := range oci.Pages(ctx, func(ctx context.Context, page *string) ([]psql.DbSystemSummary, *string, error) {
		req.Page = page
		answer, err := a.client.ListDbSystems(oci.Shield(ctx), req)
		return answer.Items, answer.OpcNextPage, oci.Explain("ListDbSystems", a.region, err)
	}) {
		if err != nil {
			return nil, err
		}
		out = append(out, seen(psql.DbSystem{
			Id: s.Id, CompartmentId: s.CompartmentId, DisplayName: s.DisplayName, LifecycleState: s.LifecycleState, FreeformTags: s.FreeformTags, TimeCreated: s.TimeCreated,
		}, nil))
	}
	return out, nil
}

// Delete implements dbsystem.Cloud.
func (a api) Delete(ctx context.Context, id, etag string) error {
	_, err := a.client.DeleteDbSystem(oci.Shield(ctx), psql.DeleteDbSystemRequest{DbSystemId: &id, IfMatch: &etag})
	return oci.Explain("DeleteDbSystem", a.region, err)
}

// Steps implements dbsystem.Cloud: the move, the password and the rest are requests of their own. The rest is last, because it
// marks the password's version.
func (a api) Steps(plan, state model, password string) (steps []step) {
	if !plan.CompartmentID.Equal(state.CompartmentID) {
		steps = append(steps, step{Doing: "Moving", Send: func(ctx context.Context, now system) error {
			_, err := a.client.ChangeDbSystemCompartment(oci.Shield(ctx), psql.ChangeDbSystemCompartmentRequest{
				DbSystemId: &now.ID, IfMatch: &now.ETag,
				ChangeDbSystemCompartmentDetails: psql.ChangeDbSystemCompartmentDetails{CompartmentId: attribute.Sent(plan.CompartmentID)},
			})
			return oci.Explain("ChangeDbSystemCompartment", a.region, err)
		}})
	}
	if password != "" {
		steps = append(steps, step{Doing: "Setting the password of", Send: func(ctx context.Context, now system) error {
			_, err := a.client.ResetMasterUserPassword(oci.Shield(ctx), psql.ResetMasterUserPasswordRequest{
				DbSystemId: &now.ID, IfMatch: &now.ETag,
				ResetMasterUserPasswordDetails: psql.ResetMasterUserPasswordDetails{PasswordDetails: psql.PlainTextPasswordDetails{Password: &password}},
			})
			return oci.Explain("ResetMasterUserPassword", a.region, err)
		}})
	}
	if _, differs := plan.update(state, password != "", nil, nil); differs {
		steps = append(steps, step{Doing: "Changing", Send: func(ctx context.Context, now system) error {
			details, _ := plan.update(state, password != "", now.Tags, now.Defined)
			_, err := a.client.UpdateDbSystem(oci.Shield(ctx), psql.UpdateDbSystemRequest{DbSystemId: &now.ID, IfMatch: &now.ETag, UpdateDbSystemDetails: details})
			return oci.Explain("UpdateDbSystem", a.region, err)
		}})
	}
	return steps
}
