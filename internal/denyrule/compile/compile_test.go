package compile_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/denyrule/compile"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/quota"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Every operation of the catalogue is either claimed or a gap, under every obligation that it is about, and never both.
func TestCompile_everyOperationIsAccountedFor(t *testing.T) {
	for name, rule := range variants(t) {
		t.Run(name, func(t *testing.T) {
			out := compiled(t, rule)
			count := map[string]int{}
			for _, l := range out.Proof {
				count[l.Obligation+" "+l.Service+" "+l.Operation+" "+l.Variant]++
				assert.NotEmpty(t, l.Layers)
			}
			for _, g := range out.Gaps {
				assert.NotEmpty(t, g.Why, "%v", g)
				assert.NotEmpty(t, g.Instead, "%v", g)
				if g.Obligation != compile.Beyond {
					count[g.Obligation+" "+g.Service+" "+g.Operation+" "+g.Variant]++
				}
			}
			for _, o := range iam.Operations() {
				tail := " " + o.Service + " " + o.Name + " " + o.Variant
				if o.Has("create", "write", "copyin", "clone", "restore", "replicate") {
					assert.Equal(t, 1, count["outside"+tail], tail)
				}
				if o.Has("send", "open", "loosen") {
					assert.Equal(t, 1, count["egress"+tail], tail)
				}
				if o.Has("read") {
					assert.Equal(t, 1, count["elsewhere"+tail], tail)
				}
			}
		})
	}
}

// variants are rules of all shapes.
func variants(t *testing.T) map[string]compile.Rule {
	t.Helper()
	us := usRule(t)
	all := map[string]compile.Rule{"default": us}
	with := func(name string, change func(*compile.Rule)) {
		r := us
		change(&r)
		all[name] = r
	}
	with("tenancy", func(r *compile.Rule) { r.Targets = []compile.Compartment{place(tenancy)} })
	with("two compartments", func(r *compile.Rule) { r.Targets = []compile.Compartment{place(data), place(other)} })
	with("kept in the compartment", func(r *compile.Rule) { r.Attached = place(data) })
	with("iam only", func(r *compile.Rule) { r.Layers = []string{compile.IAM} })
	with("quota only", func(r *compile.Rule) { r.Layers = []string{compile.Quota} })
	with("create only", func(r *compile.Rule) { r.Block = []string{compile.BlockCreate} })
	with("replicate only", func(r *compile.Rule) { r.Block = []string{compile.BlockReplicate} })
	with("one service", func(r *compile.Rule) { r.Services = []string{"objectstorage"} })
	with("nobody spared", func(r *compile.Rule) { r.Spare = nil })
	with("two spared, one for a while", func(r *compile.Rule) {
		r.Spare = append(slices.Clone(r.Spare), compile.Group{Name: "Movers", ID: "ocid1.group.oc1..movers", Until: noon.AddDate(0, 1, 0)})
	})
	with("networks", func(r *compile.Rule) { r.Networks = []string{"corp", "vcn-ashburn"} })
	with("class", func(r *compile.Rule) {
		r.Special = []compile.Special{{Compartment: public, Class: "public", Inside: regions(t, "us-ashburn-1", "us-phoenix-1", "ap-singapore-1")}}
	})
	with("class elsewhere", func(r *compile.Rule) {
		r.Special = []compile.Special{{Compartment: public, Class: "eu", Inside: regions(t, "us-ashburn-1", "eu-frankfurt-1")}}
	})
	with("exception", func(r *compile.Rule) { r.Exceptions = []compile.Exception{exception(t)} })
	with("exception of placement", func(r *compile.Rule) {
		e := exception(t)
		e.Kinds = []string{"placement"}
		r.Exceptions = []compile.Exception{e}
	})
	return all
}

func exception(t *testing.T) compile.Exception {
	t.Helper()
	return compile.Exception{
		Name: "singapore-backup", Regions: regions(t, "ap-singapore-1"), Compartments: []string{public},
		Until: time.Date(2027, 3, 31, 23, 59, 59, 0, time.UTC),
	}
}

// What a proof claims is denied, to whoever asks, and what is not blocked is allowed to everybody, in a tenancy that
// otherwise allows everything.
func TestCompile_agreesWithDecide(t *testing.T) {
	for name, rule := range variants(t) {
		t.Run(name, func(t *testing.T) { agrees(t, rule) })
	}
}

