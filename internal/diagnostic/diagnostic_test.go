package diagnostic

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

func TestError_place(t *testing.T) {
	bare := Error(path.Empty(), "Cannot do it", "First.", "", "  Second.  ")
	_, placed := bare.(diag.DiagnosticWithPath)
	assert.False(t, placed, "without a path Terraform shows the whole block")
	assert.Equal(t, "First.\n\nSecond.", bare.Detail())
	assert.Equal(t, diag.SeverityError, bare.Severity())

	at := Warning(path.Root("region"), "Mind it", "Text.")
	assert.Equal(t, path.Root("region"), at.(diag.DiagnosticWithPath).Path())
	assert.Equal(t, diag.SeverityWarning, at.Severity())
}

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{"": "", "it is": "It is.", " über! ": "Über!", "\xff": "\xff.", "Why?": "Why?", `"x" is`: `"x" is.`} {
		assert.Equal(t, want, sentence(text))
	}
}

func creating(next string) Call {
	return Call{Summary: "Cannot create bucket", Tried: `Creating bucket "data" in namespace "acme"`, Region: "us-ashburn-1", Next: next}
}

func TestCall_error(t *testing.T) {
	for name, test := range map[string]struct {
		call Call
		err  error
		want string
	}{
		"an answer": {
			creating("Choose another name."),
			&oci.Error{Operation: "CreateBucket", Status: 409, Code: "BucketAlreadyExists", Message: "The bucket 'data' already exists", RequestID: "A/B/C"},
			`Creating bucket "data" in namespace "acme" in us-ashburn-1 failed.

Oracle answered 409 BucketAlreadyExists: The bucket 'data' already exists.

Choose another name.

opc-request-id: A/B/C`,
		},
		"an answer without a code": {
			creating("Wait."), &oci.Error{Status: 502, Message: "Bad Gateway", Attempts: 4},
			`Creating bucket "data" in namespace "acme" in us-ashburn-1 failed.

Oracle answered 502: Bad Gateway. It was tried 4 times.

Wait.`,
		},
		"a wrapped answer": {
			creating("Wait."), errors.Join(errors.New("outer"), &oci.Error{Status: 400, Code: "InvalidParameter", Message: "no"}),
			`Creating bucket "data" in namespace "acme" in us-ashburn-1 failed.

Oracle answered 400 InvalidParameter: no.

Wait.`,
		},
		"no answer": {
			creating("Look."), &oci.Error{Cause: errors.New("connection reset by peer"), Attempts: 2, Ambiguous: true},
			`Creating bucket "data" in namespace "acme" in us-ashburn-1 failed.

Oracle did not answer: Connection reset by peer. It was tried 2 times. The request may have taken effect all the same.

Look.`,
		},
		"a wait": {
			creating("Look."), &oci.WaitError{What: "the policy to become ACTIVE", State: "CREATING", Waited: 90 * time.Second, Cause: context.DeadlineExceeded},
			`Creating bucket "data" in namespace "acme" in us-ashburn-1 failed.

The wait for the policy to become ACTIVE ended after 1m30s, when the state was CREATING. The next apply goes on; timeouts in the resource allow it more time.

Look.`,
		},
		"an interrupted wait": {
			creating(""), &oci.WaitError{What: "the policy", Waited: time.Second, Cause: context.Canceled},
			`Creating bucket "data" in namespace "acme" in us-ashburn-1 failed.

The wait for the policy ended after 1s: it was interrupted. The next apply goes on.`,
		},
		"a fault of the configuration": {
			creating("unused"), &oci.ConfigError{Argument: "region", Source: "the provider block", Problem: `"us-x-1" is no region`, Remedy: "Correct it."},
			`Creating bucket "data" in namespace "acme" in us-ashburn-1 failed.

In the provider block: "us-x-1" is no region.

Correct it.`,
		},
		"a deadline": {
			creating(""), context.DeadlineExceeded,
			`Creating bucket "data" in namespace "acme" in us-ashburn-1 failed.

The time that the resource's timeouts allow was over. The next apply goes on.`,
		},
		"an interrupt": {
			creating(""), context.Canceled,
			`Creating bucket "data" in namespace "acme" in us-ashburn-1 failed.

It was interrupted. The next apply goes on.`,
		},
		"anything else": {
			Call{Summary: "Cannot read bucket", Tried: "Reading it", Next: "Report it."},
			errors.New("what?"),
			"Reading it failed.\n\nWhat?\n\nReport it.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := test.call.Error(test.err)
			assert.Equal(t, test.call.Summary, got.Summary())
			assert.Equal(t, test.want, got.Detail())
			assert.Equal(t, test.want, test.call.Warning(test.err).Detail())
			assert.Equal(t, diag.SeverityWarning, test.call.Warning(test.err).Severity())
		})
	}
}

