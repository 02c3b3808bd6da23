package iam

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each text and what it prints as; "" where it prints as it is.
var forms = []struct{ text, canonical string }{
	{"allow group A-Admins to manage all-resources in tenancy", ""},
	{"ALLOW GROUP A-Admins TO MANAGE ALL-RESOURCES IN TENANCY", "allow group A-Admins to manage all-resources in tenancy"},
	{"group A to read buckets in tenancy", "allow group A to read buckets in tenancy"},
	{"any-user to read buckets in tenancy", "allow any-user to read buckets in tenancy"},
	{"service faas to use keys in tenancy", "allow service faas to use keys in tenancy"},
	{"Deny any-user to inspect any-resource in compartment X", "deny any-user to inspect any-resource in compartment X"},
	{"deny group SampleGroup to { BUCKET_INSPECT } in tenancy", "deny group SampleGroup to {BUCKET_INSPECT} in tenancy"},
	{"allow group A to {vcn_attach,VCN_DETACH} in tenancy", "allow group A to {VCN_ATTACH, VCN_DETACH} in tenancy"},
	{"admit group A {bucket_read} in tenancy", "admit group A to {BUCKET_READ} in tenancy"},
	{"allow group A manage buckets in tenancy", "allow group A to manage buckets in tenancy"},

	{"allow group A,B to read buckets in tenancy", "allow group A, B to read buckets in tenancy"},
	{"allow group 'A' to read buckets in tenancy", "allow group A to read buckets in tenancy"},
	{"allow group 'My Group', 'to' to read buckets in tenancy", ""},
	{"allow group Dom/Ops, 'My Domain'/'My Ops', 'Default'/Admins to read buckets in tenancy", "allow group Dom/Ops, 'My Domain'/'My Ops', Default/Admins to read buckets in tenancy"},
	{"allow group 'Domain/Ops' to read buckets in tenancy", ""},
	{"allow group id ocid1.group.oc1..a, id ocid1.group.oc1..b, C to read buckets in tenancy", ""},
	{"allow dynamic-group id ocid1.dynamicgroup.oc1..a, ocid1.dynamicgroup.oc1..b to use objects in tenancy", "allow dynamic-group id ocid1.dynamicgroup.oc1..a, id ocid1.dynamicgroup.oc1..b to use objects in tenancy"},
	{"allow group ocid1.group.oc1..a to read buckets in tenancy", "allow group 'ocid1.group.oc1..a' to read buckets in tenancy"},
	{"allow dynamic-group Workers to read buckets in tenancy", ""},
	{"allow any-group to read buckets in tenancy", ""},
	{"allow service objectstorage-us-ashburn-1, FaaS to manage object-family in tenancy", ""},
	{"allow resource loganalyticsvrp LogAnalyticsVirtualResource to {EVENTRULE_READ} in tenancy", ""},
	{"allow group Größe to read buckets in tenancy", ""},

	{"allow group A to read buckets in compartment Finance", ""},
	{"allow group A to read buckets in compartment a:b:c", ""},
	{"allow group A to read buckets in compartment a : 'b c' :d", "allow group A to read buckets in compartment a:'b c':d"},
	{"allow group A to read buckets in compartment ID ocid1.compartment.oc1..x", "allow group A to read buckets in compartment id ocid1.compartment.oc1..x"},
	{"allow group A to read buckets in compartment id 'ocid1.compartment.oc1..x'", "allow group A to read buckets in compartment id ocid1.compartment.oc1..x"},

	{"define tenancy Acceptor as ocid1.tenancy.oc1..x", ""},
	{"Define group 'Net Admins' as ocid1.group.oc1..x", "define group 'Net Admins' as ocid1.group.oc1..x"},
	{"define dynamic-group Workers as ocid1.dynamicgroup.oc1..x", ""},
	{"define compartment PRODUCTION as ocid1.compartment.oc1..x", ""},
	{"define service S as ocid1.service.oc1..x", ""},
	{"endorse group G to manage object-family in any-tenancy", ""},
	{"endorse group G to manage object-family in tenancy Acceptor", ""},
	{"endorse group G to manage object-family in tenancy ocid1.tenancy.oc1..x", ""},
	{"endorse group G to manage object-family in tenancy id ocid1.tenancy.oc1..x", "endorse group G to manage object-family in tenancy ocid1.tenancy.oc1..x"},
	{"endorse group G to read buckets in compartment a:b of tenancy Acceptor", ""},
	{"endorse group G to read buckets in tenancy where request.region = 'iad'", ""},
	{"deny endorse any-user to manage object-family in any-tenancy", ""},
	{"admit group G of tenancy Requestor to manage remote-peering-to in compartment c", ""},
	{"admit any-user of any-tenancy to read instance-images in tenancy", ""},
	{"admit any-user of tenancy T to {KEY_INSPECT, KEY_VERIFY} in tenancy where all {request.principal.type = 'fnapp', request.operation = 'Verify'}", ""},
	{"deny admit group G of tenancy Requestor to manage buckets in tenancy", ""},
	{"admit group id ocid1.group.oc1..x of tenancy T to read buckets in tenancy", ""},
	{"endorse group G to associate local-peering-gateways in compartment c with local-peering-gateways in tenancy Acceptor", ""},
	{"endorse group G to associate local-peering-gateways in tenancy with local-peering-gateways in any-tenancy where request.region = 'iad'", ""},
	{"admit group G of tenancy R to associate local-peering-gateways in tenancy R with local-peering-gateways in compartment c", ""},
	{"allow group G to associate a in tenancy with b in tenancy T", ""},

	{"allow any-user to read buckets in tenancy where request.region='phx'", "allow any-user to read buckets in tenancy where request.region = 'phx'"},
	{"allow any-user to read buckets in tenancy where request.region!='phx'", "allow any-user to read buckets in tenancy where request.region != 'phx'"},
	{"allow any-user to read buckets in tenancy where request.region ! = 'phx'", "allow any-user to read buckets in tenancy where request.region != 'phx'"},
	{"allow any-user to read buckets in tenancy where ALL{request.region != 'iad',request.region != 'phx'}", "allow any-user to read buckets in tenancy where all {request.region != 'iad', request.region != 'phx'}"},
	{"allow any-user to read buckets in tenancy where any {!request.principal.type, all {a = 'b', any {!c}}}", ""},
	{"allow any-user to read buckets in tenancy where ! request.principal.type", "allow any-user to read buckets in tenancy where !request.principal.type"},
	{"allow any-user to read buckets in tenancy where request.region IN ('phx','iad')", "allow any-user to read buckets in tenancy where request.region in ('phx', 'iad')"},
	{"allow any-user to read buckets in tenancy where request.region NOT  IN ('phx')", "allow any-user to read buckets in tenancy where request.region not in ('phx')"},
	{"allow any-user to read buckets in tenancy where request.utc-timestamp before '2022-01-01T00:00Z'", ""},
	{"allow any-user to read buckets in tenancy where request.utc-timestamp AFTER 2022-01-01T00:00:00Z", "allow any-user to read buckets in tenancy where request.utc-timestamp after 2022-01-01T00:00:00Z"},
	{"allow any-user to read buckets in tenancy where request.utc-timestamp.time-of-day between '17:00:00Z' AND '01:00:00Z'", "allow any-user to read buckets in tenancy where request.utc-timestamp.time-of-day between '17:00:00Z' and '01:00:00Z'"},
	{"allow any-user to read buckets in tenancy where request.utc-timestamp.month-of-year = 6", ""},
	{"allow any-user to read buckets in tenancy where target.bucket.name = /hr*/", ""},
	{"allow any-user to read buckets in tenancy where target.bucket.name != /*hr*/", ""},
	{"allow any-user to read buckets in tenancy where any {target.bucket.name=/hr*/,target.bucket.name=/*/}", "allow any-user to read buckets in tenancy where any {target.bucket.name = /hr*/, target.bucket.name = /*/}"},
	{"allow any-user to read buckets in tenancy where target.object.name = /logs/2026/*/", ""},
	{"allow any-user to read buckets in tenancy where target.bucket.name in ('a', /b*/, c)", ""},
	{"allow any-user to read buckets in tenancy where target.resource.tag.Ops.Project = request.principal.group.tag.Ops.Project", ""},
	{"allow any-user to read buckets in tenancy where target.resource.tag.ns:1.key@2 = '*'", ""},
	{"allow any-user to manage policies in tenancy where sets-equal(target.policy.type, 'allow')", "allow any-user to manage policies in tenancy where sets-equal(target.policy.type, ('allow'))"},
	{"allow any-user to manage policies in tenancy where sets-equal(target.policy.type, ('allow'))", ""},
	{"allow any-user to manage policies in tenancy where Sets-Equal ( target.policy.type , ('allow', 'deny') )", "allow any-user to manage policies in tenancy where sets-equal(target.policy.type, ('allow', 'deny'))"},
	{"allow any-user to manage policies in tenancy where target.policy.type sets-equal 'allow'", "allow any-user to manage policies in tenancy where sets-equal(target.policy.type, ('allow'))"},
	{"allow any-user to manage policies in tenancy where target.policy.type sets-equal ('allow', 'deny')", "allow any-user to manage policies in tenancy where sets-equal(target.policy.type, ('allow', 'deny'))"},
	{"allow any-user to manage policies in tenancy where sets-intersect(request.groups, target.groups)", ""},
	{"allow any-user to use keys in tenancy where target.key.id in ('Key, One', 'Key {Two}', '//')", ""},
	{"allow any-user to use keys in tenancy where request.region = ''", ""},
	{"allow any-user to use keys in tenancy // all of them", "allow any-user to use keys in tenancy"},
	{"// why\nallow any-user to use keys in tenancy", "allow any-user to use keys in tenancy"},
	// What Oracle's governed assurance writes.
	{
		"deny any-user to { POLICY_UPDATE, POLICY_DELETE } in tenancy where all { target.policy.type = 'deny', target.resource.tag.orcl-assurance.managed-resource = 'true', any { !request.principal.type, request.principal.type != 'assurance-governance' } }",
		"deny any-user to {POLICY_UPDATE, POLICY_DELETE} in tenancy where all {target.policy.type = 'deny', target.resource.tag.orcl-assurance.managed-resource = 'true', any {!request.principal.type, request.principal.type != 'assurance-governance'}}",
	},
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
		assert.Equal(t, f.text, s.Source.Text)
		assertSpans(t, s)
	}
}

