package guard

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

var at = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

func usBoundary(t testing.TB, more ...string) *boundary.Boundary {
	t.Helper()
	b, err := boundary.Parse("boundary.hcl", []byte("boundary \"us\" {\n jurisdictions = [\"US\"]\n"+strings.Join(more, "\n")+"\n}\n"))
	require.NoError(t, err)
	return b
}

const tenancy = "ocid1.tenancy.oc1..aaaa"

func policyOf(statements ...string) plan.Guard {
	return plan.Guard{Address: "oci_identity_policy.p", Type: "oci_identity_policy", Attribute: "statements", Language: plan.Policies, Compartment: tenancy, Former: tenancy, Action: plan.Create, After: statements}
}

func quotaOf(statements ...string) plan.Guard {
	return plan.Guard{Address: "oci_limits_quota.q", Type: "oci_limits_quota", Attribute: "statements", Language: plan.Quotas, Compartment: tenancy, Former: tenancy, Action: plan.Create, After: statements}
}

// worst is the worst verdict of findings, with its rule; global of none.
func worst(all []boundary.Finding) (boundary.Verdict, string) {
	verdict, rule := boundary.GlobalOK, ""
	for _, f := range all {
		if f.Verdict.Compare(verdict) < 0 {
			verdict, rule = f.Verdict, f.Rule
		}
	}
	return verdict, rule
}

const fence = "deny any-user to {BUCKET_CREATE, OBJECT_CREATE, OBJECT_OVERWRITE} in tenancy where all {request.region != 'iad', request.region != 'phx'}"

