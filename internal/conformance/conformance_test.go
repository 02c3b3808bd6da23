package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/iam/decisions"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// Every assumption and doubt is asked about, or says why it is not.
func TestTrials_everyQuestion(t *testing.T) {
	asked := map[string]bool{}
	for _, one := range own {
		for _, id := range one.about {
			asked[id] = true
		}
	}
	for _, id := range identifiers() {
		_, passedOver := untried[id]
		assert.NotEqual(t, passedOver, asked[id], id)
		delete(asked, id)
	}
	for id := range asked {
		assert.Contains(t, id, " ", "no assumption or doubt is called %s", id)
	}
	for id := range untried {
		assert.Contains(t, identifiers(), id)
	}
}

// What is expected of the tenancy is what package iam decides.
func TestTrials_expectWhatIsDecided(t *testing.T) {
	const ocid = "ocid1.compartment.oc1..c"
	names := map[string]string{"group": "'Testers'", "GROUP": "'TESTERS'", "compartment": ocid, "region": "iad", "elsewhere": "fra"}
	all, passedOver, err := trials("iad")
	require.NoError(t, err)
	assert.Greater(t, len(all), 70)
	assert.Positive(t, passedOver)
	allowed := 0
	for _, one := range all {
		statements := one.fill(names)
		assert.NotContains(t, strings.Join(statements, ""), "{"+"group")
		p := iam.NewPolicy("trial", []string{"c"}, statements...)
		require.Empty(t, p.Unread, "%v", statements)
		p.CompartmentID = ocid
		q := iam.Request{
			Operation: one.operation, Region: "iad", Compartment: []string{"c"}, CompartmentIDs: []string{ocid},
			Principal: iam.Requester{Type: "user", Name: "tester", Groups: []string{"Testers"}},
		}
		d := iam.Decide([]iam.Policy{p}, q, iam.Options{})
		assert.Equal(t, one.allowed, d.Outcome == iam.Allowed, "%s\n%s", one.name, strings.Join(statements, "\n"))
		if one.allowed {
			allowed++
		}
		for _, s := range p.Statements {
			assert.False(t, s.Effect == iam.Allow && s.Subject.Kind != iam.Group, "%s gives to more than the group", s)
			assert.False(t, s.Effect == iam.Deny && s.Subject.Kind != iam.Group && locksOut(s), "%s may keep itself from being removed", s)
			assert.True(t, s.Location.OCID == ocid || one.about[0] == "location-of-policy", "%s is about more than the compartment", s)
		}
	}
	assert.Greater(t, allowed, 20)
}

func TestFromTable(t *testing.T) {
	for _, c := range []struct {
		table string
		want  string // statements with their outcome, or "" where it cannot be asked
	}{
		{"allow group A to read buckets in tenancy\n> GetBucket iad data/logs user:A : allowed", "allow group {group} to read buckets in compartment id {compartment} true"},
		{"allow group A, B to read buckets in compartment Data\n> GetBucket sin data/logs user:B : allowed", "allow group {group} to read buckets in compartment id {compartment} true"},
		{"allow group A to read buckets in tenancy\nallow group B to use buckets in tenancy\n> UpdateBucket iad - user:A : not allowed", "allow group {group} to read buckets in compartment id {compartment} false"},
		{"allow group A to read buckets in compartment other\n> GetBucket iad data user:A : not allowed", ""},
		{"@data allow any-user to read buckets in compartment data\n> GetBucket iad data user : allowed", "allow group {group} to read buckets in compartment id {compartment} true"},
		{"@data allow group A to read buckets in compartment logs\n> GetBucket iad data/logs user:A : allowed", "allow group {group} to read buckets in compartment id {compartment} true"},
		{"deny any-user to inspect buckets in tenancy\n> GetBucket iad - user:A : denied", "deny any-user to inspect buckets in compartment id {compartment} false"},
		{"deny any-user to inspect all-resources in tenancy\n> GetBucket iad - user:A : denied", "deny group {group} to inspect all-resources in compartment id {compartment} false"},
		{"deny any-user to {POLICY_DELETE, BUCKET_READ} in tenancy\n> GetBucket iad - user:A : denied", "deny group {group} to {POLICY_DELETE, BUCKET_READ} in compartment id {compartment} false"},
		{"allow group A to read buckets in tenancy where request.region = 'iad'\n> GetBucket us-ashburn-1 - user:A : allowed", "allow group {group} to read buckets in compartment id {compartment} where request.region = 'iad' true"},
		{"allow group A to read buckets in tenancy where request.region = 'iad'\n> GetBucket phx - user:A : not allowed", ""},
		{"allow group A to read buckets in tenancy where target.bucket.name = 'x'\n> GetBucket iad - user:A : not allowed", ""},
		{"allow group A to read buckets in tenancy where !request.ad\n> GetBucket iad - user:A : allowed", ""},
		{"allow group A to read buckets in tenancy\n> GetBucket iad - user@Corp:A : not allowed", ""},
		{"allow group Corp/A to read buckets in tenancy\n> GetBucket iad - user:A : not allowed", ""},
		{"allow group id ocid1.group.oc1..a to read buckets in tenancy\n> GetBucket iad - user:A : not allowed", ""},
		{"allow group A to read buckets in tenancy\n> GetBucket iad - user:Administrators : not allowed", ""},
		{"allow group A to read buckets in tenancy\n> DeleteBucket iad - user:A : not allowed", ""},
		{"allow group A to read buckets in tenancy\n> GetBucket iad - instance:A : not allowed", ""},
		{"allow group A to read buckets in tenancy\n> GetBucket iad - user:A target.bucket.name=x : allowed", ""},
		{"allow group A to read buckets in compartment id ocid1.compartment.oc1..x\n> GetBucket iad - user:A : not allowed", ""},
		{"allow dynamic-group A to read buckets in tenancy\nallow any-group to inspect buckets in tenancy\n> ListBuckets iad - user:A : allowed", "allow group {group} to inspect buckets in compartment id {compartment} true"},
	} {
		all, err := decisions.Read("== fact\n" + c.table)
		require.NoError(t, err)
		got, ok := fromTable(all[0], "iad")
		text := ""
		if ok {
			text = strings.Join(got.statements, "; ") + " " + map[bool]string{true: "true", false: "false"}[got.allowed]
		}
		assert.Equal(t, c.want, text, c.table)
	}
}

