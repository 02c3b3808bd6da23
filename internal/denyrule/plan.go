package denyrule

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/denyrule/compile"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

// ModifyPlan reads the tenancy, writes the rule in Oracle's languages, proves it, refuses what would lock people out, and
// shows all that. It is the one plan that sends requests. A plan of destruction is left alone.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Provider == nil || req.Plan.Raw.IsNull() {
		return
	}
	var plan model
	var state *model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if !req.State.Raw.IsNull() {
		state = new(model)
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	unfinished, _, diags := unfinishedNote.Read(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || !r.ready(plan, &resp.Diagnostics) {
		return
	}
	p := planner{author: author{model: plan, boundary: r.Provider.Boundary, now: r.Provider.Now()}, state: state, unfinished: unfinished}
	var more diag.Diagnostics
	p.tenancy, more = survey(ctx, r.Provider, plan.wants(compile.Quota))
	if p.diags.Append(more...); !p.diags.HasError() {
		p.plan(&plan)
	}
	if p.changes && !p.diags.HasError() {
		p.preview(ctx, r.Provider)
	}
	if p.diags.HasError() && state != nil && state.asksLike(plan) {
		p.leave(&plan)
	}
	resp.Diagnostics.Append(p.diags...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

// leave plans nothing for a rule whose configuration has not changed and that could not be written today: Terraform makes
// such a plan before it destroys too, and destroying always works.
func (p *planner) leave(plan *model) {
	var warnings diag.Diagnostics
	for _, d := range p.diags {
		if d.Severity() == diag.SeverityError {
			d = diagnostic.Warning(path.Empty(), d.Summary(), d.Detail(), "The rule's configuration has not changed, so this plan leaves it as it is. A plan that changes it will be refused; destroying it always works.")
		}
		warnings.Append(d)
	}
	p.diags = warnings
	limits := plan.Timeouts
	*plan = *p.state
	plan.Timeouts = limits
}

// ready says whether all is known that a rule is written from.
func (r *Resource) ready(plan model, diags *diag.Diagnostics) bool {
	if _, err := operation.Session(r.Provider); err != nil {
		diags.Append(diagnostic.Config(err))
		return false
	}
	if r.Provider.Boundary == nil {
		diags.Append(diagnostic.Error(path.Empty(), "Boundary not known in the plan",
			"The provider's boundary is known only after apply, so no rule can be written from it.", "Write the boundary's values out, or use variables that the plan knows."))
		return false
	}
	if names := plan.unknown(); len(names) > 0 {
		diags.Append(diagnostic.Error(path.Root(names[0]), "Deny rule not known in the plan",
			fmt.Sprintf("Known only after apply: %s. The plan could neither show the statements nor prove that nobody is locked out.", strings.Join(names, ", ")),
			"Create what the value comes from first (terraform apply -target=…), or write the OCID out."))
		return false
	}
	return true
}

// planner is what a plan is made from.
type planner struct {
	author
	state      *model // nil for a new rule
	unfinished bool   // an earlier apply did not finish

	rule    compile.Rule
	out     compile.Output
	changes bool
}

// plan completes what Terraform proposes.
func (p *planner) plan(plan *model) {
	p.rule = p.author.rule()
	if p.diags.HasError() {
		return
	}
	p.compile()
	if p.diags.HasError() {
		return
	}
	plan.ID, plan.HomeRegion = plan.identity().ID(), types.StringValue(p.tenancy.home.Name)
	plan.Boundary = types.StringValue(p.boundary.String())
	plan.show(p.out)
	plan.EffectiveQuotas = p.expected()
	p.changes = p.state == nil || p.unfinished || p.differs(*plan)
	p.keep(plan)
	if p.changes {
		p.replaced(*plan)
		p.lockouts()
		p.ending()
		p.caller()
	}
}

// compile writes and proves the rule.
func (p *planner) compile() {
	out, err := compile.Compile(p.rule)
	if faults, ok := errors.AsType[compile.Faults](err); ok {
		for _, f := range faults {
			p.diags.Append(diagnostic.Error(attributeOf(f), "Deny rule cannot be written", f.Message))
		}
		return
	}
	if len(out.Policies) == 0 && len(out.Quota) == 0 {
		p.diags.Append(diagnostic.Error(path.Empty(), "Deny rule says nothing",
			"With these layers, blocks and services there is no statement to write.", "Block more, or choose the other layer."))
	}
	p.out = out
}

// differs says whether anything is to be written, or to be read again.
func (p *planner) differs(plan model) bool {
	s := p.state
	return !plan.Statements.Equal(s.Statements) || !plan.QuotaStatements.Equal(s.QuotaStatements) || !plan.Description.Equal(s.Description) ||
		!plan.FreeformTags.Equal(s.FreeformTags) || !plan.DefinedTags.Equal(s.DefinedTags) || !plan.Revision.Equal(s.Revision) || !plan.EffectiveQuotas.Equal(s.EffectiveQuotas) ||
		len(s.PolicyIDs.Elements()) != len(p.out.Policies) || s.QuotaID.IsNull() != (len(p.out.Quota) == 0)
}

// keep takes over what an apply will not change.
func (p *planner) keep(plan *model) {
	plan.PolicyID, plan.PolicyIDs, plan.QuotaID = types.StringUnknown(), types.MapUnknown(types.StringType), types.StringUnknown()
	if len(p.out.Policies) == 0 {
		plan.PolicyID, plan.PolicyIDs = types.StringNull(), types.MapValueMust(types.StringType, map[string]attr.Value{})
	}
	if len(p.out.Quota) == 0 {
		plan.QuotaID = types.StringNull()
	}
	if p.state == nil || !p.state.Name.Equal(plan.Name) || !p.state.CompartmentID.Equal(plan.CompartmentID) {
		return
	}
	if have := attribute.Texts(p.state.PolicyIDs); len(have) == len(p.out.Policies) && len(have) > 0 && have[plan.Name.ValueString()] != "" {
		plan.PolicyID, plan.PolicyIDs = p.state.PolicyID, p.state.PolicyIDs
	}
	if len(p.out.Quota) > 0 && !p.state.QuotaID.IsNull() {
		plan.QuotaID = p.state.QuotaID
	}
}

// lockouts refuses what would keep those out who must be able to change the rule.
func (p *planner) lockouts() {
	for _, f := range compile.Lockouts(p.rule, p.out, p.now) {
		proceed := "Spare a group in spare, with a reason and an approval, that can manage policies and that the pipeline is in."
		if f.Attribute == "boundary" {
			proceed = "A home region cannot be changed. Use the layer quota alone (layers = [\"quota\"]), which binds nobody who writes policies, or add the home region to the boundary, which opens it for data as well."
		}
		p.diags.Append(diagnostic.Error(attributeOf(compile.Fault{Attribute: f.Attribute}), "Deny rule would lock out", f.Message, proceed))
	}
}

// replaced warns of a rule that gets another name or place: without create_before_destroy the old one goes first.
func (p *planner) replaced(plan model) {
	if p.state == nil || p.state.Name.Equal(plan.Name) && p.state.CompartmentID.Equal(plan.CompartmentID) {
		return
	}
	p.diags.Append(diagnostic.Warning(path.Root("name"), "Deny rule is replaced",
		"A change of name or compartment_id makes another rule. Terraform destroys the old one first unless the resource says otherwise, and until the new one is there nothing protects.",
		"Write lifecycle { create_before_destroy = true } into the resource: the two can be there side by side, because their names differ. A change of compartment_id alone wants a new name as well."))
}

// ending warns of the day from which nobody but Administrators could change the rule.
func (p *planner) ending() {
	if len(p.out.Policies) == 0 || len(p.rule.Spare) == 0 || !p.guarded() {
		return
	}
	last := p.rule.Spare[0].Until
	for _, g := range p.rule.Spare {
		if g.Until.IsZero() {
			return
		}
		if g.Until.After(last) {
			last = g.Until
		}
	}
	p.diags.Append(diagnostic.Warning(path.Root("spare"), "Spared groups end",
		fmt.Sprintf("After %s no group is spared any more, and from then on nobody but the default domain's Administrators can change this rule.", last.Format(time.DateOnly)),
		"Have the sparing approved again before that day."))
}

func (p *planner) guarded() bool {
	return len(p.rule.Block) == 0 || slices.Contains(p.rule.Block, compile.BlockLoosenGuard)
}

// caller refuses a rule that would bind the one who applies it, and tells an Administrator that none binds them.
func (p *planner) caller() {
	if len(p.out.Policies) == 0 {
		return
	}
	if p.tenancy.administrator() {
		p.diags.Append(diagnostic.Warning(path.Root("layers"), "Deny does not bind Administrators",
			"These credentials are of the default domain's Administrators, whom no deny statement ever binds: for them the proof's iam_deny counts for nothing, and only the layer quota stops what it can.",
			"Run Terraform as a member of a spared group that is not Administrators."))
		return
	}
	for _, g := range p.rule.Spare {
		if p.tenancy.caller.in(g.ID) {
			return
		}
	}
	if !p.guarded() {
		return
	}
	who := "The user of these credentials is in none of the spared groups"
	if p.tenancy.caller.user == "" {
		who = "These credentials are of no user, and only users are in groups"
	}
	p.diags.Append(diagnostic.Error(path.Root("spare"), "Deny rule would lock out",
		who+", and the rule denies its own change to everybody else: this configuration could never change it again.",
		"Spare the group that runs this configuration, or run it as a member of a spared group."))
}
