package autonomousstandby

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

// terminate deletes the standby and waits until it is gone at both ends, unless another resource of this apply has taken it
// over. What has become the primary is left alone.
func (a api) terminate(ctx context.Context, state model) diag.Diagnostics {
	d := operation.Doomed{
		Key: a.claimed(), Noun: "standby", Kept: "Standby kept", ID: a.ID,
		Taken: a.call("Cannot delete standby", "Waiting until another resource of this apply is done with"),
	}
	return d.Delete(ctx, a.Provider, func() diag.Diagnostic { return a.remove(ctx, state) })
}

func (a api) remove(ctx context.Context, state model) diag.Diagnostic {
	call := a.call("Cannot delete standby", "Deleting")
	for attempt := 1; ; attempt++ {
		now, err := a.restOrGone(ctx)
		switch {
		case oci.IsNotFound(err):
			_, failure := a.missing(state).Gone(ctx, err)
			return failure
		case err != nil:
			return call.Error(err)
		case isGone(now):
			return a.leave(ctx)
		case string(now.Role) == leads && len(now.PeerDbIds) > 0:
			return a.leads(now)
		case alone(now):
			return a.independent()
		}
		work, err := a.Delete(ctx)
		if err == nil {
			if _, err := a.ended(ctx); err != nil {
				return call.Error(err)
			}
			tflog.Info(ctx, "the standby is terminated", map[string]any{"id": a.ID, "work_request": work})
			return a.leave(ctx)
		}
		if attempt == attempts || !oci.IsConflict(err) {
			return call.Error(err)
		}
		// Somebody, or Oracle's maintenance, came first.
	}
}

// restOrGone waits until the standby is in no passing state, deletion included.
func (a api) restOrGone(ctx context.Context) (database.AutonomousDatabase, error) {
	now, err := a.rest(ctx)
	if err != nil && isGone(now) {
		return a.ended(ctx)
	}
	return now, err
}

// leads refuses to delete what has become the primary.
func (a api) leads(now database.AutonomousDatabase) diag.Diagnostic {
	return diagnostic.Error(path.Root("role"), "Standby is the primary now",
		fmt.Sprintf("Roles have changed outside Terraform: the database %s in %s, which was made as the standby of %s, is the primary of %s now. Destroying it would destroy the data that is in use.",
			a.ID, a.Region, a.database, now.PeerDbIds[0]),
		fmt.Sprintf("Switch back (in the region of %s: oci db autonomous-database switchover --autonomous-database-id %[1]s --peer-db-id %[2]s), and destroy it then; "+
			"or have Terraform forget it (terraform state rm).", a.database, a.ID))
}

// independent refuses to delete what is no standby any more.
func (a api) independent() diag.Diagnostic {
	return diagnostic.Error(path.Root("role"), "Standby is a database of its own",
		fmt.Sprintf("The database %s in %s was disconnected from its primary outside Terraform and is one of its own now, with data that is nowhere else.", a.ID, a.Region),
		"Delete it by hand if it is not needed, or have Terraform forget it (terraform state rm). To manage it, import it as a residency_autonomous_database.")
}

// disconnected says that what was a standby is left to itself.
func (a api) disconnected(m model) diag.Diagnostic {
	return diagnostic.Warning(path.Root("role"), "Standby is a database of its own",
		fmt.Sprintf("The database %s in %s was disconnected from its primary outside Terraform: it is %s, with no peer in another region. So there is no standby any more, and the next apply makes a new one. "+
			"The database itself stays where it is, and Terraform forgets it.", a.ID, a.Region, m.LifecycleState.ValueString()),
		"Delete it by hand if it is not needed. To manage it, import it as a residency_autonomous_database.")
}

// leave waits until the primary is without the standby, so that it can be deleted next. It is best effort: a primary that
// cannot be read is not this resource's.
func (a api) leave(ctx context.Context) diag.Diagnostic {
	var diags diag.Diagnostics
	primary, ok := a.primary(&diags)
	if !ok {
		return nil
	}
	err := operation.Wait(ctx, a.Provider, fmt.Sprintf("primary %s in %s to be without its standby %s", primary.ID, primary.Region, a.ID),
		func(ctx context.Context) (bool, string, error) {
			now, err := primary.get(ctx)
			if err != nil {
				return true, "", err
			}
			return isGone(now) || rests(now) && !slices.Contains(now.PeerDbIds, a.ID), string(now.LifecycleState), nil
		})
	if err != nil {
		tflog.Warn(ctx, "the standby is gone, and its primary does not say so yet: "+err.Error(), a.fields())
	}
	return nil
}