func TestTrial_judge(t *testing.T) {
	for _, c := range []struct {
		expected, cautious, allowed bool
		want                        verdict
	}{
		{true, false, true, same},
		{true, false, false, different},
		{true, true, false, stricter},
		{false, true, true, different},
		{false, false, false, same},
		{false, false, true, different},
	} {
		assert.Equal(t, c.want, trial{allowed: c.expected, cautious: c.cautious}.judge(c.allowed), "%+v", c)
	}
}

// said is what came of a run.
type said struct {
	status    int
	out, errs string
}

func runWith(t *testing.T, config tenancyConfig, args ...string) said {
	t.Helper()
	var out, errs bytes.Buffer
	status := run(t.Context(), args, config, &out, &errs)
	return said{status, out.String(), errs.String()}
}

func TestRun_refuses(t *testing.T) {
	unreachable := tenancyConfig{connect: func(string) (account, error) {
		t.Error("nobody is to be asked")
		return account{}, context.Canceled
	}}
	complete := []string{"-compartment", "ocid1.compartment.oc1..c", "-group", "G", "-test-profile", "TEST", "-i-understand"}
	for missing, args := range map[string][]string{
		"-compartment OCID is missing":            complete[2:],
		"-group NAME is missing":                  slices.Concat(complete[:2], complete[4:]),
		"-test-profile PROFILE is missing":        slices.Concat(complete[:4], complete[6:]),
		"-i-understand is missing":                complete[:6],
		"flag provided but not defined: -really":  {"-really"},
		"-profile and -test-profile are the same": append(slices.Clone(complete), "-profile", "TEST"),
	} {
		got := runWith(t, unreachable, args...)
		assert.Equal(t, 1, got.status, missing)
		assert.Empty(t, got.out, missing)
		assert.Contains(t, got.errs, missing)
	}
}