func TestParse_tree(t *testing.T) {
	s := bare(parsed(t, "Deny Admit group Net/'Peer Ops', id ocid1.group.oc1..x of tenancy Requestor to Manage Object-Family in compartment a:b where any {!Request.Groups.Name, target.bucket.name not in ('x', /y*/), request.user.id = Target.User.Id, request.region = phx}"))
	assert.Equal(t, &Statement{
		Effect: Deny, Form: Admit,
		Subject: Subject{Kind: Group, Principals: []Principal{{Domain: "Net", Name: "Peer Ops"}, {OCID: "ocid1.group.oc1..x"}}},
		Of:      &Tenancy{Alias: "Requestor"},
		Action:  Action{Verb: Manage, Resource: Resource{Name: "object-family"}},
		Location: Location{
			Kind: InCompartment, Path: []Name{{Text: "a"}, {Text: "b"}},
		},
		Condition: &Combination{Junction: Any, Members: []Condition{
			&Absent{Variable: Variable{Name: "request.groups.name"}},
			&Comparison{Variable: Variable{Name: "target.bucket.name"}, Operator: NotIn, Values: []Value{{Text: "x"}, {Kind: Pattern, Text: "y*"}}},
			&Comparison{Variable: Variable{Name: "request.user.id"}, Values: []Value{{Kind: Reference, Text: "target.user.id"}}},
			&Comparison{Variable: Variable{Name: "request.region"}, Values: []Value{{Kind: Word, Text: "phx"}}},
		}},
	}, s)
}

