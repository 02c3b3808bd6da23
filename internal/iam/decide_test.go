package iam

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func cited(by []Citation) []string {
	var all []string
	for _, c := range by {
		all = append(all, c.Statement.String())
	}
	return all
}

func TestDecide_reasons(t *testing.T) {
	policies := []Policy{NewPolicy(
		"p", nil,
		"allow group A to use buckets in tenancy",
		"allow group A to manage objects in tenancy",
		"allow group A to inspect users in tenancy",
		"deny group B to {BUCKET_UPDATE} in tenancy",
		"deny group B to {OBJECT_READ} in tenancy",
	)}
	q := Request{Operation: "CreateReplicationPolicy", Region: "iad", Principal: Requester{Type: "user", Groups: []string{"A"}}}
	d := Decide(policies, q, Options{})
	assert.Equal(t, Allowed, d.Outcome)
	assert.Len(t, d.By, 2, "the two statements that give something, and no other")

	q.Principal.Groups = []string{"A", "B"}
	d = Decide(policies, q, Options{})
	assert.Equal(t, Denied, d.Outcome)
	assert.Len(t, d.By, 2)

	q.Principal.Groups = nil
	d = Decide(policies, q, Options{})
	assert.Equal(t, NotAllowed, d.Outcome)
	assert.Len(t, d.Missing, 8)
	assert.False(t, d.Unknown)

	q.Operation = "CreateSomethingNew"
	assert.True(t, Decide(policies, q, Options{}).Unknown)
}

func TestDecide_atFault(t *testing.T) {
	everything := []Policy{NewPolicy("p", nil, "allow any-user to manage all-resources in tenancy")}
	for _, q := range []Request{
		{},
		{Operation: "PutObject"},
		{Operation: "PutObject", Principal: Requester{Type: "robot"}},
		{Operation: "PutObject", Permissions: []string{"OBJECT_CREATE"}, Principal: Requester{Type: "user"}},
	} {
		assert.Error(t, q.Check())
		assert.Equal(t, NotAllowed, Decide(everything, q, Options{}).Outcome)
	}
}

func TestDecide_compartmentsByOCID(t *testing.T) {
	const ocid = "ocid1.compartment.oc1..data"
	statement := "allow any-user to manage buckets in compartment id " + ocid
	q := Request{Operation: "CreateBucket", Region: "iad", Compartment: []string{"data", "logs"}, Principal: Requester{Type: "user"}}
	policies := []Policy{NewPolicy("p", nil, statement)}
	assert.Equal(t, NotAllowed, Decide(policies, q, Options{}).Outcome, "nobody says which compartment that is")
	assert.Equal(t, Allowed, Decide(policies, q, Options{Compartments: map[string][]string{ocid: {"Data"}}}).Outcome)
	assert.Equal(t, NotAllowed, Decide(policies, q, Options{Compartments: map[string][]string{ocid: {"other"}}}).Outcome)

	attached := append(policies, Policy{Name: "q", Compartment: []string{"data"}, CompartmentID: ocid})
	assert.Equal(t, Allowed, Decide(attached, q, Options{}).Outcome, "a policy's own compartment tells")

	q.CompartmentIDs = []string{"ocid1.tenancy.oc1..t", ocid}
	assert.Equal(t, Allowed, Decide(policies, q, Options{}).Outcome, "the request's compartments tell")
	root := []Policy{NewPolicy("p", nil, "allow any-user to manage buckets in compartment id ocid1.tenancy.oc1..t")}
	q.CompartmentIDs = nil
	assert.Equal(t, Allowed, Decide(root, q, Options{Tenancy: "ocid1.tenancy.oc1..t"}).Outcome)
}

