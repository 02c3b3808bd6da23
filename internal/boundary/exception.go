package boundary

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// exception is a declared exception with what is wrong with its terms. A faulty one is never applied.
type exception struct {
	Exception
	name     string
	place    string // where it is declared, such as "us.hcl:14:3"; "" for the provider block
	patterns []pattern
	until    time.Time // the end of its last day
	problems []problem // apart from its having expired
}

// problem is one thing wrong with the terms of an exception.
type problem struct {
	rule, attribute string
	sentence        string // without the exception's name in front, such as `has no owner.`
}

// everyRegion is what people write for all regions. It is understood, to say that the exception is too wide.
const everyRegion = "*"

func (x *builder) exception(d named[Exception], place string) {
	e := &exception{Exception: d.value.normal(), name: d.name, place: place}
	sound := x.check(func() {
		x.name(d.path, "The exception", d.name)
		x.elements(append(slices.Clone(d.path), "regions"), e.Regions, func(path []any, name string) {
			if name != everyRegion {
				x.region(path, name)
			}
		})
		e.patterns = x.patterns(d.path, e.Addresses)
		x.elements(append(slices.Clone(d.path), "compartments"), e.Compartments, x.compartment)
		x.list(d.path, "kinds", e.Kinds, "kind", x.kind)
	})
	if !sound {
		return
	}
	e.dated()
	e.approved()
	e.complete()
	e.narrow(x.b.protected, x.b.universe.regions)
	x.b.exceptions = append(x.b.exceptions, e)
	x.b.declaration.Exceptions[d.name] = e.Exception
}

func (c *checker) kind(path []any, kind string) {
	if !slices.Contains(kinds, Kind(kind)) {
		names := make([]string, len(kinds))
		for i, k := range kinds {
			names[i] = string(k)
		}
		c.fault(path, "%s is no kind of fact.%s Kinds are %s.", quote(kind), didYouMean(nearest(kind, names)), list(names, "and"))
	}
}

func (e *exception) problem(rule, attribute, sentence string) {
	e.problems = append(e.problems, problem{rule, attribute, sentence})
}

// dated reads the last day of the exception.
func (e *exception) dated() {
	day, err := time.Parse(time.DateOnly, e.Expires)
	switch {
	case e.Expires == "":
		e.problem(ruleUndated, "expires", `does not say when it expires. Give it a date, such as expires = "2027-03-31".`)
	case err != nil:
		e.problem(ruleUndated, "expires", "expires on "+quote(e.Expires)+`, which is no date of the form "2027-03-31".`)
	default:
		e.until = day.AddDate(0, 0, 1)
	}
}

func (e *exception) approved() {
	switch {
	case e.Owner == "":
		e.problem(ruleUnapproved, "owner", "has no owner. Name who answers for it.")
	case e.ApprovedBy == "":
		e.problem(ruleUnapproved, "approved_by", "is approved by nobody. Name who approved it, other than its owner.")
	case hidden(e.Owner) || hidden(e.ApprovedBy):
		e.problem(ruleUnapproved, "approved_by", "has characters in owner or approved_by that nobody sees, so that nobody can tell one from the other. Write the names without them.")
	case same(e.Owner, e.ApprovedBy):
		e.problem(ruleUnapproved, "approved_by", "is approved by its own owner, "+quote(e.Owner)+". Somebody else must approve it.")
	}
}

// hidden says whether a text has characters that are not shown, such as a space without width.
func hidden(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsGraphic(r) })
}

// same says whether two names differ in case and spaces at most.
func same(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

func (e *exception) complete() {
	if e.Reason == "" {
		e.problem(ruleIncomplete, "reason", "gives no reason. Say why data may be outside until then.")
	}
	if e.Ticket == "" {
		e.problem(ruleIncomplete, "ticket", "names no ticket. Name the one in which it was approved.")
	}
}

// narrow finds an exception that names so much that it makes the boundary void.
func (e *exception) narrow(own *scope, all []region.Region) {
	if len(e.Regions) == 0 || slices.Contains(e.Regions, everyRegion) {
		e.problem(ruleTooWide, "regions", "is for every region. Name the regions that it is for.")
	} else if realm := e.wholeRealm(own, all); realm != "" {
		e.problem(ruleTooWide, "regions", "names every region of the realm "+realm+" that is outside. Name only those that it is for.")
	}
	if len(e.Addresses) == 0 && len(e.Compartments) == 0 {
		e.problem(ruleTooWide, "addresses", "names neither addresses nor compartments, so it would be for everything. Name what it is for.")
	}
	if i := slices.IndexFunc(e.patterns, pattern.everything); i >= 0 && len(e.Compartments) == 0 {
		e.problem(ruleTooWide, "addresses", "is for the addresses "+quote(e.Addresses[i])+", which is nearly everything. Name what it is for.")
	}
}

// wholeRealm is a realm that has five regions or more outside, of which the exception names each one.
func (e *exception) wholeRealm(own *scope, all []region.Region) string {
	outside, named := map[string]int{}, map[string]int{}
	for i, r := range all {
		if own.standings[i] == within {
			continue
		}
		outside[r.Realm]++
		if slices.Contains(e.Regions, r.Name) {
			named[r.Realm]++
		}
	}
	for _, realm := range region.Realms() {
		if outside[realm] >= 5 && named[realm] == outside[realm] {
			return realm
		}
	}
	return ""
}

// faults are the exception's problems at a time. Without a time nothing is in force.
func (e *exception) faults(now time.Time) []problem {
	out := slices.Clone(e.problems)
	if !e.until.IsZero() && (now.IsZero() || !now.Before(e.until)) {
		out = append(out, problem{ruleExpired, "expires", "expired on " + e.Expires + ". Remove it, or have it approved anew."})
	}
	return out
}

func (e *exception) inForce(now time.Time) bool {
	return len(e.problems) == 0 && !now.IsZero() && now.Before(e.until)
}

// InForce says whether an exception of this name is applied at a time.
func (b *Boundary) InForce(name string, now time.Time) bool {
	e := b.exception(name)
	return e != nil && e.inForce(now)
}

// names says whether the exception is for a region, a kind and a compartment. What is unknown it is not for.
func (e *exception) names(f *Fact, region string) bool {
	return region != "" && slices.Contains(e.Regions, region) &&
		(e.Kinds == nil || slices.Contains(e.Kinds, string(f.Kind))) &&
		(len(e.Compartments) == 0 || slices.Contains(e.Compartments, f.Compartment))
}

// covers says whether the exception, apart from its being in force, is for this end of a fact. In the provider, which
// is never told an address, an exception with addresses covers what claims it; a check of the plan verifies the claim.
func (e *exception) covers(f *Fact, address func() []step, region string) bool {
	switch {
	case !e.names(f, region):
		return false
	case len(e.Addresses) == 0:
		return len(e.Compartments) > 0
	case f.Address == "":
		return f.Exception == e.name
	}
	return matchesAny(e.patterns, address())
}