func TestParse_errors(t *testing.T) {
	const in = "allow group A to read buckets in tenancy where "
	for _, c := range []struct {
		text         string
		line, column int
		cause        Cause
		message      string
	}{
		{"", 1, 1, Malformed, "there is no statement here, only blanks or comments"},
		{" // nothing", 1, 12, Malformed, "there is no statement here, only blanks or comments"},
		{"permit group A to read buckets in tenancy", 1, 1, Malformed, `expected "allow", "deny", "endorse", "admit", "define" or a subject, found "permit"`},
		{"allow", 1, 6, Malformed, `expected "group", "dynamic-group", "service", "resource", "any-user" or "any-group", found the end of the statement`},
		{"allow user alice to read buckets in tenancy", 1, 7, Malformed, "a single user cannot be a subject"},
		{"allow dynamicgroup A to read buckets in tenancy", 1, 7, Malformed, `found "dynamicgroup"`},
		{"allow group to read buckets in tenancy", 1, 13, Malformed, `expected a name, found "to"`},
		{"allow group ,A to read buckets in tenancy", 1, 13, Malformed, `expected a name, found ","`},
		{"allow group A,,B to read buckets in tenancy", 1, 15, Malformed, `expected a name, found ","`},
		{"allow group '' to read buckets in tenancy", 1, 13, Malformed, `expected a name, found ''`},
		{"allow group A, group B to read buckets in tenancy", 1, 16, Malformed, "a statement has one type of principal"},
		{"allow group id A to read buckets in tenancy", 1, 16, Malformed, `expected an OCID, found "A"`},
		{"allow group a/b/c to read buckets in tenancy", 1, 16, Malformed, `expected "to", found "/"`},
		{"allow group a/ to read buckets in tenancy", 1, 16, Malformed, `expected the name after the domain, found "to"`},
		{"allow group Storage Admins to read buckets in tenancy", 1, 21, Malformed, `expected "to", found "Admins"; a name with spaces must be in quotes`},
		{"allow group 'O'Brien' to read buckets in tenancy", 1, 16, Malformed, `expected "to", found "Brien"`},
		{"allow group 'O''Brien' to read buckets in tenancy", 1, 13, Malformed, "a quote inside a quoted text: escapes are not documented"},
		{`allow group 'O\'Brien' to read buckets in tenancy`, 1, 13, Malformed, "a backslash before the closing quote: escapes are not documented"},
		{"allow group 'A to read buckets in tenancy", 1, 13, Malformed, "the quote is not closed on its line"},
		{"allow group 'A\nB' to read buckets in tenancy", 1, 13, Malformed, "the quote is not closed on its line"},
		{"allow group 'A\u202eB' to read buckets in tenancy", 1, 13, Malformed, "the quoted text has a character that cannot be seen: U+202E"},
		{"allow group \"A\" to read buckets in tenancy", 1, 13, Malformed, "a double quote: texts and names are written in single quotes"},
		{"allow\u00a0group A to read buckets in tenancy", 1, 6, Malformed, "a character that cannot be seen: U+00A0"},
		{"allow group A\xff to read buckets in tenancy", 1, 14, Malformed, "the statement is not valid UTF-8 here"},
		{"allow group ${var.group} to read buckets in tenancy", 1, 13, Template, "a template that was not rendered: put the value in its place"},
		{"allow group A${var.group} to read buckets in tenancy", 1, 14, Template, "a template that was not rendered"},
		{"allow group A$ to read buckets in tenancy", 1, 14, Malformed, `expected "to", found "$"`},
		{in + "request.region = '${var.region}'", 0, 0, 0, ""}, // in quotes it is a text, which lint reports
		{"allow any-user of tenancy T to read buckets in tenancy", 1, 16, Malformed, `expected "to", found "of"`},
		{"admit any-user of T to read buckets in tenancy", 1, 19, Malformed, `expected "tenancy" or "any-tenancy", found "T"`},
		{"admit any-user of tenancy to read buckets in tenancy", 1, 27, Malformed, `expected a tenancy's name, found "to"`},

		{"allow group A to reed buckets in tenancy", 1, 18, UnknownVerb, `"reed" is no verb: expected "inspect", "read", "use" or "manage", or permissions in braces`},
		{"endorse group A to reed buckets in any-tenancy", 1, 20, UnknownVerb, `"manage" or "associate"`},
		{"allow group A to read in tenancy", 1, 23, Malformed, `expected a resource type, found "in"`},
		{"allow group A to read bückets in tenancy", 1, 23, Malformed, `expected a resource type, found "bückets"`},
		{"allow group A to {} in tenancy", 1, 19, Malformed, `expected a permission, found "}"`},
		{"allow group A to {X,} in tenancy", 1, 21, Malformed, `expected a permission, found "}"`},
		{"allow group A to {X Y} in tenancy", 1, 21, Malformed, `expected "," or "}", found "Y"`},
		{"allow group A to {X in tenancy", 1, 21, Malformed, `expected "," or "}", found "in"`},
		{"allow group A to associate a in tenancy", 1, 40, Malformed, `expected "with", found the end of the statement`},
		{"allow group A to", 1, 17, Malformed, `expected "inspect", "read", "use", "manage" or "{", found the end of the statement`},

		{"allow group A to read buckets", 1, 30, Malformed, `expected "in", found the end of the statement`},
		{"allow group A to read buckets in", 1, 33, Malformed, `expected "tenancy" or "compartment", found the end of the statement`},
		{"allow group A to read buckets in bucket b", 1, 34, Malformed, `expected "tenancy" or "compartment", found "bucket"`},
		{"allow group A to read buckets in any-tenancy", 1, 34, Malformed, "this form of statement holds in its own tenancy"},
		{"allow group A to read buckets in tenancy T", 1, 42, Malformed, "this form of statement holds in its own tenancy"},
		{"allow group A to read buckets in compartment c of tenancy T", 1, 48, Malformed, "this form of statement holds in its own tenancy"},
		{"allow group A to read buckets in compartment where x = 'y'", 1, 46, Malformed, `expected a compartment's name, found "where"`},
		{"allow group A to read buckets in compartment a::b", 1, 48, Malformed, `expected a compartment's name, found ":"`},
		{"allow group A to read buckets in compartment a/b", 1, 47, TrailingText, `the statement was complete before "/"`},
		{"allow group A to read buckets in compartment id foo", 1, 49, Malformed, `expected an OCID, found "foo"`},
		{"endorse group A to read buckets in", 1, 35, Malformed, `expected "tenancy", "compartment" or "any-tenancy", found the end of the statement`},
		{"endorse group A to associate a in tenancy with b", 1, 49, Malformed, `expected "in", found the end of the statement`},

		{"allow group A to read buckets in tenancy; deny any-user to read x in tenancy", 1, 41, TrailingText, `the statement was complete before ";"`},
		{"allow group A to read buckets in tenancy\nallow group B to read buckets in tenancy", 2, 1, TrailingText, `the statement was complete before "allow"`},
		{"allow group A to read buckets in tenancy, compartment c", 1, 41, TrailingText, `the statement was complete before ","`},
		{"define tenancy T as ocid1.tenancy.oc1..x and more", 1, 42, Conjunction, `IAM has no "and"`},

		{"define user A as ocid1.user.oc1..x", 1, 8, Malformed, `expected "tenancy", "group", "dynamic-group", "compartment" or "service", found "user"`},
		{"define tenancy T as", 1, 20, Malformed, "expected an OCID, found the end of the statement"},
		{"define tenancy T as foo", 1, 21, Malformed, `expected an OCID, found "foo"`},
		{"define tenancy T ocid1.tenancy.oc1..x", 1, 18, Malformed, `expected "as", found "ocid1.tenancy.oc1..x"`},
		{"deny define tenancy T as ocid1.tenancy.oc1..x", 1, 6, Malformed, `found "define"`},

		{in, 1, 48, Malformed, "expected a condition, found the end of the statement"},
		{in + "= 'x'", 1, 48, Malformed, `expected a condition, found "="`},
		{in + "a is 'x'", 1, 50, Malformed, `expected "=", "!=", "in", "not in", "before", "after", "between", "sets-equal" or "sets-intersect", found "is"`},
		{in + "a == 'x'", 1, 51, Malformed, "IAM compares with one ="},
		{in + "a > 'x'", 1, 50, Malformed, "no operator of IAM's"},
		{in + "a =", 1, 51, Malformed, "expected a value: 'text', /pattern/ or a variable, found the end of the statement"},
		{in + "a = ('x')", 1, 52, Malformed, "a list follows in and not in: expected one value"},
		{in + "a in 'x'", 1, 53, Malformed, `expected "(", found 'x'`},
		{in + "a in ()", 1, 54, Malformed, "expected a value"},
		{in + "a in ('x',)", 1, 58, Malformed, "expected a value"},
		{in + "a in ('x' 'y')", 1, 58, Malformed, `expected "," or ")", found 'y'`},
		{in + "a not 'x'", 1, 54, Malformed, `expected "in", found 'x'`},
		{in + "a between 'x'", 1, 61, Malformed, `expected "and", found the end of the statement`},
		{in + "a = /x", 1, 52, Malformed, "the pattern is not closed"},
		{in + "a = /", 1, 52, Malformed, "the pattern is not closed"},
		{in + "a = /x*, b = 'y'", 1, 52, Malformed, "the pattern is not closed"},
		{in + "a = // /", 1, 56, Malformed, "expected a value"},
		{in + "a = \"x\"", 1, 52, Malformed, "a double quote"},
		{in + "a = 'x' and b = 'y'", 1, 56, Conjunction, `IAM has no "and": write all {a, b} where both must hold, any {a, b} where one is enough`},
		{in + "a = 'x' OR b = 'y'", 1, 56, Conjunction, `IAM has no "OR"`},
		{in + "a = 'x' && b = 'y'", 1, 56, Conjunction, `IAM has no "&&"`},
		{in + "a = 'x' || b = 'y'", 1, 56, Conjunction, `IAM has no "||"`},
		{in + "any {a = 'x' or b = 'y'}", 1, 61, Conjunction, `IAM has no "or"`},
		{in + "a = 'x', b = 'y'", 1, 55, Conjunction, "put the conditions into all {…} or any {…}"},
		{in + "any a = 'x'", 1, 52, Malformed, `expected "{", found "a"`},
		{in + "any {}", 1, 53, Malformed, `expected a condition, found "}"`},
		{in + "all {a = 'x',}", 1, 61, Malformed, `expected a condition, found "}"`},
		{in + "all {a = 'x'", 1, 60, Malformed, `expected "," or "}", found the end of the statement`},
		{in + "(a = 'x')", 1, 48, Malformed, `expected a condition, found "("`},
		{in + "!", 1, 49, Malformed, "expected a variable, found the end of the statement"},
		{in + "'a' = 'x'", 1, 48, Malformed, "expected a condition, found 'a'"},
		{in + "größe = 'x'", 1, 48, Malformed, "a variable's name has letters from a to z"},
		{in + "sets-equal(a)", 1, 60, Malformed, `expected ",", found ")"`},
		{in + "sets-equal(a, ('x', 'y')", 1, 72, Malformed, `expected ")", found the end of the statement`},
		{in + "a = 'x' # remark", 1, 56, TrailingText, "a comment starts with //"},
		{"allow group A to read buckets\n  in tenancy\n  where größe", 3, 9, Malformed, "a variable's name"},
		{"allow group Größe 日本 to read", 1, 19, Malformed, `found "日本"`},
	} {
		s, err := Parse(c.text)
		if c.message == "" {
			assert.NoError(t, err, c.text)
			continue
		}
		require.Error(t, err, c.text)
		assert.Nil(t, s)
		var syntax *SyntaxError
		require.ErrorAs(t, err, &syntax)
		assert.Contains(t, syntax.Message, c.message, c.text)
		assert.Equal(t, [2]int{c.line, c.column}, [2]int{syntax.Line, syntax.Column}, c.text)
		assert.Equal(t, c.cause, syntax.Cause, c.text)
		assert.Equal(t, c.text, syntax.Source.Text)
		assert.NotEmpty(t, syntax.Found, c.text)
	}
}

