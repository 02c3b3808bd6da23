package guard

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Statements are compared by asking what they say of requests. Conditions can tell apart the values that they mention, any
// other, and none, so a request for each of these is as good as every request.

// maxDecisions is how many requests are asked about for one plan, and maxWorlds for one statement. Beyond them nothing is
// said to be equal.
const (
	maxDecisions = 400_000
	maxWorlds    = 60_000
)

// anyone is a principal of whom nothing is known.
var anyone = iam.Requester{Type: "user"}

// draw takes what one statement may ask from what the plan has left, and give puts the rest back.
func (j *judge) draw() *int {
	left := min(maxWorlds, j.budget)
	j.budget -= left
	return &left
}

func (j *judge) give(left *int) { j.budget += max(*left, 0) }

// satisfiable says whether a condition can be true for a principal and a permission. Where that cannot be told, or would take
// more requests than are left, it can.
func satisfiable(c iam.Condition, permission string, who iam.Requester, left *int) bool {
	if c == nil || *left <= 0 {
		return true
	}
	s := &iam.Statement{
		Subject:   iam.Subject{Kind: iam.AnyUser},
		Action:    iam.Action{Permissions: []iam.Permission{{Name: permission}}},
		Location:  iam.Location{Kind: iam.InTenancy},
		Condition: literally(c),
	}
	decider := iam.NewDecider([]iam.Policy{{Statements: []*iam.Statement{s}}}, iam.Options{})
	if doubtful(c) {
		return true
	}
	v := valuesOf([]iam.Condition{s.Condition}, nil)
	if who.Type == "service" {
		maps.DeleteFunc(v, func(name string, _ []iam.Values) bool { return ofPerson(name) })
	}
	holds := false
	complete := eachWorld(v, left, func(world map[string]iam.Values) bool {
		q := iam.Request{Permissions: []string{permission}, Principal: who, Variables: world}
		holds = decider.Decide(q).Outcome == iam.Allowed
		return !holds
	})
	return holds || !complete
}

// ofPerson says whether only users, instances and the like have a variable, but no service.
func ofPerson(name string) bool {
	return slices.ContainsFunc([]string{"request.user.", "request.groups.", "request.principal.", "request.dynamicgroup.", "request.instance.", "request.resource.", "request.domain."},
		func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// eachWorld calls visit with every combination of the variables' values, until it returns false. It returns false if there
// are more than may be visited.
func eachWorld(values map[string][]iam.Values, left *int, visit func(world map[string]iam.Values) bool) bool {
	names := slices.Sorted(maps.Keys(values))
	world := make(map[string]iam.Values, len(names))
	stop := false
	var walk func(i int) bool
	walk = func(i int) bool {
		if i == len(names) {
			if *left--; *left < 0 {
				return false
			}
			stop = !visit(world)
			return true
		}
		for _, v := range values[names[i]] {
			world[names[i]] = v
			if !walk(i + 1) {
				return false
			}
			if stop {
				return true
			}
		}
		return true
	}
	return walk(0)
}

// valuesOf are the values of the variables in conditions that the conditions can tell apart. Keys are regions' keys that are
// to be among them, besides the ones mentioned.
func valuesOf(conditions []iam.Condition, keys []string) map[string][]iam.Values {
	mentioned := map[string]map[string]bool{}
	note := func(name, value string) {
		if mentioned[name] == nil {
			mentioned[name] = map[string]bool{}
		}
		if value != "" {
			mentioned[name][value] = true
		}
	}
	for _, c := range conditions {
		eachLeaf(c, func(leaf iam.Condition) { noteLeaf(leaf, note) })
	}
	out := map[string][]iam.Values{}
	for name, texts := range mentioned {
		if name != "request.permission" {
			out[name] = candidates(name, slices.Sorted(maps.Keys(texts)), keys)
		}
	}
	return out
}

// noteLeaf notes what a comparison mentions.
func noteLeaf(leaf iam.Condition, note func(name, value string)) {
	switch c := leaf.(type) {
	case *iam.Absent:
		note(c.Variable.Name, "")
	case *iam.Comparison:
		note(c.Variable.Name, "")
		for _, v := range c.Values {
			switch v.Kind {
			case iam.Reference:
				note(v.Text, "")
				note(v.Text, "same")
				note(c.Variable.Name, "same")
			case iam.Pattern:
				note(c.Variable.Name, strings.ReplaceAll(v.Text, "*", ""))
				note(c.Variable.Name, strings.ReplaceAll(v.Text, "*", "x-"))
			default:
				note(c.Variable.Name, v.Text)
			}
		}
	}
}

// candidates are the values to try for one variable: those that are mentioned, another one, and none where a request may
// lack it.
func candidates(name string, texts, keys []string) []iam.Values {
	var out []iam.Values
	for _, t := range texts {
		if _, isName := region.ByName(strings.ToLower(t)); isName && name == "request.region" {
			continue // no request has a region's name there
		}
		out = append(out, iam.Values{t})
		out = append(out, around(t)...)
	}
	switch {
	case name == "request.region" || name == "target.region":
		for _, key := range keys {
			if !slices.Contains(texts, key) {
				out = append(out, iam.Values{key})
			}
		}
		out = append(out, iam.Values{"zzz"})
	case strings.HasPrefix(name, "request.utc-timestamp"):
		if len(texts) == 0 {
			out = append(out, iam.Values{"2026-01-01T00:00:00Z"})
		}
	default:
		out = append(out, iam.Values{"something-else"})
	}
	if fact, known := iam.FindVariable(name); !known || !fact.Always {
		out = append(out, nil)
	}
	return out
}

// around are the times before and after one.
func around(text string) []iam.Values {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return nil
	}
	return []iam.Values{{at.Add(-time.Hour).Format(time.RFC3339)}, {at.Add(time.Hour).Format(time.RFC3339)}}
}

// eachLeaf calls visit with the comparisons of a condition, and with what asks for absence.
func eachLeaf(c iam.Condition, visit func(iam.Condition)) {
	if all, ok := c.(*iam.Combination); ok {
		for _, m := range all.Members {
			eachLeaf(m, visit)
		}
		return
	}
	if c != nil {
		visit(c)
	}
}

// literally reads words without quotes as the texts that they seem to be: nobody documents them, but what is compared is read
// in the same way.
func literally(c iam.Condition) iam.Condition {
	switch c := c.(type) {
	case *iam.Combination:
		out := *c
		out.Members = nil
		for _, m := range c.Members {
			out.Members = append(out.Members, literally(m))
		}
		return &out
	case *iam.Comparison:
		out := *c
		out.Values = slices.Clone(c.Values)
		for i := range out.Values {
			if out.Values[i].Kind == iam.Word {
				out.Values[i].Kind = iam.Literal
			}
		}
		return &out
	}
	return c
}

// doubtful says whether a condition has a comparison of times that cannot be evaluated.
func doubtful(c iam.Condition) bool {
	out := false
	eachLeaf(c, func(leaf iam.Condition) {
		if c, ok := leaf.(*iam.Comparison); ok && strings.HasPrefix(c.Variable.Name, "request.utc-timestamp") {
			out = out || c.Operator == iam.Between || c.Operator == iam.Equal || c.Operator == iam.NotEqual
		}
	})
	return out
}

// asks says whether a condition compares a variable.
func asks(c iam.Condition, name string) bool {
	out := false
	eachLeaf(c, func(leaf iam.Condition) {
		if c, ok := leaf.(*iam.Comparison); ok {
			out = out || c.Variable.Name == name
		}
	})
	return out
}