// TestJudge_statements holds single statements of new policies against what they mean.
func TestJudge_statements(t *testing.T) {
	for statement, want := range map[string]struct {
		verdict boundary.Verdict
		rule    string
	}{
		fence: {boundary.GlobalOK, ""},
		"deny any-user to {BUCKET_CREATE} in tenancy where request.region != 'us-ashburn-1'":                              {boundary.Faulty, "RES301"},
		"deny any-user to {BUCKET_CREATE} in tenancy where request.region = 'eu-frankfurt-1'":                             {boundary.Faulty, "RES301"},
		"deny any-user to {BUCKET_CREATE} in tenancy where request.region != 'idd'":                                       {boundary.Faulty, "RES302"},
		"deny any-user to {BUCKET_CREATE} in tenancy where any {request.region != 'iad', request.region != 'phx'}":        {boundary.Faulty, "RES303"},
		"deny any-user to {BUCKET_CREATE} in tenancy where all {request.region = 'iad', request.region = 'phx'}":          {boundary.Faulty, "RES304"},
		"deny any-user to {OBJECT_CREATE} in tenancy where request.region != 'iad'":                                       {boundary.Faulty, "RES305"},
		"deny any-user to manage objects in tenancy where request.region != 'iad'":                                        {boundary.Faulty, "RES305"},
		"deny any-user to {BUCKET_CREATE} in tenancy where request.groups.name != 'Pipeline'":                             {boundary.Faulty, "RES306"},
		"deny any-user to {BUCKET_CREATE} in tenancy where any {!request.groups.name, request.groups.name != 'Pipeline'}": {boundary.GlobalOK, ""},
		"deny any-user to {BUCKET_CREATE} in tenancy where request.region != 'iad' and request.region != 'phx'":           {boundary.Faulty, "RES311"},
		"deny any-user to mange buckets in tenancy":                                                                       {boundary.Faulty, "RES307"},
		"deny any-user to {BUCKET_CREATE} in tenancy where request.region != iad":                                         {boundary.Undecided, "RES318"},
		"deny any-user to {BUCKET_CREATE} in tenancy where request.region not in ('iad', 'phx')":                          {boundary.Undecided, "RES323"},
		"deny any-user to inspect object-family in tenancy where request.operation = 'CopyObject'":                        {boundary.Faulty, "RES319"},
		"deny any-user to inspect gizmos in tenancy":                                                                      {boundary.Undecided, "RES308"},
		"deny group Administrators to {PAR_MANAGE} in tenancy":                                                            {boundary.Faulty, "RES325"},
		"deny endorse any-user to use object-family in any-tenancy":                                                       {boundary.GlobalOK, ""},
		"gibberish":   {boundary.Undecided, "RES300"},
		"deny ${who}": {boundary.Undecided, "RES300"},

		"allow group Devs to manage object-family in tenancy":                                                                                                                 {boundary.GlobalOK, ""},
		"allow group Devs to manage gizmos in tenancy":                                                                                                                        {boundary.GlobalOK, ""},
		"allow group Devs to use virtual-network-family in compartment Apps":                                                                                                  {boundary.GlobalOK, ""},
		"allow group Devs to manage object-family in tenancy where request.region = 'us-ashburn-1'":                                                                           {boundary.Faulty, "RES301"},
		"allow group Devs to manage object-family in tenancy where request.region = 'iad'":                                                                                    {boundary.GlobalOK, ""},
		"allow any-user to manage object-family in tenancy":                                                                                                                   {boundary.Undecided, "RES316"},
		"allow any-user to read objects in tenancy where request.principal.type = 'fnfunc'":                                                                                   {boundary.GlobalOK, ""},
		"allow any-user to manage object-family in tenancy where request.principal.type = 'fnfunc'":                                                                           {boundary.GlobalOK, ""},
		"allow any-user to manage object-family in tenancy where target.bucket.name = 'x'":                                                                                    {boundary.Undecided, "RES316"},
		"allow any-group to manage object-family in tenancy":                                                                                                                  {boundary.GlobalOK, ""},
		"allow service objectstorage-us-ashburn-1 to manage object-family in tenancy":                                                                                         {boundary.Undecided, "RES316"},
		"allow service objectstorage-us-ashburn-1 to use keys in tenancy":                                                                                                     {boundary.GlobalOK, ""},
		"allow service objectstorage-us-ashburn-1 to manage all-resources in compartment id ocid1.compartment.oc1..aaaa":                                                      {boundary.Undecided, "RES316"},
		"allow service objectstorage-us-ashburn-1 to {BUCKET_INSPECT, BUCKET_READ, OBJECT_INSPECT, OBJECT_UPDATE_TIER, OBJECT_DELETE, OBJECT_VERSION_DELETE} in tenancy":      {boundary.GlobalOK, ""},
		"allow service objectstorage-us-ashburn-1 to manage object-family in tenancy where any {request.permission = 'BUCKET_INSPECT', request.permission = 'OBJECT_DELETE'}": {boundary.GlobalOK, ""},
		"allow service objectstorage-us-ashburn-1 to {OBJECT_READ, OBJECT_INSPECT} in tenancy":                                                                                {boundary.Undecided, "RES316"},
		"allow service objectstorage-eu-frankfurt-1 to {OBJECT_DELETE} in tenancy":                                                                                            {boundary.Outside, "RES315"},
		"allow service objectstorage-us-ashburn-1, objectstorage-eu-frankfurt-1 to {OBJECT_DELETE} in tenancy":                                                                {boundary.Outside, "RES315"},
		"allow service OBJECTSTORAGE-EU-FRANKFURT-1 to manage object-family in tenancy":                                                                                       {boundary.Outside, "RES315"},
		"allow service objectstorage-us-saltlake-2 to {OBJECT_DELETE} in tenancy":                                                                                             {boundary.Undecided, "RES315"},
		"allow service objectstorage-us-asbhurn-1 to manage object-family in tenancy":                                                                                         {boundary.Faulty, "RES302"},
		"allow service blockstorage, FssOc1Prod to use keys in tenancy":                                                                                                       {boundary.GlobalOK, ""},
		"endorse group A to read object-family in any-tenancy":                                                                                                                {boundary.GlobalOK, ""},
		"endorse group A to inspect all-resources in any-tenancy":                                                                                                             {boundary.GlobalOK, ""},
		"endorse group A to {OBJECT_READ, BUCKET_INSPECT} in any-tenancy":                                                                                                     {boundary.GlobalOK, ""},
		"endorse group A to manage object-family in any-tenancy":                                                                                                              {boundary.Outside, "RES317"},
		"endorse group A to use gizmos in any-tenancy":                                                                                                                        {boundary.Outside, "RES317"},
		"endorse group A to {OBJECT_CREATE} in any-tenancy":                                                                                                                   {boundary.Outside, "RES317"},
		"endorse group A to manage objects in any-tenancy where request.permission = 'OBJECT_READ'":                                                                           {boundary.GlobalOK, ""},
		"admit any-user of any-tenancy to read object-family in tenancy":                                                                                                      {boundary.Outside, "RES317"},
		"admit any-user of any-tenancy to inspect buckets in tenancy":                                                                                                         {boundary.Outside, "RES317"},
		"admit any-user of any-tenancy to read gizmos in tenancy":                                                                                                             {boundary.Outside, "RES317"},
		"admit any-user of any-tenancy to {OBJECT_CREATE} in tenancy":                                                                                                         {boundary.GlobalOK, ""},
		"admit any-user of any-tenancy to manage object-family in tenancy":                                                                                                    {boundary.Outside, "RES317"},
		"endorse group A to associate local-peering-gateways in tenancy with local-peering-gateways in any-tenancy":                                                           {boundary.Undecided, "RES345"},
		"deny any-user to {BUCKET_CREATE, OBJECT_CREATE, OBJECT_OVERWRITE} in tenancy where all {request.region != 'IAD', request.region != 'PHX'} // x":                      {boundary.GlobalOK, ""},
	} {
		t.Run(statement, func(t *testing.T) {
			found := Judge(usBoundary(t), at, []plan.Guard{policyOf(statement)})
			verdict, rule := worst(found)
			assert.Equal(t, want.verdict, verdict, "%v", found)
			assert.Equal(t, want.rule, rule, "%v", found)
			for _, f := range found {
				assert.Equal(t, "oci_identity_policy.p", f.Address)
				assert.Equal(t, "statements[0]", f.Attribute)
				assert.Contains(t, f.Message, "(rule "+f.Rule+").")
			}
		})
	}
}