func TestParse_limits(t *testing.T) {
	long := "allow group A to read buckets in tenancy //" + strings.Repeat(" ", MaxLength)
	_, err := Parse(long[:MaxLength])
	require.NoError(t, err)
	_, err = Parse(long[:MaxLength+1])
	var syntax *SyntaxError
	require.ErrorAs(t, err, &syntax)
	assert.Equal(t, TooLong, syntax.Cause)
	assert.Equal(t, "line 1, column 1: the statement has 65537 bytes; at most 65536 are read", err.Error())

	nested := func(depth int) string {
		return "allow group A to read buckets in tenancy where " + strings.Repeat("any {", depth) + "!a" + strings.Repeat("}", depth)
	}
	_, err = Parse(nested(MaxDepth - 1))
	require.NoError(t, err)
	for _, depth := range []int{MaxDepth, 10_000} {
		_, err = Parse(nested(depth))
		require.ErrorAs(t, err, &syntax)
		assert.Equal(t, TooDeep, syntax.Cause)
		assert.Equal(t, len("allow group A to read buckets in tenancy where ")+len("any {")*MaxDepth+1, syntax.Column)
	}
}

// Texts that would be slow for a parser that looks twice. Eight times the text may cost twenty-four times the time, not 64; on a
// busy machine it is tried again.
func TestParse_linearTime(t *testing.T) {
	const in = "allow any-user to read buckets in tenancy where "
	for name, text := range map[string]func(n int) string{
		"names":       func(n int) string { return "allow group a" + strings.Repeat(", a", n) + " to read buckets in tenancy" },
		"one word":    func(n int) string { return strings.Repeat("abc", n) },
		"colons":      func(n int) string { return in + "a = x" + strings.Repeat(":ab", n) },
		"variable":    func(n int) string { return in + "a" + strings.Repeat(":ab", n) + " = 'x'" },
		"slashes":     func(n int) string { return in + "a = /x" + strings.Repeat("/ab", n) },
		"two slashes": func(n int) string { return in + "a in (/" + strings.Repeat("x/,", n) },
		"comments":    func(n int) string { return "allow" + strings.Repeat("//\n", n) },
		"open quotes": func(n int) string { return strings.Repeat(" ' ", n) },
		"braces":      func(n int) string { return in + strings.Repeat("all", n) + strings.Repeat("{", n) },
		"conditions":  func(n int) string { return in + "any {" + strings.Repeat("!a,", n) + "!a}" },
		"templates":   func(n int) string { return strings.Repeat("${a", n) },
	} {
		small, large := text(1_600), text(12_800)
		require.Less(t, len(large), MaxLength)
		assert.Eventually(t, func() bool {
			return cost(large) < 24*(cost(small)+time.Microsecond)
		}, 10*time.Second, time.Millisecond, name)
	}
}

