package quota

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLint(t *testing.T) {
	const (
		zero     = "zero database quotas in tenancy"
		unsetIAD = "unset database quotas in tenancy where request.region = 'us-ashburn-1'"
		unsetPHX = "unset database quotas in tenancy where request.region = 'us-phoenix-1'"
		notIAD   = "zero database quotas in tenancy where request.region != 'us-ashburn-1'"
		notPHX   = "zero database quotas in tenancy where request.region != 'us-phoenix-1'"
	)
	for _, c := range []struct {
		reason   string // the sentence of what Oracle documents that it rests on
		policies [][]string
		want     []string // rule, line of the statement, column, part of the message, part of the fix
	}{
		{"zero, then unset region by region, in one policy, is documented", [][]string{{zero, unsetIAD, unsetPHX}}, nil},
		{"one != is what Oracle's landing zone uses", [][]string{{notIAD}}, nil},
		{"wildcards are documented", [][]string{{"zero compute quota /standard*/ in tenancy", "unset compute quota standard-e4 in tenancy"}}, nil},
		{"any {…} with = has been used", [][]string{{"set compute quota n to 1 in tenancy where any {request.region = 'us-ashburn-1', request.region = 'us-phoenix-1'}"}}, nil},
		{"two populations, each in its compartment", [][]string{
			{"zero database quotas in compartment us", "unset database quotas in compartment us where request.region = 'us-ashburn-1'"},
			{"zero database quotas in compartment eu", "unset database quotas in compartment eu where request.region = 'eu-frankfurt-1'"},
		}, nil},
		{"different families do not touch each other", [][]string{{notIAD, "zero vcn quotas in tenancy where request.region != 'us-phoenix-1'"}}, nil},
		{"two statements that each limit one region are no allow-list", [][]string{{"zero database quotas in tenancy where request.region = 'us-ashburn-1'", "zero database quotas in tenancy where request.region = 'us-phoenix-1'"}}, nil},

		{"zero F where != A and zero F where != B together zero F everywhere", [][]string{{notIAD, notPHX}}, []string{"RES355|1|1|leave no region free|zero database quotas, then one unset"}},
		{"the same, a family and a wildcard of it", [][]string{{notIAD, "zero database quota /*/ in tenancy where request.region != 'us-phoenix-1'"}}, []string{"RES355|1|1|leave no region free|"}},
		{"the same, set to 0", [][]string{{notIAD, "set database quota n to 0 in tenancy where request.region != 'us-phoenix-1'"}}, []string{"RES355|1|1|leave no region free|"}},
		{"the same, in a compartment of the other", [][]string{{notIAD, "zero database quotas in compartment c where request.region != 'us-phoenix-1'"}}, []string{"RES355|1|1|leave no region free|"}},
		{"the same, over two policies: the most restrictive wins", [][]string{{notIAD}, {notPHX}}, []string{`RES360|1|1|"a" leaves database quotas in us-ashburn-1; this one leaves us-phoenix-1|compartment`}},
		{"two != with an unset behind them are an allow-list after all", [][]string{{notIAD, notPHX, unsetIAD, unsetPHX}}, nil},
		{"any {!= A, != B} is true everywhere", [][]string{{"zero database quotas in tenancy where any {request.region != 'us-ashburn-1', request.region != 'us-phoenix-1'}"}}, []string{"RES358|1|39|true in every region|zero database quotas"}},
		{"all {= A, = B} is false everywhere, and not documented", [][]string{{"unset database quotas in tenancy where all {request.region = 'us-ashburn-1', request.region = 'us-phoenix-1'}"}}, []string{"RES358|1|40|false in every region|any {…}", "RES359|1|40|not documented|"}},
		{"all {request.region != A, request.region != B}: [U]", [][]string{{"zero database quotas in tenancy where all {request.region != 'us-ashburn-1', request.region != 'us-phoenix-1'}"}}, []string{"RES359|1|39|not documented for quotas|zero database quotas, then one unset"}},

		{"order matters: the zero after the unset supersedes it", [][]string{{unsetIAD, zero}}, []string{"RES356|1|1|supersedes this one wherever it holds: zero database quotas in tenancy|Zero first"}},
		{"within one policy the later statement supersedes", [][]string{{"set database quota n to 1 in tenancy", "set database quota n to 2 in tenancy"}}, []string{"RES356|1|1|supersedes|Delete it"}},
		{"the same with a wildcard", [][]string{{"set database quota adb-free-count to 1 in tenancy", "zero database quota /adb*/ in tenancy"}}, []string{"RES356|1|1|supersedes|Zero first"}},
		{"the same in a child compartment", [][]string{{"unset database quotas in compartment a:b", "zero database quotas in compartment a"}}, []string{"RES356|1|1|supersedes|Zero first"}},
		{"a later statement about one region leaves the others", [][]string{{"set database quota n to 1 in tenancy", "set database quota n to 2 in tenancy where request.region = 'us-ashburn-1'"}}, nil},
		{"a later statement about more names, but one region, leaves the others", [][]string{{unsetIAD, "zero database quotas in tenancy where request.region = 'us-phoenix-1'"}}, nil},

		{"names that have nothing in common", [][]string{{"zero database quota /a*/ in tenancy where request.region != 'us-ashburn-1'", "zero database quota /b*/ in tenancy where request.region != 'us-phoenix-1'"}}, nil},
		{"names of which one matches", [][]string{{"zero database quota abc in tenancy where request.region != 'us-ashburn-1'", "zero database quota /a*/ in tenancy where request.region != 'us-phoenix-1'"}}, []string{"RES355|1|1||"}},
		{"patterns that meet", [][]string{{"zero database quota /a*/ in tenancy where request.region != 'us-ashburn-1'", "zero database quota /*z/ in tenancy where request.region != 'us-phoenix-1'"}}, []string{"RES355|1|1||"}},
		{"a statement about an availability domain leaves the others", [][]string{{"set database quota n to 1 in tenancy where request.ad = 'Uocm:PHX-AD-1'", "set database quota n to 2 in tenancy where request.ad = 'Uocm:PHX-AD-2'"}}, nil},
		{"a zero in another policy for one availability domain", [][]string{{"zero database quotas in tenancy where request.ad = 'Uocm:PHX-AD-1'"}, {"set database quota n to 2 in tenancy"}}, nil},
		{"many regions in common with none", [][]string{{zero, "unset database quotas in tenancy where any {request.region = 'us-ashburn-1', request.region = 'us-phoenix-1', request.region = 'us-chicago-1', request.region = 'us-sanjose-1'}"}, {zero, "unset database quotas in tenancy where request.region = 'uk-london-1'"}}, []string{"RES360|1|1|and 1 more; this one leaves uk-london-1|"}},
		{"they must not be split over two quota objects", [][]string{{zero}, {unsetIAD}}, []string{`RES357|1|1|The policy "a" has "zero database quotas in tenancy", which this statement does not lift|into one policy`}},
		{"the same, the other way round", [][]string{{unsetIAD}, {zero}}, []string{`RES357|1|1|The policy "b" has|`}},
		{"the same with a set", [][]string{{zero}, {"set database quota n to 5 in tenancy"}}, []string{"RES357|1|1|does not lift|"}},
		{"two tenancy-wide allow-lists (US and EU) zero each other", [][]string{{zero, unsetIAD, unsetPHX}, {zero, "unset database quotas in tenancy where request.region = 'eu-frankfurt-1'"}}, []string{`RES360|1|1|"a" leaves database quotas in us-ashburn-1 and us-phoenix-1; this one leaves eu-frankfurt-1|compartment of its population`}},
		{"two allow-lists with a region in common leave it", [][]string{{zero, unsetIAD, unsetPHX}, {zero, unsetPHX}}, nil},

		{"in quotas the region's name must be specified: a key with !=", [][]string{{"zero database quotas in tenancy where request.region != 'iad'"}}, []string{"RES353|1|57|\"iad\" is the key of us-ashburn-1. In quotas request.region is the region's name, so the comparison is true everywhere|'us-ashburn-1'"}},
		{"a key with =", [][]string{{zero, "unset database quotas in tenancy where request.region = IAD"}}, []string{"RES353|1|57|true nowhere|'us-ashburn-1'"}},
		{"keys inside any", [][]string{{"zero database quotas in tenancy where any {request.region = 'iad', request.region = 'phx'}"}}, []string{"RES353|1|61|iad|", "RES353|1|85|phx|"}},
		{"a region that does not exist", [][]string{{"zero database quotas in tenancy where request.region != 'us-ashburn-11'"}}, []string{"RES354|1|57|No region called \"us-ashburn-11\" is known, so the comparison is true everywhere|'us-ashburn-1'"}},
		{"another cloud's region", [][]string{{"zero database quotas in tenancy where request.region = 'moon'"}}, []string{"RES354|1|56|true nowhere|a region that exists"}},
		{"an availability domain of no region", [][]string{{"zero database quotas in tenancy where request.ad = 'Uocm:XXX-AD-1'"}}, []string{"RES354|1|52|no availability domain|"}},
		{"an availability domain", [][]string{{"zero database quotas in tenancy where request.ad = 'Uocm:PHX-AD-1'"}}, nil},

		{"and between conditions is rejected", [][]string{{"zero database quotas in tenancy where request.region != 'us-ashburn-1' and request.region != 'us-phoenix-1'"}}, []string{`RES351|1|72|cannot be read: quotas have no "and"|unset it region by region`}},
		{"or neither", [][]string{{"zero database quotas in tenancy where request.region = 'us-ashburn-1' or request.region = 'us-phoenix-1'"}}, []string{`RES351|1|71|quotas have no "or"|`}},
		{"IAM's not in", [][]string{{"zero database quotas in tenancy where request.region not in ('us-ashburn-1')"}}, []string{"RES352|1|54|operator of IAM's policies|quota language"}},
		{"IAM's variables", [][]string{{"zero database quotas in tenancy where target.compartment.name = 'x'"}}, []string{"RES352|1|39|a variable of IAM's policies|"}},
		{"IAM's deny", [][]string{{"deny any-user to manage buckets in tenancy"}}, []string{"RES352|1|1|begins a statement of IAM's policies|"}},
		{"IAM's compartment id", [][]string{{"zero database quotas in compartment id ocid1.compartment.oc1..x"}}, []string{"RES352|1|40|by its path|"}},
		{"an OCID in a path's place", [][]string{{"zero database quotas in compartment ocid1.compartment.oc1..x"}}, []string{"RES352|1|37|not by its OCID|a:b:c"}},
		{"a typing error", [][]string{{"zero database qouta in tenancy"}}, []string{`RES350|1|15|expected "quota" or "quotas", found "qouta"|set`}},
	} {
		found := Lint(read(c.policies...)...)
		if !assert.Len(t, found, len(c.want), "%s\n%+v", c.reason, found) {
			continue
		}
		for i, f := range found {
			want := strings.Split(c.want[i], "|")
			assert.Equal(t, want[0], f.Rule, c.reason)
			assert.Equal(t, want[1]+","+want[2], fmt.Sprintf("%d,%d", f.Line, f.Column), c.reason)
			assert.Contains(t, f.Message, want[3], c.reason)
			assert.Contains(t, f.Fix, want[4], c.reason)
			assert.True(t, strings.HasSuffix(f.Message, "."), f.Message)
			assert.Regexp(t, `[.?]$`, f.Fix)
			assert.NotEmpty(t, f.Statement)
			assert.NotEmpty(t, f.Policy)
		}
	}
}

func read(statements ...[]string) []Policy {
	var all []Policy
	for i, list := range statements {
		all = append(all, NewPolicy(string(rune('a'+i)), list...))
	}
	return all
}

func TestLint_linesOfAFile(t *testing.T) {
	p := ParseLines("q.txt", []byte("// first\nzero database quotas in tenancy where request.region != 'iad'\n\nzero database\n"))
	found := Lint(p)
	require.Len(t, found, 2)
	assert.Equal(t, []any{"RES353", "q.txt", 2, 57}, []any{found[0].Rule, found[0].File, found[0].Line, found[0].Column})
	assert.Equal(t, []any{"RES350", "q.txt", 4, 14}, []any{found[1].Rule, found[1].File, found[1].Line, found[1].Column})
}

func TestRules(t *testing.T) {
	seen := map[string]bool{}
	last := ""
	for _, r := range Rules() {
		assert.Less(t, last, r.ID)
		assert.Regexp(t, `^RES3[5-9]\d$`, r.ID)
		assert.NotEmpty(t, r.Title)
		assert.True(t, strings.HasSuffix(r.Meaning, "."), r.Meaning)
		seen[r.ID], last = true, r.ID
	}
	assert.Len(t, seen, 11)
}