// TestJudge_denies holds what becomes of denies.
func TestJudge_denies(t *testing.T) {
	const par = "deny any-user to {PAR_MANAGE} in tenancy"
	for name, tt := range map[string]struct {
		before, after []string
		want          boundary.Verdict
	}{
		"unchanged":                        {[]string{fence}, []string{fence}, boundary.GlobalOK},
		"removed":                          {[]string{fence, par}, []string{par}, boundary.Faulty},
		"all removed":                      {[]string{fence}, nil, boundary.Faulty},
		"another is added":                 {[]string{fence}, []string{fence, par}, boundary.GlobalOK},
		"turned round":                     {[]string{fence}, []string{"deny any-user to {OBJECT_OVERWRITE, OBJECT_CREATE, BUCKET_CREATE} in tenancy where all {request.region != 'phx', request.region != 'iad'}"}, boundary.GlobalOK},
		"split":                            {[]string{fence}, []string{strings.Replace(fence, "BUCKET_CREATE, ", "", 1), "deny any-user to {BUCKET_CREATE} in tenancy where all {request.region != 'iad', request.region != 'phx'}"}, boundary.GlobalOK},
		"without OBJECT_OVERWRITE":         {[]string{fence}, []string{strings.Replace(fence, ", OBJECT_OVERWRITE", "", 1)}, boundary.Faulty},
		"wider":                            {[]string{fence}, []string{"deny any-user to {BUCKET_CREATE, OBJECT_CREATE, OBJECT_OVERWRITE, PAR_MANAGE} in tenancy where request.region != 'iad'"}, boundary.GlobalOK},
		"a verb above":                     {[]string{"deny any-user to use objects in tenancy where request.region != 'iad'"}, []string{"deny any-user to inspect object-family in tenancy where request.region != 'iad'"}, boundary.GlobalOK},
		"a verb below":                     {[]string{"deny any-user to inspect object-family in tenancy where request.region != 'iad'"}, []string{"deny any-user to use object-family in tenancy where request.region != 'iad'"}, boundary.Faulty},
		"another region inside":            {[]string{fence}, []string{strings.Replace(fence, "request.region != 'phx'", "request.region != 'phx', request.region != 'ord'", 1)}, boundary.GlobalOK},
		"a region outside":                 {[]string{fence}, []string{strings.Replace(fence, "request.region != 'phx'", "request.region != 'phx', request.region != 'fra'", 1)}, boundary.Faulty},
		"one group only":                   {[]string{fence}, []string{strings.Replace(fence, "any-user", "group Devs", 1)}, boundary.Faulty},
		"one compartment only":             {[]string{fence}, []string{strings.Replace(fence, "tenancy", "compartment Apps", 1)}, boundary.Faulty},
		"a group is spared":                {[]string{par}, []string{par + " where any {!request.groups.name, request.groups.name != 'Pipeline'}"}, boundary.Faulty},
		"a group is spared no more":        {[]string{par + " where any {!request.groups.name, request.groups.name != 'Pipeline'}"}, []string{par}, boundary.GlobalOK},
		"until a date":                     {[]string{par}, []string{par + " where request.utc-timestamp before '2027-01-01T00:00:00Z'"}, boundary.Faulty},
		"a faulty one is mended":           {[]string{"deny any-user to {BUCKET_CREATE} in tenancy where request.region != 'us-ashburn-1'"}, []string{fence}, boundary.GlobalOK},
		"one that hit nothing is mended":   {[]string{"deny any-user to {BUCKET_CREATE} in tenancy where request.region = 'eu-frankfurt-1'"}, []string{fence}, boundary.GlobalOK},
		"a ban inside goes":                {[]string{"deny any-user to {PAR_MANAGE} in tenancy where any {request.region = 'iad', request.region = 'phx'}"}, nil, boundary.Faulty},
		"a ban becomes a fence":            {[]string{par}, []string{par + " where request.region != 'iad'"}, boundary.Faulty},
		"deny of a type that nobody knows": {[]string{"deny any-user to inspect gizmos in tenancy"}, nil, boundary.Faulty},
		"another target inside":            {[]string{copying("phx")}, []string{copying("phx", "ord")}, boundary.GlobalOK},
		"a target outside":                 {[]string{copying("phx")}, []string{copying("phx", "fra")}, boundary.Faulty},
		"a fence of a type without permissions that are known": {[]string{"deny any-user to inspect gizmos in tenancy where request.region != 'iad'"}, []string{"deny any-user to inspect gizmos in tenancy where all {request.region != 'iad', request.region != 'phx'}"}, boundary.Undecided},
		"the same, outside":      {[]string{"deny any-user to inspect gizmos in tenancy where request.region != 'iad'"}, []string{"deny any-user to inspect gizmos in tenancy where all {request.region != 'iad', request.region != 'fra'}"}, boundary.Faulty},
		"endorse freed":          {[]string{"deny endorse any-user to manage object-family in any-tenancy"}, nil, boundary.Faulty},
		"endorse freed for some": {[]string{"deny endorse any-user to manage object-family in any-tenancy"}, []string{"deny endorse group A to manage object-family in any-tenancy"}, boundary.Faulty},
		"admit freed":            {[]string{"deny admit any-user of any-tenancy to read object-family in tenancy"}, nil, boundary.Faulty},
		"a grant goes":           {[]string{"allow group A to read buckets in tenancy"}, nil, boundary.GlobalOK},
		"by identifier":          {[]string{strings.Replace(fence, "tenancy", "compartment Apps", 1)}, []string{strings.Replace(fence, "tenancy", "compartment id ocid1.compartment.oc1..aaaa", 1)}, boundary.Undecided},
	} {
		t.Run(name, func(t *testing.T) {
			g := policyOf(tt.after...)
			g.Before, g.Action = tt.before, plan.Update
			found := Judge(usBoundary(t), at, []plan.Guard{g})
			verdict, _ := worst(found)
			assert.Equal(t, tt.want, verdict, "%v", found)
		})
	}
}

