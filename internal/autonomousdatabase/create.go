package autonomousdatabase

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/autonomous"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// claimed is what a create and a destroy of the same database have in common.
func (a api) claimed() string {
	return "autonomous database " + a.Region + "/" + strings.ToLower(a.name)
}

// createOrAdopt asks Oracle for the database. Where the name is taken, by a database that this configuration or this very
// request made, it takes that one; nobody else's is touched.
func (a api) createOrAdopt(ctx context.Context, plan model, password types.String) (made api, found model, work string, failure diag.Diagnostic) {
	call := a.call("Cannot create database", "Creating", "")
	if err := ctx.Err(); err != nil {
		return a, plan, "", call.Error(err)
	}
	claim, err := a.Provider.Claim(ctx, a.claimed())
	if err != nil {
		return a, plan, "", call.Error(err)
	}
	defer claim.Release()
	began := time.Now()
	patient, cancel := placement.Lingering(ctx, operation.Grace)
	defer cancel()
	answer, work, err := a.Create(patient, plan.create(a.Provider.Owner, password))
	if err == nil {
		a.ID = attribute.Value(answer.Id)
		return a, plan.fromAPI(answer), work, nil
	}
	if !mayBeTaken(err) {
		return a, plan, "", call.Error(err)
	}
	there, look := a.namesake(patient, plan)
	switch {
	case look != nil || there == nil:
		return a, plan, "", call.Error(err)
	case claim.Refused || !a.own(*there, oci.IsAmbiguous(err), began):
		return a, plan, "", a.taken(*there, err)
	}
	a.ID = attribute.Value(there.Id)
	tflog.Info(ctx, "the name is taken by a database that this configuration made: adopting it", a.fields())
	claim.Adopted = true
	now, err := a.read(patient, plan)
	if err != nil {
		return a, plan, "", a.call("Cannot adopt database", "Reading", "The database is of this configuration's owner. Apply again.").Error(err)
	}
	return a, now.model, "", a.differs(plan, now.model)
}

// mayBeTaken says whether a create may have failed because the name is taken: Oracle answers 400 to that, and an attempt
// without an answer may have taken it.
func mayBeTaken(err error) bool {
	return oci.Status(err) == http.StatusBadRequest || oci.IsConflict(err) || oci.IsAmbiguous(err)
}

// namesake is the database of the planned compartment that has the name, nil where there is none.
func (a api) namesake(ctx context.Context, plan model) (*database.AutonomousDatabaseSummary, error) {
	for summary, err := range a.List(ctx, plan.CompartmentID.ValueString()) {
		if err != nil {
			return nil, err
		}
		if strings.EqualFold(attribute.Value(summary.DbName), a.name) && !autonomous.Gone(summary.LifecycleState) {
			return &summary, nil
		}
	}
	return nil, nil
}

// own says whether the database that has the name is this configuration's: it has the owner's mark, or it came to be since
// this request began, an attempt of which had no answer.
func (a api) own(there database.AutonomousDatabaseSummary, ambiguous bool, began time.Time) bool {
	owner := a.Provider.Owner
	if there.FreeformTags[placement.OwnerTag] != owner {
		return false
	}
	return owner != "" || ambiguous && there.TimeCreated != nil && there.TimeCreated.After(began.Add(-operation.Skew))
}

// taken says whose the name is not, and how Terraform can take the database over.
func (a api) taken(there database.AutonomousDatabaseSummary, err error) diag.Diagnostic {
	mark := "It does not have this configuration's mark."
	switch found := there.FreeformTags[placement.OwnerTag]; {
	case a.Provider.Owner == "":
		mark = "The provider block has no owner, so nobody can tell whether an interrupted apply of this configuration made it."
	case found != "":
		mark = fmt.Sprintf("Its mark says that %q made it, and this configuration's owner is %q.", found, a.Provider.Owner)
	}
	call := a.call("Database name is taken", "Creating", fmt.Sprintf(
		"There is a database of that name in the same compartment, created at %s. %s\n\nIf it is the one that this configuration means, import it: "+
			"put the resource's own name for NAME, and apply again.\n\nimport {\n  to = residency_autonomous_database.NAME\n  id = %q\n}\n\nIf it is not, choose another name.",
		attribute.Moment(there.TimeCreated).ValueString(), mark, a.Region+"/"+attribute.Value(there.Id)))
	call.At = path.Root("db_name")
	return call.Error(err)
}

// differs refuses to adopt a database that cannot become what the plan says.
func (a api) differs(plan, now model) diag.Diagnostic {
	for _, fixed := range []struct {
		attribute string
		plan, now types.String
	}{{"character_set", plan.CharacterSet, now.CharacterSet}, {"ncharacter_set", plan.NCharacter, now.NCharacter}} {
		if wants(fixed.plan, fixed.now) {
			return diagnostic.Error(path.Root(fixed.attribute), "Database name is taken",
				fmt.Sprintf("The database %q (%s) in %s is of this configuration's owner, but its %s is %s and not %s, which cannot be changed.",
					a.name, a.ID, a.Region, fixed.attribute, fixed.now.ValueString(), fixed.plan.ValueString()),
				"Write what it has, delete the database, or choose another name.")
		}
	}
	return nil
}
