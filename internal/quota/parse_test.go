package quota

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// Each text and what it prints as; "" where it prints as it is. Most are Oracle's samples or seen in use.
var forms = []struct{ text, canonical string }{
	{"set compute-core quota standard-e4-core-count to 10 in tenancy", ""},
	{"SET Compute-Core QUOTAS Standard-E4-Core-Count TO 10 IN TENANCY", "set compute-core quota standard-e4-core-count to 10 in tenancy"},
	{"set vcn quota vcn-count to 4 in compartment Production", ""},
	{"set database quota /*exadata*/ to 1 in tenancy", ""},
	{"set compute-core quota to 0 in tenancy", "set compute-core quotas to 0 in tenancy"},
	{"set object-storage quota storage-bytes to 21474836480 in tenancy", ""},
	{"zero database quotas in tenancy", ""},
	{"zero database quota in compartment a:b:c", "zero database quotas in compartment a:b:c"},
	{"zero compute-core quotas /*dense-io*/ in tenancy", "zero compute-core quota /*dense-io*/ in tenancy"},
	{"zero database quota /*/ in tenancy where request.region != 'eu-frankfurt-2'", ""},
	{"zero vcn quotas in tenancy where request.region != me-riyadh-1", "zero vcn quotas in tenancy where request.region != 'me-riyadh-1'"},
	{"unset compute-core quota standard-e4-core-count in tenancy", ""},
	{"unset database quota /*exadata*/ in compartment Production", ""},
	{"unset database quotas in compartment 'My Project' : x", "unset database quotas in compartment 'My Project':x"},
	{"unset object-storage quotas in tenancy where request.region='us-ashburn-1'", "unset object-storage quotas in tenancy where request.region = 'us-ashburn-1'"},
	{"set compute-core quota n to 20 in compartment c where request.ad=abcd:US-PHOENIX-1-AD-1", "set compute-core quota n to 20 in compartment c where request.ad = 'abcd:US-PHOENIX-1-AD-1'"},
	{"set compute quota n to 1 in tenancy where ANY {Request.Region = sa-saopaulo-1, request.region = sa-vinhedo-1}", "set compute quota n to 1 in tenancy where any {request.region = 'sa-saopaulo-1', request.region = 'sa-vinhedo-1'}"},
	{"zero database quotas in tenancy where all {request.region != 'a', any {request.ad = 'b'}}", ""},
	{"  zero\n\tdatabase quotas\r\nin tenancy  ", "zero database quotas in tenancy"},
	{"zero database quota 'in' in compartment 'where'", ""},
	{"zero database quota 'Name' in tenancy", "zero database quota name in tenancy"},
}

func TestParse(t *testing.T) {
	for _, f := range forms {
		s, err := Parse(f.text)
		if !assert.NoError(t, err, f.text) {
			continue
		}
		want := f.canonical
		if want == "" {
			want = f.text
		}
		assert.Equal(t, want, s.String())
		assert.NoError(t, s.Check(), f.text)
		assertSpans(t, s)
	}
}