// copying denies to copy backups of volumes to regions that are not named.
func copying(keys ...string) string {
	var all []string
	for _, key := range keys {
		all = append(all, "target.region != '"+key+"'")
	}
	return "deny any-user to {VOLUME_BACKUP_COPY} in tenancy where any {!target.region, all {" + strings.Join(all, ", ") + "}}"
}

// TestJudge_moved holds that a deny may move to another policy of the plan, and not to another compartment.
func TestJudge_moved(t *testing.T) {
	from, to := policyOf(), policyOf(fence)
	from.Action, from.Before, to.Address = plan.Delete, []string{fence}, "oci_identity_policy.q"
	verdict, _ := worst(Judge(usBoundary(t), at, []plan.Guard{from, to}))
	assert.Equal(t, boundary.GlobalOK, verdict)
	to.After = []string{strings.Replace(fence, "tenancy", "compartment Apps", 1)}
	found := Judge(usBoundary(t), at, []plan.Guard{from, to})
	require.Len(t, found, 1)
	assert.Equal(t, "oci_identity_policy.p", found[0].Address)
	assert.Equal(t, ruleLostDeny, found[0].Rule)
	to.Unknown = true
	from.Unknown = true
	for _, f := range Judge(usBoundary(t), at, []plan.Guard{from, to}) {
		assert.Equal(t, ruleUnknown, f.Rule)
	}
}

