package guard

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

// wide is a rule of many statements, each with conditions of its own: all of them together can be asked about in more ways
// than anybody counts. What it fences is inside the keys.
func wide(keys ...string) []string {
	var fence []string
	for _, key := range keys {
		fence = append(fence, "request.region != '"+key+"'")
	}
	var out []string
	for i, permission := range []string{"BUCKET_CREATE, OBJECT_CREATE, OBJECT_OVERWRITE", "NOSQL_TABLE_CREATE", "AUTONOMOUS_DATABASE_CREATE", "VOLUME_CREATE"} {
		out = append(out, fmt.Sprintf("deny any-user to {%s} in tenancy where all {%s, any {!target.compartment.id, target.compartment.id != 'ocid1.compartment.oc1..legacy%d'}, "+
			"any {!request.groups.id, request.groups.id != 'ocid1.group.oc1..spared%d'}}", permission, strings.Join(fence, ", "), i, i))
	}
	for i := range 8 {
		out = append(out, fmt.Sprintf("deny any-user to {NOSQL_TABLE_CREATE, AUTONOMOUS_DATABASE_CREATE, VOLUME_CREATE} in tenancy where "+
			"all {request.operation = 'Operation%d', target.bucket.name = 'bucket%d', request.networkSource.name = 'office%d', request.permission = 'NOSQL_TABLE_CREATE', %s}", i, i, i, strings.Join(fence, ", ")))
	}
	return out
}

// A rule that is written again with one more region inside is not loosened, however much there is to ask about; with one
// outside it is, or nobody can tell.
func TestJudge_widenedRule(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		after []string
		want  boundary.Verdict
	}{
		"one more inside":  {wide("iad", "phx", "ord"), boundary.GlobalOK},
		"fewer":            {wide("iad"), boundary.GlobalOK},
		"one more outside": {wide("iad", "phx", "sin"), boundary.Undecided},
		"a statement less": {wide("iad", "phx")[1:], boundary.Undecided},
	} {
		g := policyOf(test.after...)
		g.Action, g.Before = plan.Update, wide("iad", "phx")
		verdict, rule := worst(Judge(usBoundary(t), at, []plan.Guard{g}))
		if test.want == boundary.GlobalOK {
			assert.Equal(t, test.want, verdict, "%s: %s", name, rule)
			continue
		}
		assert.Contains(t, []boundary.Verdict{boundary.Undecided, boundary.Faulty}, verdict, "%s: %s", name, rule)
		assert.Contains(t, []string{"RES341", "RES344"}, rule, name)
	}
}
