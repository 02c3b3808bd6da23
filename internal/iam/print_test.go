package iam

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func sorted(s []string) []string { return slices.Sorted(slices.Values(s)) }

func TestString_parsesBack(t *testing.T) {
	for name, v := range map[string]vocabulary{"wild": wild(), "realistic": realistic()} {
		t.Run(name, func(t *testing.T) {
			g := newGenerator(1, v)
			for range 20_000 {
				s := g.statement()
				text := s.String()
				again, err := Parse(text)
				require.NoError(t, err, text)
				require.True(t, s.Equal(again), "%s\nreads back as\n%s", text, again)
				require.Equal(t, s, bare(again), text)
				require.Equal(t, text, again.String())
				require.NoError(t, s.Check())
			}
		})
	}
}

func TestGenerator_sameSeedSameStatements(t *testing.T) {
	a, b := newGenerator(7, wild()), newGenerator(7, wild())
	for range 100 {
		require.Equal(t, a.statement().String(), b.statement().String())
	}
}

// bare is the statement without what is not its meaning, so that whole trees can be compared.
func bare(s *Statement) *Statement {
	s.Span, s.Source, s.Comments = Span{}, Source{}, nil
	s.Subject.Span, s.Action.Span, s.Action.Resource.Span = Span{}, Span{}, Span{}
	for i := range s.Subject.Principals {
		s.Subject.Principals[i].Span = Span{}
	}
	for i := range s.Action.Permissions {
		s.Action.Permissions[i].Span = Span{}
	}
	bareTenancy(s.Of)
	bareLocation(&s.Location)
	if s.With != nil {
		s.With.Span, s.With.Resource.Span = Span{}, Span{}
		bareLocation(&s.With.Location)
	}
	if s.Definition != nil {
		s.Definition.Span, s.Definition.Name.Span = Span{}, Span{}
	}
	bareCondition(s.Condition)
	return s
}

func bareTenancy(t *Tenancy) {
	if t != nil {
		t.Span = Span{}
	}
}

func bareLocation(l *Location) {
	l.Span = Span{}
	bareTenancy(l.Tenancy)
	for i := range l.Path {
		l.Path[i].Span = Span{}
	}
}

func bareCondition(c Condition) {
	switch c := c.(type) {
	case *Combination:
		c.Span = Span{}
		for _, m := range c.Members {
			bareCondition(m)
		}
	case *Comparison:
		c.Span, c.Variable.Span, c.Variable.Written = Span{}, Span{}, ""
		for i := range c.Values {
			c.Values[i].Span, c.Values[i].Written = Span{}, ""
		}
	case *Absent:
		c.Span, c.Variable.Span, c.Variable.Written = Span{}, Span{}, ""
	}
}

func TestEqual_seesEveryDifference(t *testing.T) {
	texts := []string{
		"allow group A to read buckets in tenancy", "deny group A to read buckets in tenancy",
		"endorse group A to read buckets in tenancy", "admit group A to read buckets in tenancy",
		"allow group B to read buckets in tenancy", "allow group D/A to read buckets in tenancy",
		"allow group a to read buckets in tenancy", "allow group A, B to read buckets in tenancy",
		"allow group id ocid1.group.oc1..a to read buckets in tenancy", "allow dynamic-group A to read buckets in tenancy",
		"allow resource A to read buckets in tenancy", "allow resource A B to read buckets in tenancy",
		"allow group A to use buckets in tenancy", "allow group A to read objects in tenancy",
		"allow group A to {X} in tenancy", "allow group A to {X, Y} in tenancy", "allow group A to {Y, X} in tenancy",
		"allow group A to read buckets in compartment c", "allow group A to read buckets in compartment c:d",
		"allow group A to read buckets in compartment id ocid1.c.x", "admit group A of tenancy T to read buckets in tenancy",
		"admit group A of any-tenancy to read buckets in tenancy", "endorse group A to read buckets in any-tenancy",
		"endorse group A to read buckets in tenancy T", "endorse group A to read buckets in tenancy ocid1.tenancy.x",
		"endorse group A to associate x in tenancy with y in tenancy", "endorse group A to associate x in tenancy with z in tenancy",
		"endorse group A to associate x in tenancy with y in any-tenancy", "endorse group A to associate x in tenancy",
		"define group A as ocid1.group.x", "define group A as ocid1.group.y", "define tenancy A as ocid1.group.x", "define group B as ocid1.group.x",
		"allow group A to read buckets in tenancy where a = 'x'", "allow group A to read buckets in tenancy where a != 'x'",
		"allow group A to read buckets in tenancy where a = 'y'", "allow group A to read buckets in tenancy where b = 'x'",
		"allow group A to read buckets in tenancy where a = x", "allow group A to read buckets in tenancy where a = /x/",
		"allow group A to read buckets in tenancy where !a", "allow group A to read buckets in tenancy where !b",
		"allow group A to read buckets in tenancy where all {a = 'x'}", "allow group A to read buckets in tenancy where any {a = 'x'}",
		"allow group A to read buckets in tenancy where all {a = 'x', a = 'x'}", "allow group A to read buckets in tenancy where a in ('x')",
		"allow group A to read buckets in tenancy where a in ('x', 'y')", "allow group A to read buckets in tenancy where a = request.x",
	}
	for i, a := range texts {
		for j, b := range texts {
			assert.Equal(t, i == j, parsed(t, a).Equal(parsed(t, b)), "%s\n%s", a, b)
		}
	}
}

