package iam

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// entangled is a vocabulary in which conditions meet often: few names, every operator, patterns that overlap.
func entangled() vocabulary {
	v := realistic()
	v.Forms = []Form{Plain, Plain, Plain, Plain, Admit, Endorse}
	v.Effects = []Effect{Deny, Deny, Deny, Allow}
	v.Subjects = []SubjectKind{AnyUser, AnyUser, AnyUser, AnyUser, Group, DynamicGroup, AnyGroup, Service, ResourcePrincipal}
	v.Names = []string{"Administrators", "Provisioners", "Engineers"}
	v.Paths = [][]string{{"data"}, {"data", "logs"}, {"other"}}
	v.OCIDs = []string{"ocid1.group.oc1..aaaa", "ocid1.group.oc1..bbbb"}
	v.Resources = []string{"buckets", "objects", "object-family", "all-resources", "all-resources", "policies", "volume-family"}
	v.Permissions = append(v.Permissions, "OBJECT_INSPECT", "OBJECT_DELETE", "BUCKET_READ", "VOLUME_BACKUP_COPY", "POLICY_CREATE")
	v.Variables = map[string][]string{
		"request.region": {"iad", "phx", "fra", "us-ashburn-1", "zzz"}, "request.operation": {"PutObject", "CreateCopyRequest", "CopyObjectRequest"},
		"request.groups.name": {"Provisioners", "Engineers"}, "request.groups.id": {"ocid1.group.oc1..aaaa"},
		"request.permission": {"OBJECT_CREATE", "PAR_MANAGE"}, "request.principal.type": {"user", "instance", "fnfunc"},
		"target.bucket.name": {"logs", "public"}, "target.object.name": {"logs"}, "request.networksource.name": {"corp"},
		"target.resource.tag.ops.env": {"prod", "*"}, "target.region": {"iad", "fra"}, "request.user.name": {"logs", "anna"},
		"request.utc-timestamp": {"2026-01-01T00:00Z", "2026-02-01T00:00Z"}, "request.utc-timestamp.time-of-day": {"01:00:00Z", "17:00:00Z"},
		"request.utc-timestamp.day-of-week": {"Monday", "sunday"}, "request.utc-timestamp.month-of-year": {"1", "06"},
		"target.unheard.of": {"x", "y"}, "target.compartment.name": {"data", "logs"},
	}
	v.Operators = []Operator{Equal, Equal, NotEqual, NotEqual, In, NotIn, SetsEqual, SetsIntersect, Before, After, Between}
	v.Patterns = []string{"l*", "*s", "*o*", "p*c", "*a*", "lo*", "*"}
	v.References = false
	return v
}

// worlds makes random requests that an obligation is about.
type worlds struct {
	*rand.Rand
	v vocabulary
}

func some[T any](w worlds, from ...T) T { return from[w.IntN(len(from))] }

func (w worlds) requester() Requester {
	p := Requester{Type: some(w, typeUser, typeUser, typeUser, typeInstance, typeResource, typeService), Name: some(w, "", "anna", "Engineers", "logs")}
	group := func() string {
		return some(w, "Provisioners", "Engineers", "Corp/Administrators", "Corp/Provisioners", "Others", "Administrators")
	}
	switch p.Type {
	case typeUser:
		if p.Name == "" {
			p.Name = "someone"
		}
		p.ID = "ocid1.user.oc1..x"
		p.Domain = some(w, "", "Corp")
		for range w.IntN(3) {
			p.Groups = append(p.Groups, group())
			p.GroupIDs = append(p.GroupIDs, some(w, "ocid1.group.oc1..aaaa", "ocid1.group.oc1..bbbb", "ocid1.group.oc1..cccc"))
		}
	case typeInstance, typeResource:
		for range w.IntN(3) {
			p.DynamicGroups = append(p.DynamicGroups, group())
			p.DynamicGroupIDs = append(p.DynamicGroupIDs, "ocid1.dynamicgroup.oc1..x")
		}
	}
	if w.IntN(6) == 0 {
		p.Tenancy = "ocid1.tenancy.oc1..x"
	}
	return p
}