// Where the caller knows nothing better, the answer's own hint says what to do.
func TestCall_hint(t *testing.T) {
	got := creating("").Error(&oci.Error{Status: 404, Code: "BucketNotFound", Message: "no"}).Detail()
	assert.Contains(t, got, "Oracle also answers 404 for what the caller may not see")
}

func TestConfig(t *testing.T) {
	at := Config(&oci.ConfigError{Argument: "fingerprint", Problem: "it is missing", Remedy: "set it"})
	assert.Equal(t, path.Root("fingerprint"), at.(diag.DiagnosticWithPath).Path())
	assert.Equal(t, "It is missing.\n\nSet it.", at.Detail())
	_, placed := Config(&oci.ConfigError{Source: "the file x", Problem: "p", Remedy: "r"}).(diag.DiagnosticWithPath)
	assert.False(t, placed)
	assert.Equal(t, "Odd.", Config(errors.New("odd")).Detail())
}

func TestBrief(t *testing.T) {
	brief := Brief(&oci.Error{Operation: "ListBuckets", Region: "us-ashburn-1", Status: 404, Code: "NamespaceNotFound", Message: "no.", RequestID: "A"})
	for _, part := range []string{"ListBuckets", "404", "NamespaceNotFound", "A"} {
		assert.Contains(t, brief, part)
	}
	assert.False(t, strings.HasSuffix(brief, "."))
}

func TestFaults(t *testing.T) {
	inline := Faults(path.Root("boundary"), boundary.Faults{
		{Path: []any{"jurisdictions", 1}, Message: "it is no code"},
		{Path: []any{"exceptions", "x", "regions", 0}, Message: "it is no region"},
		{Message: "it allows nothing"},
	})
	var details []string
	for _, d := range inline {
		assert.Equal(t, path.Root("boundary"), d.(diag.DiagnosticWithPath).Path())
		details = append(details, d.Detail())
	}
	assert.Equal(t, []string{
		"In boundary.jurisdictions[1]: It is no code.", `In boundary.exceptions["x"].regions[0]: It is no region.`, "In boundary: It allows nothing.",
	}, details)

	file := Faults(path.Root("boundary_file"), boundary.Faults{{File: "us.hcl", Line: 7, Column: 3, Message: "it is no code"}})
	assert.Equal(t, "us.hcl:7: It is no code.", file[0].Detail())
	assert.Equal(t, path.Root("boundary_file"), file[0].(diag.DiagnosticWithPath).Path())

	assert.Equal(t, "Unreadable.", Faults(path.Root("boundary"), errors.New("unreadable"))[0].Detail())
}

func TestFinding_summaries(t *testing.T) {
	b, err := boundary.New(boundary.Declaration{Name: "us", Jurisdictions: []string{"US"}})
	require.NoError(t, err)
	for want, f := range map[string]boundary.Finding{
		"Region outside boundary":  {Verdict: boundary.Outside, Kind: boundary.Placement},
		"Region not decided":       {Verdict: boundary.Undecided, Kind: boundary.Placement},
		"Key outside boundary":     {Verdict: boundary.Outside, Kind: boundary.Key},
		"Key not decided":          {Verdict: boundary.Undecided, Kind: boundary.Key},
		"Replica outside boundary": {Verdict: boundary.Outside, Kind: boundary.Replication},
		"Exception not in force":   {Verdict: boundary.Faulty, Kind: boundary.Placement},
	} {
		assert.Equal(t, want, Refused(path.Root("region"), b, f).Summary())
		assert.Equal(t, diag.SeverityWarning, Remarked(path.Root("region"), b, f).Severity())
	}
}

// Every summary is what a person can search for: sentence case, no identifier, no full stop.
func TestFinding_everyKindHasASubject(t *testing.T) {
	for _, kind := range []boundary.Kind{
		boundary.Placement, boundary.Replication, boundary.Copy, boundary.Standby, boundary.Clone,
		boundary.Replica, boundary.BackupCopy, boundary.Key, boundary.Share, boundary.Peering,
	} {
		assert.NotEmpty(t, subjects[kind], kind)
	}
}
