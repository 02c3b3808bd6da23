package report

import (
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

var sampled = time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC)

const digest = "8f8189e99272e269a98b11cf6e2803a53e79bf75187b64c2b158e5efd7830717"

// rules are some, in words of their own: what rules there are changes with every release.
func rules() []boundary.Rule {
	return []boundary.Rule{
		{ID: "RES101", Title: "Region outside boundary", Meaning: "A resource is in a region that the boundary does not allow."},
		{ID: "RES105", Title: "Region known only after apply", Meaning: "The plan does not know the region."},
		{ID: "RES207", Title: "Key outside boundary", Meaning: "Data is encrypted with a key that is kept outside."},
		{ID: "RES301", Title: "Region name where IAM wants the key", Meaning: "A region's name never equals request.region."},
		{ID: "RES401", Title: "Exception expired", Meaning: "An exception's last day is over."},
	}
}

func found(rule string, v boundary.Verdict, address, attribute, in string) boundary.Finding {
	f := boundary.Finding{Rule: rule, Verdict: v, Address: address, Attribute: attribute, Kind: boundary.Placement, Region: in, Message: "It is in " + in + ", and that is " + string(v) + " (rule " + rule + ")."}
	if r, ok := region.ByName(in); ok {
		f.Country = r.Country
	}
	if v == boundary.Excepted {
		f.Exception = "singapore-backup"
	}
	return f
}

// judged makes what package plan makes of resources.
func judged(all ...plan.Judged) *plan.Report {
	out := &plan.Report{Summary: map[boundary.Verdict]int{}, Ungoverned: map[string]int{}}
	for _, j := range all {
		if len(j.Findings) > 0 {
			j.Verdict, j.Region, j.Country = j.Findings[0].Verdict, j.Findings[0].Region, j.Findings[0].Country
		}
		j.Type, _, _ = strings.Cut(j.Address, ".")
		out.Resources = append(out.Resources, j)
		out.Findings = append(out.Findings, j.Findings...)
		out.Summary[j.Verdict]++
	}
	return out
}

func resource(address string, findings ...boundary.Finding) plan.Judged {
	for i := range findings {
		findings[i].Address = address
	}
	return plan.Judged{Address: address, Findings: findings}
}

func passing(address, in string, v boundary.Verdict) plan.Judged {
	return plan.Judged{Address: address, Verdict: v, Region: in}
}

// inMain puts every resource into a line of main.tf, but for those of modules.
func inMain(address, _ string) (string, int, bool) {
	return "stacks/us/main.tf", 10 + len(address)%7, !strings.HasPrefix(address, "module.")
}

// mixed has every verdict and everything that there is to note.
func mixed() *Report {
	j := judged(
		resource("oci_core_vcn.gone", found("RES101", boundary.Leaving, "", "", "eu-frankfurt-1")),
		passing("oci_identity_group.people", "", boundary.GlobalOK),
		resource("oci_identity_policy.guard", boundary.Finding{Rule: "RES301", Verdict: boundary.Faulty, Attribute: "statements", Message: "'us-ashburn-1' is a region's name. Write 'iad' (rule RES301)."}),
		resource("oci_objectstorage_bucket.late", found("RES105", boundary.Undecided, "", "", "")),
		resource("oci_objectstorage_bucket.legacy", found("RES101", boundary.Excepted, "", "", "ap-singapore-1")),
		resource(`module.eu.oci_objectstorage_bucket.store["a b"]`, found("RES101", boundary.Outside, "", "", "eu-frankfurt-1"), found("RES207", boundary.Outside, "", "kms_key_id", "eu-zurich-1")),
		passing("oci_objectstorage_bucket.us", "us-ashburn-1", boundary.Inside),
	)
	j.Remarks = []boundary.Finding{{Rule: "RES404", Verdict: boundary.Inside, Message: "The exception \"tokyo\" is not used."}}
	j.Unlisted = []string{"oci_new_thing"}
	j.Ungoverned = map[string]int{"registry.terraform.io/integrations/github": 2, "registry.terraform.io/hashicorp/aws": 1}
	j.Content = []plan.Content{{Address: "data.oci_objectstorage_object.o", Type: "oci_objectstorage_object", What: "an object's content"}}
	j.Incomplete = []string{"Planning failed half-way."}
	j.Claimed = "us-ashburn-1"
	j.Resources[6].Claimed = true
	expired := Finding{Finding: boundary.Finding{Rule: "RES401", Verdict: boundary.Faulty, Attribute: `exceptions["old"].expires`, Message: "The exception \"old\" expired.", Exception: "old"}}
	p := New("plan.json", j, []Finding{expired}, inMain)
	p.Notes = []string{"Whether the boundary of the provider block residency is this check's was not compared."}
	slices.SortStableFunc(p.Findings, func(a, b Finding) int { return strings.Compare(a.Address, b.Address) })
	return &Report{Version: "1.2.3", Time: sampled, Rules: rules(), Boundaries: []Boundary{{Name: "us-user-data", Digest: digest, Source: "us.hcl"}}, Plans: []Plan{p}}
}

// clean has nothing to say against it, and the judged code's own boundary.
func clean() *Report {
	j := judged(passing("oci_objectstorage_bucket.us", "us-ashburn-1", boundary.Inside))
	return &Report{
		Version: "1.2.3", Time: sampled, Rules: rules(), Plans: []Plan{New("-", j, nil, nil)},
		Boundaries: []Boundary{{Name: "us-user-data", Digest: digest, Source: "the provider block residency of the standard input", Own: true}},
	}
}

// several is two plans with the same address, held against two boundaries.
func several() *Report {
	out := &Report{Version: "1.2.3", Time: sampled, Rules: rules(), Boundaries: []Boundary{{"us", digest, "us.hcl", false}, {"eu", strings.Repeat("ab", 32), "eu.hcl", false}}}
	for _, name := range []string{"b.json", "a/a.json"} {
		j := judged(resource("oci_objectstorage_bucket.b", found("RES101", boundary.Outside, "", "", "ap-tokyo-1")), passing("oci_objectstorage_bucket.a", "us-ashburn-1", boundary.Inside))
		out.Plans = append(out.Plans, New(name, j, nil, nil))
	}
	return out
}
