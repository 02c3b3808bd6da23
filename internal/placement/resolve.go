package placement

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Change is what a plan does with a resource.
type Change int

// The changes. A plan of destruction is never judged: destroying always works.
const (
	Create  Change = iota
	Update         // in place or by replacement
	Mend           // an update that only takes back what was done by hand, or writes nothing to the cloud
	Nothing        // the plan leaves the resource as it is
)

// Refused says whether a plan with this change may not go on when the resource is outside.
func (c Change) Refused() bool { return c == Create || c == Update }

// Request is what a plan says about a resource's place.
type Request struct {
	Change      Change
	Config      Model        // what is written
	State       *Model       // nil for a new resource, and in the second half of a replacement
	Prior       string       // in the second half of a replacement, the region of what is replaced (see PriorRegion)
	Compartment types.String // OCID
	Type        string       // the resource type, such as "residency_bucket"
}

// Resolve finds the shared attributes of the plan: the region that is written, else the one in state, else the
// provider's; its country; and the effective class, which is unknown while the compartment is. With an error among the
// diagnostics the plan must be refused.
func (p *Provider) Resolve(r Request) (Model, diag.Diagnostics) {
	m := r.Config
	var diags diag.Diagnostics
	if diags = p.known(r); diags.HasError() || p.Boundary == nil {
		return m, diags
	}
	name, more := p.region(r)
	diags.Append(more...)
	diags.Append(p.class(r)...)
	if diags.HasError() {
		return m, diags
	}
	m.Region = types.StringValue(name)
	diags.Append(p.move(r, name)...)
	p.Describe(&m, r.Type, r.Compartment)
	diags.Append(p.loosening(m)...)
	return m, diags
}

// Describe sets the country and the effective class of a resource that is where m.Region says.
func (p *Provider) Describe(m *Model, typeName string, compartment types.String) {
	m.Country = types.StringNull()
	if r, ok := region.ByName(m.Region.ValueString()); ok {
		m.Country = types.StringValue(r.Country)
	}
	if compartment.IsUnknown() {
		m.EffectiveDataClass = types.StringUnknown()
		return
	}
	if p.Boundary == nil {
		return // the class in state stays until the boundary is known
	}
	m.EffectiveDataClass = types.StringValue(p.Boundary.EffectiveClass(Placement(*m, typeName, compartment)))
}

// Placement is the fact that a resource is in its region.
func Placement(m Model, typeName string, compartment types.String) boundary.Fact {
	return boundary.Fact{
		Type:        typeName,
		Attribute:   "region",
		Kind:        boundary.Placement,
		Place:       boundary.Place{Location: region.Find(m.Region.ValueString()), Evidence: `attribute "region"`},
		Compartment: compartment.ValueString(),
		Class:       m.DataClass.ValueString(),
		Exception:   m.Exception.ValueString(),
	}
}

// known refuses a plan that rests on provider arguments which nobody knows yet.
func (p *Provider) known(r Request) (diags diag.Diagnostics) {
	if len(p.Deferred) == 0 {
		return nil
	}
	names := strings.Join(p.Deferred, ", ")
	if !r.Change.Refused() {
		diags.Append(diagnostic.Warning(path.Empty(), "Provider configuration not known in the plan",
			fmt.Sprintf("These arguments of the provider block are known only after apply: %s.", names),
			"This resource is left as it is, and was not judged against the boundary."))
		return diags
	}
	diags.Append(diagnostic.Error(path.Empty(), "Provider configuration not known in the plan",
		fmt.Sprintf("These arguments of the provider block are known only after apply: %s.", names),
		"Without them the plan cannot say where this resource will be, nor whether that is inside the boundary.",
		"Give the provider values that the plan knows: literals, variables, or the results of an earlier apply (terraform apply -target=…)."))
	return diags
}

func (p *Provider) region(r Request) (string, diag.Diagnostics) {
	at := path.Root("region")
	var diags diag.Diagnostics
	switch {
	case r.Config.Region.IsUnknown():
		diags.Append(diagnostic.Error(at, "Region not known in the plan",
			"The value of region is known only after apply, so the plan cannot say where this resource will be, nor whether that is inside the boundary.",
			"Write the region's name, or a variable or local value that the plan knows."))
		return "", diags
	case !r.Config.Region.IsNull():
		return p.written(r.Config.Region.ValueString())
	case r.State != nil && !r.State.Region.IsNull():
		name := r.State.Region.ValueString()
		diags.Append(p.differs(name)...)
		return name, diags
	}
	return p.inherited(r)
}

// written accepts a region of the table: no other can be reached, even where the boundary vouches for it.
func (p *Provider) written(name string) (string, diag.Diagnostics) {
	if diags := Known(path.Root("region"), name); diags.HasError() {
		return "", diags
	}
	return name, nil
}

