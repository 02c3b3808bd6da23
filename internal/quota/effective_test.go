package quota

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

func policies(t *testing.T, statements ...[]string) []Policy {
	t.Helper()
	var all []Policy
	for i, list := range statements {
		p := NewPolicy(string(rune('a'+i)), list...)
		require.Empty(t, p.Unread)
		all = append(all, p)
	}
	return all
}

func TestEffective(t *testing.T) {
	const iad, phx, fra = "us-ashburn-1", "us-phoenix-1", "eu-frankfurt-1"
	allowList := []string{
		"zero database quotas in tenancy",
		"unset database quotas in tenancy where request.region = 'us-ashburn-1'",
		"unset database quotas in tenancy where request.region = 'us-phoenix-1'",
	}
	for _, c := range []struct {
		name     string
		policies [][]string
		query    Query // Family database, Name n, Limit 100 where not given
		value    int64
		by       string // "" is the service limit
	}{
		{"no policy: the service limit", nil, Query{Region: iad}, 100, ""},
		{"zero", [][]string{{"zero database quotas in tenancy"}}, Query{Region: iad}, 0, "zero database quotas in tenancy"},
		{"set", [][]string{{"set database quota n to 7 in tenancy"}}, Query{Region: iad}, 7, "set database quota n to 7 in tenancy"},
		{"a quota above the service limit is capped by it", [][]string{{"set database quota n to 700 in tenancy"}}, Query{Region: iad}, 100, ""},
		{"another family", [][]string{{"zero vcn quotas in tenancy"}}, Query{Region: iad}, 100, ""},
		{"another name", [][]string{{"zero database quota m in tenancy"}}, Query{Region: iad}, 100, ""},
		{"family and name in any case", [][]string{{"zero DATABASE quota N in tenancy"}}, Query{Family: "Database", Name: "n", Region: iad}, 0, "zero database quota n in tenancy"},

		{"wildcard at the end", [][]string{{"zero database quota /standard*/ in tenancy"}}, Query{Name: "standard-e4", Region: iad}, 0, "zero database quota /standard*/ in tenancy"},
		{"wildcard at the end, elsewhere in the name", [][]string{{"zero database quota /standard*/ in tenancy"}}, Query{Name: "my-standard", Region: iad}, 100, ""},
		{"wildcard on both sides", [][]string{{"zero database quota /*exadata*/ in tenancy"}}, Query{Name: "x-exadata-y", Region: iad}, 0, "zero database quota /*exadata*/ in tenancy"},
		{"wildcard that is everything", [][]string{{"zero database quota /*/ in tenancy"}}, Query{Name: "x", Region: iad}, 0, "zero database quota /*/ in tenancy"},
		{"wildcard in the middle", [][]string{{"zero database quota /a*c*e/ in tenancy"}}, Query{Name: "abcde", Region: iad}, 0, "zero database quota /a*c*e/ in tenancy"},
		{"wildcard in the middle, no match", [][]string{{"zero database quota /a*c*e/ in tenancy"}}, Query{Name: "abcdef", Region: iad}, 100, ""},

		{"allow-list: inside", [][]string{allowList}, Query{Region: iad}, 100, ""},
		{"allow-list: inside, the other", [][]string{allowList}, Query{Region: phx}, 100, ""},
		{"allow-list: outside", [][]string{allowList}, Query{Region: fra}, 0, allowList[0]},
		{"allow-list: a region nobody knows", [][]string{allowList}, Query{Region: "us-moon-1"}, 0, allowList[0]},
		{"allow-list in the wrong order: the later zero supersedes", [][]string{{allowList[1], allowList[0]}}, Query{Region: iad}, 0, allowList[0]},
		{"allow-list split over two policies: the most restrictive wins", [][]string{{allowList[0]}, {allowList[1]}}, Query{Region: iad}, 0, allowList[0]},
		{"two allow-lists zero each other", [][]string{allowList, {"zero database quotas in tenancy", "unset database quotas in tenancy where request.region = 'eu-frankfurt-1'"}}, Query{Region: iad}, 0, "zero database quotas in tenancy"},

		{"one !=: inside", [][]string{{"zero database quotas in tenancy where request.region != 'us-ashburn-1'"}}, Query{Region: iad}, 100, ""},
		{"one !=: outside", [][]string{{"zero database quotas in tenancy where request.region != 'us-ashburn-1'"}}, Query{Region: fra}, 0, "zero database quotas in tenancy where request.region != 'us-ashburn-1'"},
		{"two != zero each other's region", [][]string{{"zero database quotas in tenancy where request.region != 'us-ashburn-1'", "zero database quotas in tenancy where request.region != 'us-phoenix-1'"}}, Query{Region: iad}, 0, "zero database quotas in tenancy where request.region != 'us-phoenix-1'"},
		{"a key with != holds everywhere", [][]string{{"zero database quotas in tenancy where request.region != 'iad'"}}, Query{Region: iad}, 0, "zero database quotas in tenancy where request.region != 'iad'"},
		{"a key with = holds nowhere", [][]string{{"zero database quotas in tenancy where request.region = 'fra'"}}, Query{Region: fra}, 100, ""},
		{"regions in any case", [][]string{{"zero database quotas in tenancy where request.region = 'EU-Frankfurt-1'"}}, Query{Region: fra}, 0, "zero database quotas in tenancy where request.region = 'EU-Frankfurt-1'"},
		{"any", [][]string{{"set database quota n to 3 in tenancy where any {request.region = 'us-ashburn-1', request.region = 'us-phoenix-1'}"}}, Query{Region: phx}, 3, "set database quota n to 3 in tenancy where any {request.region = 'us-ashburn-1', request.region = 'us-phoenix-1'}"},

		{"later set supersedes", [][]string{{"set database quota n to 5 in tenancy", "set database quota n to 9 in tenancy"}}, Query{Region: iad}, 9, "set database quota n to 9 in tenancy"},
		{"later wildcard supersedes", [][]string{{"set database quota n to 5 in tenancy", "set database quota /*/ to 9 in tenancy"}}, Query{Region: iad}, 9, "set database quota /*/ to 9 in tenancy"},
		{"across policies the lower wins", [][]string{{"set database quota n to 9 in tenancy"}, {"set database quota n to 5 in tenancy"}}, Query{Region: iad}, 5, "set database quota n to 5 in tenancy"},
		{"zero the family, give back one name", [][]string{{"zero database quotas in tenancy", "unset database quota n in tenancy"}}, Query{Region: iad}, 100, ""},
		{"zero the family, another name stays zero", [][]string{{"zero database quotas in tenancy", "unset database quota n in tenancy"}}, Query{Name: "m", Region: iad}, 0, "zero database quotas in tenancy"},

		{"a parent's zero holds below", [][]string{{"zero database quotas in compartment p"}}, Query{Region: iad, Compartment: []string{"p", "c"}}, 0, "zero database quotas in compartment p"},
		{"a child's zero does not hold above", [][]string{{"zero database quotas in compartment p:c"}}, Query{Region: iad, Compartment: []string{"p"}}, 100, ""},
		{"a sibling's zero does not hold beside", [][]string{{"zero database quotas in compartment p:c"}}, Query{Region: iad, Compartment: []string{"p", "d"}}, 100, ""},
		{"a compartment's name is taken from the root", [][]string{{"zero database quotas in compartment c"}}, Query{Region: iad, Compartment: []string{"p", "c"}}, 100, ""},
		{"compartments in any case", [][]string{{"zero database quotas in compartment P:C"}}, Query{Region: iad, Compartment: []string{"p", "c"}}, 0, "zero database quotas in compartment P:C"},
		{"what a child uses counts for its parent", [][]string{{"set database quota n to 5 in compartment p", "set database quota n to 9 in compartment p:c"}}, Query{Region: iad, Compartment: []string{"p", "c"}}, 5, "set database quota n to 5 in compartment p"},
		{"a child may have less than its parent", [][]string{{"set database quota n to 9 in compartment p", "set database quota n to 5 in compartment p:c"}}, Query{Region: iad, Compartment: []string{"p", "c"}}, 5, "set database quota n to 5 in compartment p:c"},
		{"Oracle's sample: zero the tenancy, give back one compartment", [][]string{{"zero database quota /*exadata*/ in tenancy", "unset database quota /*exadata*/ in compartment Production"}}, Query{Name: "x-exadata", Region: iad, Compartment: []string{"Production"}}, 100, ""},
		{"Oracle's sample: the other compartments", [][]string{{"zero database quota /*exadata*/ in tenancy", "unset database quota /*exadata*/ in compartment Production"}}, Query{Name: "x-exadata", Region: iad, Compartment: []string{"Dev"}}, 0, "zero database quota /*exadata*/ in tenancy"},

		{"by availability domain: that one", [][]string{{"zero database quotas in tenancy where request.ad = 'Uocm:PHX-AD-1'"}}, Query{Region: phx, AD: "uocm:phx-ad-1"}, 0, "zero database quotas in tenancy where request.ad = 'Uocm:PHX-AD-1'"},
		{"by availability domain: another", [][]string{{"zero database quotas in tenancy where request.ad = 'Uocm:PHX-AD-1'"}}, Query{Region: phx, AD: "Uocm:PHX-AD-2"}, 100, ""},
		{"by availability domain: a regional quota", [][]string{{"zero database quotas in tenancy where request.ad != 'Uocm:PHX-AD-1'"}}, Query{Region: phx}, 100, ""},
	} {
		q := c.query
		if q.Family == "" {
			q.Family = "database"
		}
		if q.Name == "" {
			q.Name = "n"
		}
		q.Limit = 100
		e := Effective(policies(t, c.policies...), q)
		by := ""
		if e.By != nil {
			by = e.By.String()
			assert.NotEmpty(t, e.Policy, c.name)
		}
		assert.Equal(t, c.value, e.Value, c.name)
		assert.Equal(t, c.by, by, c.name)
	}
}

