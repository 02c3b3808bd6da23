package boundary

import (
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Judge holds a fact against the boundary at a time, and returns its worst finding. Without a time (the zero value) no
// exception is in force.
func (b *Boundary) Judge(f Fact, now time.Time) Finding {
	c := b.newCase(&f, now)
	out := c.judge(f.Place, false)
	if f.bothEnds() {
		out = worse(out, c.judge(f.From, true))
	}
	for _, claim := range c.claims() {
		out = worse(out, claim)
	}
	return out
}

// Findings returns everything that is to be said of a fact: first where it is or goes to, then, of a two-way flow, the
// other end, and then what is wrong with the class and the exception that it claims.
func (b *Boundary) Findings(f Fact, now time.Time) []Finding {
	c := b.newCase(&f, now)
	findings := []Finding{c.judge(f.Place, false)}
	if f.bothEnds() {
		findings = append(findings, c.judge(f.From, true))
	}
	return append(findings, c.claims()...)
}

// EffectiveClass returns the class by whose limits a fact is judged: "protected", or the name of the class that the
// boundary puts it in, or of the tighter one that it claims. Where two classes apply and neither is the tighter, both are
// named, and both hold.
func (b *Boundary) EffectiveClass(f Fact) string {
	in, _ := b.newCase(&f, time.Time{}).classify()
	return in.tightest().String()
}

// classify returns the scopes that a fact must satisfy. The boundary says which classes it is in, and of several all
// hold. A claim adds a scope and so can only tighten: what is allowed is what both the claimed and the assigned class
// allow. An unknown claim adds the protected class, and known is false.
func (c *judging) classify() (in scopes, known bool) {
	in, known = make(scopes, 0, 2), true
	if claimed := c.b.class(c.fact.Class); claimed != nil {
		in = append(in, claimed.scope)
	} else if c.fact.Class != "" {
		in, known = append(in, c.b.protected), c.fact.Class == Protected
	}
	assigned := false
	for _, class := range c.b.classes {
		if c.member(class) {
			in, assigned = append(in, class.scope), true
		}
	}
	if !assigned {
		in = append(in, c.b.protected)
	}
	return in, known
}

// member says whether the fact's resource is in a class: both its address and its compartment must be, where the class
// has a list of them.
func (c *judging) member(of *class) bool {
	if len(of.addresses) == 0 && len(of.compartments) == 0 {
		return false
	}
	return (len(of.compartments) == 0 || slices.Contains(of.compartments, c.fact.Compartment)) &&
		(len(of.addresses) == 0 || matchesAny(of.addresses, c.address()))
}

// judging is one fact before the boundary.
type judging struct {
	b          *Boundary
	fact       *Fact
	now        time.Time
	in         scopes
	knownClass bool

	steps []step // the fact's address, once it is split
	split bool
}

func (b *Boundary) newCase(f *Fact, now time.Time) *judging {
	c := &judging{b: b, fact: f, now: now}
	c.in, c.knownClass = c.classify()
	return c
}

// address splits the fact's address when it is first needed: most facts need none.
func (c *judging) address() []step {
	if !c.split {
		c.steps, c.split = splitAddress(c.fact.Address), true
	}
	return c.steps
}

// ruling is a verdict on one end of a fact with what led to it.
type ruling struct {
	place     Place
	from      bool // the end that a two-way flow comes from
	region    region.Region
	standing  standing
	scope     *scope // the one that is not satisfied
	rule      string
	verdict   Verdict
	exception *exception
}

func (c *judging) judge(p Place, from bool) Finding {
	r := ruling{place: p, from: from, scope: c.in[0]}
	switch {
	case p.Anywhere:
		r.verdict, r.rule = Outside, ruleShare
	case p.Location.Kind == region.Regional:
		c.regional(&r)
	case p.Deferred:
		r.verdict, r.rule = Undecided, ruleDeferred
	case p.Location.Kind == region.Unknown:
		c.unknown(&r)
	case p.Location.Kind == region.Global:
		c.global(&r)
	default:
		r.verdict, r.rule = Undecided, ruleNowhere
	}
	c.ofKind(&r)
	if c.fact.Leaving && !r.verdict.Passes() {
		r.verdict = Leaving // wherever it is: it is inside, or it leaves
	}
	return c.finding(&r)
}

// regional judges a region of the table. The row of the table counts, whatever the location carries.
func (c *judging) regional(r *ruling) {
	name, stated := r.place.Location.Region.Name, r.place.Location.Realm
	i, ok := c.b.universe.index[name]
	r.region = region.Region{Name: name}
	if !ok || c.b.universe.regions[i].Key == "" || stated != "" && stated != c.b.universe.regions[i].Realm {
		r.verdict, r.rule, r.standing = Undecided, ruleUnlisted, unlisted
		return
	}
	r.region = c.b.universe.regions[i]
	c.stand(r, i)
	if r.place.Deferred && r.verdict != Outside {
		r.verdict, r.rule, r.exception = Undecided, ruleDeferred, nil
	}
}

// unknown judges a place that the table does not have. Only a region that the boundary names itself is known by its
// name, and it is inside only where the value states no realm that is not allowed.
func (c *judging) unknown(r *ruling) {
	text, realm := r.place.Location.Text, r.place.Location.Realm
	r.region, r.rule, r.verdict, r.standing = region.Region{Name: text}, ruleUnlisted, Undecided, unlisted
	i, named := c.b.universe.index[lower(text)]
	if !named || c.b.universe.regions[i].Key != "" {
		return
	}
	r.region = c.b.universe.regions[i]
	c.stand(r, i)
	if r.verdict == Inside && realm != "" && c.in.refusesRealm(realm) != nil {
		r.verdict, r.rule, r.standing = Undecided, ruleUnlisted, unlisted
	}
}

// stand gives a region of the universe its verdict.
func (c *judging) stand(r *ruling, i int) {
	r.standing, r.scope = c.in.stands(i)
	r.rule = placementRules[r.standing]
	switch r.standing.level() {
	case 0:
		r.verdict = Inside
	case 1:
		r.verdict = Undecided
	default:
		r.verdict = Outside
	}
	c.except(r)
}

// except looks for an exception that is in force and names this end of the fact. What leaves needs none.
func (c *judging) except(r *ruling) {
	if r.verdict == Inside || c.fact.Leaving {
		return
	}
	for _, e := range c.b.exceptions {
		if e.inForce(c.now) && e.covers(c.fact, c.address, r.region.Name) {
			r.verdict, r.exception = Excepted, e
			return
		}
	}
}

// global judges an OCID without a region. Something may be global; nothing can flow to a place that is none.
func (c *judging) global(r *ruling) {
	if c.fact.Kind != Placement || r.from {
		r.verdict, r.rule = Undecided, ruleNowhere
		return
	}
	r.verdict, r.rule = GlobalOK, rulePlace
	if realm := r.place.Location.Realm; realm != "" {
		if refusing := c.in.refusesRealm(realm); refusing != nil {
			r.verdict, r.rule, r.scope, r.standing = Outside, ruleRealm, refusing, otherRealm
		}
	}
}

// ofKind gives a flow its kind's rule. Of a kind that is not known nothing passes.
func (c *judging) ofKind(r *ruling) {
	if c.fact.Kind == Placement {
		return
	}
	rule, known := flowRules[c.fact.Kind]
	if !known {
		rule = ruleFlow
		if r.verdict == Inside || r.verdict == Excepted {
			r.verdict, r.exception = Undecided, nil
		}
	}
	r.rule = rule
}

func (c *judging) finding(r *ruling) Finding {
	f := Finding{
		Rule: r.rule, Verdict: r.verdict, Address: c.fact.Address, Attribute: c.fact.Attribute, Kind: c.fact.Kind,
		Region: cut(r.region.Name), Country: r.region.Country, Message: c.message(r),
	}
	if r.exception != nil {
		f.Exception = r.exception.name
	}
	return f
}

// claims returns what is wrong with the class and the exception that the fact claims.
func (c *judging) claims() []Finding {
	if c.fact.Leaving {
		return nil
	}
	var out []Finding
	if !c.knownClass {
		out = append(out, c.claim(ruleUnknownClass, Undecided, "data_class", c.unknownClass()))
	}
	if c.fact.Exception == "" {
		return out
	}
	e := c.b.exception(c.fact.Exception)
	switch {
	case e == nil:
		f := c.claim(ruleUnknownException, Faulty, "exception", c.unknownException())
		f.Exception = cut(c.fact.Exception)
		out = append(out, f)
	case !e.inForce(c.now):
		f := c.claim(ruleFaultyClaim, Faulty, "exception", c.faultyClaim(e))
		f.Exception = e.name
		out = append(out, f)
	}
	return out
}

func (c *judging) claim(rule string, v Verdict, attribute, message string) Finding {
	return Finding{Rule: rule, Verdict: v, Address: c.fact.Address, Attribute: attribute, Kind: c.fact.Kind, Message: message}
}

func (b *Boundary) exception(name string) *exception {
	i, ok := slices.BinarySearchFunc(b.exceptions, name, func(e *exception, name string) int {
		return strings.Compare(e.name, name)
	})
	if !ok {
		return nil
	}
	return b.exceptions[i]
}
