package plan

import (
	"bytes"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

func parsed(t *testing.T, src string) *boundary.Boundary {
	t.Helper()
	b, err := boundary.Parse("boundary.hcl", []byte(src))
	require.NoError(t, err)
	return b
}

func (s sketch) split(t *testing.T, o Options, boundaries ...string) *Report {
	t.Helper()
	p, err := Read(bytes.NewReader(s.json(t)))
	require.NoError(t, err)
	var all []*boundary.Boundary
	for _, src := range boundaries {
		all = append(all, parsed(t, src))
	}
	return p.JudgeSplit(all, at, o)
}

const (
	usOnly = "boundary \"us\" {\n jurisdictions = [\"US\"]\n}\n"
	euOnly = "boundary \"eu\" {\n jurisdictions = [\"EU\"]\n}\n"
	ofUS   = "ocid1.compartment.oc1..us"
	ofEU   = "ocid1.compartment.oc1..eu"
)

func in(compartment string, more ...object) object {
	out := object{"compartment_id": compartment}
	for _, m := range more {
		maps.Copy(out, m)
	}
	return out
}

// twoPopulations is a plan with an object of each, and what else is given.
func twoPopulations(us, eu object, more ...instance) sketch {
	return sketch{
		Providers: object{"oci": inRegion("us-ashburn-1"), "oci.eu": inRegion("eu-frankfurt-1")},
		Resources: append([]instance{{Address: "oci_objectstorage_bucket.us", After: us}, {Address: "oci_objectstorage_bucket.eu", Key: "oci.eu", After: eu}}, more...),
	}
}

func TestJudgeSplit_byPlace(t *testing.T) {
	report := twoPopulations(in(ofUS), in(ofEU)).split(t, Options{}, usOnly, euOnly)
	assert.True(t, report.Passes(), "%v", report.Findings)
	assert.Equal(t, "us", find(t, report, "oci_objectstorage_bucket.us").Boundary)
	assert.Equal(t, "eu", find(t, report, "oci_objectstorage_bucket.eu").Boundary)

	far := twoPopulations(in(ofUS), in(ofEU), instance{Address: "oci_objectstorage_replication_policy.us", After: object{"destination_region_name": "eu-frankfurt-1"}}).split(t, Options{}, usOnly, euOnly)
	assert.Equal(t, boundary.Outside, find(t, far, "oci_objectstorage_replication_policy.us").Verdict, "what is in the US may not go to the EU's regions")
	elsewhere := sketch{Providers: object{"oci": inRegion("ap-tokyo-1")}, Resources: []instance{{Address: bucket}}}.split(t, Options{}, usOnly, euOnly)
	assert.Equal(t, boundary.Outside, find(t, elsewhere, bucket).Verdict)
	home := sketch{Providers: object{"oci": inRegion("us-ashburn-1")}, Resources: []instance{{Address: "oci_budget_budget.b"}, {Address: "oci_identity_group.g"}}}.split(t, Options{}, usOnly, euOnly)
	assert.True(t, home.Passes(), "%v", home.Findings)
	nowhere := sketch{Providers: object{"oci": object{}}, Resources: []instance{{Address: bucket}}}.split(t, Options{}, usOnly, euOnly)
	assert.Equal(t, boundary.Undecided, find(t, nowhere, bucket).Verdict)
}

// TestJudgeSplit_shared holds that what objects of two populations share is found on both, and on itself.
func TestJudgeSplit_shared(t *testing.T) {
	for name, tt := range map[string]struct {
		s     sketch
		found []string
	}{
		"a compartment":             {twoPopulations(in(ofUS), in(ofUS)), []string{"oci_objectstorage_bucket.eu", "oci_objectstorage_bucket.us"}},
		"no compartment":            {twoPopulations(in(ofUS), in(ofEU)), nil},
		"a compartment of the plan": {twoPopulations(in(ofUS), in(ofUS), instance{Address: "oci_identity_compartment.c", After: object{"id": ofUS}, Actions: []string{"no-op"}}), []string{"oci_identity_compartment.c", "oci_objectstorage_bucket.eu", "oci_objectstorage_bucket.us"}},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tt.found, sharers(tt.s.split(t, Options{}, usOnly, euOnly)))
		})
	}
	yet := twoPopulations(object{}, object{}, instance{Address: "oci_identity_compartment.c", Unknown: object{"id": true}})
	for i := range yet.Resources[:2] {
		yet.Resources[i].Unknown, yet.Resources[i].Expressions = object{"compartment_id": true}, object{"compartment_id": ref("oci_identity_compartment.c.id", "oci_identity_compartment.c")}
	}
	assert.Len(t, sharers(yet.split(t, Options{}, usOnly, euOnly)), 3)
	assert.Empty(t, sharers(yet.split(t, Options{}, usOnly)), "one population shares with nobody")
}