// Without credentials nothing can be asked, and the message says which profile of which file is at fault.
func TestRun_withoutCredentials(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	for _, name := range []string{"OCI_CONFIG_FILE", "OCI_CLI_CONFIG_FILE", "TF_HOME_OVERRIDE", "TF_VAR_tenancy_ocid", "OCI_TENANCY_OCID", "TF_VAR_auth", "OCI_AUTH"} {
		t.Setenv(name, "")
	}
	args := []string{"-compartment", "ocid1.compartment.oc1..c", "-group", "G", "-test-profile", "TEST", "-i-understand"}
	got := runWith(t, tenancyConfig{connect: connect}, args...)
	assert.Equal(t, 1, got.status)
	assert.Empty(t, got.out)
	assert.Contains(t, got.errs, "conformance: the profile DEFAULT cannot be used: ")
	assert.Contains(t, got.errs, filepath.Join(home, ".oci", "config"))

	require.NoError(t, os.MkdirAll(filepath.Join(home, ".oci"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(home, ".oci", "config"), []byte("[DEFAULT]\nregion=us-ashburn-1\n"), 0o600))
	assert.Equal(t, 1, runWith(t, tenancyConfig{connect: connect}, args...).status)
}

func TestRun_list(t *testing.T) {
	got := runWith(t, tenancyConfig{}, "-list")
	assert.Zero(t, got.status)
	assert.Contains(t, got.out, "absent-in-deny: !variable in a deny: refused\n")
	assert.Contains(t, got.out, "Not asked: any-user-service: it takes a service that acts for a user.\n")
	help := runWith(t, tenancyConfig{}, "-help")
	assert.Zero(t, help.status)
	assert.Contains(t, help.errs, "Exit status: 0 if the tenancy answers as expected")
}

// inSandbox reaches a sandbox; profiles are its users.
func inSandbox(t *testing.T, s *sandbox.Sandbox) tenancyConfig {
	t.Helper()
	return tenancyConfig{connect: func(profile string) (account, error) {
		c, err := s.Credentials(profile)
		if err != nil {
			return account{}, err
		}
		session, err := oci.NewSession(oci.Config{
			TenancyOCID: c.TenancyOCID, UserOCID: c.UserOCID, Fingerprint: c.Fingerprint, PrivateKey: c.PrivateKeyPEM, Region: c.Region,
			Getenv: func(string) string { return "" }, Transport: s.Transport(),
		})
		if err != nil {
			return account{}, err
		}
		return newAccount(session)
	}}
}

// ownCompartment makes a compartment that is nobody's.
func ownCompartment(t *testing.T, s *sandbox.Sandbox) (admin account, ocid string) {
	t.Helper()
	admin, err := inSandbox(t, s).connect("admin")
	require.NoError(t, err)
	root := s.TenancyOCID()
	made, err := admin.identity.CreateCompartment(t.Context(), identity.CreateCompartmentRequest{CreateCompartmentDetails: identity.CreateCompartmentDetails{
		CompartmentId: &root, Name: common.String("conformance"), Description: common.String("trials"),
	}})
	require.NoError(t, err)
	return admin, *made.Id
}

// The sandbox decides by package iam, so it answers every question as expected, and nothing is left in it.
func TestRun_sandbox(t *testing.T) {
	s, err := sandbox.New()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	admin, ocid := ownCompartment(t, s)
	args := []string{"-compartment", ocid, "-group", "OverseasEngineers", "-profile", "admin", "-test-profile", "overseas-engineer", "-i-understand", "-wait", "0s", "-patience", "0s"}
	got := runWith(t, inSandbox(t, s), args...)
	assert.Zero(t, got.status, "%s%s", got.out, got.errs)
	assert.Empty(t, got.errs)
	assert.NotContains(t, got.out, "DIFFERENT")
	assert.Contains(t, got.out, " as expected, 0 stricter than assumed, 0 different.")
	assert.Contains(t, got.out, "ok        absent-in-deny: !variable in a deny: refused\n")

	policies, err := admin.identity.ListPolicies(t.Context(), identity.ListPoliciesRequest{CompartmentId: &ocid})
	require.NoError(t, err)
	assert.Empty(t, policies.Items)
	buckets, err := admin.storage.ListBuckets(t.Context(), objectstorage.ListBucketsRequest{NamespaceName: common.String(s.Namespace()), CompartmentId: &ocid})
	require.NoError(t, err)
	assert.Empty(t, buckets.Items)
}

func TestRun_unfitRooms(t *testing.T) {
	s, err := sandbox.New()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	admin, ocid := ownCompartment(t, s)
	flags := func(compartment, user string) []string {
		return []string{"-compartment", compartment, "-group", "OverseasEngineers", "-profile", "admin", "-test-profile", user, "-i-understand", "-wait", "0s", "-patience", "0s"}
	}
	got := runWith(t, inSandbox(t, s), flags(s.TenancyOCID(), "overseas-engineer")...)
	assert.Equal(t, 1, got.status)
	assert.Contains(t, got.errs, "-compartment is the root")

	got = runWith(t, inSandbox(t, s), flags(ocid, "terraform")...)
	assert.Equal(t, 1, got.status)
	assert.Contains(t, got.errs, "without any policy of this program; its answers would say nothing")

	_, err = admin.identity.CreatePolicy(t.Context(), identity.CreatePolicyRequest{CreatePolicyDetails: identity.CreatePolicyDetails{
		CompartmentId: &ocid, Name: common.String("theirs"), Description: common.String(""), Statements: []string{"allow group UsEngineers to read buckets in compartment conformance"},
	}})
	require.NoError(t, err)
	got = runWith(t, inSandbox(t, s), flags(ocid, "overseas-engineer")...)
	assert.Equal(t, 1, got.status)
	assert.Contains(t, got.errs, `has policies, such as "theirs"`)
}

// A tenancy without deny policies does not what the proofs assume, and the program says so.
func TestRun_different(t *testing.T) {
	seed, err := sandbox.ParseSeed("seed.hcl", []byte(`tenancy "sandbox" {
		namespace     = "sandbox"
		home_region   = "us-ashburn-1"
		regions       = ["us-ashburn-1"]
		deny_policies = false
	}`))
	require.NoError(t, err)
	s, err := sandbox.New(sandbox.WithSeed(seed))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	_, ocid := ownCompartment(t, s)
	got := runWith(t, inSandbox(t, s), "-compartment", ocid, "-group", "OverseasEngineers", "-profile", "admin", "-test-profile", "overseas-engineer",
		"-i-understand", "-wait", "0s", "-patience", "0s")
	assert.Equal(t, 2, got.status, got.errs)
	assert.Contains(t, got.out, "stricter  absent-comparison: != on an absent variable in a deny: refused\n")
	assert.Contains(t, got.out, "Oracle does not take the statements: InvalidParameter: ")
	assert.Contains(t, got.out, "DIFFERENT deny-enabled: a deny takes what an allow gives: should be refused\n")
}