func agrees(t *testing.T, rule compile.Rule) {
	t.Helper()
	out := compiled(t, rule)
	d := decider(t, rule, out)
	askers := map[string]iam.Requester{"user": member("ocid1.group.oc1..staff"), "pipeline": member(pipeline), "service": everybody()["service"]}
	claimed := map[string]bool{}
	for _, l := range out.Proof {
		claimed[l.Obligation+l.Service+l.Operation+l.Variant] = slices.Contains(l.Layers, compile.IAM)
	}
	asked := []string{"us-ashburn-1", "eu-frankfurt-1", "ap-singapore-1"}
	if len(rule.Special) == 0 && len(rule.Exceptions) == 0 {
		asked = append(asked, "narnia") // a region that nobody knows is outside, wherever
	}
	for _, o := range iam.Operations() {
		outside, egress := claimed["outside"+o.Service+o.Name+o.Variant], claimed["egress"+o.Service+o.Name+o.Variant]
		for _, id := range []string{data, public, other} {
			for _, where := range asked {
				for who, requester := range askers {
					q := request(o, id, where, requester)
					got := d.Decide(q)
					want, sure := false, true
					switch {
					case !binds(rule, id):
					case outside && !o.Home && !openFor(rule, id, where),
						egress && (who != "pipeline" || o.Destination != "") && (!o.Home || where == "us-ashburn-1"):
						want = true
					default:
						sure = (openFor(rule, id, where) || !o.Home) && !egress && !sameAsClaimed(o, claimed) && !ofSomeKinds(rule)
					}
					if denied := got.Outcome == iam.Denied; sure && denied != want {
						t.Errorf("%s %s %s in %s of %s by %s: denied is %t: %v", o.Service, o.Name, o.Variant, where, id, who, denied, got.By)
					}
				}
			}
		}
	}
}

// Bound compartments in one another, and classes and exceptions of what is bound itself.
func TestCompile_agreesInOddPlaces(t *testing.T) {
	wider := regions(t, "us-ashburn-1", "us-phoenix-1", "ap-singapore-1")
	of := func(id string, inside []region.Region) []compile.Special {
		return []compile.Special{{Compartment: id, Class: "public", Inside: inside}}
	}
	for name, change := range map[string]func(*compile.Rule){
		"one in the other": func(r *compile.Rule) { r.Targets = []compile.Compartment{place(data), place(public)} },
		"one in the other, with a class": func(r *compile.Rule) {
			r.Targets, r.Special = []compile.Compartment{place(data), place(public)}, of(public, wider)
		},
		"class of the bound":          func(r *compile.Rule) { r.Special = of(data, wider) },
		"narrower class of the bound": func(r *compile.Rule) { r.Special = of(data, wider[:1]) },
		"class of the tenancy": func(r *compile.Rule) {
			r.Targets, r.Special = []compile.Compartment{place(tenancy)}, of(tenancy, wider)
		},
		"exception of the tenancy": func(r *compile.Rule) {
			e := exception(t)
			e.Compartments = []string{tenancy}
			r.Targets, r.Exceptions = []compile.Compartment{place(tenancy)}, []compile.Exception{e}
		},
		"class and exception of one": func(r *compile.Rule) {
			r.Special, r.Exceptions = of(public, wider[:1]), []compile.Exception{exception(t)}
		},
	} {
		rule := usRule(t)
		change(&rule)
		t.Run(name, func(t *testing.T) { agrees(t, rule) })
	}
}

// sameAsClaimed says whether another use of the operation is claimed: requests of one name look the same by it.
func sameAsClaimed(o iam.Operation, claimed map[string]bool) bool {
	for _, same := range iam.FindOperation(o.Service, o.Name) {
		if same.Variant != o.Variant && claimed["outside"+same.Service+same.Name+same.Variant] ||
			claimed["egress"+same.Service+same.Name+same.Variant] || claimed["elsewhere"+same.Service+same.Name+same.Variant] {
			return true
		}
	}
	return false
}

// ofSomeKinds says whether an exception opens some operations only, which is a test of its own.
func ofSomeKinds(r compile.Rule) bool {
	return slices.ContainsFunc(r.Exceptions, func(e compile.Exception) bool { return len(e.Kinds) > 0 })
}

