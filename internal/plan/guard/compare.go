package guard

import (
	"maps"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// comparison is one deny before, held against the denies after.
type comparison struct {
	*judge
	policy iam.Policy // with that deny only, and what it defines
	s      *iam.Statement
	after  []iam.Policy
	takes  map[*iam.Statement][]string // what each deny after takes
	fences []string                    // the variables for regions that the deny asks for
	was    *iam.Decider
	left   *int
	fenced bool         // it denies somewhere outside
	asked  bool         // it has been asked whose fence it is
	others bool         // it is a fence of another population: it leaves regions free, and none inside
	inside *iam.Request // one that is lost, in a region inside
}

// compare returns a request that the deny of before denies and no deny after, or nil. It is unsure where there are more
// requests than can be asked about.
func (j *judge) compare(p iam.Policy, s *iam.Statement, after []iam.Policy) (lost *iam.Request, unsure bool) {
	if j.succeeded(p, s, after) {
		return nil, false
	}
	return j.weigh(p, s, after)
}

// succeeded says whether one deny after, which is about the same but for its condition, already denies as much. To look at all
// denies together is beyond counting where they ask for much, and a rule that is written again has a successor for each.
func (j *judge) succeeded(p iam.Policy, s *iam.Statement, after []iam.Policy) bool {
	for _, next := range after {
		for _, o := range next.Statements {
			if o.Effect != iam.Deny || head(o) != head(s) {
				continue
			}
			alone := next
			alone.Statements = slices.DeleteFunc(slices.Clone(next.Statements), func(d *iam.Statement) bool { return d != o && d.Form != iam.Define })
			if lost, unsure := j.weigh(p, s, []iam.Policy{alone}); lost == nil && !unsure {
				return true
			}
		}
	}
	return false
}

// head is a statement without its condition.
func head(s *iam.Statement) string {
	bare := *s
	bare.Condition = nil
	return bare.String()
}

// weigh compares by asking of every request that can be told from others.
func (j *judge) weigh(p iam.Policy, s *iam.Statement, after []iam.Policy) (lost *iam.Request, unsure bool) {
	c := j.comparison(p, s, after)
	c.left = j.draw()
	defer j.give(c.left)
	complete := true
	for _, permission := range c.classes() {
		if lost, complete = c.loss(permission); lost != nil || !complete {
			break
		}
	}
	if lost == nil && complete && c.inside != nil && !c.fenced {
		lost = c.inside // no fence has moved: a ban inside is gone
	}
	return lost, lost == nil && (!complete || doubtful(s.Condition))
}

func (j *judge) comparison(p iam.Policy, s *iam.Statement, after []iam.Policy) *comparison {
	copied := *s
	copied.Condition = literally(s.Condition)
	if len(taken(s.Action)) == 0 {
		copied.Action, after = standIn(s.Action, after)
	}
	p.Statements = slices.DeleteFunc(slices.Clone(p.Statements), func(d *iam.Statement) bool { return d.Form != iam.Define })
	p.Statements = append(p.Statements, &copied)
	c := &comparison{
		judge: j, policy: p, s: &copied, after: after, takes: map[*iam.Statement][]string{},
		was: iam.NewDecider([]iam.Policy{p}, iam.Options{}),
	}
	for _, p := range after {
		for _, o := range p.Statements {
			if o.Effect == iam.Deny && (o.Form == s.Form || o.Form == iam.Plain) {
				c.takes[o] = taken(o.Action)
			}
		}
	}
	for _, name := range []string{"request.region", "target.region"} {
		if asks(copied.Condition, name) {
			c.fences = append(c.fences, name)
		}
	}
	return c
}

// takers are the policies after with nothing but what takes a permission, and what defines names.
func (c *comparison) takers(permission string) (policies []iam.Policy, statements []*iam.Statement) {
	for _, p := range c.after {
		p.Statements = slices.DeleteFunc(slices.Clone(p.Statements), func(o *iam.Statement) bool {
			return o.Form != iam.Define && !slices.Contains(c.takes[o], permission)
		})
		for _, o := range p.Statements {
			if o.Form != iam.Define {
				statements = append(statements, o)
			}
		}
		policies = append(policies, p)
	}
	return policies, statements
}

// loss finds a request for one permission that is denied before and not after. It is false if there are too many requests.
func (c *comparison) loss(permission string) (lost *iam.Request, complete bool) {
	policies, others := c.takers(permission)
	is := iam.NewDecider(policies, iam.Options{})
	conditions := []iam.Condition{c.s.Condition}
	for _, o := range others {
		conditions = append(conditions, o.Condition)
	}
	values := valuesOf(conditions, c.samples(conditions))
	maps.DeleteFunc(values, func(name string, _ []iam.Values) bool {
		return strings.HasPrefix(name, "request.groups.") || strings.HasPrefix(name, "request.dynamicgroup.") // they follow from the principal
	})
	for _, who := range principals(c.policy, c.s, others) {
		for _, at := range places(c.policy, c.s) {
			q := iam.Request{Permissions: []string{permission}, Principal: who, Compartment: at.path, CompartmentIDs: at.ids, Tenancy: at.tenancy}
			complete = eachWorld(values, c.left, func(world map[string]iam.Values) bool {
				q.Variables = world
				lost = c.try(is, q)
				return lost == nil
			})
			if lost != nil || !complete {
				return lost, complete
			}
		}
	}
	return nil, true
}

// try returns the request if it is denied before and not after. One that is made inside by a deny that asks for the region is
// kept for later: a fence may move inside.
func (c *comparison) try(is *iam.Decider, q iam.Request) *iam.Request {
	if c.was.Decide(q).Outcome != iam.Denied {
		return nil
	}
	free := len(c.fences) > 0 && !slices.ContainsFunc(c.fences, func(name string) bool { return !c.within(q.Variables[name]) })
	c.fenced = c.fenced || !free
	free = free && !c.ofOthers(q)
	if is.Decide(q).Outcome == iam.Denied {
		return nil
	}
	q.Variables = maps.Clone(q.Variables)
	if free {
		c.inside = &q
		return nil
	}
	return &q
}

// ofOthers says whether the deny, where it denies a request, leaves the same in some regions and in none inside.
func (c *comparison) ofOthers(q iam.Request) bool {
	if c.asked || !slices.Contains(c.fences, "request.region") {
		return c.others
	}
	c.asked = true
	q.Variables = maps.Clone(q.Variables)
	for _, r := range region.All() {
		if q.Variables["request.region"] = (iam.Values{strings.ToLower(r.Key)}); r.Key == "" || c.was.Decide(q).Outcome == iam.Denied {
			continue
		}
		if c.isIn(r) {
			c.others = false
			return false
		}
		c.others = true
	}
	return c.others
}

// within says whether the value of a variable for a region is the key of one inside.
func (c *comparison) within(v iam.Values) bool {
	return len(v) == 1 && slices.ContainsFunc(c.judge.inside, func(r region.Region) bool { return strings.EqualFold(r.Key, v[0]) })
}

// samples are the keys of a region inside and of one outside, neither of which the conditions mention.
func (c *comparison) samples(conditions []iam.Condition) []string {
	mentioned := map[string]bool{}
	for _, v := range valuesOf(conditions, nil)["request.region"] {
		if len(v) > 0 {
			mentioned[strings.ToLower(v[0])] = true
		}
	}
	free := func(r region.Region) bool { return r.Key != "" && !mentioned[strings.ToLower(r.Key)] }
	var out []string
	if i := slices.IndexFunc(c.judge.inside, free); i >= 0 {
		out = append(out, strings.ToLower(c.judge.inside[i].Key))
	}
	all := region.All()
	if i := slices.IndexFunc(all, func(r region.Region) bool { return free(r) && !c.isIn(r) }); i >= 0 {
		out = append(out, strings.ToLower(all[i].Key))
	}
	return out
}

// classes are permissions that stand for all that the deny takes: one of each set that the denies after, and conditions, do
// not tell apart.
func (c *comparison) classes() []string {
	named := map[string]bool{}
	note := func(leaf iam.Condition) {
		if one, ok := leaf.(*iam.Comparison); ok && one.Variable.Name == "request.permission" {
			for _, v := range one.Values {
				named[strings.ToUpper(v.Text)] = true
			}
		}
	}
	eachLeaf(c.s.Condition, note)
	all := slices.SortedFunc(maps.Keys(c.takes), func(a, b *iam.Statement) int { return strings.Compare(a.Source.Text, b.Source.Text) })
	for _, o := range all {
		eachLeaf(o.Condition, note)
	}
	seen := map[string]bool{}
	var out []string
	for _, permission := range taken(c.s.Action) {
		key := make([]byte, len(all))
		for i, o := range all {
			if slices.Contains(c.takes[o], permission) {
				key[i] = 1
			}
		}
		if !named[permission] && seen[string(key)] {
			continue
		}
		seen[string(key)] = true
		out = append(out, permission)
	}
	return out
}

// scene is where a request acts.
type scene struct {
	path, ids []string
	tenancy   string
}
