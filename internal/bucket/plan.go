package bucket

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// ModifyPlan finds where the bucket will be, holds it against the boundary, and refuses what Oracle would refuse. It sends
// no request.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || r.provider == nil {
		return // destroying always works
	}
	var plan, config model
	var state *model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if saved(req.State) {
		state = &model{}
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	prior, diags := placement.PriorRegion(ctx, req)
	resp.Diagnostics.Append(diags...)
	pending, diags := isPending(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if state != nil {
		resp.Diagnostics.Append(placement.KeepPriorRegion(ctx, &state.Model, resp)...)
	}
	p := planner{provider: r.provider, config: config, state: state, prior: prior, pending: pending}
	resp.Diagnostics.Append(p.plan(&plan)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

// planner is what a plan is made from.
type planner struct {
	provider *placement.Provider
	config   model
	state    *model // nil for a new bucket
	prior    string // the region of the bucket that the new one replaces
	pending  bool   // rules of an earlier apply are still to be made
}

// plan completes what Terraform proposes.
func (p planner) plan(plan *model) (diags diag.Diagnostics) {
	diags.Append(p.settings(plan)...)
	ended := p.replication(plan)
	change := p.change(*plan)
	where, more := p.provider.Resolve(placement.Request{
		Change: change, Config: p.config.Model, State: p.stateModel(), Prior: p.prior, Compartment: plan.CompartmentID, Type: typeName,
	})
	diags.Append(more...)
	if more.HasError() || p.provider.Boundary == nil {
		return diags
	}
	if change != placement.Nothing {
		plan.Model = where
		plan.ID = plan.id()
		p.unknowns(plan)
	}
	diags.Append(p.provider.Judge(change, plan.facts()...)...)
	diags.Append(p.replicaDiagnostics(*plan, ended)...)
	if change != placement.Nothing {
		diags.Append(plan.conflicts()...)
		diags.Append(plan.crowded(p.provider.Owner)...)
		diags.Append(p.locks(*plan)...)
	}
	return diags
}

func (p planner) stateModel() *placement.Model {
	if p.state == nil {
		return nil
	}
	return &p.state.Model
}

// change says what the plan does. Terraform's own arguments and what is taken back are no change of what the
// configuration places.
func (p planner) change(plan model) placement.Change {
	switch {
	case p.state == nil:
		return placement.Create
	case !plan.placesLike(*p.state):
		return placement.Update
	case p.pending || !plan.mendsNothing(*p.state):
		return placement.Mend
	}
	return placement.Nothing
}

// placesLike says whether two models ask Oracle for the same. A region that is left out is the state's.
func (m model) placesLike(state model) bool {
	region := m.Region
	if region.IsUnknown() {
		region = state.Region
	}
	return region.Equal(state.Region) && m.DataClass.Equal(state.DataClass) && m.Exception.Equal(state.Exception) &&
		m.CompartmentID.Equal(state.CompartmentID) && m.Name.Equal(state.Name) && m.Namespace.Equal(state.Namespace) &&
		m.KMSKeyID.Equal(state.KMSKeyID) && m.Versioning.Equal(state.Versioning) && m.StorageTier.Equal(state.StorageTier) &&
		m.AutoTiering.Equal(state.AutoTiering) && m.ObjectEventsEnabled.Equal(state.ObjectEventsEnabled) &&
		m.Metadata.Equal(state.Metadata) && m.FreeformTags.Equal(state.FreeformTags) && m.DefinedTags.Equal(state.DefinedTags) &&
		m.RetentionRules.Equal(state.RetentionRules)
}

// mendsNothing says whether two models that ask for the same leave also all else as it is.
func (m model) mendsNothing(state model) bool {
	return m.PublicAccessType.Equal(state.PublicAccessType) && m.ReplicationDestinations.Equal(state.ReplicationDestinations) &&
		m.ForceDestroy.Equal(state.ForceDestroy) && m.Timeouts.Equal(state.Timeouts)
}

// settings fills in what the configuration leaves out.
func (p planner) settings(plan *model) (diags diag.Diagnostics) {
	if p.config.StorageTier.IsNull() {
		plan.StorageTier = types.StringValue(tierStandard)
		if p.state != nil && !p.state.StorageTier.IsNull() {
			plan.StorageTier = p.state.StorageTier
		}
	}
	was := versioningDisabled
	if p.state != nil && !p.state.Versioning.IsNull() {
		was = p.state.Versioning.ValueString()
	}
	if p.config.Versioning.IsNull() {
		plan.Versioning = types.StringValue(versioningSuspended)
		if was == versioningDisabled {
			plan.Versioning = types.StringValue(versioningDisabled)
		}
		return nil
	}
	switch at := path.Root("versioning"); {
	case p.state == nil && p.config.Versioning.ValueString() == versioningSuspended:
		diags.Append(diagnostic.Error(at, "Versioning of a new bucket",
			"Oracle creates a bucket with versioning Enabled or Disabled; it can be Suspended only later.",
			`Write versioning = "Disabled", or leave it out.`))
	case p.config.Versioning.ValueString() == versioningDisabled && was != versioningDisabled:
		diags.Append(diagnostic.Error(at, "Versioning cannot be disabled",
			fmt.Sprintf("The bucket's versioning is %s, and Oracle does not disable it again once it was enabled.", was),
			`Write versioning = "Suspended": the versions that are there stay, and no new ones are made.`))
	}
	return diags
}

// replication plans the destinations: see settled. What ends is returned.
func (p planner) replication(plan *model) (ended []replica) {
	if p.state == nil {
		plan.ReplicationDestinations = replicaList(nil)
		return nil
	}
	plan.ReplicationDestinations = p.state.ReplicationDestinations
	if p.state.ReplicationDestinations.IsNull() || p.provider.Boundary == nil {
		return nil
	}
	stay, ended := settled(replicas(p.state.ReplicationDestinations), func(destination string) bool {
		return p.state.allows(destination, p.provider)
	})
	plan.ReplicationDestinations = replicaList(stay)
	return ended
}

// allows says whether the bucket may be copied to the region.
func (m model) allows(destination string, p *placement.Provider) bool {
	if p.Boundary == nil {
		return true
	}
	_, allowed := p.Destination(m.replication(destination))
	return allowed
}

// destinations are the replication policies that are there, as the attribute.
func (m model) destinations(policies []objectstorage.ReplicationPolicySummary, tags map[string]string, p *placement.Provider) types.List {
	return replicaList(observed(policies, tags, m.ReplicationDestinations, func(destination string) bool {
		return m.allows(destination, p)
	}))
}

// replicaDiagnostics says what becomes of each destination: what is outside, and what nobody has declared.
func (p planner) replicaDiagnostics(plan model, ended []replica) (diags diag.Diagnostics) {
	if p.state == nil {
		return nil
	}
	at := path.Root("replication_destinations")
	for _, r := range replicas(p.state.ReplicationDestinations) {
		finding, allowed := p.provider.Destination(plan.replication(r.region))
		what := fmt.Sprintf("The replication policy %q copies every new object to bucket %s in %s.", r.name, r.bucket, r.region)
		switch {
		case slices.Contains(ended, r):
			diags.Append(diagnostic.Remarked(at, p.provider.Boundary, finding, what+" No residency_bucket_replication declares it.",
				"Applying this plan deletes the policy, so that nothing more is copied; what was copied stays in the destination bucket.",
				"To keep the replica, have it allowed by the boundary or one of its exceptions before you apply."))
		case finding.Verdict == boundary.Excepted:
			diags.Append(diagnostic.Excepted(at, p.provider.Boundary, finding))
		case !allowed:
			diags.Append(diagnostic.Remarked(at, p.provider.Boundary, finding, what,
				"A residency_bucket_replication declares it, so this resource leaves it alone. Remove that one to end the replica."))
		case !r.accepted:
			diags.Append(diagnostic.Warning(at, "Undeclared replica", what+" No residency_bucket_replication declares it.",
				"The boundary allows it. Applying this plan accepts it as it is and deletes nothing.",
				"Declare it with a residency_bucket_replication, or delete the policy."))
		}
	}
	return diags
}

// unknowns marks what the change will change.
func (p planner) unknowns(plan *model) {
	plan.ETag = types.StringUnknown()
	plan.ReplicationEnabled, plan.IsReadOnly = types.BoolUnknown(), types.BoolUnknown()
}

// conflicts refuses combinations that Oracle refuses.
func (m model) conflicts() (diags diag.Diagnostics) {
	if m.Versioning.ValueString() == versioningEnabled && len(m.RetentionRules.Elements()) > 0 {
		diags.Append(diagnostic.Error(path.Root("retention_rules"), "Retention rules with versioning",
			"Oracle allows no retention rules on a bucket whose versioning is Enabled.",
			`Write versioning = "Disabled" (or "Suspended" for a bucket that has versions), or leave the rules out.`))
	}
	if m.StorageTier.ValueString() == tierArchive && m.AutoTiering.ValueString() == autoTieringInfrequent {
		diags.Append(diagnostic.Error(path.Root("auto_tiering"), "Auto-tiering of an archive",
			"Oracle moves objects between tiers only in buckets of tier Standard.",
			`Leave auto_tiering out, or write storage_tier = "Standard".`))
	}
	diags.Append(m.keyElsewhere()...)
	return diags
}

// crowded refuses free-form tags that leave no room for the owner's mark.
func (m model) crowded(owner string) (diags diag.Diagnostics) {
	if n := len(m.FreeformTags.Elements()); owner != "" && n >= mostTags {
		diags.Append(diagnostic.Error(path.Root("freeform_tags"), "Too many tags",
			fmt.Sprintf("Oracle allows %d free-form tags on a bucket, and the provider's owner is one more than the %d that are here.", mostTags, n),
			"Leave one of them out, or make it a defined tag."))
	}
	return diags
}

// keyElsewhere refuses a key that the bucket's region does not have.
func (m model) keyElsewhere() (diags diag.Diagnostics) {
	where := region.FindOCID(m.KMSKeyID.ValueString())
	if where.Kind != region.Regional || m.Region.IsUnknown() || where.Region.Name == m.Region.ValueString() {
		return nil // what is no place that is known has been judged
	}
	diags.Append(diagnostic.Error(path.Root("kms_key_id"), "Key in another region",
		fmt.Sprintf("The key's OCID says %s, and the bucket is in %s. Oracle encrypts a bucket with keys of its own region only.", where.Region.Name, m.Region.ValueString()),
		fmt.Sprintf("Use a key from a vault in %s.", m.Region.ValueString())))
	return diags
}

// locks refuses what a locked rule does not allow, and warns of a lock before it is set.
func (p planner) locks(plan model) (diags diag.Diagnostics) {
	if plan.RetentionRules.IsUnknown() {
		return nil
	}
	now := p.provider.Now()
	before := map[string]rule{}
	if p.state != nil {
		before = rules(p.state.RetentionRules)
	}
	after := rules(plan.RetentionRules)
	for _, name := range slices.Sorted(maps.Keys(before)) {
		next, stays := after[name]
		if was := before[name]; was.isLocked(now) && (!stays || !was.allows(next)) {
			diags.Append(diagnostic.Error(path.Root("retention_rules").AtMapKey(name), "Retention rule is locked",
				fmt.Sprintf("The rule is locked since %s. Nobody can remove it, shorten it or change its lock; only deleting the bucket ends it.", was.locked.Format(time.RFC3339)),
				"Write the rule as it is, or with a longer duration."))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(after)) {
		diags.Append(after[name].lockDiagnostics(name, before[name], now)...)
	}
	return diags
}

// allows says whether a locked rule may become next: only a longer duration may.
func (r rule) allows(next rule) bool {
	if next.unknown {
		return true
	}
	longer := next.endless() || !r.endless() && next.days() >= r.days()
	return next.locked.Equal(r.locked) && longer
}

func (r rule) lockDiagnostics(name string, was rule, now time.Time) (diags diag.Diagnostics) {
	at := path.Root("retention_rules").AtMapKey(name).AtName("time_rule_locked")
	switch {
	case r.unknown || r.locked.IsZero() || r.locked.Equal(was.locked):
	case r.endless():
		diags.Append(diagnostic.Error(at, "Lock of a rule without duration",
			"Oracle locks only retention rules that have a duration.", "Give the rule a duration, or leave time_rule_locked out."))
	case !r.locked.After(now):
		diags.Append(diagnostic.Error(at, "Lock in the past",
			fmt.Sprintf("The rule would be locked from %s on, which is past.", r.locked.Format(time.RFC3339)),
			"Oracle wants a time at least 14 days ahead, so that there is time to change one's mind."))
	default:
		diags.Append(diagnostic.Warning(at, "Lock cannot be undone",
			fmt.Sprintf("From %s on nobody can remove or shorten this rule, not even Oracle; the bucket cannot be emptied before the rule lets go of its objects.", r.locked.Format(time.RFC3339)),
			"Until then the lock can still be taken back."))
	}
	return diags
}
