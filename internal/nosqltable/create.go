package nosqltable

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/oracle/oci-go-sdk/v65/nosql"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// made is a table that was created or adopted.
type made struct {
	table   nosql.Table
	work    string // the work request of the creation; "" for a table that was adopted
	adopted bool
}

// place is what tells a table from all others before it has an OCID.
func (m model) place() string {
	return strings.Join([]string{typeName, m.Region.ValueString(), m.CompartmentID.ValueString(), strings.ToLower(m.Name.ValueString())}, "/")
}

// createOrAdopt makes the table, and finds its OCID, which Oracle does not answer. Where the name is taken, by a table that
// this configuration or this very request made, it takes that one; nobody else's table is touched.
func (r *Resource) createOrAdopt(ctx context.Context, api *api, plan model) (made, diag.Diagnostic) {
	call := api.call("Cannot create table", "Creating", "")
	details, err := plan.create(r.Provider.Owner)
	if err != nil {
		return made{}, call.Error(err)
	}
	claim, err := r.Provider.Claim(ctx, plan.place())
	if err != nil {
		return made{}, call.Error(err)
	}
	defer claim.Release()
	began := time.Now()
	patient, cancel := placement.Lingering(ctx, operation.Grace)
	defer cancel()
	work, err := api.create(patient, details)
	if err == nil {
		now, err := api.appear(patient, work, plan.CompartmentID.ValueString())
		if err != nil {
			return made{}, call.Error(err)
		}
		return made{table: now.table, work: work}, nil
	}
	if !oci.IsConflict(err) && !oci.IsAmbiguous(err) {
		return made{}, call.Error(err)
	}
	there, look := api.byName(patient, plan.CompartmentID.ValueString())
	if failure := r.inTheWay(api, there.table, look, err, claim.Refused, began); failure != nil {
		return made{}, failure
	}
	tflog.Info(ctx, "the name is taken by a table that this configuration made: adopting it", api.fields())
	claim.Adopted = true
	api.id = attribute.Value(there.table.Id)
	return made{table: there.table, adopted: true}, nil
}

// inTheWay says why the table that has the name is not to be adopted; nil if it is this configuration's own. look is the error
// of reading it, and err Oracle's answer to the create; refused says that another resource of this apply could not drop it.
func (r *Resource) inTheWay(api *api, there nosql.Table, look, err error, refused bool, began time.Time) diag.Diagnostic {
	call := api.call("Table name is taken", "Creating", "")
	switch {
	case look != nil && !oci.IsConflict(err):
		call.Summary = "Cannot create table"
	case look != nil:
		call.Summary = "Cannot create table"
		call.Next = "Oracle gives this answer for a name that is taken. The table of that name cannot be read with these credentials (" + diagnostic.Brief(look) +
			"). Have the grant checked (manage nosql-tables in this compartment), or choose another name."
	case gone(string(there.LifecycleState)):
		call.Next = "The table of that name is being dropped. Apply again when it is gone."
	case refused:
		call.Next = "Another resource of this apply was to drop the table and could not, so it still has the name. A resource that is renamed wants a moved block."
	case !r.made(there, oci.IsAmbiguous(err), began):
		return api.taken(there, r.Provider.Owner, err)
	default:
		return nil
	}
	return call.Error(err)
}

// made says whether the table that has the name is this configuration's own: it has the owner's mark, or came to be since
// this request began, an attempt of which had no answer.
func (r *Resource) made(there nosql.Table, ambiguous bool, began time.Time) bool {
	mark, owner := there.FreeformTags[placement.OwnerTag], r.Provider.Owner
	if owner != "" && mark == owner {
		return true
	}
	return ambiguous && there.TimeCreated != nil && there.TimeCreated.After(began.Add(-operation.Skew)) && mark == owner
}

// taken says whose the name is not, and how Terraform can take the table over.
func (a *api) taken(there nosql.Table, owner string, err error) diag.Diagnostic {
	mark := "It does not have this configuration's mark."
	switch found := there.FreeformTags[placement.OwnerTag]; {
	case owner == "":
		mark = "The provider block has no owner, so nobody can tell whether an interrupted apply of this configuration made it."
	case found != "":
		mark = fmt.Sprintf("Its mark says that %q made it, and this configuration's owner is %q.", found, owner)
	}
	id := attribute.Value(there.Id)
	call := a.call("Table name is taken", "Creating", fmt.Sprintf(
		"There is a table of that name in compartment %s, created at %s. %s\n\nIf it is the one that this configuration means, import it: "+
			"put the resource's own name for NAME, and apply again.\n\nimport {\n  to = residency_nosql_table.NAME\n  id = %q\n}\n\nIf it is not, choose another name.",
		attribute.Value(there.CompartmentId), attribute.Moment(there.TimeCreated).ValueString(), mark, id))
	call.At = path.Root("name")
	return call.Error(err)
}
