package denyrule_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/denyrule/compile"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// claim is what tells a row of proof or gaps from all others.
type claim struct{ obligation, service, operation, variant string }

// claims are the rows of a state's proof and gaps. Of a gap there are no layers.
type claims struct {
	layers map[claim][]string
	except map[claim]string
}

// claimsIn reads proof and gaps, and holds them against the catalogue: each operation is in one row for each obligation that it
// is about, and nothing else is claimed.
func claimsIn(t *testing.T, s *terraform.State) claims {
	t.Helper()
	all := claims{map[claim][]string{}, map[claim]string{}}
	for _, attribute := range []string{"proof", "gaps"} {
		for _, row := range claimsOf(s, attribute) {
			c := claim{row["obligation"], row["service"], row["operation"], row["variant"]}
			_, twice := all.layers[c]
			assert.False(t, twice && catalogued(c), "%v has two rows", c)
			all.layers[c], all.except[c] = layers(row), row["except"]
			assert.Equal(t, attribute == "gaps", len(all.layers[c]) == 0, "%v", c)
		}
	}
	for _, o := range iam.Operations() {
		for obligation, about := range map[string]bool{
			"outside": o.Has("create", "write", "copyin", "clone", "restore", "replicate"), "egress": o.Has("send", "open", "loosen") || strings.HasPrefix(o.Name, "Change") && strings.HasSuffix(o.Name, "Compartment"), "elsewhere": o.Has("read"),
			"foreign": o.Has("read"),
		} {
			_, has := all.layers[of(obligation, o)]
			assert.Equal(t, about, has, "%s: %s %s %s", obligation, o.Service, o.Name, o.Variant)
		}
	}
	return all
}

func of(obligation string, o iam.Operation) claim {
	return claim{obligation, o.Service, o.Name, o.Variant}
}

// catalogued says whether a row is about an operation, and not about what no operation stands for.
func catalogued(c claim) bool {
	return c.obligation != "beyond" && slices.ContainsFunc(iam.FindOperation(c.service, c.operation), func(o iam.Operation) bool { return o.Variant == c.variant })
}

// stops says whether a row of the proof has a layer.
func (c claims) stops(one claim, layer string) bool { return slices.Contains(c.layers[one], layer) }

// attempt is a request about the bound compartment.
type attempt struct {
	iam.Operation

	who, region string
	foreign     bool   // it comes from no named network
	to          string // the key of the region that it says it sends to, where a request says so
}

func (a attempt) String() string {
	return fmt.Sprintf("%s %s %s by %s in %s to %q, foreign: %t", a.Service, a.Name, a.Variant, a.who, a.region, a.to, a.foreign)
}

// denied is the cloud's answer.
func (a attempt) denied(e *acctest.Env, compartment string) bool {
	access := cloud.Access{Service: a.Service, Operation: a.Name, Variant: a.Variant, Compartment: compartment, Variables: map[string]string{}}
	if a.Destination != "" {
		access.Variables[a.Destination] = a.to
	}
	return e.Sandbox.Authorize(a.who, a.region, access) != nil
}

// claimed says whether a row of the proof says that policies deny the attempt.
func (a attempt) claimed(c claims) bool {
	if a.who == "admin" {
		return false
	}
	sent := a.who != "terraform"
	if a.Destination != "" {
		sent = a.to != "phx"
	}
	return !slices.Contains(inside, a.region) && c.stops(of("outside", a.Operation), "iam_deny") ||
		a.foreign && c.stops(of("elsewhere", a.Operation), "iam_deny") ||
		a.who == "analyst" && c.stops(of("foreign", a.Operation), "iam_deny") ||
		sent && (c.stops(of("egress", a.Operation), "iam_deny") || c.includes(a.Operation))
}

// shuts says whether a service's data is denied to other tenancies: with the reading of it goes all else.
func (c claims) shuts(o iam.Operation) bool {
	return !o.Home && slices.Contains(compile.Services(), o.Service) && c.stops(claim{"foreign", "objectstorage", "GetObject", ""}, "iam_deny")
}

// includes says whether an operation needs all that another use of it needs, which the proof claims.
func (c claims) includes(o iam.Operation) bool {
	return slices.ContainsFunc(iam.FindOperation(o.Service, o.Name), func(use iam.Operation) bool {
		return use.Variant != o.Variant && c.stops(of("egress", use), "iam_deny") && needs(o, use)
	})
}

func needs(o, use iam.Operation) bool {
	return !slices.ContainsFunc(o.Needs(), func(term []string) bool {
		return !slices.ContainsFunc(use.Needs(), func(some []string) bool {
			return !slices.ContainsFunc(some, func(permission string) bool { return !slices.Contains(term, permission) })
		})
	})
}

var (
	people     = []string{"staff", "terraform", "admin", "analyst"}
	inside     = []string{ashburn, "us-phoenix-1", "us-chicago-1"}
	subscribed = append(slices.Clone(inside), frankfurt, "ap-singapore-1")
)

