package nosqltable

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/ddl"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// replicasKnown refuses replicas in regions that nobody knows in the plan, or that no table has.
func (m model) replicasKnown() (diags diag.Diagnostics) {
	if m.Replicas.IsUnknown() {
		diags.Append(diagnostic.Error(path.Root("replicas"), "Region not known in the plan",
			"The replicas are known only after apply, so the plan cannot say where the table will be, nor whether that is inside the boundary.",
			"Write the names of the regions, or variables or local values that the plan knows."))
	}
	for _, name := range regions(m.Replicas) {
		for _, d := range placement.Known(atReplica(name), name) {
			diags.Append(d)
		}
	}
	return diags
}

// refused is what Oracle refuses of a new or changed table.
func (p planner) refused(plan model) (diags diag.Diagnostics) {
	table, known := plan.table()
	if known && !plan.Name.IsUnknown() && !ddl.SameName(plan.Name.ValueString(), table.Name) {
		diags.Append(diagnostic.Error(path.Root("name"), "Name differs from the statement",
			fmt.Sprintf("The name is %q, and ddl_statement makes the table %q.", plan.Name.ValueString(), table.Name), "Write the same name in both."))
	}
	diags.Append(plan.limitsRefused()...)
	diags.Append(plan.replicasRefused()...)
	diags.Append(p.frozen(plan)...)
	diags.Append(attribute.Crowded(plan.FreeformTags, attribute.Marks(p.provider.Owner, ""), "table")...)
	return diags
}

func (m model) isChild() bool { return strings.Contains(m.Name.ValueString(), ".") }

func (m model) limitsRefused() (diags diag.Diagnostics) {
	at := path.Root("table_limits")
	switch {
	case m.Name.IsUnknown() || m.TableLimits.IsUnknown():
		return nil
	case m.isChild() && !m.TableLimits.IsNull():
		diags.Append(diagnostic.Error(at, "Limits of a child table", "A child table shares the throughput and storage of its parent and has no limits of its own.",
			"Leave table_limits out."))
		return diags
	case m.isChild():
		return nil
	case m.TableLimits.IsNull():
		diags.Append(diagnostic.Error(at, "Limits missing", "Oracle wants limits for every table but a child table.",
			"Write table_limits = { max_read_units = 50, max_write_units = 50, max_storage_in_gbs = 1 }, or capacity_mode = \"ON_DEMAND\" instead of the units."))
		return diags
	}
	l := limitsFrom(m.TableLimits)
	if l.mode == onDemand {
		return nil
	}
	for _, name := range []string{"max_read_units", "max_write_units"} {
		if n := number(m.TableLimits, name); !n.IsUnknown() && n.ValueInt64() < 1 {
			diags.Append(diagnostic.Error(at.AtName(name), "Units missing", "With PROVISIONED capacity a table has at least one read unit and one write unit.",
				"Write the units, or capacity_mode = \"ON_DEMAND\"."))
		}
	}
	return diags
}

// replicasRefused is what Oracle refuses of each replica.
func (m model) replicasRefused() (diags diag.Diagnostics) {
	own, _ := region.ByName(m.Region.ValueString())
	all := replicas(m.Replicas)
	if m.isChild() && len(all) > 0 {
		diags.Append(diagnostic.Error(path.Root("replicas"), "Replicas of a child table", "A child table is replicated with its parent.", "Declare the replicas of the parent."))
	}
	for _, name := range regions(m.Replicas) {
		there, _ := region.ByName(name)
		if name == own.Name {
			diags.Append(diagnostic.Error(atReplica(name), "Replica in the table's own region", fmt.Sprintf("The table itself is in %s.", name), "Name another region."))
		} else if there.Realm != own.Realm {
			diags.Append(diagnostic.Error(atReplica(name), "Replica in another realm",
				fmt.Sprintf("%s is in realm %s, and %s in realm %s. A tenancy is in one realm, and Oracle replicates within it.", own.Name, own.Realm, name, there.Realm),
				"Name a region of the table's realm."))
		}
		for _, part := range []string{"max_read_units", "max_write_units"} {
			n, mode := number(all[name], part), limitsFrom(m.TableLimits).mode
			switch {
			case n.IsNull() || n.IsUnknown():
			case mode == onDemand:
				diags.Append(diagnostic.Error(atReplica(name).AtName(part), "Units of a replica on demand", "The table's capacity is ON_DEMAND, which has no units.", "Leave them out."))
			case n.ValueInt64() < 1:
				diags.Append(diagnostic.Error(atReplica(name).AtName(part), "Units missing", "A replica has at least one read unit and one write unit.",
					"Write the units, or leave them out for the table's own."))
			}
		}
	}
	return diags
}

// frozen refuses replicas of a table whose schema can change, and changes of the schema while replicas stay.
func (p planner) frozen(plan model) (diags diag.Diagnostics) {
	table, known := plan.table()
	names := regions(plan.Replicas)
	if !known || len(names) == 0 {
		return nil
	}
	at := path.Root("ddl_statement")
	if !table.Frozen {
		diags.Append(diagnostic.Error(at, "Schema not frozen", "Oracle replicates only tables whose schema is frozen.",
			"Write WITH SCHEMA FROZEN at the end of the statement (WITH SCHEMA FROZEN FORCE where no column is of type JSON), or leave replicas out."))
		return diags
	}
	e := p.evolution(plan)
	if p.State == nil || len(e.Obstacles) > 0 || !e.SchemaChanges() {
		return diags
	}
	there := replicas(p.State.Replicas)
	for _, name := range names {
		if _, stays := there[name]; stays {
			diags.Append(diagnostic.Error(at, "Schema of a replicated table",
				fmt.Sprintf("The table has a replica in %s, and Oracle changes nothing of a replicated table's columns.", name),
				"Apply once without the replicas and with the new statement, and then add them again: each is made anew from the table's rows."))
			break
		}
	}
	return diags
}

// losses says what a change of the statement does to the rows.
func (p planner) losses(plan model) (diags diag.Diagnostics) {
	e := p.evolution(plan)
	at := path.Root("ddl_statement")
	switch {
	case len(e.Obstacles) > 0:
		diags.Append(diagnostic.Warning(at, "Table is replaced with an empty one",
			fmt.Sprintf("Oracle cannot alter a table so: %s.", strings.Join(e.Obstacles, "; ")),
			"Applying this plan drops the table with its rows and its replicas and creates an empty one. Copy what must be kept before you apply, or add a column of "+
				"another name instead."))
	case len(e.Lost) > 0:
		diags.Append(diagnostic.Warning(at, "Columns are dropped", fmt.Sprintf("Applying this plan drops what is in %s, in all rows.", strings.Join(e.Lost, ", ")),
			"Copy what must be kept before you apply."))
	}
	return diags
}