func TestDecide_assumptions(t *testing.T) {
	deny := func(statement string) []Policy {
		return []Policy{NewPolicy("p", nil, "allow any-user to manage all-resources in tenancy", statement)}
	}
	createBucket := Request{Operation: "CreateBucket", Region: "iad", Principal: Requester{Type: typeUser}}
	createReplica := Request{Service: "nosql", Operation: "CreateReplica", Region: "iad", Principal: Requester{Type: typeUser}}
	for _, c := range []struct {
		statement string
		request   Request
		rests     string
	}{
		{"deny any-user to inspect buckets in tenancy", Request{Operation: "CreateBucket", Region: "iad", Principal: Requester{Type: typeService, Name: "s"}}, assumeService},
		{"deny any-user to inspect buckets in tenancy", createBucket, ""},
		{"deny any-user to inspect buckets in tenancy", Request{Operation: "CreateBucket", Region: "iad", Principal: Requester{Type: typeUser, Tenancy: "ocid1.tenancy.oc1..x"}}, assumeAdmitted},
		{"deny any-user to inspect buckets in tenancy where !target.bucket.name", createBucket, assumeAbsent},
		{"deny any-user to inspect buckets in tenancy where request.region in ('iad')", createBucket, assumeIn},
		{"deny any-user to inspect nosql-family in tenancy", createReplica, assumeType},
		{"deny any-user to inspect all-resources in tenancy where request.operation = 'CreateReplica'", createReplica, assumeOperation},
	} {
		d := Decide(deny(c.statement), c.request, Options{Explain: true})
		require.Equal(t, Denied, d.Outcome, c.statement)
		var ids []string
		for _, a := range d.Rests {
			ids = append(ids, a.ID)
		}
		assert.Equal(t, strings.Fields(c.rests), append([]string{}, ids...), "%s for %s", c.statement, asJSON(c.request))
		if c.rests != "" {
			d = Decide(deny(c.statement), c.request, Options{Refuse: []string{c.rests}})
			assert.NotEqual(t, Denied, d.Outcome, "without %s", c.rests)
		}
	}
}

func TestRequest_JSON(t *testing.T) {
	const src = `{"operation":"PutObject","region":"us-ashburn-1","compartment":["data"],` +
		`"principal":{"type":"user","name":"anna","groups":["Engineers"],"domain":"Corp"},` +
		`"variables":{"target.bucket.name":"logs","target.policy.type":["allow","deny"],"request.ad":null}}`
	var q Request
	require.NoError(t, json.Unmarshal([]byte(src), &q))
	assert.Equal(t, Values{"logs"}, q.Variables["target.bucket.name"])
	assert.Equal(t, Values{"allow", "deny"}, q.Variables["target.policy.type"])
	given, ok := q.Variables["request.ad"]
	assert.True(t, ok)
	assert.Empty(t, given)
	back, err := json.Marshal(q)
	require.NoError(t, err)
	assert.JSONEq(t, src, string(back))
	q.Variables = nil
	require.NoError(t, json.Unmarshal([]byte(`{"variables":{"a":6,"b":true,"c":[1,"x",false],"d":[],"e":null}}`), &q))
	assert.Equal(t, map[string]Values{"a": {"6"}, "b": {"true"}, "c": {"1", "x", "false"}, "d": {}, "e": nil}, q.Variables)
	assert.Error(t, json.Unmarshal([]byte(`{"variables":{"a":{"b":"c"}}}`), &q))
	assert.Error(t, json.Unmarshal([]byte(`{"variables":{"a":["b",null]}}`), &q))
}