func TestParse_errors(t *testing.T) {
	const in = "zero database quotas in tenancy where "
	for _, c := range []struct {
		text         string
		line, column int
		cause        Cause
		message      string
	}{
		{"", 1, 1, Malformed, `expected "set", "unset" or "zero", found the end of the statement`},
		{"limit database quotas in tenancy", 1, 1, Malformed, `expected "set", "unset" or "zero", found "limit"`},
		{"deny any-user to use x in tenancy", 1, 1, OtherDialect, `"deny" begins a statement of IAM's policies: quotas have "set", "unset" and "zero"`},
		{"zero", 1, 5, Malformed, "expected a family, such as compute-core, found the end of the statement"},
		{"zero 'database' quotas in tenancy", 1, 6, Malformed, "expected a family, such as compute-core, found 'database'"},
		{"zero database in tenancy", 1, 15, Malformed, `expected "quota" or "quotas", found "in"`},
		{"zero database quotas", 1, 21, Malformed, `expected a quota's name or "in", found the end of the statement`},
		{"zero database quotas adb* in tenancy", 1, 25, Malformed, "a name with * is written between slashes: /standard*/"},
		{"zero database quotas /adb* in tenancy", 1, 22, Malformed, "the pattern is not closed: it is written /text/, with * for any characters"},
		{"zero database quotas // in tenancy", 1, 22, Malformed, "whether quotas can have comments is not documented: leave them out"},
		{"zero database quotas a b in tenancy", 1, 24, Malformed, `expected a quota's name or "in", found "b"`},
		{"set database quota n in tenancy", 1, 22, Malformed, `expected a quota's name or "to", found "in"`},
		{"set database quota n to many in tenancy", 1, 25, Malformed, `expected a whole number, found "many"`},
		{"set database quota n to -1 in tenancy", 1, 25, Malformed, `expected a whole number, found "-1"`},
		{"set database quota n to 1.5 in tenancy", 1, 25, Malformed, `expected a whole number, found "1.5"`},
		{"set database quota n to 99999999999999999999 in tenancy", 1, 25, Malformed, `expected a whole number, found "99999999999999999999"`},
		{"set database quota n to 1 tenancy", 1, 27, Malformed, `expected "in", found "tenancy"`},
		{"zero database quota n to 1 in tenancy", 1, 23, Malformed, `expected a quota's name or "in", found "to"`},
		{"zero database quotas in", 1, 24, Malformed, `expected "tenancy" or "compartment", found the end of the statement`},
		{"zero database quotas in compartment", 1, 36, Malformed, "expected a compartment's name, found the end of the statement"},
		{"zero database quotas in compartment where request.region = 'x'", 1, 37, Malformed, `expected a compartment's name, found "where"`},
		{"zero database quotas in compartment a:", 1, 39, Malformed, "expected a compartment's name, found the end of the statement"},
		{"zero database quotas in compartment id ocid1.compartment.oc1..x", 1, 40, OtherDialect, "quotas name a compartment by its path, a:b:c: only IAM's policies take an OCID"},
		{"zero database quotas in any-tenancy", 1, 25, Malformed, `expected "tenancy" or "compartment", found "any-tenancy"`},
		{"zero database quotas in tenancy; unset x quotas in tenancy", 1, 32, Malformed, `the statement was complete before ";": one text is one statement`},
		{in, 1, 39, Malformed, "expected request.region or request.ad, found the end of the statement"},
		{in + "region = 'x'", 1, 39, Malformed, `expected request.region or request.ad, found "region"`},
		{in + "target.bucket.name = 'x'", 1, 39, OtherDialect, `"target.bucket.name" is a variable of IAM's policies: quotas have request.region and request.ad`},
		{in + "!request.region", 1, 39, OtherDialect, "quotas have no !variable: only IAM's policies ask whether a variable is absent"},
		{in + "request.region in ('a', 'b')", 1, 54, OtherDialect, `"in" is an operator of IAM's policies: quotas have "=" and "!="`},
		{in + "request.region not in ('a', 'b')", 1, 54, OtherDialect, `"not" is an operator of IAM's policies`},
		{in + "request.region == 'a'", 1, 55, Malformed, `expected a region's or an availability domain's name, found "="`},
		{in + "request.region = /us-*/", 1, 56, OtherDialect, "quotas compare regions with names, not with patterns"},
		{in + "request.region = ''", 1, 56, Malformed, "expected a region's or an availability domain's name, found ''"},
		{in + "request.region = \"a\"", 1, 56, Malformed, "a double quote: texts are written in single quotes"},
		{in + "request.region = 'a", 1, 56, Malformed, "the quote is not closed"},
		{in + "request.region = ${var.region}", 1, 56, Malformed, "a template that was not rendered"},
		{in + "request.region = 'a' and request.region = 'b'", 1, 60, Conjunction, `quotas have no "and"`},
		{in + "request.region = 'a' || request.region = 'b'", 1, 60, Conjunction, `quotas have no "||"`},
		{in + "request.region = 'a', request.region = 'b'", 1, 59, Conjunction, "a comma after the first condition"},
		{in + "any {request.region = 'a' or request.region = 'b'}", 1, 65, Conjunction, `quotas have no "or"`},
		{in + "any request.region = 'a'", 1, 43, Malformed, `expected "{", found "request.region"`},
		{in + "any {}", 1, 44, Malformed, `expected request.region or request.ad, found "}"`},
		{in + "any {request.region = 'a'", 1, 64, Malformed, `expected "," or "}", found the end of the statement`},
		{in + strings.Repeat("any {", 100), 1, 39 + 5*MaxDepth, TooDeep, "conditions are nested deeper than 64"},
		{"zero database\nquotas\xff", 2, 7, Malformed, "the statement is not valid UTF-8 here"},
		{"zero\u00a0database", 1, 5, Malformed, "a character that cannot be seen: U+00A0"},
		{strings.Repeat(" ", MaxLength+1), 1, 1, TooLong, "the statement has 65537 bytes; at most 65536 are read"},
	} {
		s, err := Parse(c.text)
		require.Error(t, err, c.text)
		assert.Nil(t, s)
		var syntax *SyntaxError
		require.ErrorAs(t, err, &syntax)
		assert.Contains(t, syntax.Message, c.message, c.text)
		assert.Equal(t, [2]int{c.line, c.column}, [2]int{syntax.Line, syntax.Column}, c.text)
		assert.Equal(t, c.cause, syntax.Cause, c.text)
		assert.Equal(t, c.text, syntax.Source.Text)
	}
}

