package quota

import (
	"strings"
	"sync"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Matches says whether the name means the quota of that name.
func (n Name) Matches(quota string) bool {
	quota = lex.Fold(quota)
	switch {
	case n.Text == "":
		return true
	case n.Pattern:
		return lex.Matches(n.Text, quota)
	}
	return n.Text == quota
}

// covers says whether n means every quota that m means. A star in m stands for itself here, which only a star in n
// matches: so nothing is covered that need not be.
func (n Name) covers(m Name) bool {
	switch {
	case n.Text == "" || n.Pattern && strings.Trim(n.Text, "*") == "":
		return true
	case m.Text == "":
		return false
	case n.Pattern:
		return lex.Matches(n.Text, m.Text)
	}
	return !m.Pattern && n.Text == m.Text
}

// overlaps says whether some quota's name is meant by both.
func (n Name) overlaps(m Name) bool {
	switch {
	case n.Text == "" || m.Text == "":
		return true
	case n.Pattern && m.Pattern:
		return patternsMeet(n.Text, m.Text)
	case n.Pattern:
		return n.Matches(m.Text)
	}
	return m.Matches(n.Text)
}

// patternsMeet says whether some text is matched by both patterns.
func patternsMeet(a, b string) bool {
	// meets[j] is whether what is left of a, and b[j:], have a text in common.
	meets := make([]bool, len(b)+1)
	for i := len(a); i >= 0; i-- {
		above := meets[len(b)] // for i+1 and the j before
		for j := len(b); j >= 0; j-- {
			below := meets[j] // for i+1 and this j
			switch {
			case i == len(a) && j == len(b):
				meets[j] = true
			case i < len(a) && a[i] == '*':
				meets[j] = below || j < len(b) && meets[j+1]
			case j < len(b) && b[j] == '*':
				meets[j] = meets[j+1] || i < len(a) && below
			default:
				meets[j] = i < len(a) && j < len(b) && a[i] == b[j] && above
			}
			above = below
		}
	}
	return meets[0]
}

// covers says whether the location has the compartment in it; base is the compartment of the policy, path that of the
// compartment, both from the root. Names of compartments compare without case.
func (l Location) covers(base, path []string) bool {
	if len(base)+len(l.Path) > len(path) {
		return false
	}
	for i, name := range base {
		if lex.Fold(name) != lex.Fold(path[i]) {
			return false
		}
	}
	for i, w := range l.Path {
		if lex.Fold(w.Text) != lex.Fold(path[len(base)+i]) {
			return false
		}
	}
	return true
}

// contains says whether everything in m is in l, for two locations of policies of the same compartment.
func (l Location) contains(m Location) bool {
	if len(l.Path) > len(m.Path) {
		return false
	}
	for i, w := range l.Path {
		if lex.Fold(w.Text) != lex.Fold(m.Path[i].Text) {
			return false
		}
	}
	return true
}

// where is a place that a condition is asked about.
type where struct{ region, ad string }

// holds evaluates a condition. For a regional quota there is no availability domain: whether a comparison with it is then
// false, as in IAM, is not documented [U].
func holds(c Condition, at where) bool {
	switch c := c.(type) {
	case *Combination:
		for _, m := range c.Members {
			if holds(m, at) == c.Any {
				return c.Any
			}
		}
		return !c.Any
	case *Comparison:
		have := at.region
		if c.Variable == AD {
			have = at.ad
		}
		return have != "" && (lex.Fold(have) == lex.Fold(c.Value.Text)) != c.Not
	}
	return true
}

// comparisons are those of a condition, in their order.
func comparisons(c Condition) []*Comparison {
	switch c := c.(type) {
	case *Combination:
		var all []*Comparison
		for _, m := range c.Members {
			all = append(all, comparisons(m)...)
		}
		return all
	case *Comparison:
		return []*Comparison{c}
	}
	return nil
}

// asksAD says whether the condition depends on the availability domain.
func asksAD(c Condition) bool {
	for _, one := range comparisons(c) {
		if one.Variable == AD {
			return true
		}
	}
	return false
}

// elsewhere stands for every region that no table knows: one that Oracle is yet to build, too.
const elsewhere = "a region that is not known yet"

// everywhere is every known region's name, and elsewhere. Nobody changes it.
var everywhere = sync.OnceValue(func() []string {
	all := region.All()
	names := make([]string, 0, len(all)+1)
	for _, r := range all {
		names = append(names, r.Name)
	}
	return append(names, elsewhere)
})
