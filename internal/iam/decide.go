package iam

import (
	"maps"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// Outcome is what policies say of a request.
type Outcome int

// The outcomes.
const (
	NotAllowed Outcome = iota // nothing gives what it needs, and nothing takes it
	Allowed
	Denied // something takes what it cannot do without
)

// String is the outcome as the command line prints it.
func (o Outcome) String() string {
	switch o {
	case Allowed:
		return "allowed"
	case Denied:
		return "denied"
	}
	return "not allowed"
}

// Decision is an outcome with its reasons.
type Decision struct {
	Outcome Outcome
	By      []Citation   // the statements that allow, or deny; none where nothing does
	Missing []string     // of NotAllowed: the permissions that nothing gives, of the alternative that lacks least
	Unknown bool         // whether the catalogue does not know the operation: then it takes a permission that nobody knows
	Name    string       // the operation's name in IAM under which the outcome holds; "" for permissions
	Rests   []Assumption // the assumptions without which the outcome would be another; only if Options.Explain is set
}

// Citation is a statement with its policy.
type Citation struct {
	Policy    string
	Statement *Statement
}

// Decide says whether policies allow a request. Where an operation has several candidate names in IAM, or several services
// have one of its name, the answer is the one under which most is allowed: a denial holds under each. A request that
// Check finds at fault is not allowed.
func Decide(policies []Policy, q Request, o Options) Decision {
	return NewDecider(policies, o).Decide(q)
}

// Decider decides many requests against the same policies, also from several goroutines at once.
type Decider struct {
	rules   []rule
	known   map[string][]string // the paths of compartments by OCID, folded
	refused map[string]bool
	explain bool
	lenient bool // allow whatever might be allowed: what a proof asks where all statements are known
}

// NewDecider prepares policies. They must not be changed afterwards.
func NewDecider(policies []Policy, o Options) *Decider {
	return &Decider{rules: compile(policies, o), known: knownCompartments(policies, o), refused: o.refused(), explain: o.Explain}
}

// Decide is the function Decide for the decider's policies.
func (d *Decider) Decide(q Request) Decision {
	if q.Check() != nil {
		return Decision{}
	}
	q = q.plain(d.known)
	best := d.decide(q, d.refused)
	if d.explain {
		best.Rests = d.rests(q, best.Outcome)
	}
	return best
}

// decide decides while making no assumption that is refused.
func (d *Decider) decide(q Request, refused map[string]bool) Decision {
	v := d.view(q, refused)
	var best Decision
	for i, c := range candidates(q, refused) {
		this := v.decide(c)
		if i == 0 || rank(this.Outcome) > rank(best.Outcome) {
			best = this
		}
	}
	return best
}

// rank orders outcomes by how much they let through.
func rank(o Outcome) int {
	switch o {
	case Allowed:
		return 2
	case NotAllowed:
		return 1
	}
	return 0
}

// rests finds the assumptions without which the answer would be another.
func (d *Decider) rests(q Request, outcome Outcome) []Assumption {
	found := map[string]bool{}
	for _, id := range []string{assumeService, assumeAdmitted, assumeAbsent, assumeIn, assumeOperation, assumeType} {
		without := maps.Clone(d.refused)
		without[id] = true
		found[id] = !d.refused[id] && d.decide(q, without).Outcome != outcome
	}
	return assumptionsOf(found)
}

// candidate is one reading of a request: what it needs, and what its operation is called.
type candidate struct {
	terms   []term
	name    string
	unnamed bool
	unknown bool
}

// candidates lists the readings of a request.
func candidates(q Request, refused map[string]bool) []candidate {
	if len(q.Permissions) > 0 {
		t := term{}
		for _, p := range q.Permissions {
			t = append(t, need{Permission: strings.ToUpper(p)})
		}
		return []candidate{{terms: []term{t}}}
	}
	var all []candidate
	for _, o := range FindOperation(q.Service, q.Operation) {
		if lex.Fold(o.Variant) == lex.Fold(q.Variant) {
			all = append(all, o.candidates(q.Operation, refused)...)
		}
	}
	if all == nil {
		return []candidate{{terms: []term{{need{}}}, name: q.Operation, unknown: true}}
	}
	return all
}

// candidates lists the readings of an operation that was asked for by a name: IAM's, which is then the one, or the SDK's.
func (o Operation) candidates(asked string, refused map[string]bool) []candidate {
	terms := o.terms
	if refused[assumeType] {
		terms = untyped(terms)
	}
	if lex.Fold(asked) != lex.Fold(o.Name) && slices.ContainsFunc(o.Names, func(n string) bool { return lex.Fold(n) == lex.Fold(asked) }) {
		return []candidate{{terms: terms, name: asked}}
	}
	all := make([]candidate, 0, len(o.Names))
	for _, name := range o.Names {
		all = append(all, candidate{terms: terms, name: name, unnamed: !o.NameKnown && refused[assumeOperation]})
	}
	return all
}

// untyped forgets of which type a permission is that no source names.
func untyped(terms []term) []term {
	all := make([]term, 0, len(terms))
	for _, t := range terms {
		u := slices.Clone(t)
		for i := range u {
			u[i].Type = ""
		}
		all = append(all, u)
	}
	return all
}

// view is a decider's rules that speak of one request's principal and place.
type view struct {
	lenient   bool
	refused   map[string]bool
	request   *Request
	variables map[string]Values
	memo      memo
	denies    []*rule
	allows    []*rule
}

func (d *Decider) view(q Request, refused map[string]bool) *view {
	v := &view{lenient: d.lenient, refused: refused, request: &q, variables: make(map[string]Values, len(q.Variables)), memo: newMemo()}
	for name, given := range q.Variables {
		v.variables[lex.Fold(name)] = given
	}
	exempt, who := q.Principal.exempt(), newActor(&q, refused)
	for i := range d.rules {
		r := &d.rules[i]
		if r.Effect == Deny && exempt || !r.holds(who) || !r.speaksOf(who) {
			continue
		}
		if r.Effect == Deny {
			v.denies = append(v.denies, r)
		} else {
			v.allows = append(v.allows, r)
		}
	}
	return v
}

// decide answers one reading. An operation is denied when what is taken leaves none of its alternatives, and allowed when
// what is given, by all statements together, and not taken fulfils one.
func (v *view) decide(c candidate) Decision {
	d := Decision{Outcome: Denied, Unknown: c.unknown, Name: c.name}
	least := -1
	for _, t := range c.terms {
		by, taken := v.taken(t, c)
		if taken {
			if d.Outcome == Denied {
				d.By = join(d.By, by)
			}
			continue
		}
		by, missing := v.given(t, c)
		if len(missing) == 0 {
			return Decision{Outcome: Allowed, By: by, Unknown: c.unknown, Name: c.name}
		}
		if least < 0 || len(missing) < least {
			least = len(missing)
			d.Outcome, d.By, d.Missing = NotAllowed, nil, missing
		}
	}
	return d
}

// taken lists the denies that take one of a term's permissions.
func (v *view) taken(t term, c candidate) (by []Citation, taken bool) {
	for _, n := range t {
		for _, r := range v.denies {
			if r.Action.takes(n) && v.scene(r, n, c).eval(r.Condition) == yes {
				by = join(by, []Citation{{r.policy.Name, r.Statement}})
			}
		}
	}
	return by, len(by) > 0
}

// given lists the allows that give a term's permissions, and the permissions that none gives.
func (v *view) given(t term, c candidate) (by []Citation, missing []string) {
	for _, n := range t {
		given := false
		for _, r := range v.allows {
			if !v.gives(r, n, c) {
				continue
			}
			given = true
			by = join(by, []Citation{{r.policy.Name, r.Statement}})
		}
		if !given {
			missing = append(missing, n.String())
		}
	}
	return by, missing
}

func (v *view) gives(r *rule, n need, c candidate) bool {
	if v.lenient {
		return r.Action.mayGrant(n) && v.scene(r, n, c).eval(r.Condition) >= maybe
	}
	return r.Action.grants(n) && v.scene(r, n, c).eval(r.Condition) == yes
}

func (v *view) scene(r *rule, n need, c candidate) *scene {
	return &scene{
		request: v.request, variables: v.variables, permission: n, operation: c.name, unnamed: c.unnamed, effect: r.Effect, refused: v.refused,
		memo: v.memo,
	}
}

// join adds citations that are not there yet.
func join(to, more []Citation) []Citation {
	for _, r := range more {
		if !slices.Contains(to, r) {
			to = append(to, r)
		}
	}
	return to
}
