package compile_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/denyrule/compile"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

const (
	tenancy  = "ocid1.tenancy.oc1..root"
	data     = "ocid1.compartment.oc1..data"
	public   = "ocid1.compartment.oc1..public"
	inner    = "ocid1.compartment.oc1..inner"
	other    = "ocid1.compartment.oc1..other"
	pipeline = "ocid1.group.oc1..pipeline"
)

var (
	paths = map[string][]string{
		tenancy: {}, data: {"data"}, public: {"data", "public"}, inner: {"data", "public", "inner"}, other: {"other"},
	}
	noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
)

func place(id string) compile.Compartment { return compile.Compartment{ID: id, Path: paths[id]} }

func regions(t testing.TB, names ...string) []region.Region {
	t.Helper()
	all := make([]region.Region, 0, len(names))
	for _, name := range names {
		r, ok := region.ByName(name)
		require.True(t, ok, name)
		all = append(all, r)
	}
	return all
}

// usRule binds the compartment data to Ashburn and Phoenix, and spares the pipeline.
func usRule(t testing.TB) compile.Rule {
	t.Helper()
	return compile.Rule{
		Name: "us-user-data", Attached: place(tenancy), Targets: []compile.Compartment{place(data)}, Home: regions(t, "us-ashburn-1")[0],
		Inside: regions(t, "us-ashburn-1", "us-phoenix-1"), Paths: paths, Spare: []compile.Group{{Name: "Pipeline", ID: pipeline}},
		Families: map[string][]string{
			"object-storage": {"storage-bytes"}, "block-storage": {"total-storage-gb", "backup-count"},
			"database": {
				"adw-ecpu-count", "atp-ecpu-count", "ajd-ecpu-count", "adw-total-storage-tb", "atp-total-storage-tb", "ajd-total-storage-tb", "adb-free-count",
			},
		},
	}
}

func compiled(t testing.TB, r compile.Rule) compile.Output {
	t.Helper()
	out, err := compile.Compile(r)
	require.NoError(t, err)
	return out
}

// decider decides by a rule's statements, in a tenancy that otherwise allows everything.
func decider(t testing.TB, r compile.Rule, out compile.Output, more ...iam.Policy) *iam.Decider {
	t.Helper()
	policies := append(more, iam.NewPolicy("allow", nil, "allow any-user to manage all-resources in tenancy"))
	for _, p := range out.Policies {
		policy := iam.NewPolicy(p.Name, r.Attached.Path, p.Statements...)
		require.Empty(t, policy.Unread)
		policies = append(policies, policy)
	}
	return iam.NewDecider(policies, iam.Options{Tenancy: tenancy, Compartments: paths})
}

// member is a user in groups.
func member(groups ...string) iam.Requester {
	return iam.Requester{Type: "user", Name: "someone", ID: "ocid1.user.oc1..someone", GroupIDs: groups}
}

// request is one for an operation in a compartment and region.
func request(o iam.Operation, id, region string, who iam.Requester) iam.Request {
	return iam.Request{
		Operation: o.Name, Service: o.Service, Variant: o.Variant, Region: region, Compartment: paths[id], Principal: who, Time: noon,
		Variables: map[string]iam.Values{"target.compartment.id": {id}},
	}
}

func operation(t testing.TB, service, name, variant string) iam.Operation {
	t.Helper()
	for _, o := range iam.FindOperation(service, name) {
		if o.Variant == variant {
			return o
		}
	}
	t.Fatalf("no operation %s %s %s", service, name, variant)
	return iam.Operation{}
}