// TestJudge_compartment holds that a policy that moves to another compartment denies what it did there.
func TestJudge_compartment(t *testing.T) {
	g := policyOf("deny any-user to {PAR_MANAGE} in compartment Apps")
	g.Before, g.Action, g.Compartment = g.After, plan.Update, "ocid1.compartment.oc1..bbbb"
	verdict, _ := worst(Judge(usBoundary(t), at, []plan.Guard{g}))
	assert.Equal(t, boundary.Faulty, verdict)
	g.Former = g.Compartment
	verdict, _ = worst(Judge(usBoundary(t), at, []plan.Guard{g}))
	assert.Equal(t, boundary.GlobalOK, verdict)
}

// TestJudge_othersFence holds that a fence that leaves regions free, but none inside, is not this boundary's to move.
func TestJudge_othersFence(t *testing.T) {
	eu := "deny any-user to {BUCKET_CREATE} in tenancy where request.region != 'fra'"
	for _, also := range []string{"iad", "ams", "nrt"} {
		g := policyOf("deny any-user to {BUCKET_CREATE} in tenancy where all {request.region != 'fra', request.region != '" + also + "'}")
		g.Before, g.Action = []string{eu}, plan.Update
		verdict, _ := worst(Judge(usBoundary(t), at, []plan.Guard{g}))
		assert.Equal(t, boundary.Faulty, verdict, also)
	}
	q := quotaOf("zero database quotas in tenancy", "unset database quotas in tenancy where request.region = 'eu-frankfurt-1'", "unset database quotas in tenancy where request.region = 'us-ashburn-1'")
	q.Before, q.Action = q.After[:2], plan.Update
	verdict, _ := worst(Judge(usBoundary(t), at, []plan.Guard{q}))
	assert.Equal(t, boundary.Faulty, verdict)
}

func TestJudge_hidden(t *testing.T) {
	g := policyOf("deny any-user to {BUCKET_CREATE} in tenancy where request.region != 'hunter2'")
	g.Hidden, g.Before = true, []string{"deny group hunter2 to {PAR_MANAGE} in tenancy"}
	found := Judge(usBoundary(t), at, []plan.Guard{g})
	require.NotEmpty(t, found)
	for _, f := range found {
		assert.NotContains(t, f.Message, "hunter2")
	}
}

func TestJudge_exceptedService(t *testing.T) {
	b := usBoundary(t, `exception "e" {`, `regions=["eu-frankfurt-1"]`, `addresses=["oci_identity_policy.p"]`, `reason="r"`, `owner="o"`, `approved_by="p"`, `ticket="t"`, `expires="2027-01-01"`, `}`)
	verdict, _ := worst(Judge(b, at, []plan.Guard{policyOf("allow service objectstorage-eu-frankfurt-1 to {OBJECT_DELETE} in tenancy")}))
	assert.Equal(t, boundary.Excepted, verdict)
}