func everybody() map[string]iam.Requester {
	return map[string]iam.Requester{
		"user": member("ocid1.group.oc1..staff"), "pipeline": member(pipeline), "loner": member(),
		"instance": {Type: "instance", ID: "ocid1.instance.oc1.iad.a", DynamicGroupIDs: []string{"ocid1.dynamicgroup.oc1..d"}},
		"resource": {Type: "resource", Name: "fnfunc", ID: "ocid1.fnfunc.oc1.iad.a"},
		"service":  {Type: "service", Name: "objectstorage-us-ashburn-1"},
	}
}

func binds(r compile.Rule, id string) bool {
	return slices.ContainsFunc(r.Targets, func(target compile.Compartment) bool {
		return len(paths[id]) >= len(target.Path) && slices.Equal(paths[id][:len(target.Path)], target.Path)
	})
}

// openFor says whether a region is inside for a compartment, or may be by a class or an exception of it.
func openFor(r compile.Rule, id, name string) bool {
	in := func(all []region.Region) bool {
		return slices.ContainsFunc(all, func(r region.Region) bool { return r.Name == name })
	}
	for _, e := range r.Exceptions {
		if slices.Contains(e.Compartments, id) && in(e.Regions) {
			return true
		}
	}
	for _, s := range r.Special {
		if s.Compartment == id {
			return in(s.Inside)
		}
	}
	return in(r.Inside)
}

// An exception ends by itself, to the second.
func TestCompile_exceptionEndsByItself(t *testing.T) {
	rule := variants(t)["exception"]
	d := decider(t, rule, compiled(t, rule))
	create := operation(t, "objectstorage", "CreateBucket", "")
	ask := func(id, where string, at time.Time) iam.Outcome {
		q := request(create, id, where, member(pipeline))
		q.Time = at
		return d.Decide(q).Outcome
	}
	end := rule.Exceptions[0].Until
	assert.Equal(t, iam.Allowed, ask(public, "ap-singapore-1", noon))
	assert.Equal(t, iam.Allowed, ask(public, "ap-singapore-1", end))
	assert.Equal(t, iam.Denied, ask(public, "ap-singapore-1", end.Add(time.Second)))
	assert.Equal(t, iam.Denied, ask(inner, "ap-singapore-1", noon), "a compartment below the exception's is not the exception's")
	assert.Equal(t, iam.Denied, ask(data, "ap-singapore-1", noon))
	assert.Equal(t, iam.Denied, ask(public, "eu-frankfurt-1", noon))
}

// An exception of placements opens what can be nothing else: a database could be a standby.
func TestCompile_exceptionOfAKind(t *testing.T) {
	rule := variants(t)["exception of placement"]
	out := compiled(t, rule)
	d := decider(t, rule, out)
	ask := func(service, name string) iam.Outcome {
		return d.Decide(request(operation(t, service, name, ""), public, "ap-singapore-1", member(pipeline))).Outcome
	}
	assert.Equal(t, iam.Allowed, ask("objectstorage", "CreateBucket"))
	assert.Equal(t, iam.Allowed, ask("objectstorage", "PutObject"))
	assert.Equal(t, iam.Denied, ask("database", "CreateAutonomousDatabase"))
	assert.True(t, slices.ContainsFunc(out.Gaps, func(g compile.Gap) bool { return g.Operation == "exception singapore-backup" }))
}

// An exception by address is a gap: neither a hole nor a silent denial.
func TestCompile_exceptionByAddress(t *testing.T) {
	rule := usRule(t)
	e := exception(t)
	e.Addressed = true
	rule.Exceptions = []compile.Exception{e}
	out := compiled(t, rule)
	plain := compiled(t, usRule(t))
	assert.Equal(t, plain.Policies, out.Policies)
	assert.True(t, slices.ContainsFunc(out.Gaps, func(g compile.Gap) bool { return g.Operation == "exception singapore-backup" }))
}

// What an exception names and nobody finds is a gap, not a silent denial.
func TestCompile_exceptionOfWhatIsNotThere(t *testing.T) {
	rule := usRule(t)
	e := exception(t)
	e.Unknown, e.Compartments = []string{"us-nowhere-1"}, append(e.Compartments, "ocid1.compartment.oc1..gone")
	rule.Exceptions = []compile.Exception{e}
	var whys []string
	for _, g := range compiled(t, rule).Gaps {
		if g.Operation == "exception singapore-backup" {
			whys = append(whys, g.Why)
		}
	}
	require.Len(t, whys, 3)
	assert.Contains(t, whys[0], "know the key of us-nowhere-1")
	assert.Contains(t, whys[1], "Compartment ocid1.compartment.oc1..gone of the exception")
	assert.Contains(t, whys[2], "opens ap-singapore-1 until")
}