// TestJudgeSplit_acrossPlans holds that what two plans share is found in the one that is judged later.
func TestJudgeSplit_acrossPlans(t *testing.T) {
	one := sketch{Providers: object{"oci": inRegion("us-ashburn-1")}, Resources: []instance{{Address: "oci_objectstorage_bucket.us", After: in(ofUS)}}}
	other := sketch{Providers: object{"oci": inRegion("eu-frankfurt-1")}, Resources: []instance{{Address: "oci_objectstorage_bucket.eu", After: in(ofUS)}}}
	o := Options{Shared: &Shared{}}
	assert.True(t, one.split(t, o, usOnly, euOnly).Passes())
	assert.True(t, one.split(t, o, usOnly, euOnly).Passes(), "the same population in another plan")
	assert.Equal(t, []string{"oci_objectstorage_bucket.eu"}, sharers(other.split(t, o, usOnly, euOnly)))
	assert.True(t, other.split(t, Options{}, usOnly, euOnly).Passes())
}

func sharers(r *Report) []string {
	var out []string
	for _, f := range r.Findings {
		if f.Rule == ruleShared {
			out = append(out, f.Address)
		}
	}
	return out
}

// TestJudgeSplit_byClass holds that a boundary that speaks of a resource governs it, wherever it is.
func TestJudgeSplit_byClass(t *testing.T) {
	us := "boundary \"us\" {\n jurisdictions = [\"US\"]\n class \"ours\" {\n compartments = [\"" + ofUS + "\"]\n }\n}\n"
	both := "boundary \"both\" {\n jurisdictions = [\"US\", \"EU\"]\n class \"theirs\" {\n compartments = [\"" + ofEU + "\"]\n }\n}\n"
	const key = "ocid1.key.oc1.iad.vault.key"
	s := twoPopulations(in(ofUS, object{"kms_key_id": key}), in(ofUS), instance{Address: "oci_objectstorage_bucket.b", After: in(ofEU, object{"kms_key_id": key})})
	report := s.split(t, Options{}, us, both)
	assert.Equal(t, boundary.Outside, find(t, report, "oci_objectstorage_bucket.eu").Verdict, "it is of the US, and in Frankfurt")
	assert.Equal(t, "us", find(t, report, "oci_objectstorage_bucket.eu").Boundary)
	assert.Equal(t, []string{"oci_objectstorage_bucket.b", "oci_objectstorage_bucket.us"}, sharers(report), "they share the key")
	assert.Equal(t, boundary.Outside, find(t, twoPopulations(in(ofUS), in("ocid1.compartment.oc1..x")).split(t, Options{}, usOnly, us), "oci_objectstorage_bucket.eu").Verdict)
}

