package guard

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// lost finds the denies that the plan takes away or narrows, and that no statement of the plan replaces.
func (j *judge) lost(all []plan.Guard, before, after []iam.Policy) {
	kept := map[string]bool{}
	for i := range after {
		for _, s := range after[i].Statements {
			kept[sameAs(after[i], s)] = true
		}
	}
	denies := onlyDenies(after)
	for i, g := range all {
		for _, s := range before[i].Statements {
			if s.Effect == iam.Deny && !kept[sameAs(before[i], s)] && !g.Unknown {
				j.held(g, before[i], s, denies)
			}
		}
		for _, e := range before[i].Unread {
			if !slices.Contains(g.After, e.Source.Text) && !g.Unknown {
				j.add(g, finding{ruleUnsure, boundary.Undecided, -1, "The plan takes away the statement " + quote(e.Source.Text) + ", which cannot be read, so what is lost with it cannot be told"})
			}
		}
	}
}

// sameAs is the same for statements of which one surely does what the other does.
func sameAs(p iam.Policy, s *iam.Statement) string {
	key := strings.ToLower(p.CompartmentID) + "\n" + s.String()
	if s.Form == iam.Plain {
		return key
	}
	for _, d := range p.Statements {
		if d.Form == iam.Define {
			key += "\n" + d.String()
		}
	}
	return key
}

// onlyDenies are policies without what they grant.
func onlyDenies(all []iam.Policy) []iam.Policy {
	out := slices.Clone(all)
	for i := range out {
		var kept []*iam.Statement
		for _, s := range out[i].Statements {
			if s.Effect == iam.Deny || s.Form == iam.Define {
				copied := *s
				copied.Condition = literally(s.Condition)
				kept = append(kept, &copied)
			}
		}
		out[i].Statements = kept
	}
	return out
}

// held holds one deny of before against all denies after.
func (j *judge) held(g plan.Guard, p iam.Policy, s *iam.Statement, after []iam.Policy) {
	gone := "The plan takes away the deny " + quote(s.Source.Text)
	c := j.comparison(p, s, after)
	loss := c.loss(j)
	if len(c.perms) == 0 && !mentions(after, s.Action) {
		loss, c.unsure = &iam.Request{Permissions: []string{"what it names"}}, false
	}
	switch {
	case c.unsure || loss != nil && j.unlike(p, s, after):
		j.add(g, finding{ruleUnsure, boundary.Undecided, -1, gone + ", and whether the statements after it deny as much cannot be told. Keep the statement beside the new ones until they are in force"})
	case loss != nil:
		j.add(g, finding{ruleLostDeny, boundary.Faulty, -1, gone + ", or makes it deny less: " + told(*loss) + " is denied before and not after. Keep the statement, or deny as much with another"})
	}
}

// mentions says whether a deny names the same type, or one of the same permissions. It is asked for what is not known.
func mentions(after []iam.Policy, a iam.Action) bool {
	return slices.ContainsFunc(after, func(p iam.Policy) bool {
		return slices.ContainsFunc(p.Statements, func(o *iam.Statement) bool {
			return o.Effect == iam.Deny && (a.Resource.Name != "" && o.Action.Resource.Name == a.Resource.Name ||
				slices.ContainsFunc(a.Permissions, func(p iam.Permission) bool {
					return slices.ContainsFunc(o.Action.Permissions, func(q iam.Permission) bool { return q.Name == p.Name })
				}))
		})
	})
}

// told says what a request is.
func told(q iam.Request) string {
	out := strings.Join(q.Permissions, ", ")
	if key := q.Variables["request.region"]; len(key) > 0 {
		if r, ok := region.Lookup(key[0]); ok {
			return out + " in " + r.Name
		}
		return out + " in a region that the statements do not name"
	}
	return out
}

// comparison is one deny with all that may replace it.
type comparison struct {
	was, is *iam.Decider
	s       *iam.Statement
	allowed map[string]bool // what requests may be freed: keys of regions inside, for a fence
	perms   []string
	who     []iam.Requester
	where   []scene
	values  map[string][]iam.Values
	unsure  bool // there are more requests than can be asked about, or it is not known what the deny is about
	fenced  bool // it denies somewhere outside
}

// scene is where a request acts.
type scene struct {
	path, ids []string
	tenancy   string
}