// cost is the shortest of several runs.
func cost(text string) time.Duration {
	best := time.Hour
	for range 9 {
		start := time.Now()
		if s, err := Parse(text); err == nil {
			_ = s.String()
		}
		best = min(best, time.Since(start))
	}
	return best
}

// assertSpans holds every node's span against the text: in order, inside its parent's, and on what the node says.
func assertSpans(t *testing.T, s *Statement) {
	t.Helper()
	text := s.Source.Text
	whole := assertSpan(t, text, s.Span, Span{Start: Position{Line: 1, Column: 1}, End: Position{Offset: len(text)}})
	if d := s.Definition; d != nil {
		assertSpan(t, text, d.Span, whole)
		assert.Equal(t, d.Name.Text, unquoted(at(text, d.Name.Span)))
		return
	}
	assertSpan(t, text, s.Subject.Span, whole)
	for _, p := range s.Subject.Principals {
		assertSpan(t, text, p.Span, s.Subject.Span)
		assert.Contains(t, at(text, p.Span), p.Name+p.OCID)
	}
	assertSpan(t, text, s.Action.Span, whole)
	for _, p := range s.Action.Permissions {
		assertSpan(t, text, p.Span, s.Action.Span)
		assert.Equal(t, p.Name, strings.ToUpper(at(text, p.Span)))
	}
	if s.Action.Verb != NoVerb {
		assert.Equal(t, s.Action.Resource.Name, strings.ToLower(at(text, s.Action.Resource.Span)))
	}
	if s.Of != nil {
		assertSpan(t, text, s.Of.Span, whole)
	}
	assertLocationSpans(t, text, s.Location, whole)
	if s.With != nil {
		assertSpan(t, text, s.With.Span, whole)
		assertLocationSpans(t, text, s.With.Location, s.With.Span)
	}
	if s.Condition != nil {
		assertConditionSpans(t, text, s.Condition, whole)
	}
	for _, c := range s.Comments {
		assert.True(t, strings.HasPrefix(at(text, c.Span), "//"))
	}
}

