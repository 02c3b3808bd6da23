package compile

import (
	"slices"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// zone is a part of a bound compartment in which the same regions are inside.
type zone struct {
	target Compartment // what the rule binds
	at     Compartment // where the zone's statements hold: the target, or one in it
	class  string
	inside []region.Region
	open   []opening
	only   iam.Condition // keeps a statement to the zone; nil: it may hold for all that is in at
	where  iam.Condition // which requests in at are about the zone; nil: all
}

// opening is a region outside that an exception opens for a while.
type opening struct {
	exception string
	region    region.Region
	until     time.Time
	kinds     []string // none: all
}

// closed is true of another region, and of any once the exception is over.
func (o opening) closed(variable string) iam.Condition {
	return anyOf(differs(variable, o.region.Key), after(o.until))
}

// kindsOf is which kinds of facts an effect class can be.
var kindsOf = map[string][]string{
	"create": {"placement"}, "write": {"placement"}, "restore": {"placement"}, "copyin": {"copy", "backup_copy"}, "clone": {"clone"},
	"replicate": {"replication", "standby", "replica"},
}

// opens says whether the exception covers all that an operation could be: IAM cannot tell which of it is meant.
func (o opening) opens(op iam.Operation) bool {
	if len(o.kinds) == 0 {
		return true
	}
	for _, effect := range op.Effects {
		for _, kind := range kindsOf[effect] {
			if !slices.Contains(o.kinds, kind) {
				return false
			}
		}
	}
	return true
}

// zones parts the bound compartments.
func (r *Rule) zones() []zone {
	var out []zone
	for _, target := range r.Targets {
		var parts []zone
		var apart []string
		for _, id := range r.specialIn(target) {
			parts = append(parts, r.part(target, id))
			apart = append(apart, id)
		}
		rest := zone{target: target, at: target, inside: r.Inside}
		if len(apart) > 0 {
			rest.only = noneOf(compartmentVariable, apart)
			rest.where = rest.only
		}
		out = append(append(out, rest), parts...)
	}
	return out
}

// specialIn lists the compartments in a bound one that a class or an exception names, in order.
func (r *Rule) specialIn(target Compartment) []string {
	var ids []string
	add := func(id string) {
		path, known := r.Paths[id]
		if known && under(path, target.Path) && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, s := range r.Special {
		add(s.Compartment)
	}
	for _, e := range r.Exceptions {
		if e.Addressed {
			continue
		}
		for _, id := range e.Compartments {
			add(id)
		}
	}
	slices.Sort(ids)
	return ids
}

// part is the zone of one compartment.
func (r *Rule) part(target Compartment, id string) zone {
	z := zone{target: target, at: Compartment{ID: id, Path: r.Paths[id]}, inside: r.Inside, where: equal(compartmentVariable, id)}
	for _, s := range r.Special {
		if s.Compartment == id {
			z.class, z.inside = s.Class, s.Inside
		}
	}
	for _, e := range r.Exceptions {
		if e.Addressed || !slices.Contains(e.Compartments, id) {
			continue
		}
		for _, to := range e.Regions {
			if !slices.ContainsFunc(z.inside, func(in region.Region) bool { return in.Key == to.Key }) {
				z.open = append(z.open, opening{exception: e.Name, region: to, until: e.Until, kinds: e.Kinds})
			}
		}
	}
	// What is below the zone is the rest's, whose statements hold there too. Where the zone only allows more, it may hold there as well.
	if !includes(z.inside, r.Inside) {
		z.only = oneOf(compartmentVariable, []string{id})
	}
	return z
}

func includes(all, some []region.Region) bool {
	return !slices.ContainsFunc(some, func(r region.Region) bool {
		return !slices.ContainsFunc(all, func(in region.Region) bool { return in.Key == r.Key })
	})
}

// under says whether a path is another or below it.
func under(path, top []string) bool {
	return len(path) >= len(top) && slices.Equal(path[:len(top)], top)
}

// openedBy lists the openings that an operation passes.
func (z zone) openedBy(o iam.Operation) []opening {
	var all []opening
	for _, open := range z.open {
		if open.opens(o) {
			all = append(all, open)
		}
	}
	return all
}
