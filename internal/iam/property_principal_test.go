package iam

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The OCIDs of a world in which every principal and place can be tried.
const (
	ownGroup     = "ocid1.group.oc1..own"
	theirGroup   = "ocid1.group.oc1..their"
	ownDynamic   = "ocid1.dynamicgroup.oc1..own"
	theirTenancy = "ocid1.tenancy.oc1..their"
	thirdTenancy = "ocid1.tenancy.oc1..third"
	knownPlace   = "ocid1.compartment.oc1..known" // a:b
	unknownPlace = "ocid1.compartment.oc1..unknown"
)

// who is a vocabulary about principals and places.
func who() vocabulary {
	return vocabulary{
		Forms: []Form{Plain, Plain, Plain, Plain, Admit, Endorse}, Effects: []Effect{Deny, Deny, Allow},
		Subjects:  []SubjectKind{AnyUser, AnyUser, AnyUser, AnyGroup, AnyGroup, Group, DynamicGroup, Service, ResourcePrincipal},
		Names:     []string{"G", "H", "Administrators"},
		Paths:     [][]string{{"a"}, {"a", "b"}},
		Resources: []string{"objects", "object-family", "all-resources"}, Permissions: []string{"OBJECT_CREATE", "OBJECT_OVERWRITE", "OBJECT_READ"},
		Variables: map[string][]string{
			"request.groups.name": {"G", "H"}, "request.groups.id": {ownGroup, theirGroup}, "request.user.name": {"u"},
			"request.principal.type": {"user", "instance", "fnfunc"}, "request.dynamicgroup.name": {"G"}, "request.dynamicgroup.id": {ownDynamic},
			"request.domain.name": {"Default", "H"}, "target.compartment.name": {"a", "b"}, "target.compartment.id": {unknownPlace},
			"target.dynamicgroup.name": {"G"},
		},
		Operators: []Operator{Equal, NotEqual, In, NotIn}, Depth: 2,
	}
}

// placed is a random tenancy of that vocabulary: the OCIDs in it are of the kind that stands there, and the names of others are defined.
func (g *generator) placed(n int) []Policy {
	defines := NewPolicy("", nil, "define tenancy G as "+theirTenancy, "define tenancy H as "+thirdTenancy, "define group G as "+theirGroup, "define dynamic-group G as "+ownDynamic)
	var all []Policy
	for _, p := range g.policies(n) {
		p.Unplaced = g.chance(12)
		for _, s := range p.Statements {
			g.identify(s)
		}
		if g.chance(2) {
			p.Statements = append(p.Statements, defines.Statements...)
		}
		all = append(all, p)
	}
	return all
}

// identify puts OCIDs in the place of some names.
func (g *generator) identify(s *Statement) {
	ids := map[SubjectKind][]string{Group: {ownGroup, theirGroup}, DynamicGroup: {ownDynamic}, ResourcePrincipal: {"ocid1.fnfunc.oc1..f"}}
	for i := range s.Subject.Principals {
		if of := ids[s.Subject.Kind]; of != nil && g.chance(3) {
			s.Subject.Principals[i] = Principal{OCID: pick(g, of)}
		}
	}
	if s.Location.Kind == InCompartment && g.chance(3) {
		s.Location.Path, s.Location.OCID = nil, pick(g, []string{knownPlace, unknownPlace})
	}
	if g.chance(2) {
		s.Condition = nil
	}
}

// whole gives whoever is in a group both a name and an OCID of one: a group has both.
func whole(names, ids []string) (allNames, allIDs []string) {
	switch {
	case len(names) == 0 && len(ids) > 0:
		return []string{"Z"}, ids
	case len(names) > 0 && len(ids) == 0:
		return names, []string{"ocid1.group.oc1..another"}
	}
	return names, ids
}

// locks keep others out, or our own in.
var locks = []string{
	"deny admit any-user of tenancy G to read objects in tenancy", "deny admit any-user of any-tenancy to inspect all-resources in tenancy",
	"deny endorse any-user to use objects in tenancy G", "deny endorse any-user to inspect all-resources in any-tenancy",
}