// A spared group is spared until its day, and then bound like everybody.
func TestCompile_spareEndsByItself(t *testing.T) {
	rule := usRule(t)
	rule.Spare[0].Until = noon.AddDate(0, 1, 0)
	d := decider(t, rule, compiled(t, rule))
	q := request(operation(t, "objectstorage", "CreateReplicationPolicy", ""), data, "us-ashburn-1", member(pipeline))
	assert.Equal(t, iam.Allowed, d.Decide(q).Outcome)
	q.Time = rule.Spare[0].Until.Add(time.Second)
	assert.Equal(t, iam.Denied, d.Decide(q).Outcome)
}

// Of a backup's copy IAM sees the destination: the spared are held to it too.
func TestCompile_destinationBindsTheSpared(t *testing.T) {
	rule := usRule(t)
	d := decider(t, rule, compiled(t, rule))
	ask := func(to string, groups ...string) iam.Outcome {
		q := request(operation(t, "core", "CopyVolumeBackup", ""), data, "us-ashburn-1", member(groups...))
		if to != "" {
			q.Variables["target.region"] = iam.Values{to}
		}
		return d.Decide(q).Outcome
	}
	assert.Equal(t, iam.Denied, ask("fra", pipeline))
	assert.Equal(t, iam.Allowed, ask("phx", pipeline))
	assert.Equal(t, iam.Allowed, ask("phx"), "inside, and IAM sees that it is")
	assert.Equal(t, iam.Denied, ask(""))
	assert.Equal(t, iam.Denied, ask("", pipeline), "the reference says that requests carry it")
}

// What our own people write in other tenancies is denied by a rule that binds the tenancy, and a gap of all others.
func TestCompile_endorsed(t *testing.T) {
	for name, c := range map[string]struct {
		target string
		want   iam.Outcome
	}{"tenancy": {tenancy, iam.Denied}, "compartment": {data, iam.Allowed}} {
		rule := usRule(t)
		rule.Targets = []compile.Compartment{place(c.target)}
		out := compiled(t, rule)
		d := decider(t, rule, out, iam.NewPolicy("out", nil, "endorse any-user to manage all-resources in any-tenancy"))
		ask := func(groups ...string) iam.Outcome {
			return d.Decide(iam.Request{
				Service: "objectstorage", Operation: "PutObject", Region: "us-ashburn-1", Principal: member(groups...), Tenancy: "ocid1.tenancy.oc1..partner", Time: noon,
			}).Outcome
		}
		assert.Equal(t, c.want, ask(), name)
		assert.Equal(t, iam.Allowed, ask(pipeline), name)
		claimed := slices.ContainsFunc(out.Proof, func(l compile.Line) bool { return l.Operation == "endorse" })
		assert.Equal(t, c.want == iam.Denied, claimed, name)
		assert.Equal(t, !claimed, slices.ContainsFunc(out.Gaps, func(g compile.Gap) bool { return g.Operation == "endorse" }), name)
	}
}

// Whatever is moved away is not bound any more, so that all moves are denied, also those that the catalogue does not list: by
// their permission or by their name.
func TestCompile_movesOfAnything(t *testing.T) {
	for name, services := range map[string][]string{"all services": nil, "some": {"core", "keymanagement", "mysql"}} {
		rule := usRule(t)
		rule.Services = services
		d := decider(t, rule, compiled(t, rule))
		ask := func(operation, permission string, groups ...string) iam.Outcome {
			return d.Decide(iam.Request{
				Permissions: []string{permission}, Region: "us-ashburn-1", Compartment: paths[data], Principal: member(groups...), Time: noon,
				Variables: map[string]iam.Values{"target.compartment.id": {data}, "request.operation": {operation}},
			}).Outcome
		}
		for operation, permission := range map[string]string{
			"ChangeVolumeCompartment": "VOLUME_MOVE", "MoveVolume": "VOLUME_MOVE", "ChangeVaultCompartment": "VAULT_MOVE", "ChangeKeyCompartment": "KEY_MOVE",
			"ChangeDbSystemCompartment": "MYSQL_INSTANCE_UPDATE",
		} {
			assert.Equal(t, iam.Denied, ask(operation, permission), "%s: %s", name, operation)
			assert.Equal(t, iam.Allowed, ask(operation, permission, pipeline), "%s: %s", name, operation)
		}
		for operation, permission := range map[string]string{"UpdateDbSystem": "MYSQL_INSTANCE_UPDATE", "ChangeVaultEndpoint": "VAULT_UPDATE", "GetCompartment": "VAULT_READ"} {
			assert.Equal(t, iam.Allowed, ask(operation, permission), "%s: %s", name, operation)
		}
	}
}