func TestEffective_assumptions(t *testing.T) {
	ask := func(statements ...string) []string {
		return Effective([]Policy{NewPolicy("p", statements...)}, Query{Family: "database", Name: "n", Region: "us-ashburn-1", Compartment: []string{"c"}, Limit: 1}).Assumptions
	}
	assert.Empty(t, ask("zero database quotas in tenancy", "unset database quotas in tenancy where request.region = 'us-ashburn-1'"))
	assert.Equal(t, []string{assumeAll.Text}, ask("zero database quotas in tenancy where all {request.region != 'us-ashburn-1', request.region != 'us-phoenix-1'}"))
	assert.Equal(t, []string{assumeCarveOut.Text}, ask("zero database quotas in tenancy", "unset database quotas in compartment c"))
	assert.Equal(t, []string{assumeAD.Text}, ask("zero database quotas in tenancy where request.ad = 'Uocm:PHX-AD-1'"))
	assert.Equal(t, []string{`1 of the statements in "p", which cannot be read, do not matter`}, ask("zero database"))
}

// What Effective says must follow from the three sentences of the facts, whatever the statements.
func TestEffective_properties(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	pool := []string{
		"zero database quotas in tenancy", "zero database quota n in compartment p", "set database quota n to 5 in tenancy",
		"set database quota /n*/ to 8 in compartment p:c", "unset database quotas in tenancy", "unset database quota n in compartment p",
		"zero database quotas in tenancy where request.region != 'us-ashburn-1'", "unset database quotas in tenancy where request.region = 'us-ashburn-1'",
		"set database quota n to 2 in compartment p where any {request.region = 'us-ashburn-1', request.region = 'eu-frankfurt-1'}",
	}
	for range 3_000 {
		lists := make([][]string, 1+r.IntN(3))
		for i := range lists {
			for range 1 + r.IntN(4) {
				lists[i] = append(lists[i], pool[r.IntN(len(pool))])
			}
		}
		all := policies(t, lists...)
		q := Query{Family: "database", Name: "n", Region: []string{"us-ashburn-1", "us-phoenix-1"}[r.IntN(2)], Compartment: []string{"p", "c"}[:r.IntN(3)], Limit: 10}
		e := Effective(all, q)
		lowest := q.Limit
		for i := range all {
			lowest = min(lowest, Effective(all[i:i+1], q).Value)
		}
		require.Equal(t, lowest, e.Value, "across policies the most restrictive wins: %v", lists)

		all[0].Statements = append(all[0].Statements, policies(t, []string{"zero database quotas in tenancy"})[0].Statements...)
		require.Zero(t, Effective(all, q).Value, "a last zero in one policy is zero: %v", lists)
		one := all[:1]
		one[0].Statements = append(one[0].Statements, policies(t, []string{"unset database quotas in tenancy"})[0].Statements...)
		require.Equal(t, q.Limit, Effective(one, q).Value, "a last unset of everything in the only policy is the limit: %v", lists)
	}
}

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		a, b   string
		covers bool // a covers b
		meets  bool
	}{
		{"*", "a*", true, true},
		{"a*", "*", false, true},
		{"a*", "ab*", true, true},
		{"a*", "*b", false, true},
		{"a*", "b*", false, false},
		{"*a", "*b", false, false},
		{"a*c", "abc", true, true},
		{"a*c", "a*b*c", true, true},
		{"abc", "abc", true, true},
		{"abc", "abd", false, false},
		{"a*b", "b*a", false, false},
		{"*a*", "*b*", false, true},
		{"a", "", false, false},
		{"*", "", true, true},
		{"**", "x", true, true},
		{"a*a", "a", false, false},
	} {
		assert.Equal(t, c.covers, lex.Matches(c.a, c.b), "%s covers %s", c.a, c.b)
		assert.Equal(t, c.meets, patternsMeet(c.a, c.b), "%s meets %s", c.a, c.b)
		assert.Equal(t, c.meets, patternsMeet(c.b, c.a), "%s meets %s", c.b, c.a)
	}
}

func TestPatterns_agreeWithEnumeration(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	texts := []string{""}
	for i := 0; i < len(texts) && len(texts[i]) < 6; i++ {
		texts = append(texts, texts[i]+"a", texts[i]+"b")
	}
	pattern := func() string {
		b := make([]byte, r.IntN(5))
		for i := range b {
			b[i] = "ab**"[r.IntN(4)]
		}
		return string(b)
	}
	for range 3_000 {
		a, b := pattern(), pattern()
		meets, covers := false, true
		for _, text := range texts {
			inA, inB := lex.Matches(a, text), lex.Matches(b, text)
			meets = meets || inA && inB
			covers = covers && (inA || !inB)
		}
		require.Equal(t, meets, patternsMeet(a, b), "%q %q", a, b)
		if lex.Matches(a, b) {
			require.True(t, covers, "%q is said to cover %q", a, b)
		}
	}
}