// Known refuses the name of a region that the table does not have.
func Known(at path.Path, name string) (diags diag.Diagnostics) {
	if _, ok := region.ByName(name); ok {
		return nil
	}
	next := "Correct the name. A region that is newer than this release needs a newer release."
	if near := region.Suggest(name); len(near) > 0 {
		next = fmt.Sprintf("Did you mean %s? %s", strings.Join(near, " or "), next)
	}
	diags.Append(diagnostic.Error(at, "Unknown region",
		fmt.Sprintf("%q is not the name of a region of Oracle Cloud that this release knows, so it can be neither judged nor reached.", name), next))
	return diags
}

// inherited is the provider's region, for a new resource that says none.
func (p *Provider) inherited(r Request) (string, diag.Diagnostics) {
	at := path.Root("region")
	name, source := p.Session.Region()
	var diags diag.Diagnostics
	if name == "" {
		diags.Append(diagnostic.Error(at, "Region missing",
			"Neither this resource nor the provider block says a region, and there is none in the environment or the OCI config file.",
			`Write region = "us-ashburn-1" (or another region inside the boundary) in this resource or in the provider block.`))
		return "", diags
	}
	if r.Prior != "" && r.Prior != name {
		diags.Append(diagnostic.Error(at, "Replacement would change the region",
			fmt.Sprintf("This resource says no region. What it replaces is in %s, and the provider's region is %s.", r.Prior, name),
			fmt.Sprintf("Write region = %q to stay there, or region = %q to move. Data does not move with the resource.", r.Prior, name)))
		return "", diags
	}
	written, more := p.written(name)
	diags.Append(more...)
	if !more.HasError() && source.FromMachine() {
		p.operatorRegion.Do(func() {
			diags.Append(diagnostic.Warning(at, "Region taken from the operator's machine",
				fmt.Sprintf("The configuration says no region. %s comes from %s, so another machine may plan another region.", name, source),
				fmt.Sprintf("Write region = %q in the provider block or in each resource, so that the plan is the same everywhere. It is judged like any other.", name)))
		})
	}
	return written, diags
}

// differs says that the provider's region is not where the resource stays.
func (p *Provider) differs(name string) (diags diag.Diagnostics) {
	if p.Session == nil {
		return nil
	}
	if provider, _ := p.Session.Region(); provider != "" && provider != name {
		diags.Append(diagnostic.Warning(path.Root("region"), "Provider region differs",
			fmt.Sprintf("This resource says no region. It is in %s and stays there, although the provider's region is %s: that is for new resources.", name, provider),
			fmt.Sprintf("Write region = %q to say so, or region = %q to have it replaced there.", name, provider)))
	}
	return diags
}

// move warns that a change of region is a replacement.
func (p *Provider) move(r Request, name string) (diags diag.Diagnostics) {
	if r.State != nil && !r.State.Region.IsNull() && r.State.Region.ValueString() != name {
		diags.Append(diagnostic.Warning(path.Root("region"), "Data does not move with a change of region",
			fmt.Sprintf("The change from %s to %s destroys this resource in %s and creates an empty one in %s.",
				r.State.Region.ValueString(), name, r.State.Region.ValueString(), name),
			"Copy what must be kept before you apply."))
	}
	return diags
}

// class refuses a claim that cannot be judged.
func (p *Provider) class(r Request) (diags diag.Diagnostics) {
	at := path.Root("data_class")
	claim := r.Config.DataClass
	if claim.IsUnknown() {
		diags.Append(diagnostic.Error(at, "Data class not known in the plan",
			"The value of data_class is known only after apply, so this resource cannot be judged.",
			"Write a class that the plan knows, or leave data_class out: without it the resource has the class that the boundary gives it."))
		return diags
	}
	name := claim.ValueString()
	classes := append([]string{boundary.Protected}, p.Boundary.Classes()...)
	if !claim.IsNull() && !slices.Contains(classes, name) {
		slices.Sort(classes)
		diags.Append(diagnostic.Error(at, "Unknown data class",
			fmt.Sprintf("The boundary %q has no class %q.", p.Boundary.Name(), name),
			fmt.Sprintf("It has: %s.", strings.Join(slices.Compact(classes), ", "))))
	}
	return diags
}

// loosening says that a claim has no effect.
func (p *Provider) loosening(m Model) (diags diag.Diagnostics) {
	claim, effective := m.DataClass.ValueString(), m.EffectiveDataClass.ValueString()
	if claim != "" && effective != "" && claim != effective {
		diags.Append(diagnostic.Warning(path.Root("data_class"), "Data class has no effect",
			fmt.Sprintf("A resource can only tighten its class. The boundary %q gives this one the class %q, so it is judged by that and not by %q.",
				p.Boundary.Name(), effective, claim),
			"Leave data_class out, or have the owner of the boundary put this compartment into the class."))
	}
	return diags
}
