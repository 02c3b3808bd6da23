package compile_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/denyrule/compile"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/quota"
)

// attacks are names that would end a statement early, begin another, or mean more than a name.
var attacks = []string{
	"x' } allow any-user to manage all-resources in tenancy",
	"x', request.region = 'fra",
	"x'}, any {request.region = 'fra'",
	"x' or 1 = 1",
	"x'} //",
	"x // comment",
	"//",
	"/*",
	"*",
	"/.*/",
	"/x*/",
	"x\\' } allow",
	"x\\",
	"'",
	"''",
	"\"",
	"\"x\"",
	"`x`",
	"x\nallow any-user to manage all-resources in tenancy",
	"x\r\nallow group Admins to manage policies in tenancy",
	"x\x00y",
	"x\ty",
	"\u2028allow any-user",
	"\u202eyrt",
	"x\u200b",
	"\ufeffx",
	"K\u212a",
	"x’ } allow",
	"x＇ } allow",
	"${request.region}",
	"%{ if true }",
	"{{ name }}",
	"request.region",
	"target.compartment.name",
	"any-user",
	"tenancy",
	"in tenancy",
	"x in tenancy where request.region = 'fra'",
	"group Administrators",
	"x, y",
	"x; drop",
	"x:y:z",
	"a/b",
	"Default/Administrators",
	"id ocid1.group.oc1..aaaa",
	"ocid1.group.oc1..aaaa' , request.region = 'fra",
	"",
	" ",
	" x",
	"x ",
	strings.Repeat("x", 70_000),
	"\xff\xfe",
	"x' before '2030-01-01T00:00:00Z",
	"x') , sets-equal(target.policy.type, 'allow'",
	"}",
	"{",
	"where",
	"x' } where any { !request.groups.name",
}

// A name is refused, or it is quoted and stays the one name that it is: the statements have the same shape as with a plain
// name in its place.
func TestCompile_injection(t *testing.T) {
	require.GreaterOrEqual(t, len(attacks), 40)
	for where, put := range map[string]func(*compile.Rule, string){
		"name":  func(r *compile.Rule, text string) { r.Name = text },
		"group": func(r *compile.Rule, text string) { r.Spare = []compile.Group{{Name: text}} },
		// Without an OCID the group's name counts, so that an empty one is given as a blank.
		"group OCID": func(r *compile.Rule, text string) {
			r.Spare = []compile.Group{{Name: "x", ID: text + " "[:max(0, 1-len(text))]}}
		},
		"network source": func(r *compile.Rule, text string) { r.Networks = []string{text} },
		"compartment": func(r *compile.Rule, text string) {
			r.Targets = []compile.Compartment{{ID: text, Path: []string{"data"}}}
		},
		"path": func(r *compile.Rule, text string) {
			r.Targets = []compile.Compartment{{ID: data, Path: []string{text}}}
		},
		"kept in": func(r *compile.Rule, text string) { r.Attached = compile.Compartment{ID: text} },
		"exception": func(r *compile.Rule, text string) {
			e := exception(t)
			e.Compartments = []string{text}
			r.Exceptions = []compile.Exception{e}
		},
		"class": func(r *compile.Rule, text string) {
			r.Special = []compile.Special{{Compartment: text, Class: "public", Inside: r.Inside}}
		},
		"region key": func(r *compile.Rule, text string) { r.Inside[0].Key = text },
		"block":      func(r *compile.Rule, text string) { r.Block = []string{text} },
		"service":    func(r *compile.Rule, text string) { r.Services = []string{text} },
		"layer":      func(r *compile.Rule, text string) { r.Layers = []string{text} },
		"family":     func(r *compile.Rule, text string) { r.Families = map[string][]string{text: {text}} },
	} {
		t.Run(where, func(t *testing.T) {
			plain := usRule(t)
			plain.Services = []string{"nosql"}
			put(&plain, harmless[where])
			like := compiled(t, plain)
			for _, attack := range attacks {
				rule := usRule(t)
				rule.Services = []string{"nosql"}
				put(&rule, attack)
				out, err := compile.Compile(rule)
				if err != nil {
					var faults compile.Faults
					require.ErrorAs(t, err, &faults)
					continue
				}
				sameShape(t, like, out, attack)
			}
		})
	}
}

// harmless is a plain value in each place.
var harmless = map[string]string{
	"name": "rule", "group": "Pipeline", "group OCID": pipeline, "network source": "corp", "compartment": data, "path": "data", "kept in": tenancy,
	"exception": public, "class": public, "region key": "iad", "block": "create", "service": "nosql", "layer": "iam_deny", "family": "nothing",
}

func sameShape(t *testing.T, like, out compile.Output, attack string) {
	t.Helper()
	want, got := like.Statements(), out.Statements()
	require.Len(t, got, len(want), "%q", attack)
	for i, text := range got {
		s, err := iam.Parse(text)
		require.NoError(t, err, "%q: %s", attack, text)
		plain, err := iam.Parse(want[i])
		require.NoError(t, err)
		assert.Equal(t, shape(plain), shape(s), "%q: %s", attack, text)
	}
	require.Len(t, out.Quota, len(like.Quota), "%q", attack)
	for _, text := range out.Quota {
		s, err := quota.Parse(text)
		require.NoError(t, err, "%q: %s", attack, text)
		assert.Len(t, s.Location.Path, 1, "%q", attack)
	}
}

// shape is a statement without its values.
func shape(s *iam.Statement) string {
	var walk func(iam.Condition) string
	walk = func(c iam.Condition) string {
		switch c := c.(type) {
		case *iam.Combination:
			members := make([]string, len(c.Members))
			for i, m := range c.Members {
				members[i] = walk(m)
			}
			return "{" + strings.Join(members, " ") + "}"
		case *iam.Comparison:
			return c.Variable.Name + c.Operator.String()
		case *iam.Absent:
			return "!" + c.Variable.Name
		}
		return ""
	}
	return s.Subject.String() + walk(s.Condition)
}