func TestCompile_readFromElsewhere(t *testing.T) {
	rule := variants(t)["networks"]
	d := decider(t, rule, compiled(t, rule))
	read := operation(t, "objectstorage", "GetObject", "")
	for who, requester := range everybody() {
		for network, want := range map[string]iam.Outcome{"corp": iam.Allowed, "vcn-ashburn": iam.Allowed, "cafe": iam.Denied, "": iam.Denied} {
			q := request(read, data, "us-ashburn-1", requester)
			if network != "" {
				q.Variables["request.networkSource.name"] = iam.Values{network}
			}
			assert.Equal(t, want, d.Decide(q).Outcome, "%s from %q", who, network)
		}
	}
	list := request(operation(t, "objectstorage", "ListObjects", ""), data, "us-ashburn-1", member())
	assert.Equal(t, iam.Allowed, d.Decide(list).Outcome, "only the reading of data is denied")
}

// The rule keeps its own policies, quota and spared groups, and no others.
func TestCompile_guardsItself(t *testing.T) {
	rule := usRule(t)
	out := compiled(t, rule)
	d := decider(t, rule, out)
	ask := func(name, variable, value string, groups ...string) iam.Outcome {
		q := request(iam.FindOperation("", name)[0], tenancy, "us-ashburn-1", member(groups...))
		q.Variables[variable] = iam.Values{value}
		return d.Decide(q).Outcome
	}
	last := out.Policies[len(out.Policies)-1].Name
	for _, name := range []string{rule.Name, last} {
		assert.Equal(t, iam.Denied, ask("DeletePolicy", "target.policy.name", name))
		assert.Equal(t, iam.Denied, ask("UpdatePolicy", "target.policy.name", name))
		assert.Equal(t, iam.Allowed, ask("UpdatePolicy", "target.policy.name", name, pipeline))
	}
	assert.Equal(t, iam.Allowed, ask("UpdatePolicy", "target.policy.name", "somebody-else"))
	assert.Equal(t, iam.Denied, ask("UpdateQuota", "target.quota.name", rule.Name))
	assert.Equal(t, iam.Allowed, ask("UpdateQuota", "target.quota.name", "somebody-else"))
	assert.Equal(t, iam.Denied, ask("AddUserToGroup", "target.group.id", pipeline))
	assert.Equal(t, iam.Allowed, ask("AddUserToGroup", "target.group.id", "ocid1.group.oc1..staff"))
}

// The populations of one tenancy do not touch each other, in either layer.
func TestCompile_twoPopulations(t *testing.T) {
	us, eu := usRule(t), usRule(t)
	eu.Name, eu.Targets = "eu-user-data", []compile.Compartment{place(other)}
	eu.Inside = regions(t, "us-ashburn-1", "eu-frankfurt-1")
	first, second := compiled(t, us), compiled(t, eu)
	var policies []iam.Policy
	for _, p := range second.Policies {
		policies = append(policies, iam.NewPolicy(p.Name, nil, p.Statements...))
	}
	d := decider(t, us, first, policies...)
	create := operation(t, "objectstorage", "CreateBucket", "")
	quotas := []quota.Policy{quota.NewPolicy(us.Name, first.Quota...), quota.NewPolicy(eu.Name, second.Quota...)}
	for _, c := range []struct {
		id, region string
		open       bool
	}{
		{data, "us-phoenix-1", true},
		{data, "eu-frankfurt-1", false},
		{other, "eu-frankfurt-1", true},
		{other, "us-phoenix-1", false},
		{data, "ap-singapore-1", false},
		{other, "ap-singapore-1", false},
		{tenancy, "ap-singapore-1", true},
	} {
		assert.Equal(t, c.open, d.Decide(request(create, c.id, c.region, member(pipeline))).Outcome == iam.Allowed, "%v", c)
		effect := quota.Effective(quotas, quota.Query{Family: "object-storage", Name: "storage-bytes", Compartment: paths[c.id], Region: c.region, Limit: 100})
		assert.Equal(t, c.open, effect.Value == 100, "%v: %v", c, effect)
	}
	assert.Empty(t, quota.Lint(quotas...))
}

