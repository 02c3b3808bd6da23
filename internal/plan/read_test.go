package plan

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

func TestRead_refuses(t *testing.T) {
	whole, err := os.ReadFile("testdata/plans/adb-standby/plan.json")
	require.NoError(t, err)
	for name, tt := range map[string]struct{ in, want string }{
		"nothing":                     {"", "is empty"},
		"blanks":                      {" \n", "is empty"},
		"text":                        {"Terraform will perform the following actions", "not the JSON of a plan"},
		"an array":                    {"[]", "not the JSON of a plan"},
		"a binary plan":               {"PK\x03\x04\x14\x00", "show -json FILE"},
		"utf-16":                      {"\xff\xfe{\x00", "UTF-16"},
		"utf-16 without a mark":       {"{\x00\"\x00", "UTF-16"},
		"compressed":                  {"\x1f\x8b\x08\x00", "gzip"},
		"a plan kept elsewhere":       {`{"remote_plan_format":1,"run_id":"run-1","hostname":"app.terraform.io"}`, "bookmark"},
		"an encrypted plan":           {`{"meta":{},"encrypted_data":"eA==","encryption_version":"v0"}`, "encrypted"},
		"a byte order mark":           {"\xef\xbb\xbf{}", "byte order mark"},
		"an empty object":             {"{}", "no format_version"},
		"a state file":                {`{"version":4,"terraform_version":"1.11.4","serial":3,"lineage":"x","outputs":{},"resources":[]}`, "state file"},
		"the JSON of a state":         {`{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{}}}`, "JSON of a state"},
		"a log":                       {"{\"@level\":\"info\",\"@message\":\"x\"}\n{\"@level\":\"info\"}", "log of `plan -json`"},
		"format 2":                    {`{"format_version":"2.0","resource_changes":[],"configuration":{}}`, "2.0"},
		"format 0":                    {`{"format_version":"0.2","resource_changes":[],"configuration":{}}`, "0.2"},
		"format of a number":          {`{"format_version":1}`, "format_version\" there should be a text"},
		"no configuration":            {`{"format_version":"1.2","planned_values":{},"resource_changes":[]}`, "not all of it"},
		"no changes":                  {`{"format_version":"1.2","configuration":{}}`, "not all of it"},
		"cut off":                     {string(whole[:len(whole)/2]), "cut off"},
		"cut off at the end":          {strings.TrimSpace(string(whole))[:len(strings.TrimSpace(string(whole)))-1], "cut off"},
		"two plans":                   {string(whole) + string(whole), "Something follows"},
		"the same name twice":         {`{"format_version":"1.2","resource_changes":[{"address":"a.b","address":"a.c"}]}`, "same name twice"},
		"deep, the same name twice":   {strings.Replace(string(whole), `"source_id"`, `"db_name":"x","source_id"`, 1), "same name twice"},
		"no JSON":                     {`{"format_version":"1.2",}`, "not valid JSON"},
		"bad encoding":                {"{\"format_version\":\"1.\xff\"}", "not valid JSON"},
		"changes an object":           {`{"format_version":"1.2","resource_changes":{}}`, "an array"},
		"configuration an array":      {`{"format_version":"1.2","configuration":[]}`, "an object"},
		"a change without an address": {`{"format_version":"1.2","resource_changes":[{}]}`, "without an address"},
		"too deep":                    {`{"format_version":"1.2","x":` + strings.Repeat("[", 20000), "nested deeper"},
		"modules too deep":            {`{"format_version":"1.2","configuration":{"root_module":` + strings.Repeat(`{"module_calls":{"m":{"module":`, 10000), "nested deeper"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Read(strings.NewReader(tt.in))
			assert.Nil(t, p)
			var input *InputError
			require.ErrorAs(t, err, &input)
			assert.Contains(t, err.Error(), tt.want)
			assert.NotContains(t, err.Error(), "\n")
			assert.Less(t, len(err.Error()), 500)
		})
	}
}