// request is a random request for an operation. Variables have values that the vocabulary tells apart, or are absent.
func (w worlds) request(o Operation, regions []string) Request {
	q := Request{
		Operation: o.Name, Service: o.Service, Variant: o.Variant, Region: some(w, regions...),
		Compartment: some(w, []string{}, []string{"data"}, []string{"data", "logs"}, []string{"other", "x"}), Principal: w.requester(),
		Variables: map[string]Values{"request.utc-timestamp": {some(w, "2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z", "2026-01-15T12:30:00Z", "2026-06-01T00:30:00Z")}},
	}
	for name, literals := range w.v.Variables {
		fact, _ := FindVariable(name)
		if constant(name) || fact.Always || name == "request.groups.name" || name == "request.groups.id" || name == "request.user.name" ||
			name == "target.compartment.name" || name == "request.principal.type" && (q.Principal.Type == typeUser || q.Principal.Type == typeInstance) {
			continue
		}
		values := append([]string{"other", "lopsided", "pac", "s", "oo"}, literals...)
		if fact.Type == "region-key" {
			values = append(literals, "syd", "xyz")
		}
		switch w.IntN(3) {
		case 0:
			q.Variables[name] = nil
		case 1:
			q.Variables[name] = Values{some(w, values...)}
		default:
			q.Variables[name] = Values{some(w, values...)}
			if fact.Set || fact.Name == "" {
				q.Variables[name] = append(q.Variables[name], some(w, values...))
			}
		}
		if name == "request.principal.type" {
			q.Variables[name] = slices.DeleteFunc(q.Variables[name], func(v string) bool { return v == typeUser || v == typeInstance })
		}
	}
	return q
}

// excused tells whether an obligation does not bind the request.
func excused(q Request, r Result, o Operation, ob Obligations) bool {
	inside := func(key string) bool {
		return slices.ContainsFunc(ob.Inside, func(r region.Region) bool { return r.Key == lex.Fold(key) })
	}
	if q.Principal.exempt() {
		return true
	}
	if r.Obligation == Outside {
		return false
	}
	if o.Destination != "" && len(q.Variables[o.Destination]) > 0 && inside(q.Variables[o.Destination][0]) {
		return true
	}
	return q.Principal.Type == typeUser && q.Principal.Tenancy == "" && slices.ContainsFunc(ob.Spare, func(s string) bool {
		return slices.Contains(plain(foldAll(q.Principal.Groups)), lex.Fold(s))
	})
}

func TestProve_agreesWithDecide(t *testing.T) {
	rounds := 150
	if testing.Short() {
		rounds = 30
	}
	v := entangled()
	count := map[string]int{}
	for seed := range rounds {
		v.References = seed%3 == 0
		g := newGenerator(uint64(seed), v)
		policies := g.policies(1 + g.IntN(25))
		ob := Obligations{Inside: inUSA(), Spare: [][]string{nil, {"Provisioners"}}[seed%2], Complete: seed%5 == 0}
		proof := Prove(policies, ob, Options{})
		agree(t, fmt.Sprint("seed ", seed), policies, ob, proof, worlds{g.Rand, v}, count)
	}
	t.Log(count)
	for _, what := range []string{"denied", "counterexample", "tried"} {
		assert.Greater(t, count[what], rounds, what)
	}
	assert.LessOrEqual(t, count["undecided"], count["counterexample"]/200, "the prover must hardly ever give up")
}

// agree holds a proof to Decide: a counterexample is not denied, and no random request is allowed that the proof says is denied.
func agree(t *testing.T, name string, policies []Policy, ob Obligations, proof Proof, w worlds, count map[string]int) {
	t.Helper()
	decider := NewDecider(policies, Options{})
	decider.lenient = ob.Complete
	for _, r := range proof.Operations {
		o := operationOf(t, r)
		switch {
		case r.Counterexample != nil:
			count["counterexample"]++
			d := decider.Decide(*r.Counterexample)
			text := asJSON(r.Counterexample)
			require.False(t, excused(*r.Counterexample, r, o, ob), "%s: %s is not bound by the obligation", name, text)
			require.NotEqual(t, Denied, d.Outcome, "%s: %s by %v", name, text, cited(d.By))
			if ob.Complete {
				require.Equal(t, Allowed, d.Outcome, "%s: %s", name, text)
			}
		case !r.Denied:
			count["undecided"]++
			require.NotEmpty(t, r.Reason)
		case r.Case == "":
			count["denied"]++
			tryToRefute(t, name, decider, ob, r, o, w, count)
		}
	}
}

func asJSON(v any) string {
	src, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(src)
}

func operationOf(t *testing.T, r Result) Operation {
	t.Helper()
	for _, o := range FindOperation(r.Service, r.Operation) {
		if o.Variant == r.Variant {
			return o
		}
	}
	t.Fatalf("no operation %v", r)
	return Operation{}
}