// Eight regions, three compartments and all services are within Oracle's limits.
func TestCompile_limits(t *testing.T) {
	rule := usRule(t)
	rule.Inside = regions(t, "us-ashburn-1", "us-phoenix-1", "us-sanjose-1", "us-chicago-1", "ca-toronto-1", "ca-montreal-1", "mx-queretaro-1", "mx-monterrey-1")
	rule.Targets = []compile.Compartment{place(data), place(other), place(public)}
	rule.Networks = []string{"corp"}
	began := time.Now()
	out := compiled(t, rule)
	assert.Less(t, time.Since(began), 10*time.Second)
	assert.Less(t, len(out.Statements()), 500)
	names := map[string]bool{}
	for _, p := range out.Policies {
		assert.LessOrEqual(t, len(p.Statements), compile.MaxStatements)
		assert.False(t, names[p.Name])
		names[p.Name] = true
	}
	t.Logf("%d statements in %d policies, %d quota statements", len(out.Statements()), len(out.Policies), len(out.Quota))
}

// What is written is what lint has nothing to say of, but for what the rule does on purpose.
func TestCompile_lints(t *testing.T) {
	for name, rule := range variants(t) {
		out := compiled(t, rule)
		var policies []iam.Policy
		for _, p := range out.Policies {
			policies = append(policies, iam.NewPolicy(p.Name, rule.Attached.Path, p.Statements...))
		}
		for _, f := range iam.Lint(policies, iam.LintOptions{Inside: rule.Inside, Home: "iad"}) {
			t.Errorf("%s: %s %s: %s", name, f.Rule, f.Message, f.Statement)
		}
		assert.Empty(t, quota.Lint(quota.NewPolicy(rule.Name, out.Quota...)), name)
	}
}

// The quota layer claims what the tenancy says it counts, tells what it does not count, and of the rest why nothing stops it.
func TestCompile_quotaClaims(t *testing.T) {
	of := func(rule compile.Rule, service, operation string) (compile.Line, string) {
		rule.Layers = []string{compile.Quota}
		out := compiled(t, rule)
		for _, l := range out.Proof {
			assert.Equal(t, []string{compile.Quota}, l.Layers)
			if l.Service == service && l.Operation == operation {
				return l, ""
			}
		}
		for _, g := range out.Gaps {
			if g.Obligation == compile.Outside && g.Service == service && g.Operation == operation {
				return compile.Line{}, g.Why
			}
		}
		t.Fatalf("%s %s is neither claimed nor a gap", service, operation)
		return compile.Line{}, ""
	}
	us := usRule(t)
	put, why := of(us, "objectstorage", "PutObject")
	assert.Empty(t, why)
	assert.Equal(t, []string{"quota-in-force"}, put.Assumptions)
	assert.Equal(t, "by quota alone: objects without content", put.Except)
	database, _ := of(us, "database", "CreateAutonomousDatabase")
	assert.Equal(t, []string{"quota-in-force", "quota-reported"}, database.Assumptions)
	assert.Contains(t, database.Except, "workload APEX")
	_, why = of(us, "objectstorage", "CreateBucket")
	assert.Contains(t, why, "takes no quotas of the family object-storage for bucket-count")
	_, why = of(us, "psql", "CreateDbSystem")
	assert.Contains(t, why, "Quotas do not count it")

	us.Block = []string{compile.BlockCreate}
	put, why = of(us, "objectstorage", "PutObject")
	assert.Equal(t, "by quota alone: objects without content", put.Except+why, "a quota stops it, blocked or not")
	us.Block = nil

	us.Families = maps.Clone(us.Families)
	us.Families["database"] = []string{"adw-ecpu-count", "atp-ecpu-count", "ajd-ecpu-count"}
	_, why = of(us, "database", "CreateAutonomousDatabase")
	assert.Contains(t, why, "for adw-total-storage-tb, atp-total-storage-tb, ajd-total-storage-tb, adb-free-count,")
	us.Families = nil
	_, why = of(us, "objectstorage", "PutObject")
	assert.Contains(t, why, "sets no quota that counts it", "nobody has asked the tenancy")
	put, _ = of(variants(t)["class"], "objectstorage", "PutObject")
	assert.Contains(t, put.Except, "by quota alone: in ap-singapore-1")
}