// TestJudgeSplit_byProvider holds that the boundary of a residency provider block governs the block's resources.
func TestJudgeSplit_byProvider(t *testing.T) {
	s := sketch{Providers: object{"residency": object{}, "residency.eu": object{}}, Resources: []instance{
		{Address: "residency_bucket.us", Key: "residency", Provider: "registry.terraform.io/data-residency/residency", After: object{"region": "eu-frankfurt-1"}},
		{Address: "residency_bucket.eu", Key: "residency.eu", Provider: "registry.terraform.io/data-residency/residency", After: object{"region": "eu-frankfurt-1"}},
	}}
	report := s.split(t, Options{Boundaries: map[string]*boundary.Boundary{"residency": parsed(t, usOnly), "residency.eu": parsed(t, euOnly)}}, usOnly, euOnly)
	assert.Equal(t, boundary.Outside, find(t, report, "residency_bucket.us").Verdict)
	assert.Equal(t, boundary.Inside, find(t, report, "residency_bucket.eu").Verdict)
}

// TestJudgeSplit_grants holds that the service of a region is of the population whose region it is.
func TestJudgeSplit_grants(t *testing.T) {
	s := sketch{Providers: object{"oci": inRegion("us-ashburn-1")}, Resources: []instance{{Address: "oci_identity_policy.p", After: object{"statements": []string{"x"}}}}}
	guard := func(of ...string) Options {
		return Options{Guard: func(b *boundary.Boundary, _ time.Time, all []Guard) []boundary.Finding {
			if slices.Contains(of, b.Name()) {
				return []boundary.Finding{{Rule: "RES315", Verdict: boundary.Outside, Address: all[0].Address}}
			}
			return nil
		}}
	}
	assert.True(t, s.split(t, guard("us"), usOnly, euOnly).Passes())
	assert.False(t, s.split(t, guard("us", "eu"), usOnly, euOnly).Passes())
	assert.False(t, s.split(t, guard("us"), usOnly).Passes())
}

func TestJudge_exceptions(t *testing.T) {
	exception := func(name, address, expires string) string {
		return `exception "` + name + `" {` + "\n" + `regions=["eu-frankfurt-1"]` + "\n" + `addresses=["` + address + `"]` + "\n" + `reason="r"` + "\n" + `owner="o"` + "\n" + `approved_by="p"` + "\n" + `ticket="t"` + "\n" + `expires="` + expires + `"` + "\n}\n"
	}
	src := "boundary \"us\" {\n jurisdictions = [\"US\"]\n" + exception("used", "residency_bucket.a", "2027-01-01") + exception("unused", "residency_bucket.z", "2027-01-01") +
		exception("old", "residency_bucket.a", "2026-01-01") + exception("wide", "*", "2027-01-01") + "}\n"
	claim := func(address, exception string) instance {
		return instance{Address: address, Key: "residency", After: object{"region": "eu-frankfurt-1", "exception": exception}}
	}
	s := sketch{Providers: object{"residency": object{}}, Resources: []instance{claim("residency_bucket.a", "used"), claim("residency_bucket.b", "used"), claim("residency_bucket.c", "old"), claim("residency_bucket.d", "none")}}
	report := s.split(t, Options{}, src)
	rules := map[string][]string{}
	for _, f := range append(report.Findings, report.Remarks...) {
		rules[f.Rule] = append(rules[f.Rule], f.Address+f.Attribute)
	}
	assert.Equal(t, []string{`exceptions["old"].expires`}, rules["RES401"])
	assert.Equal(t, []string{`exceptions["wide"].addresses`}, rules["RES404"])
	assert.Equal(t, []string{`exceptions["unused"]`}, rules[ruleUnused])
	assert.Equal(t, []string{"residency_bucket.bexception", "residency_bucket.cexception"}, rules[ruleNotFor])
	assert.Equal(t, []string{"residency_bucket.dexception"}, rules["RES406"])
	assert.Equal(t, boundary.Excepted, find(t, report, "residency_bucket.a").Verdict)
	assert.Equal(t, boundary.Outside, find(t, report, "residency_bucket.b").Verdict)
	assert.False(t, sketch{}.split(t, Options{}, src).Passes(), "a faulty exception fails a plan without resources")
}
