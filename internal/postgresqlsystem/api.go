package postgresqlsystem

import (
	"context"
	"fmt"
	"iter"
	"slices"

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
		Details: attribute.Value(s.LifecycleDetails), ETag: attribute.Value(etag), Tags: s.FreeformTags, Defined: s.DefinedTags,
		Created: attribute.Value(s.TimeCreated).Time, Take: func(m model) model { return m.fromAPI(s) },
	}
	for _, node := range s.Instances {
		out.Nodes = append(out.Nodes, attribute.Value(node.Id))
	}
	return out
}

// List implements dbsystem.Cloud.
func (a api) List(ctx context.Context, compartment, name string) iter.Seq2[system, error] {
	req := psql.ListDbSystemsRequest{CompartmentId: &compartment, DisplayName: attribute.Given(name)}
	return oci.Pages(ctx, func(ctx context.Context, page *string) (found []system, next *string, err error) {
		req.Page = page
		answer, err := a.client.ListDbSystems(oci.Shield(ctx), req)
		for _, s := range answer.Items {
			found = append(found, seen(psql.DbSystem{
				Id: s.Id, CompartmentId: s.CompartmentId, DisplayName: s.DisplayName, LifecycleState: s.LifecycleState, FreeformTags: s.FreeformTags, TimeCreated: s.TimeCreated,
			}, nil))
		}
		return found, answer.OpcNextPage, oci.Explain("ListDbSystems", a.region, err)
	})
}

// Delete implements dbsystem.Cloud.
func (a api) Delete(ctx context.Context, id, etag string) error {
	_, err := a.client.DeleteDbSystem(oci.Shield(ctx), psql.DeleteDbSystemRequest{DbSystemId: &id, IfMatch: &etag})
	return oci.Explain("DeleteDbSystem", a.region, err)
}

// Switch implements dbsystem.Cloud.
func (a api) Switch(ctx context.Context, now system, on bool) (string, error) {
	if on {
		answer, err := a.client.StartDbSystem(oci.Shield(ctx), psql.StartDbSystemRequest{DbSystemId: &now.ID, IfMatch: &now.ETag})
		return attribute.Value(answer.OpcWorkRequestId), oci.Explain("StartDbSystem", a.region, err)
	}
	answer, err := a.client.StopDbSystem(oci.Shield(ctx), psql.StopDbSystemRequest{DbSystemId: &now.ID, IfMatch: &now.ETag})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("StopDbSystem", a.region, err)
}

// move takes the system to the plan's compartment.
func (a api) move(plan model) step {
	return step{Doing: "Moving", Send: func(ctx context.Context, now system) (string, error) {
		answer, err := a.client.ChangeDbSystemCompartment(oci.Shield(ctx), psql.ChangeDbSystemCompartmentRequest{
			DbSystemId: &now.ID, IfMatch: &now.ETag,
			ChangeDbSystemCompartmentDetails: psql.ChangeDbSystemCompartmentDetails{CompartmentId: attribute.Sent(plan.CompartmentID)},
		})
		return attribute.Value(answer.OpcWorkRequestId), oci.Explain("ChangeDbSystemCompartment", a.region, err)
	}}
}

// reset sets the administrator's password.
func (a api) reset(plan model, password string) step {
	return step{Doing: "Setting the password of", Send: func(ctx context.Context, now system) (string, error) {
		answer, err := a.client.ResetMasterUserPassword(oci.Shield(ctx), psql.ResetMasterUserPasswordRequest{
			DbSystemId: &now.ID, IfMatch: &now.ETag, ResetMasterUserPasswordDetails: psql.ResetMasterUserPasswordDetails{PasswordDetails: plan.secret(password)},
		})
		return attribute.Value(answer.OpcWorkRequestId), oci.Explain("ResetMasterUserPassword", a.region, err)
	}}
}

// upgrade brings the system to the plan's major version.
func (a api) upgrade(plan, state model) step {
	return step{Doing: "Upgrading", Send: func(ctx context.Context, now system) (string, error) {
		details := psql.UpgradeDbSystemDetails{DbVersion: attribute.Given(major(plan.DBVersion.ValueString()))}
		if !plan.ConfigID.Equal(state.ConfigID) {
			details.ConfigId = attribute.Sent(plan.ConfigID)
		}
		answer, err := a.client.UpgradeDbSystem(oci.Shield(ctx), psql.UpgradeDbSystemRequest{DbSystemId: &now.ID, IfMatch: &now.ETag, UpgradeDbSystemDetails: details})
		return attribute.Value(answer.OpcWorkRequestId), oci.Explain("UpgradeDbSystem", a.region, err)
	}}
}