func (j *judge) comparison(p iam.Policy, s *iam.Statement, after []iam.Policy) *comparison {
	alone := p
	alone.Statements = nil
	for _, d := range p.Statements {
		if d.Form == iam.Define {
			alone.Statements = append(alone.Statements, d)
		}
	}
	copied := *s
	copied.Condition = literally(s.Condition)
	alone.Statements = append(alone.Statements, &copied)
	others := related(s, after)
	conditions := []iam.Condition{copied.Condition}
	for _, o := range others {
		conditions = append(conditions, o.Condition)
	}
	c := &comparison{
		was: iam.NewDecider([]iam.Policy{alone}, iam.Options{}), is: iam.NewDecider(after, iam.Options{}), s: &copied,
		perms: classes(s, others), who: principals(p, s, others), where: places(p, s), values: valuesOf(conditions, j.samples(conditions)),
	}
	for _, name := range []string{"request.groups.name", "request.groups.id", "request.dynamicgroup.name", "request.dynamicgroup.id"} {
		delete(c.values, name) // they follow from the principal
	}
	if asksRegion(copied.Condition) {
		c.allowed = map[string]bool{}
		for _, key := range keysOf(j.inside) {
			c.allowed[key] = true
		}
	}
	return c
}

// samples are the keys of a region inside and of one outside, neither of which the conditions mention.
func (j *judge) samples(conditions []iam.Condition) []string {
	mentioned := valuesOf(conditions, nil)["request.region"]
	free := func(r region.Region) bool {
		return !slices.ContainsFunc(mentioned, func(v iam.Values) bool { return len(v) > 0 && strings.EqualFold(v[0], r.Key) })
	}
	var out []string
	if i := slices.IndexFunc(j.inside, free); i >= 0 {
		out = append(out, strings.ToLower(j.inside[i].Key))
	}
	all := region.All()
	if i := slices.IndexFunc(all, func(r region.Region) bool { return r.Key != "" && !j.isIn(r) && free(r) }); i >= 0 {
		out = append(out, strings.ToLower(all[i].Key))
	}
	return out
}

// loss is a request that is denied before and not after, nil if there is none.
func (c *comparison) loss(j *judge) *iam.Request {
	var inside, lost *iam.Request
	left := min(maxWorlds, j.budget)
	complete := len(c.perms) > 0
	for _, permission := range c.perms {
		for _, who := range c.who {
			for _, at := range c.where {
				if !complete || lost != nil {
					break
				}
				complete = eachWorld(c.values, &left, func(world map[string]iam.Values) bool {
					q := iam.Request{
						Permissions: []string{permission}, Principal: who, Compartment: at.path, CompartmentIDs: at.ids,
						Tenancy: at.tenancy, Variables: world,
					}
					if c.was.Decide(q).Outcome != iam.Denied {
						return true
					}
					c.see(world)
					if c.is.Decide(q).Outcome == iam.Denied {
						return true
					}
					q.Variables = cloned(world)
					if c.free(world) {
						inside = &q
						return true
					}
					lost = &q
					return false
				})
			}
		}
	}
	j.budget -= min(maxWorlds, j.budget) - max(left, 0)
	c.unsure = lost == nil && (!complete || doubtful(c.s.Condition))
	if lost == nil && inside != nil && !c.fenced {
		return inside
	}
	return lost
}

// see notes what the deny denies.
func (c *comparison) see(world map[string]iam.Values) {
	if v := world["request.region"]; len(v) > 0 && !c.allowed[strings.ToLower(v[0])] {
		c.fenced = true
	}
}

// free says whether a request is made in a region inside, and the deny asks for the region.
func (c *comparison) free(world map[string]iam.Values) bool {
	v := world["request.region"]
	return len(v) > 0 && c.allowed[strings.ToLower(v[0])]
}

func cloned(world map[string]iam.Values) map[string]iam.Values {
	out := make(map[string]iam.Values, len(world))
	for name, v := range world {
		out[name] = v
	}
	return out
}

// unlike says whether something is lost only because one statement names by name what the other names by identifier. Whether
// they are the same nobody knows here.
func (j *judge) unlike(p iam.Policy, s *iam.Statement, after []iam.Policy) bool {
	changed := false
	out := slices.Clone(after)
	for i := range out {
		statements := slices.Clone(out[i].Statements)
		for k, o := range statements {
			copied := *o
			if o.Form == s.Form && o.Location.Kind == s.Location.Kind && (o.Location.OCID == "") != (s.Location.OCID == "") {
				copied.Location, changed = iam.Location{Kind: iam.InTenancy}, true
				out[i].Compartment, out[i].CompartmentID = nil, ""
			}
			if o.Form == s.Form && o.Subject.Kind == s.Subject.Kind && byID(o.Subject) != byID(s.Subject) {
				copied.Subject, changed = s.Subject, true
			}
			statements[k] = &copied
		}
		out[i].Statements = statements
	}
	if !changed {
		return false
	}
	c := j.comparison(p, s, out)
	return c.loss(j) == nil
}

func byID(s iam.Subject) bool {
	return slices.ContainsFunc(s.Principals, func(p iam.Principal) bool { return p.OCID != "" })
}