// The same rule, in whatever order it is told, is the same text.
func TestCompile_isStable(t *testing.T) {
	for name, rule := range variants(t) {
		first := compiled(t, rule)
		assert.Equal(t, first, compiled(t, rule), name)
	}
}

// Random rules: what is claimed is denied, and nothing else is.
func TestCompile_random(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 1))
	pick := func(all []string) []string {
		some := slices.DeleteFunc(slices.Clone(all), func(string) bool { return random.IntN(2) == 0 })
		if len(some) == 0 {
			return all[:1]
		}
		return some
	}
	for range 4 {
		rule := usRule(t)
		rule.Block, rule.Services = pick(compile.Blocks()), pick(compile.Services())
		rule.Inside = regions(t, append(pick([]string{"us-phoenix-1", "us-chicago-1", "eu-frankfurt-1", "ap-singapore-1"}), "us-ashburn-1")...)
		if slices.Contains(rule.Block, compile.BlockReadFromElsewhere) {
			rule.Networks = []string{"corp"}
		}
		if random.IntN(2) == 0 {
			rule.Special = variants(t)["class"].Special
		}
		if random.IntN(2) == 0 {
			rule.Exceptions = []compile.Exception{exception(t)}
		}
		agrees(t, rule)
	}
}

func TestCompile_refuses(t *testing.T) {
	for want, change := range map[string]func(*compile.Rule){
		"binds no compartment":              func(r *compile.Rule) { r.Targets = nil },
		"blocks nothing":                    func(r *compile.Rule) { r.Block = []string{} },
		`"everything" is none of`:           func(r *compile.Rule) { r.Block = []string{"everything"} },
		`"s3" is none of`:                   func(r *compile.Rule) { r.Services = []string{"s3"} },
		"needs the names":                   func(r *compile.Rule) { r.Block = []string{compile.BlockReadFromElsewhere} },
		"which is not above":                func(r *compile.Rule) { r.Attached = place(other) },
		"Nothing is inside":                 func(r *compile.Rule) { r.Inside = nil },
		`"us-ashburn-1" is not the key`:     func(r *compile.Rule) { r.Inside = []region.Region{{Name: "us-ashburn-1", Key: "us-ashburn-1"}} },
		"is that of eu-frankfurt-1, not of": func(r *compile.Rule) { r.Inside = []region.Region{{Name: "us-new-1", Key: "fra"}} },
	} {
		rule := usRule(t)
		change(&rule)
		_, err := compile.Compile(rule)
		require.ErrorContains(t, err, want)
		var faults compile.Faults
		require.ErrorAs(t, err, &faults)
		assert.NotEmpty(t, faults[0].Attribute)
	}
}

func TestLockouts(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*compile.Rule)
		want   string
	}{
		"none":               {func(*compile.Rule) {}, ""},
		"home outside":       {func(r *compile.Rule) { r.Home = regions(t, "eu-frankfurt-1")[0] }, "home region, eu-frankfurt-1"},
		"nobody spared":      {func(r *compile.Rule) { r.Spare = nil }, "No spared group"},
		"only the expired":   {func(r *compile.Rule) { r.Spare[0].Until = noon }, "No spared group"},
		"change not blocked": {func(r *compile.Rule) { r.Spare, r.Block = nil, []string{compile.BlockCreate} }, ""},
		"quota only":         {func(r *compile.Rule) { r.Spare, r.Layers = nil, []string{compile.Quota} }, ""},
		"tenancy":            {func(r *compile.Rule) { r.Targets = []compile.Compartment{place(tenancy)} }, ""},
		"sharing blocked": {func(r *compile.Rule) {
			r.Targets, r.Spare, r.Block = []compile.Compartment{place(tenancy)}, nil, []string{compile.BlockShare}
		}, "would stop CreatePolicy"},
	} {
		t.Run(name, func(t *testing.T) {
			rule := usRule(t)
			c.change(&rule)
			faults := compile.Lockouts(rule, compiled(t, rule), noon)
			if c.want == "" {
				assert.Empty(t, faults)
				return
			}
			require.NotEmpty(t, faults)
			assert.Contains(t, faults.Error(), c.want)
		})
	}
}