// everyPrincipal lists those that statements of the vocabulary can tell apart, and some that they cannot.
func everyPrincipal() []Requester {
	var all []Requester
	for _, tenancy := range []string{"", theirTenancy, thirdTenancy} {
		for _, ids := range [][]string{nil, {ownGroup}, {theirGroup}} {
			for _, groups := range [][]string{nil, {"G"}, {"H"}, {"H/G"}, {"G", "H/H"}, {"Z"}, {"H/Administrators"}} {
				for _, domain := range []string{"", "H"} {
					name := []string{"u", "v"}[len(all)/2%2]
					p := Requester{Type: typeUser, Name: name, Domain: domain, Tenancy: tenancy}
					p.Groups, p.GroupIDs = whole(groups, ids)
					all = append(all, p)
				}
			}
		}
		for _, ids := range [][]string{nil, {ownDynamic}} {
			for _, groups := range [][]string{nil, {"G"}, {"H/G"}, {"Z"}, {"Administrators"}} {
				for _, p := range []Requester{{Type: typeInstance}, {Type: typeResource}, {Type: typeResource, Name: "G"}, {Type: typeResource, Name: "Z", ID: "ocid1.fnfunc.oc1..f"}} {
					p.DynamicGroups, p.DynamicGroupIDs = whole(groups, ids)
					p.Tenancy = tenancy
					all = append(all, p)
				}
			}
		}
		for _, name := range []string{"G", "H", "Administrators", "another"} {
			all = append(all, Requester{Type: typeService, Name: name, Tenancy: tenancy})
		}
	}
	return all
}

// everyone lists requests of all principals for everywhere.
func everyone(operation string) []Request {
	var all []Request
	places := []Request{
		{Compartment: []string{"a"}},
		{Compartment: []string{"a", "b"}},
		{Compartment: []string{"x", "b"}},
		{Compartment: []string{"x"}, CompartmentIDs: []string{unknownPlace}},
		{Compartment: []string{"a", unknownPlace}},
	}
	for _, p := range everyPrincipal() {
		for i, q := range places {
			q.Operation, q.Service, q.Region, q.Principal = operation, "objectstorage", []string{"fra", "qqq", "iad"}[i%3], p
			q.Variables = map[string]Values{}
			if p.Type == typeResource {
				q.Variables["request.principal.type"] = Values{"fnfunc"}
			}
			if i == 1 {
				q.Variables["target.dynamicgroup.name"] = Values{"G"}
			}
			all = append(all, q)
		}
	}
	return all
}

// everyWorld lists the requests that there are for the results of some operations, by case and operation.
func everyWorld() map[string][]Request {
	all := map[string][]Request{" PutObject": everyone("PutObject"), " CopyObject": everyone("CopyObject")}
	for _, q := range everyone("GetObject") {
		if q.Principal.Tenancy != "" {
			all[CaseAdmitted+" GetObject"] = append(all[CaseAdmitted+" GetObject"], q)
		}
	}
	for i, q := range everyone("PutObject") {
		q.Tenancy = []string{theirTenancy, thirdTenancy}[i%2]
		all[CaseAbroad+" PutObject"] = append(all[CaseAbroad+" PutObject"], q)
	}
	return all
}

// bound tells whether a result is about a request of its world, spelled out once more.
func bound(q Request, r Result, ob Obligations, refused map[string]bool) bool {
	inside := q.Region == "iad"
	elsewhere := q.Principal.Type == typeService && refused[assumeServiceRegion]
	spared := false
	for _, s := range ob.Spare {
		spared = spared || q.Principal.Tenancy == "" && sparedBy(q.Principal, s)
	}
	switch {
	case q.Principal.exempt(), q.Tenancy == "" && len(ob.Compartment) > 0 && !under(ob.Compartment, q.Compartment):
		return false
	case r.Case == CaseAbroad:
		return !spared
	case r.Case == CaseAdmitted:
		return true
	case r.Obligation == Outside:
		return !inside || elsewhere
	}
	return (inside || elsewhere) && !spared
}