func TestParseLines(t *testing.T) {
	p := ParseLines("quotas.txt", []byte("\ufeff// allow-list\r\n\r\nzero database quotas in tenancy\r\nunset database\n"))
	assert.Equal(t, "quotas.txt", p.Name)
	require.Len(t, p.Statements, 1)
	assert.Equal(t, Source{File: "quotas.txt", Line: 3, Text: "zero database quotas in tenancy"}, p.Statements[0].Source)
	require.Len(t, p.Unread, 1)
	assert.Equal(t, 4, p.Unread[0].Source.Line)
}

// random is a random statement, without positions.
func random(r *rand.Rand) *Statement {
	names := []string{"a", "standard-e4-core-count", "in", "to", "where", "id", "with space", "größe", "a:b", "{}", "/x/"}
	pick := func() string { return names[r.IntN(len(names))] }
	s := &Statement{Action: Action(r.IntN(3)), Family: Word{Text: "compute-core"}}
	switch r.IntN(3) {
	case 0:
		s.Name.Text = pick()
	case 1:
		s.Name = Name{Text: []string{"*", "a*", "*x*y"}[r.IntN(3)], Pattern: true}
	}
	if s.Action == Set {
		s.Value = r.Int64()
	}
	for range r.IntN(4) {
		s.Location.Path = append(s.Location.Path, Word{Text: pick()})
	}
	if r.IntN(2) == 0 {
		s.Condition = randomCondition(r, 4)
	}
	return s
}

func randomCondition(r *rand.Rand, depth int) Condition {
	if depth > 0 && r.IntN(2) == 0 {
		c := &Combination{Any: r.IntN(2) == 0}
		for range 1 + r.IntN(3) {
			c.Members = append(c.Members, randomCondition(r, depth-1))
		}
		return c
	}
	values := []string{"us-ashburn-1", "us-phoenix-1", "iad", "Uocm:PHX-AD-1", "x y", "and"}
	return &Comparison{Variable: Variable(r.IntN(2)), Not: r.IntN(2) == 0, Value: Word{Text: values[r.IntN(len(values))]}}
}

