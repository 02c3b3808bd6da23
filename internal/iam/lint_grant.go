package iam

import (
	"fmt"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// grant lints what a statement gives or takes, and to or from whom.
func (l *linter) grant() {
	if l.s.Effect == Deny {
		l.leavesOverwriting()
		l.exempt()
	} else {
		l.services()
		l.crossTenancy()
	}
	l.association()
	if l.s.Form != Plain && len(l.policy.Compartment) > 0 {
		l.report(ruleNotRoot, l.s.Start, fmt.Sprintf("The policy is attached to the compartment %s, and this statement reaches across tenancies.", strings.Join(l.policy.Compartment, ":")),
			"Move it to a policy in the root compartment.")
	}
}

// denyScope is whom, where and when a deny is for. Two with the same add up.
func denyScope(s *Statement) string {
	w := &writer{}
	if s.Condition != nil {
		w.condition(s.Condition)
	}
	return fmt.Sprintf("%d\n%s\n%s\n%s", s.Form, s.Subject, s.Location, w.String())
}

// leavesOverwriting reports a deny of OBJECT_CREATE that leaves OBJECT_OVERWRITE, unless another deny takes it.
func (l *linter) leavesOverwriting() {
	a := l.s.Action
	if !a.takes(need{Permission: "OBJECT_CREATE"}) || a.takes(need{Permission: "OBJECT_OVERWRITE"}) || l.overwriting[denyScope(l.s)] ||
		letsThrough(l.s.Condition, "OBJECT_CREATE") {
		return
	}
	if a.Verb == NoVerb {
		l.report(ruleOverwriting, a.Start, "The deny takes OBJECT_CREATE and leaves OBJECT_OVERWRITE, with which data is written under every name that exists.",
			"Add OBJECT_OVERWRITE to the list.")
		return
	}
	l.report(ruleOverwriting, a.Start, fmt.Sprintf("A deny of %s takes what manage adds, and leaves OBJECT_OVERWRITE, which is of use: data can be written under every name that exists.", a.Verb),
		fmt.Sprintf("Deny use %s, or {OBJECT_CREATE, OBJECT_OVERWRITE}.", a.Resource.Name))
}

// letsThrough tells whether a condition leaves a permission alone, so that its statement takes others only.
func letsThrough(c Condition, permission string) bool {
	switch c := c.(type) {
	case *Combination:
		return c.Junction == All && slices.ContainsFunc(c.Members, func(m Condition) bool { return letsThrough(m, permission) })
	case *Comparison:
		return c.Variable.Name == "request.permission" && c.Operator == NotEqual && c.Values[0].Kind == Literal && strings.EqualFold(c.Values[0].Text, permission)
	}
	return false
}

// exempt reports a deny that names the default domain's Administrators.
func (l *linter) exempt() {
	if l.s.Subject.Kind != Group || l.s.Form == Admit {
		return
	}
	for _, p := range l.s.Subject.Principals {
		if lex.Fold(p.Name) == "administrators" && (p.Domain == "" || lex.Fold(p.Domain) == "default") {
			l.report(ruleExempt, p.Start, "The default domain's Administrators are exempt from every deny, so this one does nothing to them.",
				"Bind them with quotas or governance rules, and run what should be bound as another group.")
		}
	}
}

// services lints the service principals that are granted something.
func (l *linter) services() {
	if l.s.Subject.Kind != Service {
		return
	}
	for _, p := range l.s.Subject.Principals {
		name, place := splitService(p.Name)
		if place == "" {
			continue
		}
		r, known := region.ByName(place)
		switch {
		case !known:
			l.report(ruleUnknownRegion, p.Start, fmt.Sprintf("No region called %s is known, so no service is called %s.", place, p.Name), suggestName(place))
		case l.options.Inside != nil && !slices.ContainsFunc(l.options.Inside, func(in region.Region) bool { return in.Name == r.Name }):
			l.report(ruleServiceOutside, p.Start, fmt.Sprintf("%s is the service %s of %s, a region outside the boundary.", p.Name, name, r.Name), "Name the services of regions inside only.")
		}
		if name == "objectstorage" && (l.s.Action.mayGrant(need{Permission: "OBJECT_READ"}) || l.s.Action.mayGrant(need{Permission: "OBJECT_CREATE"})) {
			l.report(ruleServiceCopies, p.Start, fmt.Sprintf("%s may then copy and replicate objects from %s to every region that the tenancy is subscribed to.", p.Name, place),
				"For lifecycle rules grant {BUCKET_INSPECT, BUCKET_READ, OBJECT_INSPECT, OBJECT_UPDATE_TIER, OBJECT_DELETE, OBJECT_VERSION_DELETE} only.")
		}
	}
}

// splitService cuts a regional service's name into the service and the region. The region is "" for a service without one.
func splitService(principal string) (service, place string) {
	text := lex.Fold(principal)
	for i := range len(text) {
		if text[i] != '-' {
			continue
		}
		if r, ok := region.Lookup(text[i+1:]); ok && r.Name == text[i+1:] {
			return text[:i], r.Name
		}
	}
	if rest, ok := strings.CutPrefix(text, "objectstorage-"); ok {
		return "objectstorage", rest
	}
	return text, ""
}

func suggestName(text string) string {
	near := region.Suggest(text)
	if len(near) == 0 {
		return "Write the name of a region that exists, such as objectstorage-us-ashburn-1."
	}
	return "Did you mean " + alternatives(near) + "?"
}

// crossTenancy reports what others may do here, and what ours may write elsewhere.
func (l *linter) crossTenancy() {
	s := l.s
	switch {
	case s.Form == Admit:
		l.report(ruleCrossTenancy, s.Start, fmt.Sprintf("Principals of %s may %s here.", ofText(s.Of), actionText(s.Action)),
			"Remove it, or deny admit what must stay, and name the tenancy and the group.")
	case s.Action.Verb == Associate && s.Form == Endorse:
		l.report(ruleCrossTenancy, s.Start, fmt.Sprintf("%s may join %s of this tenancy with those of another.", s.Subject, s.Action.Resource.Name),
			"Remove it, or name the tenancy, and the compartment at this end.")
	case s.Form == Endorse && !readsOnly(s.Action):
		l.report(ruleCrossTenancy, s.Start, fmt.Sprintf("%s may %s in %s, and so take data there.", s.Subject, actionText(s.Action), s.Location),
			"Endorse inspect or read only, or deny endorse what writes.")
	}
}

func ofText(t *Tenancy) string {
	switch {
	case t == nil:
		return "another tenancy"
	case t.Any:
		return "any tenancy"
	case t.OCID != "":
		return "the tenancy " + t.OCID
	}
	return "the tenancy " + t.Alias
}

// readsOnly says whether an action is known to write nothing.
func readsOnly(a Action) bool {
	if a.Verb != NoVerb {
		return a.Verb == Inspect || a.Verb == Read
	}
	return !slices.ContainsFunc(a.Permissions, func(p Permission) bool {
		return !strings.HasSuffix(p.Name, "_READ") && !strings.HasSuffix(p.Name, "_INSPECT")
	})
}

// association reports associations that lack an end, and statements of another kind with two.
func (l *linter) association() {
	s := l.s
	switch {
	case s.Form == Plain && s.Action.Verb == Associate:
		l.report(ruleAssociation, s.Action.Start, "An association is endorsed in one tenancy and admitted in the other; an allow or a deny of it does nothing that is documented.", "Write endorse or admit.")
	case s.Action.Verb == Associate && s.With == nil:
		l.report(ruleAssociation, s.Action.Start, "The association has one end only.", "Add with TYPE in LOCATION.")
	case s.Action.Verb != Associate && s.With != nil:
		l.report(ruleAssociation, s.With.Start, "Only an association has two ends.", "Write associate, or leave out what follows with.")
	}
}
