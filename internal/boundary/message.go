package boundary

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// message writes the full sentences of a finding: what is where, why that is the verdict, and what would allow it.
func (c *judging) message(r *ruling) string {
	if r.verdict == Inside {
		return c.where(r) + " That is inside the boundary " + c.b.quoted + " (rule " + r.rule + ")."
	}
	sentences := []string{c.where(r)}
	if why := c.why(r); why != "" {
		sentences = append(sentences, why)
	}
	if !r.verdict.Passes() {
		sentences = append(sentences, c.whatNow(r)...)
	}
	return strings.Join(sentences, " ")
}

// ends says of each kind what is at the end that data goes to, and at the one that it comes from.
var ends = map[Kind][2]string{
	Placement:   {"It is in", "It comes from"},
	Replication: {"It replicates data to", "It replicates data from"},
	Copy:        {"It copies data to", "It copies data from"},
	Standby:     {"Its standby is in", "The primary of its standby is in"},
	Clone:       {"It clones data to", "It clones data from"},
	Replica:     {"Its replica is in", "The source of its replica is in"},
	BackupCopy:  {"It copies backups to", "It copies backups from"},
	Key:         {"Its key is in", "Its data is in"},
	Share:       {"It shares data with", "It shares data from"},
	Peering:     {"It is peered with a network in", "Its own end of the peering is in"},
}

func (c *judging) where(r *ruling) string {
	phrases, known := ends[c.fact.Kind]
	if !known {
		phrases = [2]string{"It sends data to", "It sends data from"}
	}
	subject := phrases[0]
	if r.from {
		subject = phrases[1]
	}
	return subject + " " + c.describePlace(r) + r.evidence() + "."
}

func (c *judging) describePlace(r *ruling) string {
	switch {
	case r.place.Anywhere:
		return "everybody, wherever they are"
	case r.region.Key != "":
		return c.b.universe.titles[c.b.universe.index[r.region.Name]]
	case r.region.Name != "":
		return quote(r.region.Name)
	case r.place.Deferred:
		return "a region that is known only after apply"
	case r.standing == otherRealm:
		return "a tenancy of the realm " + quote(r.place.Location.Realm)
	case r.place.Location.Kind == region.Global:
		return "no region, for its identifier has none"
	}
	if r.place.Evidence != "" {
		return "a place that is not known"
	}
	return "a region that nothing states"
}

func (r *ruling) evidence() string {
	if r.place.Evidence == "" {
		return ""
	}
	return ", according to " + printable(r.place.Evidence)
}

// why gives the reason, with the boundary's name and the rule.
func (c *judging) why(r *ruling) string {
	name, rule := "the boundary "+c.b.quoted, " (rule "+r.rule+")."
	switch {
	case r.verdict == GlobalOK:
		return "It is of a type that has no region" + rule
	case r.verdict == Excepted:
		e := r.exception
		return fmt.Sprintf("That is not inside %s, and the exception %s of %s, approved by %s in %s, allows it until %s (rule %s).",
			name, quote(e.name), quote(e.Owner), quote(e.ApprovedBy), quote(e.Ticket), e.Expires, r.rule)
	case r.verdict == Leaving && (r.place.Anywhere || r.standing.level() == 2):
		return "That is outside " + name + ", and this plan destroys it there" + rule
	case r.verdict == Leaving:
		return "That is not known to be inside " + name + ", and this plan destroys it there" + rule
	case r.place.Anywhere:
		return "That is outside " + name + ", as it is of every boundary" + rule
	case r.verdict == Outside:
		return "That is outside: " + name + " allows " + r.allowed() + " only" + rule
	}
	return "Whether that is inside " + name + " is undecided: " + c.undecided(r) + rule
}

// allowed says what the scope allows, in the terms that the place does not satisfy.
func (r *ruling) allowed() string {
	what := "protected data in "
	if r.scope.class != Protected {
		what = "data of the class " + quote(r.scope.class) + " in "
	}
	switch r.standing {
	case otherRealm:
		return what + "the " + realms(r.scope.realms)
	case unnamed:
		return what + list(slices.Sorted(slices.Values(r.scope.regions)), "and")
	}
	return what + list(r.scope.jurisdictions, "and")
}

