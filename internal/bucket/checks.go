package bucket

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

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