func assertSpan(t *testing.T, text string, s, parent Span) Span {
	t.Helper()
	assert.LessOrEqual(t, parent.Start.Offset, s.Start.Offset, text)
	assert.Less(t, s.Start.Offset, s.End.Offset, text)
	assert.LessOrEqual(t, s.End.Offset, parent.End.Offset, text)
	for _, p := range []Position{s.Start, s.End} {
		before := text[:p.Offset]
		line := before[strings.LastIndex(before, "\n")+1:]
		assert.Equal(t, strings.Count(before, "\n")+1, p.Line, text)
		assert.Equal(t, len([]rune(line))+1, p.Column, text)
	}
	return s
}

func assertLocationSpans(t *testing.T, text string, l Location, parent Span) {
	t.Helper()
	assertSpan(t, text, l.Span, parent)
	for _, n := range l.Path {
		assertSpan(t, text, n.Span, l.Span)
		assert.Equal(t, n.Text, unquoted(at(text, n.Span)))
	}
	if l.Tenancy != nil {
		assertSpan(t, text, l.Tenancy.Span, l.Span)
		assert.Contains(t, at(text, l.Tenancy.Span), l.Tenancy.Alias+l.Tenancy.OCID)
	}
}

func assertConditionSpans(t *testing.T, text string, c Condition, parent Span) {
	t.Helper()
	assertSpan(t, text, c.Extent(), parent)
	switch c := c.(type) {
	case *Combination:
		for _, m := range c.Members {
			assertConditionSpans(t, text, m, c.Span)
		}
	case *Comparison:
		assertSpan(t, text, c.Variable.Span, c.Span)
		assert.Equal(t, c.Variable.Name, strings.ToLower(at(text, c.Variable.Span)))
		for _, v := range c.Values {
			assertSpan(t, text, v.Span, c.Span)
			assert.Equal(t, strings.ToLower(v.Text), strings.ToLower(unquoted(at(text, v.Span))))
		}
	case *Absent:
		assertSpan(t, text, c.Variable.Span, c.Span)
		assert.Equal(t, "!", at(text, c.Span)[:1])
		assert.Equal(t, c.Variable.Name, strings.ToLower(at(text, c.Variable.Span)))
	}
}

func at(text string, s Span) string { return text[s.Start.Offset:s.End.Offset] }

func unquoted(s string) string {
	if len(s) > 1 && (s[0] == '\'' || s[0] == '/') {
		return s[1 : len(s)-1]
	}
	return s
}