// What people write for a principal or a place is taken for what it is, names and OCIDs alike.
func TestDecide_waysToSayIt(t *testing.T) {
	options := Options{Compartments: map[string][]string{"ocid1.compartment.oc1..logs": {"data", "logs"}}}
	for _, c := range []struct{ statement, request, want string }{
		{"allow dynamic-group Backup to use buckets in tenancy", `{"type": "dynamic-group", "name": "Backup"}`, "allowed"},
		{"allow dynamic-group Corp/Backup to use buckets in tenancy", `{"type": "Dynamic-Group", "name": "Corp/Backup"}`, "allowed"},
		{"allow dynamic-group id ocid1.dynamicgroup.oc1..b to use buckets in tenancy", `{"type": "dynamic-group", "name": "ocid1.dynamicgroup.oc1..b"}`, "allowed"},
		{"allow group Backup to use buckets in tenancy", `{"type": "dynamic-group", "name": "Backup"}`, "not allowed"},
		{"allow any-group to use buckets in tenancy", `{"type": "dynamic-group", "name": "Backup"}`, "allowed"},
		{"allow group Engineers to use buckets in tenancy", `{"type": "group", "name": "Engineers"}`, "allowed"},
		{"allow group Engineers to use buckets in tenancy", `{"type": "group", "name": "Engineers", "domain": "Corp"}`, "not allowed"},
		{"allow group Corp/Engineers to use buckets in tenancy", `{"type": "group", "name": "Engineers", "domain": "Corp"}`, "allowed"},
		{"allow group id ocid1.group.oc1..e to use buckets in tenancy", `{"type": "group", "name": "ocid1.group.oc1..E"}`, "allowed"},
		{"allow group id ocid1.group.oc1..e to use buckets in tenancy", `{"type": "user", "groups": ["Others", "ocid1.group.oc1..e"]}`, "allowed"},
		{"allow dynamic-group id ocid1.dynamicgroup.oc1..b to use buckets in tenancy", `{"type": "instance", "groups": ["ocid1.dynamicgroup.oc1..b"]}`, "allowed"},
		{"allow any-user to use buckets in tenancy where request.user.id = 'ocid1.user.oc1..u'", `{"type": "user", "name": "ocid1.user.oc1..u"}`, "allowed"},
		{"allow any-user to use buckets in tenancy where request.instance.id = 'ocid1.instance.oc1.iad.i'", `{"type": "instance", "name": "ocid1.instance.oc1.iad.i"}`, "allowed"},
		{"allow any-user to use buckets in tenancy where !request.instance.id", `{"type": "user", "name": "ocid1.user.oc1..u"}`, "allowed"},
		{"allow any-user to use buckets in compartment id ocid1.compartment.oc1..x", `{"type": "user"}, "compartment": ["ocid1.compartment.oc1..x"]`, "allowed"},
		{"allow any-user to use buckets in compartment id ocid1.compartment.oc1..x", `{"type": "user"}, "compartment": ["ocid1.compartment.oc1..x", "logs"]`, "allowed"},
		{"allow any-user to use buckets in compartment id ocid1.compartment.oc1..y", `{"type": "user"}, "compartment": ["ocid1.compartment.oc1..x", "logs"]`, "not allowed"},
		{"allow any-user to use buckets in compartment id ocid1.compartment.oc1..x", `{"type": "user"}, "compartment": ["data"], "variables": {"Target.Compartment.Id": "ocid1.compartment.oc1..x"}`, "allowed"},
		{"allow any-user to use buckets in tenancy where target.compartment.id = 'ocid1.compartment.oc1..x'", `{"type": "user"}, "compartment": ["ocid1.compartment.oc1..x"]`, "allowed"},
		{"allow any-user to use buckets in compartment data", `{"type": "user"}, "compartment": ["ocid1.compartment.oc1..logs"]`, "allowed"},
		{"allow any-user to use buckets in compartment id ocid1.compartment.oc1..logs", `{"type": "user"}, "compartment": ["data", "logs", "old"]`, "allowed"},
		{"allow any-user to use buckets in compartment data", `{"type": "user"}, "compartment": ["ocid1.tenancy.oc1..t", "data"]`, "allowed"},
		{"allow any-user to use buckets in compartment data", `{"type": "user"}, "compartment": ["ocid1.tenancy.oc1..t"]`, "not allowed"},
		{"deny any-user to use buckets in tenancy where request.utc-timestamp.month-of-year = '6'", `{"type": "user"}, "variables": {"request.utc-timestamp.month-of-year": 6}`, "denied"},
	} {
		var q Request
		require.NoError(t, json.Unmarshal([]byte(`{"operation": "UpdateBucket", "region": "iad", "principal": `+c.request+"}"), &q), c.request)
		require.NoError(t, q.Check())
		d := Decide([]Policy{NewPolicy("p", nil, c.statement)}, q, options)
		assert.Equal(t, c.want, d.Outcome.String(), "%s for %s", c.statement, c.request)
	}
	assert.Error(t, Request{Operation: "PutObject", Principal: Requester{Type: "dynamic-group"}}.Check(), "a group must have a name")
}

func TestDecide_groupsOfAnInstanceAreDynamic(t *testing.T) {
	policies := []Policy{NewPolicy("p", nil, "allow dynamic-group Builders to manage buckets in tenancy", "allow group Builders to manage objects in tenancy")}
	q := Request{Operation: "CreateBucket", Service: "object-storage", Region: "iad", Principal: Requester{Type: "instance", Groups: []string{"builders"}}}
	assert.Equal(t, Allowed, Decide(policies, q, Options{}).Outcome)
	q.Operation = "PutObject"
	assert.Equal(t, NotAllowed, Decide(policies, q, Options{}).Outcome)
}

func FuzzDecide(f *testing.F) {
	f.Add("deny any-user to use objects in tenancy where all {request.region != 'iad', !target.bucket.name}", "PutObject", "phx", "data", "x")
	f.Add("allow group id ocid1.group.oc1..a to {A} in compartment a:b where a.b = /x*/", "{A}", "", "", "")
	f.Fuzz(func(t *testing.T, statement, operation, region, compartment, value string) {
		p := NewPolicy("p", nil, statement)
		q := Request{
			Operation: operation, Region: region, Compartment: strings.Split(compartment, "/"), Principal: Requester{Type: "user", Groups: []string{value}},
			Variables: map[string]Values{"target.bucket.name": {value}, "request.utc-timestamp": {value}},
		}
		d := Decide([]Policy{p}, q, Options{})
		if len(p.Statements) == 0 && d.Outcome == Denied {
			t.Fatal("denied by nothing")
		}
	})
}
