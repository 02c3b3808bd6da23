package plan

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// TestReal reads plans that Terraform 1.11.4 made with this provider in the sandbox: one with modules, for_each, provider
// mappings and nested variables, and one in which a bucket stays, one goes and one is forgotten.
func TestReal(t *testing.T) {
	for name, want := range map[string]map[string]Action{
		"lifecycle": {"residency_bucket.forgot": Forget, "residency_bucket.gone": Delete, "residency_bucket.keep": NoOp},
		"modules": {
			`module.m["a"].residency_bucket.b`: Create, `module.m["b"].residency_bucket.o`: Create, "residency_bucket.c": Create,
			"residency_bucket_replication.r": Create,
		},
	} {
		raw, err := os.ReadFile("testdata/real/" + name + "/plan.json")
		require.NoError(t, err)
		report := judgeJSON(t, raw, Options{})
		for address, action := range want {
			j := find(t, report, address)
			assert.Equal(t, action, j.Action, address)
			assert.Equal(t, boundary.Inside, j.Verdict, "%s: %v", address, j.Findings)
		}
		assert.True(t, report.Passes())
	}
}

// TestScale holds that many instances that refer to many do not cost their product.
func TestScale(t *testing.T) {
	const n = 4000
	s := sketch{Providers: object{"oci": inRegion("us-ashburn-1"), "oci.eu": inRegion("eu-frankfurt-1")}}
	for i := range n {
		s.Resources = append(s.Resources,
			instance{Address: fmt.Sprintf(`oci_core_subnet.s["%d"]`, i), Key: "oci.eu", NoConfig: i > 0},
			instance{Address: fmt.Sprintf(`oci_core_volume.v["%d"]`, i), NoConfig: i > 0, Unknown: object{"subnet_id": true}, Expressions: object{"subnet_id": ref("oci_core_subnet.s", "each.key")}})
	}
	start := time.Now()
	report := s.judge(t, Options{})
	assert.Less(t, time.Since(start), 20*time.Second)
	assert.Equal(t, 2*n, report.Summary[boundary.Outside])
}

func TestSensitiveVariable(t *testing.T) {
	s := sketch{Providers: object{"oci": object{"region": ref("var.r")}}, Variables: object{"r": "hunter2"}, Resources: []instance{{Address: bucket}}}
	raw := replaceOnce(t, s.json(t), `"variables":{"r":{}}`, `"variables":{"r":{"sensitive":true}}`)
	report := judgeJSON(t, raw, Options{Source: shows{"provider.oci region": {Reference: "var.r"}}})
	assert.NotContains(t, fmt.Sprint(report.Findings), "hunter2")
	assert.Equal(t, boundary.Undecided, find(t, report, bucket).Verdict)
}