func (c *judging) undecided(r *ruling) string {
	switch l := r.place.Location; {
	case r.rule == ruleFlow:
		return "this kind of flow is not known"
	case r.place.Deferred:
		return "the plan does not know the region yet"
	case r.standing == unconfirmed:
		return "Oracle's documentation does not state this region's country, only its name suggests " + countryName(r.region.Country)
	case l.Kind == region.Global:
		return "the identifier has no region"
	case r.region.Name == "":
		return "the region is not stated"
	case l.Reason != "":
		return printable(l.Reason)
	case l.Kind == region.Regional && l.Realm != "":
		return "it states the realm " + quote(l.Realm) + ", which is not the region's"
	}
	return "it is no region that is known"
}

// maxListed is how many regions a message lists.
const maxListed = 6

// whatNow says what would allow it, and which exceptions nearly do.
func (c *judging) whatNow(r *ruling) []string {
	out := c.nearExceptions(r)
	if r.place.Anywhere {
		return append(out, "Close it to the public.")
	}
	switch {
	case r.verdict == Outside:
	case r.place.Deferred:
		out = append(out, "Give the region as a value that the plan knows, such as a literal or a variable.")
	case r.standing == unconfirmed:
		out = append(out, "If you know it, have "+quote(r.region.Name)+" named in the boundary's regions; or choose another region.")
	default:
		out = append(out, "State the region by its name."+didYouMean(region.Suggest(r.region.Name)))
	}
	if inside := c.in.names(c.b.universe); len(inside) > 0 {
		out = append(out, "Inside are "+listCut(inside)+".")
	}
	if r.verdict == Outside && r.region.Name != "" {
		out = append(out, "To allow "+r.region.Name+", "+r.condition()+", or an approved exception must name it.")
	}
	return out
}

// condition is what the boundary would have to say.
func (r *ruling) condition() string {
	switch r.standing {
	case otherRealm:
		return "its realm and its country must be in the boundary"
	case unnamed:
		return "the boundary's regions must name it"
	}
	return "its country must be in the boundary"
}

func listCut(names []string) string {
	if more := len(names) - maxListed; more > 0 {
		return strings.Join(names[:maxListed], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return list(names, "and")
}

// nearExceptions tells of the exceptions that would allow it, were they in force or claimed.
func (c *judging) nearExceptions(r *ruling) []string {
	var out []string
	for _, e := range c.b.exceptions {
		if !e.names(c.fact, r.region.Name) {
			continue
		}
		switch inForce := e.inForce(c.now); {
		case !inForce && (e.covers(c.fact, c.address, r.region.Name) || c.fact.Address == ""):
			out = append(out, "The exception "+quote(e.name)+" does not allow it: it "+e.faults(c.now)[0].sentence)
		case inForce && c.fact.Address == "" && c.fact.Exception == "":
			out = append(out, "Where the exception "+quote(e.name)+" is for this resource, claim it with exception = "+quote(e.name)+".")
		}
	}
	return out
}

func (c *judging) unknownClass() string {
	names := c.b.Classes()
	return fmt.Sprintf("It claims the data class %s, which the boundary %s does not have, so its limits are not known (rule %s).%s Classes are %s.",
		quote(c.fact.Class), c.b.quoted, ruleUnknownClass, didYouMean(nearest(c.fact.Class, names)), list(append(names, Protected), "and"))
}

func (c *judging) unknownException() string {
	names := slices.Sorted(maps.Keys(c.b.declaration.Exceptions))
	return fmt.Sprintf("It claims the exception %s, which the boundary %s does not have (rule %s).%s Remove the claim, or have the exception approved.",
		quote(c.fact.Exception), c.b.quoted, ruleUnknownException, didYouMean(nearest(c.fact.Exception, names)))
}

func (c *judging) faultyClaim(e *exception) string {
	return fmt.Sprintf("It claims the exception %s of the boundary %s, which %s It is not applied (rule %s).",
		quote(e.name), c.b.quoted, e.faults(c.now)[0].sentence, ruleFaultyClaim)
}

// cut shortens a foreign text to what fits in a report's column, without control characters.
func cut(s string) string {
	s = printable(s)
	if len(s) > maxQuote {
		s = strings.ToValidUTF8(s[:maxQuote], "") + "…"
	}
	return s
}

func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, s)
}