// grow adds a node.
func (a api) grow() step {
	return step{Doing: "Adding a node to", Send: func(ctx context.Context, now system) (string, error) {
		var node any = map[string]any{"displayName": fmt.Sprintf("node-%d", len(now.Nodes)+1)}
		return a.patch(ctx, now, psql.PatchInsertInstruction{Selection: attribute.Given("instances"), Value: &node})
	}}
}

// shrink removes the node that came last and is not the primary.
func (a api) shrink() step {
	return step{Doing: "Removing a node from", Send: func(ctx context.Context, now system) (string, error) {
		answer, err := a.client.GetPrimaryDbInstance(oci.Shield(ctx), psql.GetPrimaryDbInstanceRequest{DbSystemId: &now.ID})
		if err != nil {
			return "", oci.Explain("GetPrimaryDbInstance", a.region, err)
		}
		for _, id := range slices.Backward(now.Nodes) {
			if id != attribute.Value(answer.DbInstanceId) {
				return a.patch(ctx, now, psql.PatchRemoveInstruction{Selection: attribute.Given("instances[?id == '" + id + "']")})
			}
		}
		return "", nil // somebody has removed it
	}}
}

func (a api) patch(ctx context.Context, now system, instruction psql.PatchInstruction) (string, error) {
	answer, err := a.client.PatchDbSystem(oci.Shield(ctx), psql.PatchDbSystemRequest{
		DbSystemId: &now.ID, IfMatch: &now.ETag, PatchDbSystemDetails: psql.PatchDbSystemDetails{Items: []psql.PatchInstruction{instruction}},
	})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("PatchDbSystem", a.region, err)
}

// change makes all else what the plan says.
func (a api) change(plan, state model) step {
	return step{Doing: "Changing", Send: func(ctx context.Context, now system) (string, error) {
		details, _ := plan.update(state, now)
		answer, err := a.client.UpdateDbSystem(oci.Shield(ctx), psql.UpdateDbSystemRequest{DbSystemId: &now.ID, IfMatch: &now.ETag, UpdateDbSystemDetails: details})
		return attribute.Value(answer.OpcWorkRequestId), oci.Explain("UpdateDbSystem", a.region, err)
	}}
}

// Steps implements dbsystem.Cloud: Oracle has requests of their own for most. What is left is last, because it marks the
// password's version.
func (a api) Steps(plan, state model, password string) (steps []step) {
	if !plan.CompartmentID.Equal(state.CompartmentID) {
		steps = append(steps, a.move(plan))
	}
	if dbsystem.Sets(plan.password(), state.password()) {
		steps = append(steps, a.reset(plan, password))
	}
	if !sameVersion(plan.DBVersion.ValueString(), state.DBVersion.ValueString()) {
		steps = append(steps, a.upgrade(plan, state))
		state.ConfigID = plan.ConfigID
	}
	for n := state.InstanceCount.ValueInt64(); n < plan.InstanceCount.ValueInt64(); n++ {
		steps = append(steps, a.grow())
	}
	for n := state.InstanceCount.ValueInt64(); n > plan.InstanceCount.ValueInt64() && !plan.InstanceCount.IsUnknown(); n-- {
		steps = append(steps, a.shrink())
	}
	if _, differs := plan.update(state, system{}); differs {
		steps = append(steps, a.change(plan, state))
	}
	return steps
}

// Work implements dbsystem.Cloud.
func (a api) Work(ctx context.Context, id string) (work operation.Work, err error) {
	answer, err := a.client.GetWorkRequest(oci.Shield(ctx), psql.GetWorkRequestRequest{WorkRequestId: &id})
	if work.Status = string(answer.Status); err != nil || answer.Status != psql.OperationStatusFailed {
		return work, oci.Explain("GetWorkRequest", a.region, err)
	}
	faults, err := a.client.ListWorkRequestErrors(oci.Shield(ctx), psql.ListWorkRequestErrorsRequest{WorkRequestId: &id})
	for _, fault := range faults.Items {
		work.Faults = append(work.Faults, operation.Fault(attribute.Value(fault.Code), attribute.Value(fault.Message)))
	}
	return work, oci.Explain("ListWorkRequestErrors", a.region, err)
}
