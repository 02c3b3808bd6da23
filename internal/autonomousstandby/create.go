package autonomousstandby

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// claimed is what a create and a destroy of the same standby have in common.
func (a api) claimed() string { return "autonomous database standby " + a.Region + "/" + a.database }

// attempts bounds how often a request is sent while others change the database, or Oracle does maintenance on it.
const attempts = 3

// createOrAdopt asks Oracle for the standby. A primary has one in a region at most, so one that is there is the one that is
// meant: as an interrupted apply has left it, or as somebody made it by hand.
func (a api) createOrAdopt(ctx context.Context, plan model) (made database.AutonomousDatabase, work string, diags diag.Diagnostics) {
	call := a.call("Cannot create standby", "Creating")
	primary, ok := a.primary(&diags)
	if !ok {
		return made, "", diags
	}
	claim, err := a.Provider.Claim(ctx, a.claimed())
	if err != nil {
		return made, "", append(diags, call.Error(err))
	}
	defer claim.Release()
	patient, cancel := placement.Lingering(ctx, operation.Grace)
	defer cancel()
	began := time.Now()
	for attempt := 1; ; attempt++ {
		leader, there, err := a.lookAround(ctx, primary)
		switch {
		case err != nil:
			return made, "", append(diags, primary.notReady(err))
		case there != nil && !claim.Refused:
			diags.Append(a.adopt(ctx, *there, began)...)
			claim.Adopted = !diags.HasError()
			return *there, "", diags
		}
		made, work, err = a.Create(patient, plan.create(attribute.Or(attribute.Sent(plan.CompartmentID), attribute.Value(leader.CompartmentId))))
		switch {
		case err == nil:
			return made, work, diags
		case attempt == attempts || !oci.IsConflict(err) && !oci.IsAmbiguous(err):
			return made, "", append(diags, call.Error(err))
		}
		// Another standby of the primary is in the making, or an attempt without an answer has made this one.
	}
}

// lookAround reads the primary and the standby that it has in the region, if it has one. Without one it waits until the
// primary is in no passing state, for then it may have got one, and can be asked for one only then.
func (a api) lookAround(ctx context.Context, primary api) (leader database.AutonomousDatabase, there *database.AutonomousDatabase, err error) {
	if leader, err = primary.get(ctx); err != nil {
		return leader, nil, err
	}
	if there, err = a.existing(ctx, leader); err != nil || there != nil || rests(leader) {
		return leader, there, err
	}
	if leader, err = primary.rest(ctx); err != nil {
		return leader, nil, err
	}
	there, err = a.existing(ctx, leader)
	return leader, there, err
}

// existing is the standby that the primary has in the region; nil where there is none.
func (a api) existing(ctx context.Context, leader database.AutonomousDatabase) (*database.AutonomousDatabase, error) {
	for _, id := range leader.PeerDbIds {
		if region.FindOCID(id).Region.Name != a.Region {
			continue
		}
		a.ID = id
		there, err := a.get(ctx)
		if err == nil && isGone(there) {
			there, err = a.ended(ctx)
		}
		if oci.IsNotFound(err) || err == nil && isGone(there) {
			return nil, nil
		}
		return &there, err
	}
	return nil, nil
}

// ended waits until a database that is being deleted is gone.
func (a api) ended(ctx context.Context) (database.AutonomousDatabase, error) {
	last, err := a.Ended(ctx, a.What(""), nil)
	return last.AutonomousDatabase, err
}

// adopt takes over a standby that is there, unless it is another configuration's. began is when this create did.
func (a api) adopt(ctx context.Context, there database.AutonomousDatabase, began time.Time) (diags diag.Diagnostics) {
	a.ID = attribute.Value(there.Id)
	owner := there.FreeformTags[placement.OwnerTag]
	tflog.Info(ctx, "the primary has a standby in the region already", a.fields())
	just := there.TimeCreated != nil && there.TimeCreated.After(began.Add(-operation.Skew))
	switch {
	case owner == a.Provider.Owner && (owner != "" || just): // an interrupted apply, or an attempt without an answer, made it
	case owner == "":
		diags.Append(a.takenOver(there))
	default:
		diags.Append(a.anothers(owner))
	}
	return diags
}

// anothers says whose standby it is.
func (a api) anothers(owner string) diag.Diagnostic {
	ours := fmt.Sprintf("this configuration's owner is %q", a.Provider.Owner)
	if a.Provider.Owner == "" {
		ours = "this provider block has no owner"
	}
	return diagnostic.Error(path.Root("autonomous_database_id"), "Standby is another configuration's",
		fmt.Sprintf("The database %s has the standby %s in %s already, and a primary has one in a region at most. Its mark says that %q made it, and %s.", a.database, a.ID, a.Region, owner, ours),
		fmt.Sprintf("If this configuration is to have it, import it: put the resource's own name for NAME.\n\nimport {\n  to = residency_autonomous_database_standby.NAME\n  id = %q\n}", a.ID))
}

// takenOver says that a standby that nobody has marked is this configuration's from now on.
func (a api) takenOver(there database.AutonomousDatabase) diag.Diagnostic {
	return diagnostic.Warning(path.Root("autonomous_database_id"), "Standby taken over",
		fmt.Sprintf("The database %s has the standby %s in %s already, created at %s. A primary has one in a region at most, so this resource is that one from now on.",
			a.database, a.ID, a.Region, attribute.Moment(there.TimeCreated).ValueString()),
		"An interrupted apply leaves a standby like this. If it was made for something else, remove this resource from the state (terraform state rm) before anything destroys it.")
}

// notReady says that the primary cannot have a standby made now.
func (a api) notReady(err error) diag.Diagnostic {
	call := diagnostic.Call{Summary: "Primary cannot be read", At: path.Root("autonomous_database_id"), Tried: "Reading the primary " + a.ID, Region: a.Region}
	if oci.IsNotFound(err) {
		call.Next = "Check the OCID, and whether a policy lets these credentials read the database (AUTONOMOUS_DATABASE_INSPECT)."
	}
	return call.Error(err)
}