func TestJudge_quotas(t *testing.T) {
	allowList := []string{"zero object-storage quotas in tenancy", "unset object-storage quotas in tenancy where request.region = 'us-ashburn-1'"}
	for name, tt := range map[string]struct {
		before, after []string
		want          boundary.Verdict
	}{
		"new":                     {nil, allowList, boundary.GlobalOK},
		"a key":                   {nil, []string{"zero object-storage quotas in tenancy where request.region != 'iad'"}, boundary.Faulty},
		"unknown region":          {nil, []string{"zero object-storage quotas in tenancy where request.region != 'us-ashbrn-1'"}, boundary.Faulty},
		"one region":              {nil, []string{"zero object-storage quotas in tenancy where request.region != 'us-ashburn-1'"}, boundary.GlobalOK},
		"two !=":                  {nil, []string{"zero database quotas in tenancy where request.region != 'us-ashburn-1'", "zero database quotas in tenancy where request.region != 'us-phoenix-1'"}, boundary.Faulty},
		"and":                     {nil, []string{"zero database quotas in tenancy where request.region != 'us-ashburn-1' and request.region != 'us-phoenix-1'"}, boundary.Faulty},
		"all":                     {nil, []string{"zero database quotas in tenancy where all {request.region != 'us-ashburn-1', request.region != 'us-phoenix-1'}"}, boundary.Undecided},
		"wrong order":             {nil, []string{allowList[1], allowList[0]}, boundary.Faulty},
		"zero lifted at once":     {nil, []string{"zero database quotas in tenancy", "unset database quotas in tenancy"}, boundary.Faulty},
		"zero covered by another": {nil, []string{"zero database quotas in tenancy where request.region = 'eu-frankfurt-1'", "zero database quotas in tenancy"}, boundary.GlobalOK},
		"a number":                {nil, []string{"set compute-core quota standard-a1-core-count to 10 in tenancy"}, boundary.GlobalOK},
		"gibberish":               {nil, []string{"zero and void"}, boundary.Undecided},
		"unchanged":               {allowList, allowList, boundary.GlobalOK},
		"deleted":                 {allowList, nil, boundary.Faulty},
		"one more region inside":  {allowList, append(allowList[:2:2], "unset object-storage quotas in tenancy where request.region = 'us-phoenix-1'"), boundary.GlobalOK},
		"one more region outside": {allowList, append(allowList[:2:2], "unset object-storage quotas in tenancy where request.region = 'eu-frankfurt-1'"), boundary.Faulty},
		"raised":                  {[]string{"set object-storage quota storage-bytes to 0 in tenancy"}, []string{"set object-storage quota storage-bytes to 5 in tenancy"}, boundary.Faulty},
		"written otherwise":       {allowList, []string{"zero object-storage quotas in tenancy where request.region != 'us-ashburn-1'"}, boundary.GlobalOK},
		"one name only":           {[]string{"zero object-storage quotas in tenancy"}, []string{"zero object-storage quota storage-bytes in tenancy"}, boundary.Faulty},
		"one compartment only":    {[]string{"zero object-storage quotas in tenancy"}, []string{"zero object-storage quotas in compartment Apps"}, boundary.Faulty},
		"a number goes":           {[]string{"set compute-core quota standard-a1-core-count to 10 in tenancy"}, nil, boundary.GlobalOK},
	} {
		t.Run(name, func(t *testing.T) {
			g := quotaOf(tt.after...)
			g.Before, g.Action = tt.before, plan.Update
			found := Judge(usBoundary(t), at, []plan.Guard{g})
			verdict, _ := worst(found)
			assert.Equal(t, tt.want, verdict, "%v", found)
		})
	}
}

// TestRules holds that every rule of lint has a weight, and every rule one meaning.
func TestRules(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		assert.False(t, seen[r.ID], "%s twice", r.ID)
		seen[r.ID] = true
		_, policy := weights[r.ID]
		_, quota := quotaWeights[r.ID]
		assert.True(t, policy || quota || judgedByGrants[r.ID] || r.ID >= "RES341" && r.ID <= "RES345", r.ID)
	}
	for id := range weights {
		assert.True(t, seen[id], id)
	}
	for _, r := range plan.Rules() {
		assert.False(t, seen[r.ID], "%s is of plan and of guard", r.ID)
	}
}

// TestJudge_budget holds that conditions with more variables than can be tried cost no more than a moment, and are not believed.
func TestJudge_budget(t *testing.T) {
	parts := []string{"request.region = 'iad'", "request.region = 'phx'"}
	for i := range 30 {
		parts = append(parts, fmt.Sprintf("target.v%d.name = 'a'", i))
	}
	never := " where all {" + strings.Join(parts, ", ") + "}"
	var all []plan.Guard
	for i := range 40 {
		g := policyOf("endorse group A to manage all-resources in any-tenancy"+never, "admit any-user of any-tenancy to read all-resources in tenancy"+never, "deny any-user to {PAR_MANAGE} in tenancy"+never)
		g.Address, g.Action = fmt.Sprintf("oci_identity_policy.p%d", i), plan.Update
		g.Before = []string{"deny any-user to inspect all-resources in tenancy where any {" + strings.Join(parts, ", ") + "}"}
		all = append(all, g)
	}
	start := time.Now()
	found := Judge(usBoundary(t), at, all)
	assert.Less(t, time.Since(start), time.Minute)
	verdict, _ := worst(found)
	assert.Equal(t, boundary.Outside, verdict)
}