func parsed(t *testing.T, text string) *Statement {
	t.Helper()
	s, err := Parse(text)
	require.NoError(t, err, text)
	return s
}

// A name that a template or a user supplied must stay a name, whatever is in it.
func TestString_namesStayNames(t *testing.T) {
	for _, evil := range []string{
		"X' to manage all-resources in tenancy //", "X to manage all-resources in tenancy", `X\`, `X\' to`, "X\nallow group Y", "X\u202eY", "\xff", "",
		"X''Y", "a\x00b",
	} {
		s := parsed(t, "deny group A to read buckets in compartment c where request.region = 'iad'")
		s.Subject.Principals[0].Name = evil
		again, err := Parse(s.String())
		if evil == "X to manage all-resources in tenancy" {
			require.NoError(t, err)
			assert.NoError(t, s.Check(), "quotes hold this one")
			assert.Equal(t, evil, again.Subject.Principals[0].Name)
			continue
		}
		require.Error(t, s.Check(), "%q", evil)
		if err == nil {
			assert.Equal(t, Deny, again.Effect)
			assert.Len(t, again.Subject.Principals, 1)
			assert.Equal(t, "buckets", again.Action.Resource.Name)
			assert.NotNil(t, again.Condition)
		}
	}
}

func TestCheck_incomplete(t *testing.T) {
	for name, s := range map[string]*Statement{
		"nothing":            {},
		"define nothing":     {Form: Define},
		"no location":        {Subject: Subject{Kind: AnyUser}, Action: Action{Verb: Read, Resource: Resource{Name: "buckets"}}},
		"upper case type":    {Subject: Subject{Kind: AnyUser}, Action: Action{Verb: Read, Resource: Resource{Name: "Buckets"}}, Location: Location{Kind: InTenancy}},
		"no values":          withCondition(&Comparison{Variable: Variable{Name: "a"}}),
		"empty combination":  withCondition(&Combination{}),
		"pattern with comma": withCondition(&Comparison{Variable: Variable{Name: "a"}, Values: []Value{{Kind: Pattern, Text: "a,b"}}}),
		"word with space":    withCondition(&Comparison{Variable: Variable{Name: "a"}, Values: []Value{{Kind: Word, Text: "a b"}}}),
		"word as variable":   withCondition(&Comparison{Variable: Variable{Name: "a"}, Values: []Value{{Kind: Word, Text: "request.x"}}}),
		"two values":         withCondition(&Comparison{Variable: Variable{Name: "a"}, Values: []Value{{}, {}}}),
		"too deep":           withCondition(deep(MaxDepth)),
	} {
		assert.Error(t, s.Check(), name)
	}
	assert.NoError(t, withCondition(deep(MaxDepth-1)).Check())
}

func withCondition(c Condition) *Statement {
	return &Statement{
		Subject: Subject{Kind: AnyUser}, Action: Action{Verb: Read, Resource: Resource{Name: "buckets"}},
		Location: Location{Kind: InTenancy}, Condition: c,
	}
}

func deep(levels int) Condition {
	var c Condition = &Absent{Variable: Variable{Name: "a"}}
	for range levels {
		c = &Combination{Members: []Condition{c}}
	}
	return c
}

func TestString_oneLine(t *testing.T) {
	s := parsed(t, "ALLOW\n  group A\tto read buckets // who\nin tenancy\n\n where request.region='iad' // where\r\n")
	assert.Equal(t, "allow group A to read buckets in tenancy where request.region = 'iad'", s.String())
	require.Len(t, s.Comments, 2)
	assert.Equal(t, "who", s.Comments[0].Text)
	assert.Equal(t, "where", s.Comments[1].Text)
	assert.Equal(t, 5, s.Comments[1].Start.Line)
	assert.NotContains(t, s.String(), "//")
}
