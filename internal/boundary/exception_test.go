package boundary

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Each faulty exception would cover the fact, is told of by Audit, and is not applied.
func TestAudit(t *testing.T) {
	now := day(t, "2026-12-01")
	var everywhere, commercial []string
	for _, r := range region.All() {
		everywhere = append(everywhere, r.Name)
		if r.Realm == "oc1" && r.Country != "US" {
			commercial = append(commercial, r.Name)
		}
	}
	commercial = append(commercial, "us-saltlake-2")
	for name, test := range map[string]struct {
		change func(*Exception)
		want   string // rules and attributes
	}{
		"fine":                      {func(*Exception) {}, ""},
		"expired":                   {func(e *Exception) { e.Expires = "2026-11-30" }, "RES401 expires"},
		"expires today":             {func(e *Exception) { e.Expires = "2026-12-01" }, ""},
		"malformed date":            {func(e *Exception) { e.Expires = "31.03.2027" }, "RES402 expires"},
		"no such day":               {func(e *Exception) { e.Expires = "2027-02-29" }, "RES402 expires"},
		"a time":                    {func(e *Exception) { e.Expires = "2027-03-31T00:00:00Z" }, "RES402 expires"},
		"short date":                {func(e *Exception) { e.Expires = "2027-3-31" }, "RES402 expires"},
		"no date":                   {func(e *Exception) { e.Expires = "" }, "RES402 expires"},
		"self-approved":             {func(e *Exception) { e.ApprovedBy = "storage-team" }, "RES403 approved_by"},
		"self-approved, disguised":  {func(e *Exception) { e.ApprovedBy = " STORAGE-team\t" }, "RES403 approved_by"},
		"self-approved, spaced out": {func(e *Exception) { e.Owner, e.ApprovedBy = "storage team", "storage  team" }, "RES403 approved_by"},
		"an owner unseen":           {func(e *Exception) { e.Owner = "storage\u2060-team" }, "RES403 approved_by"},
		"self-approved, unseen":     {func(e *Exception) { e.ApprovedBy = "storage-team\u200b" }, "RES403 approved_by"},
		"approved by nobody":        {func(e *Exception) { e.ApprovedBy = "  " }, "RES403 approved_by"},
		"of nobody":                 {func(e *Exception) { e.Owner = "" }, "RES403 owner"},
		"every address":             {func(e *Exception) { e.Addresses = []string{"module.legacy.*", "*"} }, "RES404 addresses"},
		"every address, one compartment": {func(e *Exception) {
			e.Addresses, e.Compartments = []string{"*"}, []string{dataCompartment}
		}, ""},
		"no address":          {func(e *Exception) { e.Addresses = nil }, "RES404 addresses"},
		"no region":           {func(e *Exception) { e.Regions = nil }, "RES404 regions"},
		"every region":        {func(e *Exception) { e.Regions = []string{"ap-singapore-1", "*"} }, "RES404 regions"},
		"every region, spelt": {func(e *Exception) { e.Regions = everywhere }, "RES404 regions"},
		"every region of oc1": {func(e *Exception) { e.Regions = commercial }, "RES404 regions"},
		"nearly every region": {func(e *Exception) { e.Regions = commercial[:len(commercial)-1] }, ""},
		"no reason":           {func(e *Exception) { e.Reason = "\n" }, "RES405 reason"},
		"no ticket":           {func(e *Exception) { e.Ticket = "" }, "RES405 ticket"},
		"empty":               {func(e *Exception) { *e = Exception{} }, "RES402 expires RES403 owner RES405 reason RES405 ticket RES404 regions RES404 addresses"},
		"wide and expired":    {func(e *Exception) { e.Regions, e.Expires = nil, "2020-01-01" }, "RES404 regions RES401 expires"},
	} {
		t.Run(name, func(t *testing.T) {
			e := exceptionFor("ap-singapore-1", func(e *Exception) { e.Addresses = []string{"module.legacy.*"} })
			test.change(&e)
			b := mustNew(t, Declaration{Name: "b", Jurisdictions: []string{"US"}, Exceptions: map[string]Exception{"x": e}})
			var got []string
			for _, f := range b.Audit(now) {
				got = append(got, f.Rule+" "+strings.TrimPrefix(f.Attribute, `exceptions["x"].`))
				assert.Equal(t, Faulty, f.Verdict)
				assert.Equal(t, "x", f.Exception)
				assert.Contains(t, f.Message, `The exception "x" of the boundary "b" `)
				assert.Contains(t, f.Message, "It is not applied (rule "+f.Rule+").")
			}
			assert.Equal(t, test.want, strings.Join(got, " "))

			fact := placement("sin")
			fact.Address, fact.Compartment = "module.legacy.a.b", dataCompartment
			want := Excepted
			if test.want != "" {
				want = Outside
			}
			assert.Equal(t, want, b.Judge(fact, now).Verdict)
			assert.Equal(t, test.want == "", b.InForce("x", now))
			assert.False(t, b.InForce("x", time.Time{}))
			fact.Address, fact.Exception = "", "x"
			assert.Equal(t, want, b.Judge(fact, now).Verdict, "claimed")
		})
	}
}

func TestAudit_saysWhere(t *testing.T) {
	b := mustParse(t, "boundary \"b\" {\n  jurisdictions = [\"US\"]\n\n  exception \"x\" {\n    addresses = [\"a.b\"]\n  }\n}\n")
	findings := b.Audit(day(t, "2026-12-01"))
	require.Len(t, findings, 5)
	assert.Equal(t, `The exception "x" of the boundary "b", test.hcl:4:13, does not say when it expires. Give it a date, such as expires = "2027-03-31". It is not applied (rule RES402).`, findings[0].Message)
	assert.False(t, b.InForce("y", day(t, "2026-12-01")))
}

func TestRules(t *testing.T) {
	seen := map[string]bool{}
	for i, r := range Rules() {
		assert.Regexp(t, `^RES[124]\d\d$`, r.ID)
		assert.False(t, seen[r.ID], r.ID)
		seen[r.ID] = true
		assert.Regexp(t, `^[A-Z].*[a-z]$`, r.Title)
		assert.Regexp(t, `^[A-Z].*\.$`, r.Meaning)
		if i > 0 {
			assert.Less(t, Rules()[i-1].ID, r.ID)
		}
	}
	for _, kind := range kinds[1:] {
		assert.True(t, seen[flowRules[kind]], kind)
	}
}
