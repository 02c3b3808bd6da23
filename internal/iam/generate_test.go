package iam

import (
	"fmt"
	"math/rand/v2"
)

// vocabulary is what a generator makes statements of. An empty list takes that part out of the language; see wild and
// realistic for two that are complete.
type vocabulary struct {
	Forms       []Form
	Effects     []Effect
	Subjects    []SubjectKind
	Names       []string            // of groups, domains, services, compartments and tenancies
	Paths       [][]string          // of compartments; nil: made of Names
	OCIDs       []string            // nil: everything goes by name
	Resources   []string            // in lower case
	Permissions []string            // in upper case
	Variables   map[string][]string // in lower case, with literals to compare with
	Operators   []Operator          // of comparisons; Absent conditions come on top
	Patterns    []string            // nil: no patterns
	Words       []string            // values without quotes; nil: none
	References  bool                // whether variables are compared with variables
	Depth       int                 // of conditions, at most; 0: no conditions
}

// wild is the whole language, with names that are hard to print.
func wild() vocabulary {
	return vocabulary{
		Forms: []Form{Plain, Plain, Plain, Endorse, Admit, Define}, Effects: []Effect{Allow, Deny},
		Subjects: []SubjectKind{Group, DynamicGroup, Service, ResourcePrincipal, AnyUser, AnyGroup},
		Names: []string{
			"Admins", "a", "My Group", "to", "in", "ID", "where", "or", "ocid1.group.oc1..x", "a/b", "a:b", "x}", "{", "100",
			"Größe", "日本", "-", "$x", "a\\b", "//", "any-user", "manage", "e\u0301", "tenancy", "of", "with", "as", "!", "Deny", "define", "(", "user@example.com",
		},
		OCIDs:       []string{"ocid1.group.oc1..aaaa", "ocid1.compartment.oc1..b-b_b", "OCID1.X.y"},
		Resources:   []string{"buckets", "all-resources", "object-family", "any", "id", "manage"},
		Permissions: []string{"BUCKET_CREATE", "OBJECT_READ", "X", "IN", "TO_1"},
		Variables: map[string][]string{
			"request.region": {"iad", "phx", "", " "}, "target.tag-ns.a:b": {"it is", "a//b", "}", `\\ `},
			"in": {"x"}, "any-user": {"1"}, "request.utc-timestamp": {"2020-04-01T00:00Z"}, "x@y": {"/a/"},
		},
		Operators:  []Operator{Equal, NotEqual, In, NotIn, Before, After, Between, SetsEqual, SetsIntersect},
		Patterns:   []string{"*", "hr*", "*/logs/*", "a b", "ends/", "(x)", "$x"},
		Words:      []string{"iad", "2020-04-01T00:00Z", "6", "request", "and", "in", "ocid1.tenancy.oc1..x", "a:b", "-1.5"},
		References: true, Depth: 5,
	}
}

// realistic is the part of the language that decisions and proofs speak of, with names that the catalogue has.
func realistic() vocabulary {
	return vocabulary{
		Forms: []Form{Plain}, Effects: []Effect{Allow, Deny},
		Subjects:  []SubjectKind{Group, DynamicGroup, Service, AnyUser, AnyGroup},
		Names:     []string{"Administrators", "Provisioners", "UsEngineers", "objectstorage-us-ashburn-1"},
		Paths:     [][]string{{"data"}, {"data", "logs"}},
		Resources: []string{"buckets", "objects", "object-family", "all-resources", "autonomous-databases", "policies"},
		Permissions: []string{
			"BUCKET_CREATE", "BUCKET_UPDATE", "OBJECT_CREATE", "OBJECT_OVERWRITE", "OBJECT_READ", "PAR_MANAGE", "POLICY_UPDATE",
		},
		Variables: map[string][]string{
			"request.region": {"iad", "phx", "fra", "us-ashburn-1"}, "request.operation": {"PutObject", "CreateBucket"},
			"request.groups.name": {"Provisioners", "UsEngineers"}, "target.bucket.name": {"logs", "public"},
			"request.permission": {"OBJECT_CREATE", "PAR_MANAGE"}, "request.networksource.name": {"corp"},
		},
		Operators: []Operator{Equal, NotEqual, In, NotIn}, Patterns: []string{"l*", "*s", "*"}, Depth: 3,
	}
}

// generator makes random statements. The same seed gives the same statements. Those of every vocabulary pass Check.
type generator struct {
	*rand.Rand
	vocabulary
}

func newGenerator(seed uint64, v vocabulary) *generator {
	return &generator{Rand: rand.New(rand.NewPCG(seed, 1)), vocabulary: v}
}

func pick[T any](g *generator, from []T) T { return from[g.IntN(len(from))] }

func (g *generator) chance(oneIn int) bool { return g.IntN(oneIn) == 0 }

func (g *generator) ocid() (string, bool) {
	if len(g.OCIDs) == 0 || !g.chance(4) {
		return "", false
	}
	return pick(g, g.OCIDs), true
}