// attempts are all that somebody can ask: every operation of the catalogue in every region, from the office and from abroad, with
// every kind of destination.
func attempts() (all []attempt) {
	for _, o := range iam.Operations() {
		for _, region := range subscribed {
			if o.Home && region != ashburn {
				continue
			}
			for _, to := range []string{"", "phx", "fra"} {
				if to == "" || o.Destination != "" {
					for _, who := range people {
						all = append(all, attempt{o, who, region, false, to}, attempt{o, who, region, true, to})
					}
				}
			}
		}
	}
	return all
}

// move puts everybody in the office or abroad.
func move(t *testing.T, e *acctest.Env, foreign bool) {
	t.Helper()
	for _, who := range people {
		require.NoError(t, e.Sandbox.SetAddress(who, map[bool]string{false: "203.0.113.7", true: "198.51.100.9"}[foreign]))
	}
}

// Every operation of the catalogue, under every obligation, in every subscribed region, by everybody and with every choice of
// layers: the cloud denies what a row of the proof says that policies deny, and nothing else; and a quota stops what a row says
// that it stops, and nothing else. Another compartment is untouched, and so is everything once the rule is gone.
func TestAccDenyRule_claimsAreWhatTheCloudDoes(t *testing.T) {
	e := staffed(t)
	data, other := compartment(t, e, "data"), compartment(t, e, "other")
	staff, pipeline, admin, analyst := as(t, e, "staff"), as(t, e, "terraform"), as(t, e, "admin"), as(t, e, "analyst")
	move(t, e, false)
	step := func(suffix string, layers ...string) resource.TestStep {
		argument := fmt.Sprintf(`layers = ["%s"]`, strings.Join(layers, `", "`))
		return resource.TestStep{Config: in(e, `compartment_ids = ["`+data+`"]`, fromOffice, argument), Check: func(s *terraform.State) error {
			c := claimsIn(t, s)
			everything(t, e, c, data)
			guarded(t, e, s, c)
			remarked(t, c, layers)
			heldTo(t, c, staff, true, tries(data, stored(t, e, data, "staffs-"+suffix), abroad(t, e, other, "staff-"+suffix), other, "staff"+suffix))
			heldTo(t, c, analyst, true, shared(stored(t, e, data, "shared-"+suffix)))
			heldTo(t, c, staff, true, taken)
			heldTo(t, c, admin, false, tries(data, stored(t, e, data, "admins-"+suffix), abroad(t, e, other, "admin-"+suffix), other, "admin"+suffix))
			spent(t, e, c, data, suffix)
			if slices.Contains(layers, "iam_deny") {
				stopped(t, c, append(tries("", "", "", "", ""), shared("")...))
			}
			if len(layers) == 2 {
				pipelined(t, pipeline, data)
			}
			free(t, analyst, shared(stored(t, e, other, "loose-"+suffix)))
			free(t, staff, tries(other, "loose-"+suffix, abroad(t, e, other, "loose-"+suffix), e.Sandbox.TenancyOCID(), "loose"+suffix))
			return nil
		}}
	}
	whole := resource.TestStep{Config: in(e, `compartment_ids = ["`+e.Sandbox.TenancyOCID()+`"]`, fromOffice, `layers = ["iam_deny"]`), Check: func(s *terraform.State) error {
		c := claimsIn(t, s)
		everything(t, e, c, data)
		remarked(t, c, []string{"iam_deny"})
		heldTo(t, c, staff, true, taken)
		stopped(t, c, taken)
		return nil
	}}
	run(t, e, step("both", "iam_deny", "quota"), step("quota", "quota"), step("deny", "iam_deny"), whole)
	free(t, analyst, shared(stored(t, e, data, "freed")))
	free(t, staff, tries(data, "freed", abroad(t, e, other, "freed"), other, "freed"))
}

// everything makes every attempt, and holds the cloud's answer against the rows about it.
func everything(t *testing.T, e *acctest.Env, c claims, compartment string) {
	t.Helper()
	for _, a := range attempts() {
		move(t, e, a.foreign)
		denied := a.denied(e, compartment)
		if denied && a.who == "analyst" && c.shuts(a.Operation) {
			continue
		}
		if denied != a.claimed(c) {
			t.Errorf("%v: denied is %t", a, denied)
		}
	}
	move(t, e, false)
}

// guarded tries to change the rule's own policies, quota and spared group, and others.
func guarded(t *testing.T, e *acctest.Env, s *terraform.State, c claims) {
	t.Helper()
	for variable, own := range map[string][]string{
		"target.policy.name": policyNames(s), "target.quota.name": {"us-user-data"}, "target.group.id": {group(t, e, "Provisioners")},
	} {
		for _, name := range append(own, "another") {
			for _, o := range iam.Operations() {
				for _, who := range []string{"staff", "terraform", "admin"} {
					denied := e.Sandbox.Authorize(who, ashburn, cloud.Access{
						Service: o.Service, Operation: o.Name, Variant: o.Variant, Compartment: e.Sandbox.TenancyOCID(), Variables: map[string]string{variable: name},
					}) != nil
					claimed := who == "staff" && name != "another" && c.stops(of("guard", o), "iam_deny") && variableOf(o) == variable
					if denied != claimed {
						t.Errorf("%s %s of %s %s by %s: denied is %t", o.Service, o.Name, variable, name, who, denied)
					}
				}
			}
		}
	}
}