func sparedBy(p Requester, spare string) bool {
	switch spare {
	case "G":
		return p.Type == typeUser && slices.Contains(plain(p.Groups), "G")
	case "H/G":
		return p.Type == typeUser && slices.Contains(p.groups(), "h/g")
	case ownGroup:
		return slices.Contains(p.GroupIDs, ownGroup)
	case "service G":
		return p.Type == typeService && p.Name == "G"
	}
	return spare == "dynamic-group G" && slices.Contains(qualified(p.DynamicGroups, defaultDomain), "default/g")
}

// trialOfWho is a random tenancy with what is to be proved of it. Every third is about other tenancies.
func trialOfWho(seed int) ([]Policy, Obligations, Options) {
	v, few := who(), 8
	if seed%3 == 0 {
		few, v.Forms, v.Depth = 40, []Form{Endorse, Endorse, Admit, Admit, Admit, Plain}, 1
		v.Subjects = []SubjectKind{AnyUser, AnyUser, AnyUser, Group, DynamicGroup, AnyGroup}
	}
	g := newGenerator(uint64(seed), v)
	policies := g.placed(1 + g.IntN(few))
	if seed%6 == 0 {
		policies = append(policies, NewPolicy("lock", nil, "define tenancy G as "+theirTenancy, pick(g, locks)))
	}
	spares := [][]string{nil, {"G"}, {"H/G"}, {ownGroup}, {"service G"}, {"dynamic-group G"}}
	ob := Obligations{
		Inside: inUSA(), Spare: pick(g, spares), Complete: g.chance(2),
		Asks: func(_ string, o Operation) bool {
			return o.Service == "objectstorage" && (o.Name == "PutObject" || o.Name == "CopyObject")
		},
	}
	if g.chance(4) {
		ob.Compartment = []string{"a"}
	}
	o := Options{Compartments: map[string][]string{knownPlace: {"a", "b"}}}
	if g.chance(2) {
		o.Refuse = []string{pick(g, []string{assumeService, assumeAdmitted, assumeServiceRegion, assumeGroupName, assumeIn})}
	}
	return policies, ob, o
}

// A proof says denied only if no principal at all is let through, anywhere: with every kind of subject and place, whatever is
// assumed, and whether or not all statements are known.
func TestProve_agreesWithEveryPrincipal(t *testing.T) {
	rounds := 160
	if testing.Short() {
		rounds = 40
	}
	requests, count := everyWorld(), map[string]int{}
	for seed := range rounds {
		policies, ob, o := trialOfWho(seed)
		decider := NewDecider(policies, o)
		for _, r := range Prove(policies, ob, o).Operations {
			world := requests[r.Case+" "+r.Operation]
			if world == nil || r.Service != "objectstorage" {
				continue
			}
			given := ob.Complete || r.Case != ""
			count[fmt.Sprintf("denied %t, given %t %s", r.Denied, given, r.Case)]++
			if !r.Denied {
				require.NotNil(t, r.Counterexample, "seed %d, %s: %s", seed, r.Operation, r.Reason)
				continue
			}
			decider.lenient = given
			for _, q := range world {
				if !bound(q, r, ob, o.refused()) {
					continue
				}
				d := decider.Decide(q)
				require.False(t, d.Outcome == Allowed || d.Outcome == NotAllowed && !given, "seed %d, %s %s, refused %v: %s is %s by %v; the proof is by %v",
					seed, r.Obligation, r.Operation, o.Refuse, asJSON(q), d.Outcome, cited(d.By), cited(r.By))
			}
		}
	}
	t.Log(count)
	if !testing.Short() {
		assert.Len(t, count, 8, "denied and not, where only denies count, where grants do, abroad, and of those admitted")
	}
}