// statement is a random statement, without positions.
func (g *generator) statement() *Statement {
	s := &Statement{Form: pick(g, g.Forms)}
	if s.Form == Define {
		s.Definition = &Definition{
			Kind: pick(g, []DefinitionKind{DefineTenancy, DefineGroup, DefineDynamicGroup, DefineCompartment, DefineService}),
			Name: Name{Text: pick(g, g.Names)}, OCID: pick(g, g.OCIDs),
		}
		return s
	}
	s.Effect = pick(g, g.Effects)
	s.Subject = g.subject()
	if s.Form == Admit && !g.chance(3) {
		s.Of = g.tenancy(true)
	}
	s.Action = g.action()
	s.Location = g.location(s.Form == Endorse)
	if s.Form != Plain && g.chance(3) {
		s.Action = Action{Verb: Associate, Resource: Resource{Name: pick(g, g.Resources)}}
		s.Location = g.location(true)
		s.With = &With{Resource: Resource{Name: pick(g, g.Resources)}, Location: g.location(true)}
	}
	if g.Depth > 0 && !g.chance(3) {
		s.Condition = g.condition(g.Depth)
	}
	return s
}

func (g *generator) subject() Subject {
	s := Subject{Kind: pick(g, g.Subjects)}
	if s.Kind == AnyUser || s.Kind == AnyGroup {
		return s
	}
	for range 1 + g.IntN(3) {
		p := Principal{Name: pick(g, g.Names)}
		switch s.Kind {
		case Group, DynamicGroup:
			if o, ok := g.ocid(); ok {
				p = Principal{OCID: o}
			} else if g.chance(4) {
				p.Domain = pick(g, g.Names)
			}
		case ResourcePrincipal:
			for range g.IntN(3) {
				p.Types = append(p.Types, pick(g, g.Names))
			}
		default:
		}
		s.Principals = append(s.Principals, p)
	}
	return s
}

func (g *generator) tenancy(orAny bool) *Tenancy {
	if orAny && g.chance(4) {
		return &Tenancy{Any: true}
	}
	if o, ok := g.ocid(); ok {
		return &Tenancy{OCID: o}
	}
	return &Tenancy{Alias: pick(g, g.Names)}
}

func (g *generator) action() Action {
	if g.chance(2) {
		return Action{
			Verb:     pick(g, []Verb{Inspect, Read, Use, Manage}),
			Resource: Resource{Name: pick(g, g.Resources)},
		}
	}
	a := Action{}
	for range 1 + g.IntN(4) {
		a.Permissions = append(a.Permissions, Permission{Name: pick(g, g.Permissions)})
	}
	return a
}

func (g *generator) location(foreign bool) Location {
	l := Location{Kind: pick(g, []LocationKind{InTenancy, InCompartment, InAnyTenancy})}
	switch {
	case l.Kind == InAnyTenancy && !foreign:
		l.Kind = InTenancy
	case l.Kind == InCompartment:
		l.OCID, l.Path = g.place()
	}
	if foreign && l.Kind != InAnyTenancy && g.chance(2) {
		l.Tenancy = g.tenancy(false)
	}
	return l
}

func (g *generator) place() (ocid string, path []Name) {
	if o, ok := g.ocid(); ok {
		return o, nil
	}
	if g.Paths != nil {
		for _, n := range pick(g, g.Paths) {
			path = append(path, Name{Text: n})
		}
		return "", path
	}
	for range 1 + g.IntN(3) {
		path = append(path, Name{Text: pick(g, g.Names)})
	}
	return "", path
}

func (g *generator) condition(depth int) Condition {
	if depth > 1 && g.chance(2) {
		c := &Combination{Junction: pick(g, []Junction{All, Any})}
		for range 1 + g.IntN(3) {
			c.Members = append(c.Members, g.condition(depth-1))
		}
		return c
	}
	v := g.variable()
	if g.chance(6) {
		return &Absent{Variable: v}
	}
	return g.comparison(v)
}

func (g *generator) variable() Variable {
	names := make([]string, 0, len(g.Variables))
	for name := range g.Variables {
		names = append(names, name)
	}
	// Maps are in no order, and the same seed must give the same statement.
	return Variable{Name: pick(g, sorted(names))}
}

func (g *generator) comparison(v Variable) Condition {
	c := &Comparison{Variable: v, Operator: pick(g, g.Operators)}
	n := 1
	switch c.Operator {
	case Between:
		n = 2
	case In, NotIn, SetsEqual, SetsIntersect:
		n = 1 + g.IntN(3)
	default:
	}
	for range n {
		c.Values = append(c.Values, g.value(v.Name))
	}
	return c
}

func (g *generator) value(variable string) Value {
	switch {
	case len(g.Patterns) > 0 && g.chance(5):
		return Value{Kind: Pattern, Text: pick(g, g.Patterns)}
	case len(g.Words) > 0 && g.chance(5):
		return Value{Kind: Word, Text: pick(g, g.Words)}
	case g.References && g.chance(6):
		return Value{Kind: Reference, Text: pick(g, []string{"request.user.name", "target.x.tag.a:b.c@d"})}
	}
	return Value{Kind: Literal, Text: pick(g, g.Variables[variable])}
}

// policies is a random tenancy: n statements, in policies that are attached at the root or at one of Paths.
func (g *generator) policies(n int) []Policy {
	var all []Policy
	for n > 0 {
		p := Policy{Name: fmt.Sprintf("policy-%d", len(all))}
		if len(g.Paths) > 0 && g.chance(2) {
			p.Compartment = pick(g, g.Paths)
		}
		for range min(n, 1+g.IntN(50)) {
			p.Statements = append(p.Statements, g.statement())
			n--
		}
		all = append(all, p)
	}
	return all
}