// variableOf is what names the object that an operation of a guard row changes.
func variableOf(o iam.Operation) string {
	switch {
	case strings.HasSuffix(o.Name, "Policy"):
		return "target.policy.name"
	case strings.HasSuffix(o.Name, "Quota"):
		return "target.quota.name"
	}
	return "target.group.id"
}

// remarked holds the rows that no operation stands for against what they must be.
func remarked(t *testing.T, c claims, layers []string) {
	t.Helper()
	want := map[claim]bool{}
	for _, b := range iam.Prove(nil, iam.Obligations{Asks: func(string, iam.Operation) bool { return false }}, iam.Options{}).Beyond {
		want[claim{"beyond", b.Service, b.Operation, ""}] = true
	}
	want[claim{"egress", "identity", "endorse", ""}] = true
	if slices.Contains(layers, "iam_deny") {
		want[claim{"egress", "", "permissions that Oracle may yet add", ""}] = true
	}
	got := map[claim]bool{}
	for one := range c.layers {
		if !catalogued(one) {
			got[one] = true
		}
	}
	assert.Equal(t, want, got)
}

// Somebody who may do everything and is not spared plans with Terraform what their own boundary lets them, and the cloud refuses
// each request. In another compartment they make what they like, and the pipeline does inside the bound one.
func TestAccDenyRule_withTerraform(t *testing.T) {
	e := staffed(t)
	data, other := compartment(t, e, "data"), compartment(t, e, "other")
	require.NoError(t, as(t, e, "admin").create(ashburn, data, "kept"))
	abroad(t, e, other, "copy")
	theirs := func(kind, name, compartment, arguments string) string {
		if compartment != "" {
			arguments += fmt.Sprintf("\n  compartment_id = %q", compartment)
		}
		return fmt.Sprintf("resource %q %q {\n  provider = residencystaff\n  depends_on = [residency_deny_rule.test]\n  %s\n}\n", "residency_"+kind, name, arguments)
	}
	bucket := func(name, compartment, region string) string {
		return theirs("bucket", name, compartment, fmt.Sprintf("namespace = \"sandbox\"\n  name = %q\n  region = %q", name, region))
	}
	staff := strings.Replace(asUser(t, e, "staff", `boundary = { name = "wide", jurisdictions = ["US", "DE"] }`), `"residency"`, `"residencystaff"`, 1) +
		bucket("outside", data, frankfurt) + bucket("exposed", data, ashburn) + bucket("elsewhere", other, frankfurt) +
		bucket("kept", other, ashburn) + "import {\n  to = residency_bucket.kept\n  id = \"us-ashburn-1/n/sandbox/b/kept\"\n}\n" +
		theirs("autonomous_database", "outside", data, "region = \"eu-frankfurt-1\"\n  db_name = \"OUT\"\n  admin_password_wo = \"Correct-Horse-9\"\n  admin_password_wo_version = 1\n"+
			"  compute_count = 2\n  data_storage_size_in_tbs = 1") +
		theirs("bucket_replication", "out", "", "namespace = \"sandbox\"\n  name = \"out\"\n  region = \"us-ashburn-1\"\n  bucket = \"kept\"\n"+
			"  destination_region_name = \"eu-frankfurt-1\"\n  destination_bucket_name = \"abroad-copy\"")
	ours := fmt.Sprintf("resource \"residency_bucket\" \"ours\" {\n  depends_on = [residency_deny_rule.test]\n  compartment_id = %q\n  namespace = \"sandbox\"\n  name = \"ours\"\n}\n", data)
	factories := e.Factories()
	factories["residencystaff"] = e.Factories()["residency"]
	resource.ParallelTest(t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: []resource.TestStep{
		{Config: in(e, fmt.Sprintf("compartment_ids = [%q]", data)) + ours + staff, ExpectError: acctest.Says("not authorized to create it")},
	}})
	answers := map[string]int{}
	for _, r := range e.Sandbox.Journal() {
		if r.Method == http.MethodPost && (r.Principal == "staff" || strings.HasSuffix(r.Path, "/b")) && r.Principal != "admin" {
			answers[fmt.Sprintf("%s %s %s %d", r.Principal, r.Region, r.Path, r.Status)]++
		}
	}
	assert.Equal(t, map[string]int{
		"terraform us-ashburn-1 /n/sandbox/b 200": 1, "staff eu-frankfurt-1 /n/sandbox/b 200": 1, // in the other compartment
		"staff us-ashburn-1 /n/sandbox/b 409": 1, "staff eu-frankfurt-1 /n/sandbox/b 409": 1,
		"staff eu-frankfurt-1 /20160918/autonomousDatabases 404": 1,
		"staff us-ashburn-1 /n/sandbox/b/kept 404":               2, // the move, and the mark of the source with which a replication begins
	}, answers)
}
