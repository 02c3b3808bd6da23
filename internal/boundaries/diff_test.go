package boundaries_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
)

func TestAccBoundary_diff(t *testing.T) {
	e := acctest.New(t)
	earlier := filepath.Join(t.TempDir(), "earlier.hcl")
	require.NoError(t, os.WriteFile(earlier, []byte(`boundary "us-user-data" {
  jurisdictions = ["US"]
  regions       = ["us-ashburn-1"]
}`), 0o600))
	configuration := func(file string) string {
		return e.ProviderHCL("us-ashburn-1", `boundary = { name = "us-user-data", jurisdictions = ["US"], regions = ["us-ashburn-1", "us-chicago-1"] }`) +
			fmt.Sprintf("data \"residency_boundary\" \"now\" {\n  previous_file = %q\n}\n", file)
	}
	at := func(steps ...string) tfjsonpath.Path {
		path := tfjsonpath.New("diff")
		for _, step := range steps {
			path = path.AtMapKey(step)
		}
		return path
	}
	text := func(names ...string) knownvalue.Check {
		all := make([]knownvalue.Check, len(names))
		for i, name := range names {
			all[i] = knownvalue.StringExact(name)
		}
		return knownvalue.ListExact(all)
	}
	is := func(path tfjsonpath.Path, check knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.residency_boundary.now", path, check)
	}
	resource.ParallelTest(t, resource.TestCase{ProtoV6ProviderFactories: e.Factories(), Steps: []resource.TestStep{
		{
			Config: configuration(earlier),
			ConfigStateChecks: []statecheck.StateCheck{
				is(at("changed"), knownvalue.Bool(true)),
				is(at("classes", "protected", "regions_added"), text("us-chicago-1")),
				is(at("classes", "protected", "regions_removed"), text()),
				is(at("classes", "protected", "flows_added", "us-chicago-1", "with"), text("us-ashburn-1")),
			},
		},
		{Config: configuration(earlier + ".missing"), ExpectError: acctest.Says("Boundary file not readable")},
	}})
}
