package guard

import (
	"slices"
	"strings"
	"testing"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

// FuzzJudge judges whatever two lists of statements, one a line, became of each other: always the same, and nothing is lost
// where nothing changes.
func FuzzJudge(f *testing.F) {
	f.Add(fence, "deny any-user to {PAR_MANAGE} in tenancy\n"+fence, false)
	f.Add("deny group A, B to use objects in compartment X:Y where any {!request.groups.name, request.groups.name != /p*/}", "allow service objectstorage-us-ashburn-1 to manage object-family in tenancy", false)
	f.Add("define tenancy T as ocid1.tenancy.oc1..a\ndeny endorse any-user to use object-family in tenancy T", "admit any-user of any-tenancy to read buckets in tenancy", false)
	f.Add("zero object-storage quotas in tenancy", "unset object-storage quota /s*/ in compartment a:b where request.region = 'us-ashburn-1'", true)
	b := usBoundary(f)
	f.Fuzz(func(t *testing.T, before, after string, quotas bool) {
		g := policyOf(strings.Split(after, "\n")...)
		if quotas {
			g = quotaOf(strings.Split(after, "\n")...)
		}
		g.Before, g.Action = strings.Split(before, "\n"), plan.Update
		first, second := Judge(b, at, []plan.Guard{g}), Judge(b, at, []plan.Guard{g})
		if !slices.Equal(first, second) {
			t.Fatal("the same statements were judged differently")
		}
		g.After = g.Before
		for _, f := range Judge(b, at, []plan.Guard{g}) {
			if f.Rule == ruleLostDeny || f.Rule == ruleLostZero || f.Verdict == boundary.Inside {
				t.Fatalf("nothing changes, and %v is found", f)
			}
		}
	})
}