func tryToRefute(t *testing.T, name string, decider *Decider, ob Obligations, r Result, o Operation, w worlds, count map[string]int) {
	t.Helper()
	regions := []string{"fra", "syd", "zzz", "abc", "eu-frankfurt-1"}
	if r.Obligation == Egress {
		regions = []string{"iad", "phx", "us-ashburn-1"}
	}
	for range 12 {
		q := w.request(o, regions)
		if excused(q, r, o, ob) {
			continue
		}
		count["tried"]++
		d := decider.Decide(q)
		refuted := d.Outcome != Denied && (!ob.Complete || d.Outcome == Allowed)
		if refuted {
			text := asJSON(q)
			require.Fail(t, "refuted", "%s: %s %s is said to be denied, but %s is %v by %v", name, r.Obligation, r.Operation, text, d.Outcome, cited(r.By))
		}
	}
}

// small is a vocabulary of which every request can be tried.
func small() vocabulary {
	v := entangled()
	v.Forms, v.Subjects, v.OCIDs = []Form{Plain}, []SubjectKind{AnyUser, AnyUser, Group, AnyGroup, Service}, nil
	v.Names, v.Paths = []string{"G", "H"}, [][]string{{"a"}}
	v.Resources, v.Permissions = []string{"objects", "object-family"}, []string{"OBJECT_CREATE", "OBJECT_OVERWRITE", "OBJECT_READ"}
	v.Variables = map[string][]string{
		"request.region": {"iad", "fra"}, "request.groups.name": {"G", "H"}, "target.bucket.name": {"x", "xy"},
		"target.resource.tag.a.b": {"x"}, "request.permission": {"OBJECT_CREATE"}, "request.operation": {"PutObject", "CreateCopyRequest"},
	}
	v.Operators = []Operator{Equal, NotEqual, Equal, NotEqual, In, NotIn, SetsEqual, SetsIntersect}
	v.Patterns = []string{"x*", "*y", "*"}
	return v
}

// everyRequest lists the requests that the statements of the small vocabulary can tell apart, and some that they cannot.
func everyRequest(o string) []Request {
	var all []Request
	people := []Requester{{Type: typeService, Name: "G"}, {Type: typeService, Name: "s"}, {Type: typeInstance, DynamicGroups: []string{"D"}}, {Type: typeResource}}
	for _, groups := range [][]string{nil, {"G"}, {"H"}, {"G", "H"}, {"G", "x"}, {"xy"}, {"y"}, {"Other/G"}, {"H", "z"}} {
		people = append(people, Requester{Type: typeUser, Name: "u", Groups: groups})
	}
	one := []Values{nil, {"x"}, {"xy"}, {"xz"}, {"zy"}, {"z"}, {"xzy"}}
	set := []Values{nil, {"x"}, {"z"}, {"x", "z"}, {"y"}, {"xz", "zy"}}
	for _, p := range people {
		for _, path := range [][]string{{"a"}, {"b"}} {
			for _, bucket := range one {
				for _, tag := range set {
					for _, r := range []string{"fra", "qqq"} {
						all = append(all, Request{
							Operation: o, Service: "objectstorage", Region: r, Compartment: path, Principal: p,
							Variables: map[string]Values{"target.bucket.name": bucket, "target.resource.tag.a.b": tag},
						})
					}
				}
			}
		}
	}
	return all
}

// A proof says denied if and only if no request at all is let through: tried on all that there are.
func TestProve_agreesWithEveryRequest(t *testing.T) {
	rounds := 60
	if testing.Short() {
		rounds = 20
	}
	count := map[bool]int{}
	requests := map[string][]Request{}
	for _, o := range []string{"PutObject", "CopyObject", "RenameObject"} {
		requests[o] = everyRequest(o)
	}
	for seed := range rounds {
		policies := newGenerator(uint64(seed), small()).policies(3 + seed%12)
		proof := Prove(policies, Obligations{Kinds: []string{Outside}, Inside: inUSA()}, Options{})
		decider := NewDecider(policies, Options{})
		for _, r := range proof.Operations {
			if requests[r.Operation] == nil || r.Service != "objectstorage" {
				continue
			}
			denied := true
			for _, q := range requests[r.Operation] {
				if decider.Decide(q).Outcome != Denied {
					denied = false
					break
				}
			}
			count[denied]++
			require.Equal(t, denied, r.Denied, "seed %d, %s: %v by %v", seed, r.Operation, r.Counterexample, cited(r.By))
		}
	}
	t.Log(count)
	assert.Greater(t, count[true], rounds/5)
	assert.Greater(t, count[false], rounds/5)
}
