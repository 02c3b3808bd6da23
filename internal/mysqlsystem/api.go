package mysqlsystem

import (
	"context"
	"iter"

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

type (
	system = dbsystem.System[model]
	step   = dbsystem.Step[model]
)

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
	return system{
		ID: attribute.Value(s.Id), Compartment: attribute.Value(s.CompartmentId), Name: attribute.Value(s.DisplayName), State: string(s.LifecycleState),
		Details: attribute.Value(s.LifecycleDetails), ETag: attribute.Value(etag), Tags: s.FreeformTags, Defined: s.DefinedTags,
		Created: attribute.Value(s.TimeCreated).Time, Take: func(m model) model { return m.fromAPI(s) },
	}
}

// List implements dbsystem.Cloud.
func (a api) List(ctx context.Context, compartment, name string) iter.Seq2[system, error] {
	req := mysql.ListDbSystemsRequest{CompartmentId: &compartment, DisplayName: attribute.Given(name)}
	return oci.Pages(ctx, func(ctx context.Context, page *string) (found []system, next *string, err error) {
		req.Page = page
		answer, err := a.client.ListDbSystems(oci.Shield(ctx), req)
		for _, s := range answer.Items {
			found = append(found, seen(mysql.DbSystem{
				Id: s.Id, CompartmentId: s.CompartmentId, DisplayName: s.DisplayName, LifecycleState: s.LifecycleState, FreeformTags: s.FreeformTags, TimeCreated: s.TimeCreated,
			}, nil))
		}
		return found, answer.OpcNextPage, oci.Explain("ListDbSystems", a.region, err)
	})
}

// Delete implements dbsystem.Cloud.
func (a api) Delete(ctx context.Context, id, etag string) error {
	_, err := a.client.DeleteDbSystem(oci.Shield(ctx), mysql.DeleteDbSystemRequest{DbSystemId: &id, IfMatch: &etag})
	return oci.Explain("DeleteDbSystem", a.region, err)
}

// Switch implements dbsystem.Cloud.
func (a api) Switch(ctx context.Context, now system, on bool) (string, error) {
	if on {
		answer, err := a.client.StartDbSystem(oci.Shield(ctx), mysql.StartDbSystemRequest{DbSystemId: &now.ID, IfMatch: &now.ETag})
		return attribute.Value(answer.OpcWorkRequestId), oci.Explain("StartDbSystem", a.region, err)
	}
	answer, err := a.client.StopDbSystem(oci.Shield(ctx), mysql.StopDbSystemRequest{
		DbSystemId: &now.ID, IfMatch: &now.ETag, StopDbSystemDetails: mysql.StopDbSystemDetails{ShutdownType: mysql.InnoDbShutdownModeFast},
	})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("StopDbSystem", a.region, err)
}

// Steps implements dbsystem.Cloud: Oracle takes all changes in one request, but for the maintenance window, which does not go
// together with the backup policy.
func (a api) Steps(plan, state model, password string) (steps []step) {
	if _, differs := plan.update(state, password, system{}); differs {
		steps = append(steps, a.step(func(now system) mysql.UpdateDbSystemDetails {
			details, _ := plan.update(state, password, now)
			return details
		}))
	}
	if !plan.MaintenanceWindowStart.IsUnknown() && !plan.MaintenanceWindowStart.Equal(state.MaintenanceWindowStart) {
		steps = append(steps, a.step(func(system) mysql.UpdateDbSystemDetails {
			return mysql.UpdateDbSystemDetails{Maintenance: &mysql.UpdateMaintenanceDetails{WindowStartTime: attribute.Sent(plan.MaintenanceWindowStart)}}
		}))
	}
	return steps
}

func (a api) step(details func(now system) mysql.UpdateDbSystemDetails) step {
	return step{Doing: "Changing", Send: func(ctx context.Context, now system) (string, error) {
		answer, err := a.client.UpdateDbSystem(oci.Shield(ctx), mysql.UpdateDbSystemRequest{DbSystemId: &now.ID, IfMatch: &now.ETag, UpdateDbSystemDetails: details(now)})
		return attribute.Value(answer.OpcWorkRequestId), oci.Explain("UpdateDbSystem", a.region, err)
	}}
}

// Work implements dbsystem.Cloud.
func (a api) Work(ctx context.Context, id string) (work operation.Work, err error) {
	client := mysql.WorkRequestsClient{BaseClient: a.client.BaseClient}
	answer, err := client.GetWorkRequest(oci.Shield(ctx), mysql.GetWorkRequestRequest{WorkRequestId: &id})
	if work.Status = string(answer.Status); err != nil || answer.Status != mysql.WorkRequestOperationStatusFailed {
		return work, oci.Explain("GetWorkRequest", a.region, err)
	}
	faults, err := client.ListWorkRequestErrors(oci.Shield(ctx), mysql.ListWorkRequestErrorsRequest{WorkRequestId: &id})
	for _, fault := range faults.Items {
		work.Faults = append(work.Faults, operation.Fault(attribute.Value(fault.Code), attribute.Value(fault.Message)))
	}
	return work, oci.Explain("ListWorkRequestErrors", a.region, err)
}
