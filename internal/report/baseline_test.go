package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

// baseline is the JSON report of r, changed as text.
func baseline(t testing.TB, r *Report, oldAndNew ...string) *Baseline {
	t.Helper()
	text := strings.NewReplacer(oldAndNew...).Replace(string(written(t, JSON{}, r)))
	b, err := ReadBaseline("baseline.json", strings.NewReader(text))
	require.NoError(t, err)
	return b
}

func report(all ...plan.Judged) *Report {
	return &Report{Rules: rules(), Boundaries: []Boundary{{"us", digest, "us.hcl", false}}, Plans: []Plan{New("p.json", judged(all...), nil, nil)}}
}

const at1 = "oci_objectstorage_bucket.a"

func TestBaseline(t *testing.T) {
	t.Parallel()
	outside := func(in string) boundary.Finding { return found("RES101", boundary.Outside, "", "", in) }
	undecided := func(why string) boundary.Finding {
		return boundary.Finding{Rule: "RES105", Verdict: boundary.Undecided, Kind: boundary.Placement, Message: why}
	}
	reworded := outside("eu-paris-1")
	reworded.Message = "In other words."
	for name, test := range map[string]struct {
		then, now []boundary.Finding
		passes    bool
		gone      int
	}{
		"the same":                  {[]boundary.Finding{outside("eu-paris-1")}, []boundary.Finding{outside("eu-paris-1")}, true, 0},
		"reworded by a release":     {[]boundary.Finding{outside("eu-paris-1")}, []boundary.Finding{reworded}, true, 0},
		"another region":            {[]boundary.Finding{outside("eu-paris-1")}, []boundary.Finding{outside("ap-tokyo-1")}, false, 1},
		"one more":                  {[]boundary.Finding{outside("eu-paris-1")}, []boundary.Finding{outside("eu-paris-1"), outside("ap-tokyo-1")}, false, 0},
		"the same twice":            {[]boundary.Finding{outside("eu-paris-1")}, []boundary.Finding{outside("eu-paris-1"), outside("eu-paris-1")}, false, 0},
		"fixed":                     {[]boundary.Finding{outside("eu-paris-1")}, nil, true, 1},
		"worse":                     {[]boundary.Finding{found("RES101", boundary.Undecided, "", "", "eu-paris-1")}, []boundary.Finding{outside("eu-paris-1")}, false, 1},
		"undecided, then outside":   {[]boundary.Finding{undecided("unknown")}, []boundary.Finding{outside("eu-paris-1")}, false, 1},
		"undecided for the same":    {[]boundary.Finding{undecided("unknown")}, []boundary.Finding{undecided("unknown")}, true, 0},
		"undecided for another":     {[]boundary.Finding{undecided("unknown")}, []boundary.Finding{undecided("not stated")}, false, 1},
		"an exception that ran out": {[]boundary.Finding{found("RES101", boundary.Excepted, "", "", "eu-paris-1")}, []boundary.Finding{outside("eu-paris-1")}, false, 0},
		"another faulty statement":  {[]boundary.Finding{{Rule: "RES301", Verdict: boundary.Faulty, Message: "a"}}, []boundary.Finding{{Rule: "RES301", Verdict: boundary.Faulty, Message: "b"}}, false, 1},
		"leaving and excepted":      {nil, []boundary.Finding{found("RES101", boundary.Excepted, "", "", "eu-paris-1")}, true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := report(resource(at1, test.now...))
			if len(test.now) == 0 {
				now = report(passing(at1, "us-ashburn-1", boundary.Inside))
			}
			b := baseline(t, report(resource(at1, test.then...)))
			now.Apply(b)
			assert.Equal(t, test.passes, now.Passes())
			assert.Len(t, b.Gone, test.gone)
		})
	}
}

// A baseline is of an address: the same finding elsewhere is new.
func TestBaseline_otherAddress(t *testing.T) {
	t.Parallel()
	f := found("RES101", boundary.Outside, "", "", "eu-paris-1")
	now := report(resource("oci_objectstorage_bucket.b", f))
	now.Apply(baseline(t, report(resource(at1, f))))
	assert.False(t, now.Passes())
}

// What a plan does not show is in no baseline.
func TestBaseline_incomplete(t *testing.T) {
	t.Parallel()
	r := mixed()
	r.Apply(baseline(t, mixed()))
	assert.False(t, r.Passes())
	r.Plans[0].Incomplete = nil
	assert.True(t, r.Passes())
}

func TestBaseline_plans(t *testing.T) {
	t.Parallel()
	r := several()
	r.Apply(baseline(t, several()))
	assert.True(t, r.Passes())
	assert.Empty(t, r.Baseline.Gone)

	r = several()
	r.Apply(baseline(t, several(), `"plan": "b.json"`, `"plan": "c.json"`))
	assert.False(t, r.Passes(), "it is known of another plan only")

	one := several()
	one.Plans = one.Plans[:1]
	one.Apply(baseline(t, several()))
	assert.True(t, one.Passes())
	assert.Len(t, one.Baseline.Gone, 1)

	r = several()
	r.Apply(baseline(t, &Report{Boundaries: r.Boundaries, Plans: r.Plans[:1]}))
	assert.False(t, r.Passes(), "one known finding excuses one")
}

func TestBaseline_otherBoundary(t *testing.T) {
	t.Parallel()
	r := mixed()
	r.Apply(baseline(t, mixed(), digest, strings.Repeat("0", 64)))
	assert.Contains(t, string(written(t, JUnit{}, r)), "made with another boundary")
	r = mixed()
	r.Apply(baseline(t, mixed()))
	assert.NotContains(t, string(written(t, JUnit{}, r)), "made with another boundary")
}

func TestReadBaseline_malformed(t *testing.T) {
	t.Parallel()
	good := string(written(t, JSON{}, mixed()))
	for name, text := range map[string]string{
		"empty":            "",
		"not JSON":         "residency",
		"a list":           "[]",
		"another document": `{"format_version": "1.2", "resource_changes": []}`,
		"SARIF":            string(written(t, SARIF{}, mixed())),
		"cut off":          good[:len(good)/2],
		"twice":            good + good,
		"another version":  strings.Replace(good, `"format_version": "1.0"`, `"format_version": "2.0"`, 1),
		"no version":       strings.Replace(good, `"format_version": "1.0",`, "", 1),
		"a strange verdict": strings.Replace(good, `"verdict": "outside",
      "address"`, `"verdict": "fine",
      "address"`, 1),
		"no rule":        strings.Replace(good, `"rule": "RES207"`, `"rule": ""`, 1),
		"duplicate keys": strings.Replace(good, `"rule": "RES207"`, `"rule": "RES101", "rule": "RES207"`, 1),
		"a wrong type":   strings.Replace(good, `"rule": "RES207"`, `"rule": 207`, 1),
	} {
		_, err := ReadBaseline("baseline.json", bytes.NewReader([]byte(text)))
		assert.Error(t, err, name)
		require.NotEqual(t, good, text, name)
	}
}