func TestRead_passesErrorsOfTheReaderOn(t *testing.T) {
	broken := errors.New("the disk is gone")
	_, err := Read(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
	_, err = Read(io.MultiReader(strings.NewReader(`{"format_version":"1.2","x":[`+strings.Repeat("1,", 4000)), iotest.ErrReader(broken)))
	require.ErrorIs(t, err, broken)
}

// TestRead_anyOrder holds that the order of names does not matter: `jq -S` sorts them.
func TestRead_anyOrder(t *testing.T) {
	s := sketch{Providers: object{"oci": inRegion("us-ashburn-1"), "oci.eu": inRegion("eu-frankfurt-1")}, Resources: []instance{{Address: bucket}, {Address: "oci_objectstorage_bucket.e", Key: "oci.eu"}}}
	raw := s.json(t) // the encoder sorts: configuration comes before resource_changes
	require.Less(t, bytes.Index(raw, []byte(`"configuration"`)), bytes.Index(raw, []byte(`"resource_changes"`)))
	report := judgeJSON(t, raw, Options{})
	assert.Equal(t, boundary.Inside, find(t, report, bucket).Verdict)
	assert.Equal(t, boundary.Outside, find(t, report, "oci_objectstorage_bucket.e").Verdict)
	_, err := Read(iotest.OneByteReader(bytes.NewReader(raw)))
	require.NoError(t, err)
}

// TestRead_everyType runs over a plan with each of the types, and classifies every one.
func TestRead_everyType(t *testing.T) {
	s := sketch{Providers: object{"oci": inRegion("us-ashburn-1")}}
	for _, typ := range listed(t) {
		s.Resources = append(s.Resources, instance{Address: typ + ".x", After: object{"display_name": "x"}})
	}
	s.Resources = append(s.Resources, instance{Address: "oci_brand_new.x"})
	report := s.judge(t, Options{Guard: func(*boundary.Boundary, time.Time, []Guard) []boundary.Finding { return nil }})
	require.Len(t, report.Resources, 1002)
	assert.Equal(t, []string{"oci_brand_new"}, report.Unlisted)
	for _, j := range report.Resources {
		want := boundary.Inside
		if tables().scope(j.Type) == GlobalType {
			want = boundary.GlobalOK
		}
		if slices.ContainsFunc(tables().rows[j.Type], func(r *row) bool { return r.needed() && !strings.Contains(r.attribute, ".") }) {
			want = boundary.Undecided // a plan that does not say where data goes is not whole
		}
		assert.Equal(t, want, j.Verdict, "%s: %v", j.Type, j.Findings)
	}
}

func TestRead_everyTypeOutside(t *testing.T) {
	s := sketch{Providers: object{"oci": inRegion("eu-frankfurt-1")}}
	for _, typ := range listed(t) {
		s.Resources = append(s.Resources, instance{Address: typ + ".x"})
	}
	for _, j := range s.judge(t, Options{Guard: func(*boundary.Boundary, time.Time, []Guard) []boundary.Finding { return nil }}).Resources {
		want := boundary.Outside
		if tables().scope(j.Type) == GlobalType {
			want = boundary.GlobalOK
		}
		assert.Equal(t, want, j.Verdict, "%s: %v", j.Type, j.Findings)
	}
}

func TestJudge_otherProviders(t *testing.T) {
	s := sketch{Resources: []instance{
		{Address: "random_pet.p", Provider: "registry.terraform.io/hashicorp/random"},
		{Address: "terraform_data.d", Provider: "terraform.io/builtin/terraform"},
		{Address: "random_leak.p", Provider: "registry.terraform.io/evil/random"},
		{Address: "aws_s3_bucket.b", Provider: "registry.terraform.io/hashicorp/aws", After: object{"id": iad}},
		{Address: "github_repository.b", Provider: "registry.opentofu.org/integrations/github"},
	}}
	p, err := Read(bytes.NewReader(s.json(t)))
	require.NoError(t, err)
	report := p.Judge(usBoundary(t, `ungoverned = ["aws"]`), at, Options{Region: "us-ashburn-1"})
	want := map[string]boundary.Verdict{
		"random_pet.p": boundary.GlobalOK, "terraform_data.d": boundary.GlobalOK, "random_leak.p": boundary.Undecided,
		"aws_s3_bucket.b": boundary.GlobalOK, "github_repository.b": boundary.Undecided,
	}
	for address, v := range want {
		assert.Equal(t, v, find(t, report, address).Verdict, address)
	}
	assert.Equal(t, map[string]int{"registry.terraform.io/hashicorp/aws": 1}, report.Ungoverned)
	assert.True(t, find(t, report, "aws_s3_bucket.b").Ungoverned)
	assert.Empty(t, report.Claimed)
}

func TestJudge_incompletePlans(t *testing.T) {
	s := sketch{Providers: object{"oci": inRegion("us-ashburn-1")}, Resources: []instance{{Address: bucket}}}
	require.True(t, s.judge(t, Options{}).Passes())
	for name, also := range map[string]object{"errored": {"errored": true}, "not complete": {"complete": false}} {
		s.Also = also
		report := s.judge(t, Options{})
		assert.False(t, report.Passes(), name)
		assert.Len(t, report.Incomplete, 1, name)
	}
	s.Also = object{"planned_values": object{"root_module": object{"child_modules": []any{object{"resources": []any{
		object{"address": bucket, "type": "oci_objectstorage_bucket", "mode": "managed"},
		object{"address": "module.m.oci_core_vcn.cut", "type": "oci_core_vcn", "mode": "managed"},
		object{"address": "data.oci_core_vcn.d", "type": "oci_core_vcn", "mode": "data"},
	}}}}}}
	report := s.judge(t, Options{})
	require.Len(t, report.Resources, 2)
	assert.True(t, hasRule(find(t, report, "module.m.oci_core_vcn.cut"), ruleNoChange))
	assert.False(t, report.Passes())
	s.Also = object{"deferred_changes": []any{object{"reason": "provider_config_unknown", "resource_change": instance{Address: "oci_core_vcn.later"}.change()}}}
	assert.Equal(t, boundary.Undecided, find(t, s.judge(t, Options{}), "oci_core_vcn.later").Verdict)
}

func TestJudge_content(t *testing.T) {
	s := sketch{Calls: object{"m": object{"module": object{"resources": []any{
		object{"address": "data.oci_secrets_secretbundle.s", "mode": "data", "type": "oci_secrets_secretbundle", "name": "s"},
		object{"address": "data.oci_core_vcns.v", "mode": "data", "type": "oci_core_vcns", "name": "v"},
	}}}}}
	report := s.judge(t, Options{})
	assert.Equal(t, []Content{{"module.m.data.oci_secrets_secretbundle.s", "oci_secrets_secretbundle", "the content of a secret"}}, report.Content)
	assert.Empty(t, report.Resources)
	assert.True(t, report.Passes())
}

func TestJudge_guards(t *testing.T) {
	deny, weak := []string{"deny a", "deny b"}, []string{"deny a"}
	s := sketch{Providers: object{"oci": inRegion("us-ashburn-1")}, Resources: []instance{
		{Address: "oci_identity_policy.u", Actions: []string{"update"}, Before: object{"statements": deny, "compartment_id": "ocid1.tenancy.oc1..a"}, After: object{"statements": weak, "compartment_id": "ocid1.tenancy.oc1..a"}},
		{Address: "oci_identity_policy.n", Actions: []string{"no-op"}, Before: object{"statements": deny}, After: object{"statements": deny}},
		{Address: "oci_identity_policy.d", Actions: []string{"delete"}, Before: object{"statements": deny}},
		{Address: "oci_limits_quota.k", Unknown: object{"statements": []any{true}}, Expressions: object{"statements": ref("local.s")}},
	}}
	seen := map[string]Guard{}
	report := s.judge(t, Options{Guard: func(_ *boundary.Boundary, _ time.Time, all []Guard) []boundary.Finding {
		var out []boundary.Finding
		for _, g := range all {
			seen[g.Address] = g
			out = append(out, boundary.Finding{Rule: "RES301", Verdict: boundary.Faulty, Address: g.Address})
		}
		return append(out, boundary.Finding{Rule: "RES312", Verdict: boundary.GlobalOK, Address: "oci_limits_quota.k"})
	}})
	policy := Guard{Type: "oci_identity_policy", Attribute: "statements", Language: Policies, Before: deny}
	u, n, d := policy, policy, policy
	u.Address, u.Compartment, u.Former, u.Action, u.After = "oci_identity_policy.u", "ocid1.tenancy.oc1..a", "ocid1.tenancy.oc1..a", Update, weak
	n.Address, n.Action, n.After = "oci_identity_policy.n", NoOp, deny
	d.Address, d.Action = "oci_identity_policy.d", Delete
	assert.Equal(t, u, seen["oci_identity_policy.u"])
	assert.Equal(t, n, seen["oci_identity_policy.n"])
	assert.Equal(t, d, seen["oci_identity_policy.d"])
	assert.True(t, seen["oci_limits_quota.k"].Unknown)
	assert.Len(t, report.Remarks, 1)
	assert.Equal(t, 4, report.Summary[boundary.Faulty])
}

func TestJudge_exceptionByAddress(t *testing.T) {
	s := sketch{Providers: object{"oci": inRegion("eu-frankfurt-1")}, Resources: []instance{{Address: bucket, After: object{"compartment_id": "ocid1.compartment.oc1..a"}}, {Address: `oci_objectstorage_bucket.c["x"]`}}}
	p, err := Read(bytes.NewReader(s.json(t)))
	require.NoError(t, err)
	b := usBoundary(t, `exception "e" {`, `regions=["eu-frankfurt-1"]`, `compartments=["ocid1.compartment.oc1..a"]`, `reason="r"`, `owner="o"`, `approved_by="p"`, `ticket="t"`, `expires="2027-01-01"`, `}`)
	report := p.Judge(b, at, Options{})
	assert.Equal(t, boundary.Excepted, find(t, report, bucket).Verdict)
	assert.Equal(t, boundary.Outside, find(t, report, `oci_objectstorage_bucket.c["x"]`).Verdict)
}