func TestString_parsesBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		s := random(r)
		text := s.String()
		again, err := Parse(text)
		require.NoError(t, err, text)
		require.True(t, s.Equal(again), text)
		require.Equal(t, text, again.String())
	}
}

func TestCheck_namesStayNames(t *testing.T) {
	for _, evil := range []string{"x' in tenancy", "a\\", "a\nb", "a\u202eb", "\xff", ""} {
		s, err := Parse("zero database quotas in compartment c")
		require.NoError(t, err)
		s.Location.Path[0].Text = evil
		require.Error(t, s.Check(), "%q", evil)
		if again, err := Parse(s.String()); err == nil {
			assert.Len(t, again.Location.Path, 1)
		}
	}
	for name, s := range map[string]*Statement{
		"nothing":           {},
		"upper case family": {Family: Word{Text: "DB"}},
		"negative":          {Family: Word{Text: "db"}, Value: -1},
		"value of zero":     {Family: Word{Text: "db"}, Action: Zero, Value: 1},
		"empty combination": {Family: Word{Text: "db"}, Condition: &Combination{}},
	} {
		assert.Error(t, s.Check(), name)
	}
}

func FuzzParse(f *testing.F) {
	for _, form := range forms {
		f.Add(form.text)
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		f.Add(random(r).String())
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse(text)
		if err != nil {
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || syntax.Message == "" || syntax.Line < 1 || syntax.Column < 1 {
				t.Fatalf("%q: %#v", text, err)
			}
			return
		}
		assertSpans(t, s)
		if err := s.Check(); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
	})
}

// FuzzEffective feeds whole files, of which every answer must be within the limit, and linting must not panic.
func FuzzEffective(f *testing.F) {
	f.Add("zero database quotas in tenancy\nunset database quotas in tenancy where request.region = 'us-ashburn-1'", "set database quota /*/ to 3 in compartment a", "us-ashburn-1", "a")
	f.Add("zero compute-core quota /a*b*c/ in tenancy where any {request.region != 'x', request.ad != 'y'}", "", "", "")
	f.Fuzz(func(t *testing.T, a, b, region, compartment string) {
		if len(a)+len(b) > 4096 {
			return
		}
		policies := []Policy{ParseLines("a", []byte(a)), ParseLines("b", []byte(b))}
		q := Query{Family: "database", Name: "n", Region: region, Compartment: []string{compartment}, Limit: 10}
		e := Effective(policies, q)
		if e.Value < 0 || e.Value > q.Limit || (e.By == nil) != (e.Value == q.Limit) {
			t.Fatalf("%q %q: %+v", a, b, e)
		}
		if alone := Effective(policies[:1], q); e.Value > alone.Value {
			t.Fatalf("a second policy raised %d to %d", alone.Value, e.Value)
		}
		for _, one := range Lint(policies...) {
			if one.Message == "" || one.Fix == "" || one.Line < 1 || one.Column < 1 {
				t.Fatalf("%+v", one)
			}
		}
	})
}

// assertSpans holds the spans against the text.
func assertSpans(t *testing.T, s *Statement) {
	t.Helper()
	text := s.Source.Text
	at := func(n Span) string { return text[n.Start.Offset:n.End.Offset] }
	assert.Equal(t, strings.TrimSpace(text), at(s.Span))
	assert.Equal(t, s.Family.Text, lex.Fold(at(s.Family.Span)))
	assert.Contains(t, lex.Fold(at(s.Name.Span)), s.Name.Text)
	for _, w := range s.Location.Path {
		assert.Contains(t, at(w.Span), w.Text)
		assert.Contains(t, at(s.Location.Span), at(w.Span))
	}
	if s.Condition != nil {
		assert.Contains(t, at(s.Span), at(s.Condition.Extent()))
	}
	for _, c := range comparisons(s.Condition) {
		assert.Contains(t, at(c.Span), at(c.Value.Span))
		assert.Contains(t, at(c.Value.Span), c.Value.Text)
	}
}
