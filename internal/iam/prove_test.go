package iam

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

func inUSA() []region.Region {
	var all []region.Region
	for _, name := range []string{"us-ashburn-1", "us-phoenix-1"} {
		r, _ := region.ByName(name)
		all = append(all, r)
	}
	return all
}

// guard reads statements of a policy at the root, or at a path that a statement begins with, as in the table of decisions.
func guard(t *testing.T, statements ...string) []Policy {
	t.Helper()
	var all []Policy
	for _, s := range statements {
		all = append(all, attached(t, s))
	}
	root := NewPolicy("root", nil)
	var rest []Policy
	for _, p := range all {
		if len(p.Compartment) == 0 {
			root.Statements = append(root.Statements, p.Statements...)
		} else {
			rest = append(rest, p)
		}
	}
	return append(rest, root)
}

func attached(t *testing.T, line string) Policy {
	t.Helper()
	var path []string
	if rest, ok := strings.CutPrefix(line, "@"); ok {
		at, statement, _ := strings.Cut(rest, " ")
		path, line = strings.Split(at, "/"), statement
	}
	p := NewPolicy(line, path, line)
	require.Empty(t, p.Unread, line)
	return p
}

func resultOf(t *testing.T, p Proof, obligation, operation string) Result {
	t.Helper()
	operation, variant, _ := strings.Cut(operation, "/")
	for _, r := range p.Operations {
		if r.Obligation == obligation && r.Operation == operation && r.Variant == variant && r.Case == "" {
			return r
		}
	}
	require.Failf(t, "no such result", "%s %s", obligation, operation)
	return Result{}
}

func assumedBy(p Proof) []string {
	var all []string
	for _, a := range p.Assumptions {
		all = append(all, a.ID)
	}
	return all
}

const outsideOf = "where all {request.region!='iad', request.region!='phx'}"

// Each row: statements; what they deny, and what they do not, as obligation and operation; the sentence or reason.
func TestProve_table(t *testing.T) {
	for _, c := range []struct {
		name       string
		statements []string
		options    func(*Obligations)
		denied     string
		open       string
	}{
		{
			name:       "a deny of both ways to write is a proof for PutObject and no other",
			statements: []string{"deny any-user to {OBJECT_CREATE, OBJECT_OVERWRITE} in tenancy " + outsideOf},
			denied:     "outside PutObject, outside CopyObject, outside UploadPart, outside RenameObject, outside CreateReplicationPolicy",
			open:       "outside CreateBucket, outside RestoreObjects, egress CopyObject, egress CreateReplicationPolicy",
		},
		{
			name:       "a deny of OBJECT_CREATE alone stops nothing for names that exist",
			statements: []string{"deny any-user to {OBJECT_CREATE} in tenancy " + outsideOf},
			denied:     "outside RenameObject", open: "outside PutObject, outside CopyObject",
		},
		{
			name:       "deny manage leaves overwriting",
			statements: []string{"deny any-user to manage object-family in tenancy " + outsideOf},
			denied:     "outside CreateBucket, outside RenameObject, outside RestoreObjects", open: "outside PutObject",
		},
		{
			name:       "a list of the regions outside never covers those that are not built yet",
			statements: []string{"deny any-user to inspect all-resources in tenancy where any {" + everyOtherRegion() + "}"},
			open:       "outside PutObject, outside CreateBucket",
		},
		{
			name:       "a region's name where IAM wants the key hits every region with !=",
			statements: []string{"deny any-user to inspect objects in tenancy where request.region != 'us-ashburn-1'"},
			denied:     "outside PutObject, egress CopyObject",
		},
		{
			name:       "and none with =",
			statements: []string{"deny any-user to inspect objects in tenancy where any {request.region = 'ap-singapore-1', request.region = 'eu-frankfurt-1'}"},
			open:       "outside PutObject",
		},
		{
			name:       "patterns of keys",
			statements: []string{"deny any-user to inspect objects in tenancy where any {request.region != /*a*/, all {request.region = /*a*/, request.region != 'iad'}}"},
			denied:     "outside PutObject", open: "egress CopyObject",
		},
		{
			name: "statements together leave no value",
			statements: []string{
				"deny any-user to use objects in tenancy where target.bucket.name = /l*/",
				"deny any-user to use objects in tenancy where target.bucket.name != /lo*/",
				"deny any-user to use objects in tenancy where !target.bucket.name",
			},
			denied: "outside PutObject",
		},
		{
			name: "and without the absent one they do",
			statements: []string{
				"deny any-user to use objects in tenancy where target.bucket.name = /l*/",
				"deny any-user to use objects in tenancy where target.bucket.name != /lo*/",
			},
			open: "outside PutObject",
		},
		{
			name:       "a deny for a group proves that group and no other",
			statements: []string{"deny group Engineers, Default/Overseas to inspect all-resources in tenancy"},
			open:       "outside PutObject, egress CopyObject",
		},
		{
			name:       "any-group does not bind services and principals in no group",
			statements: []string{"deny any-group to inspect all-resources in tenancy"},
			open:       "outside PutObject",
		},
		{
			name:       "a deny that spares by a name is false for those who have none",
			statements: []string{"deny any-user to inspect all-resources in tenancy where request.groups.name != 'Provisioners'"},
			options:    func(o *Obligations) { o.Spare = []string{"Provisioners"} },
			open:       "egress CopyObject",
		},
		{
			name:       "with the absent one it spares nobody else",
			statements: []string{"deny any-user to inspect all-resources in tenancy where any {!request.groups.name, request.groups.name != 'Provisioners'}"},
			options:    func(o *Obligations) { o.Spare = []string{"Provisioners"} },
			denied:     "egress CopyObject, egress DeletePolicy, egress CreatePreauthenticatedRequest", open: "outside PutObject",
		},
		{
			name:       "a name is no domain's alone",
			statements: []string{"deny any-user to inspect all-resources in tenancy where any {!request.groups.name, request.groups.name != 'Provisioners'}"},
			options:    func(o *Obligations) { o.Spare = []string{"Default/Provisioners"} },
			open:       "egress CopyObject",
		},
		{
			name:       "an OCID is one group's",
			statements: []string{"deny any-user to inspect all-resources in tenancy where any {!request.groups.id, request.groups.id != 'ocid1.group.oc1..p'}"},
			options:    func(o *Obligations) { o.Spare = []string{"ocid1.group.oc1..p"} },
			denied:     "egress CopyObject",
		},
		{
			name:       "the copy has two candidate names",
			statements: []string{"deny any-user to inspect object-family in tenancy where request.operation = 'CreateCopyRequest'"},
			open:       "egress CopyObject",
		},
		{
			name:       "and both must be named",
			statements: []string{"deny any-user to inspect object-family in tenancy where any {request.operation = 'CreateCopyRequest', request.operation = 'CopyObjectRequest'}"},
			denied:     "egress CopyObject", open: "egress CreateReplicationPolicy",
		},
		{
			name:       "a pattern can name both",
			statements: []string{"deny any-user to inspect object-family in tenancy where request.operation = /*copy*request/"},
			denied:     "egress CopyObject",
		},
		{
			name:       "permissions that isolate",
			statements: []string{"deny any-user to {PAR_MANAGE, VAULT_REPLICATE, REPLICATION_CREATE, REMOTE_PEERING_CONNECTION_CONNECT_FROM, SECRET_REPLICATE_CONFIGURE, QUOTA_UPDATE, QUOTA_DELETE, TENANCY_UPDATE} in tenancy"},
			denied:     "egress CreatePreauthenticatedRequest, egress CreateVaultReplica, egress CreateReplication, egress ConnectRemotePeeringConnections/requesting, egress UpdateSecret/replicated, egress DeleteQuota, egress CreateRegionSubscription",
			open:       "egress ConnectRemotePeeringConnections/accepting, egress CopyObject, egress UpdateBucket, egress DeletePolicy",
		},
		{
			name:       "a condition on the permission leaves the others",
			statements: []string{"deny any-user to inspect objects in tenancy where request.permission != 'OBJECT_OVERWRITE'"},
			denied:     "outside RenameObject", open: "outside PutObject",
		},
		{
			name:       "the guard can be loosened from any region: identity is written at home",
			statements: []string{"deny any-user to {POLICY_UPDATE, POLICY_DELETE} in tenancy where any {request.region='iad', request.region='phx'}"},
			open:       "egress UpdatePolicy, egress DeletePolicy",
		},
		{
			name:       "a copy inside is no way out, but the variable can be absent",
			statements: []string{"deny any-user to {VOLUME_BACKUP_COPY} in tenancy where all {target.region!='iad', target.region!='phx'}"},
			open:       "egress CopyVolumeBackup",
		},
		{
			name:       "and with the absent one it is proved",
			statements: []string{"deny any-user to {VOLUME_BACKUP_COPY} in tenancy where any {!target.region, all {target.region!='iad', target.region!='phx'}}"},
			denied:     "egress CopyVolumeBackup", open: "egress CopyBootVolumeBackup",
		},
		{
			name:       "a deny in a compartment is none elsewhere",
			statements: []string{"deny any-user to inspect all-resources in compartment data"},
			open:       "outside PutObject",
		},
		{
			name:       "but may be all that is to be proved",
			statements: []string{"@data deny any-user to inspect all-resources in compartment logs", "deny any-user to inspect all-resources in compartment data where target.compartment.name != 'logs'"},
			options:    func(o *Obligations) { o.Compartment = []string{"data", "logs"} },
			denied:     "outside PutObject",
		},
		{
			name:       "compartments below have names of their own",
			statements: []string{"deny any-user to inspect all-resources in compartment data where target.compartment.name = 'data'"},
			options:    func(o *Obligations) { o.Compartment = []string{"data"} },
			open:       "outside PutObject",
		},
		{
			name:       "a deny until a date is none after it",
			statements: []string{"deny any-user to inspect objects in tenancy where request.utc-timestamp before '2027-01-01T00:00Z'"},
			open:       "outside PutObject",
		},
		{
			name: "before the one and after the other",
			statements: []string{
				"deny any-user to inspect objects in tenancy where request.utc-timestamp before '2027-01-01T00:00Z'",
				"deny any-user to inspect objects in tenancy where request.utc-timestamp after '2026-01-01T00:00Z'",
			},
			denied: "outside PutObject",
		},
		{
			name: "no value begins in two ways",
			statements: []string{
				"deny any-user to inspect objects in tenancy where target.bucket.name != /ab*/",
				"deny any-user to inspect objects in tenancy where any {!target.bucket.name, target.bucket.name != /ac*/}",
			},
			denied: "outside PutObject",
		},
		{
			name: "times that leave nothing",
			statements: []string{
				"deny any-user to inspect objects in tenancy where request.utc-timestamp.time-of-day between '06:00:00Z' and '18:00:00Z'",
				"deny any-user to inspect objects in tenancy where request.utc-timestamp.time-of-day between '18:00:01Z' and '05:59:59Z'",
			},
			denied: "outside PutObject",
		},
		{
			name: "every day of the week",
			statements: []string{
				"deny any-user to inspect objects in tenancy where request.utc-timestamp.day-of-week in ('monday','tuesday','wednesday')",
				"deny any-user to inspect objects in tenancy where request.utc-timestamp.day-of-week in (/s*/, 'thursday', 'Friday')",
			},
			denied: "outside PutObject",
		},
		{
			name:       "a value without quotes is no proof",
			statements: []string{"deny any-user to inspect objects in tenancy where request.region != iad"},
			open:       "outside PutObject",
		},
		{
			name:       "a permission that no source names is denied by its type only",
			statements: []string{"deny any-user to {NOSQL_TABLE_ALTER, NOSQL_TABLE_CREATE, NOSQL_ROWS_INSERT} in tenancy", "deny any-user to inspect postgres-backups in tenancy"},
			denied:     "outside CreateTable, egress BackupCopy", open: "egress CreateReplica, outside UpdateRow",
		},
		{
			name:       "database-family is not known to have the autonomous types",
			statements: []string{"deny any-user to inspect database-family in tenancy"},
			denied:     "outside LaunchDbSystem, outside RestoreDatabase", open: "outside CreateAutonomousDatabase",
		},
		{
			name:       "comparisons between variables",
			statements: []string{"deny any-user to inspect objects in tenancy where target.bucket.name = request.user.name", "deny any-user to inspect objects in tenancy where target.bucket.name != request.user.name"},
			open:       "outside PutObject",
		},
		{
			name:       "a statement in tenancy of a policy that is not at the root holds nowhere",
			statements: []string{"@data deny any-user to inspect all-resources in tenancy"},
			open:       "outside PutObject",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			policies := guard(t, c.statements...)
			ob := Obligations{Inside: inUSA()}
			if c.options != nil {
				c.options(&ob)
			}
			proof := Prove(policies, ob, Options{})
			for what, denied := range map[string]bool{c.denied: true, c.open: false} {
				for item := range strings.SplitSeq(what, ", ") {
					kind, operation, ok := strings.Cut(item, " ")
					if !ok {
						continue
					}
					r := resultOf(t, proof, kind, operation)
					assert.Equal(t, denied, r.Denied, "%s: %s by %v", item, asJSON(r.Counterexample), cited(r.By))
					assert.Equal(t, denied, r.Counterexample == nil, item)
					assert.Empty(t, r.Reason)
				}
			}
		})
	}
}

func everyOtherRegion() string {
	var all []string
	for _, r := range region.All() {
		if r.Key != "iad" && r.Key != "phx" {
			all = append(all, "request.region = '"+r.Key+"'")
		}
	}
	return strings.Join(all, ", ")
}

func TestProve_outside(t *testing.T) {
	policies := guard(t, "deny any-user to inspect all-resources in tenancy "+outsideOf)
	proof := Prove(policies, Obligations{Kinds: []string{Outside}, Inside: inUSA()}, Options{})
	assert.True(t, proof.Proved)
	assert.Greater(t, len(proof.Operations), 70)
	for _, r := range proof.Operations {
		assert.True(t, r.Denied, r.Operation)
		require.Len(t, r.By, 1, r.Operation)
		assert.Equal(t, "root", r.By[0].Policy)
	}
	for _, l := range proof.Later {
		assert.True(t, l.Covered, "%v", l)
	}
	assert.Equal(t, []string{
		assumeService, assumeAdmitted, assumeServiceRegion, assumeEnabled, assumeRecompiled, assumeListed,
	}, assumedBy(proof))
	assert.NotEmpty(t, proof.Beyond)
}

func TestProve_egress(t *testing.T) {
	policies := guard(t, "deny any-user to inspect all-resources in tenancy where any {!request.groups.id, request.groups.id != 'ocid1.group.oc1..p'}")
	proof := Prove(policies, Obligations{Kinds: []string{Egress}, Inside: inUSA(), Spare: []string{"ocid1.group.oc1..p"}}, Options{})
	assert.True(t, proof.Proved)
	assert.Contains(t, assumedBy(proof), assumeAbsent)
	assert.Contains(t, assumedBy(proof), assumeCross)
	proof = Prove(policies, Obligations{Kinds: []string{Egress}, Inside: inUSA()}, Options{})
	assert.False(t, proof.Proved)
	for _, r := range proof.Operations {
		require.NotNil(t, r.Counterexample, r.Operation)
		assert.Equal(t, []string{"ocid1.group.oc1..p"}, r.Counterexample.Principal.GroupIDs)
	}
}

// By name alone, egress can be denied without denying the work inside.
func TestProve_egressByOperation(t *testing.T) {
	var names []string
	for _, o := range Operations() {
		if o.has(ways...) {
			for _, n := range o.Names {
				if c := "request.operation='" + n + "'"; !slices.Contains(names, c) {
					names = append(names, c)
				}
			}
		}
	}
	statement := "deny any-user to inspect all-resources in tenancy where any {" + strings.Join(names, ", ") + "}"
	proof := Prove(guard(t, statement), Obligations{Kinds: []string{Egress}, Inside: inUSA()}, Options{})
	assert.True(t, proof.Proved)
	assert.Contains(t, assumedBy(proof), assumeOperation)
	assert.NotContains(t, assumedBy(proof), assumeType, "all-resources has every permission")
	d := Decide(guard(t, "allow any-user to manage all-resources in tenancy", statement), Request{
		Operation: "PutObject", Region: "iad", Principal: Requester{Type: "user"},
	}, Options{})
	assert.Equal(t, Allowed, d.Outcome)
	proof = Prove(guard(t, statement), Obligations{Kinds: []string{Egress}, Inside: inUSA()}, Options{Refuse: []string{assumeOperation}})
	assert.False(t, proof.Proved)
	assert.True(t, resultOf(t, proof, Egress, "CreateReplicationPolicy").Denied)
	assert.False(t, resultOf(t, proof, Egress, "ExportImage").Denied)
}

func TestProve_refusedAssumptions(t *testing.T) {
	policies := guard(t, "deny any-user to inspect all-resources in tenancy "+outsideOf)
	for _, c := range []struct {
		refuse string
		check  func(Request) bool
	}{
		{assumeService, func(q Request) bool { return q.Principal.Type == typeService }},
		{assumeAdmitted, func(q Request) bool { return q.Principal.Tenancy != "" }},
		{assumeServiceRegion, func(q Request) bool { return q.Principal.Type == typeService && strings.HasPrefix(q.Region, "us-") }},
	} {
		proof := Prove(policies, Obligations{Kinds: []string{Outside}, Inside: inUSA()}, Options{Refuse: []string{c.refuse}})
		require.False(t, proof.Proved, c.refuse)
		for _, r := range proof.Operations {
			require.NotNil(t, r.Counterexample, "%s %s", c.refuse, r.Operation)
			assert.True(t, c.check(*r.Counterexample), "%s: %+v", c.refuse, r.Counterexample)
			assert.NotContains(t, assumedBy(proof), c.refuse)
		}
	}
	in := guard(t, "deny any-user to inspect all-resources in tenancy where request.region not in ('iad', 'phx')")
	proof := Prove(in, Obligations{Kinds: []string{Outside}, Inside: inUSA()}, Options{})
	assert.True(t, proof.Proved)
	assert.Contains(t, assumedBy(proof), assumeIn)
	assert.False(t, Prove(in, Obligations{Kinds: []string{Outside}, Inside: inUSA()}, Options{Refuse: []string{assumeIn}}).Proved)
}

func TestProve_unread(t *testing.T) {
	policies := []Policy{NewPolicy("guard", nil, everything+outsideOf), NewPolicy("more", nil, "allow everybody everything")}
	proof := Prove(policies, Obligations{Kinds: []string{Outside}, Inside: inUSA(), Complete: true}, Options{})
	assert.True(t, resultOf(t, proof, Outside, "PutObject").Denied)
	assert.False(t, proof.Proved, "nobody knows what the other statement opens")
}

func TestProve_fractionsOfSeconds(t *testing.T) {
	policies := guard(t, everything+"where any {request.utc-timestamp.time-of-day between '06:00:00Z' and '17:59:59Z', request.utc-timestamp.time-of-day between '18:00:00Z' and '05:59:59Z'}",
		everything+"where any {request.utc-timestamp.time-of-day between '00:00:00Z' and '23:59:59Z', request.region = 'fra'}")
	for _, c := range []struct {
		policies []Policy
		between  string
	}{
		{[]Policy{{Statements: policies[0].Statements[:1]}}, "05:59:59.5Z"},
		{[]Policy{{Statements: policies[0].Statements[1:]}}, "23:59:59.5Z"},
	} {
		ob := Obligations{Kinds: []string{Outside}, Inside: inUSA()}
		proof := Prove(c.policies, ob, Options{})
		assert.True(t, proof.Proved)
		assert.Contains(t, assumedBy(proof), assumeSeconds)
		without := resultOf(t, Prove(c.policies, ob, Options{Refuse: []string{assumeSeconds}}), Outside, "PutObject")
		require.NotNil(t, without.Counterexample, without.Reason)
		assert.Equal(t, Values{c.between}, without.Counterexample.Variables["request.utc-timestamp.time-of-day"])
	}
}

func TestProve_counterexampleIsNotExempt(t *testing.T) {
	policies := guard(t, "deny any-user to inspect all-resources in tenancy where any {!request.groups.name, request.groups.name != 'Administrators'}")
	proof := Prove(policies, Obligations{Kinds: []string{Outside}, Inside: inUSA()}, Options{})
	for _, r := range proof.Operations {
		require.NotNil(t, r.Counterexample)
		assert.False(t, r.Counterexample.Principal.exempt())
	}
	spared := guard(t, "deny any-user to inspect all-resources in tenancy where any {!request.groups.id, request.groups.id != 'ocid1.group.oc1..admins'}")
	assert.False(t, Prove(spared, Obligations{Kinds: []string{Outside}, Inside: inUSA()}, Options{}).Proved, "nobody says whose OCID that is")
}

func TestProve_complete(t *testing.T) {
	allows := []string{
		"allow group Engineers to manage object-family in compartment data where any {request.region='iad', request.region='phx'}",
		"allow group Readers to read all-resources in tenancy",
	}
	ob := Obligations{Kinds: []string{Outside}, Inside: inUSA(), Complete: true}
	proof := Prove(guard(t, allows...), ob, Options{})
	assert.True(t, proof.Proved, "nothing gives what is to be denied")
	assert.Contains(t, assumedBy(proof), assumeComplete)
	assert.NotContains(t, assumedBy(proof), assumeEnabled, "no deny is needed")

	proof = Prove(guard(t, append(allows, "allow group Others to manage mystery-family in tenancy")...), ob, Options{})
	assert.False(t, proof.Proved, "a type that nobody knows may have any permission")

	proof = Prove(guard(t, append(allows, "allow group Others to use buckets in tenancy", "allow dynamic-group D to manage objects in tenancy")...), ob, Options{})
	r := resultOf(t, proof, Outside, "PutObject")
	require.NotNil(t, r.Counterexample)
	assert.Equal(t, []string{"Default/d"}, r.Counterexample.Principal.DynamicGroups)
	assert.True(t, resultOf(t, proof, Outside, "CreateBucket").Denied)

	proof = Prove(guard(t, allows...), Obligations{Kinds: []string{Outside}, Inside: inUSA()}, Options{})
	assert.False(t, proof.Proved, "only denies count where not all statements are given")

	dynamic := []string{"allow dynamic-group D to manage object-family in tenancy", "deny any-user to inspect all-resources in tenancy where !request.user.name"}
	assert.True(t, Prove(guard(t, dynamic...), ob, Options{}).Proved, "no user is in a dynamic group")
}

func TestProve_crossTenancy(t *testing.T) {
	everything := "deny any-user to inspect all-resources in tenancy"
	named := func(p Proof, what string) (all []string) {
		for _, r := range p.Operations {
			if r.Case == what && !r.Denied {
				all = append(all, r.Operation)
			}
		}
		return all
	}
	ob := Obligations{Kinds: []string{Egress}, Inside: inUSA()}
	proof := Prove(guard(t, everything), ob, Options{})
	assert.True(t, proof.Proved)
	assert.Contains(t, assumedBy(proof), assumeCross)

	proof = Prove(guard(t, everything, "endorse group A to read objects in any-tenancy"), ob, Options{})
	assert.True(t, proof.Proved, "reading there takes nothing out of here")

	proof = Prove(guard(t, everything, "endorse group A to use objects in any-tenancy"), ob, Options{})
	assert.Equal(t, []string{"PutObject", "ReencryptObject", "CopyObject"}, named(proof, CaseAbroad))

	proof = Prove(guard(t, everything, "endorse group A to use objects in any-tenancy", "deny endorse any-user to use objects in any-tenancy"), ob, Options{})
	assert.True(t, proof.Proved)

	admit := []string{
		"define tenancy P as ocid1.tenancy.oc1..p", "define group G as ocid1.group.oc1..g", "admit group G of tenancy P to read objects in tenancy",
		"deny any-user to inspect all-resources in tenancy",
	}
	proof = Prove(guard(t, admit...), ob, Options{Refuse: []string{assumeAdmitted}})
	assert.Equal(t, []string{"GetObject"}, named(proof, CaseAdmitted))
	proof = Prove(guard(t, append(admit, "deny admit any-user of any-tenancy to inspect all-resources in tenancy")...), ob, Options{Refuse: []string{assumeAdmitted}})
	assert.True(t, proof.Proved)
}

func TestProve_later(t *testing.T) {
	covered := func(statement, resourceType string) bool {
		proof := Prove(guard(t, statement), Obligations{Kinds: []string{Outside}, Inside: inUSA()}, Options{})
		for _, l := range proof.Later {
			if l.Type == resourceType {
				return l.Covered
			}
		}
		t.Fatalf("nothing is said of %q", resourceType)
		return false
	}
	assert.False(t, covered("deny any-user to {OBJECT_CREATE, OBJECT_OVERWRITE, OBJECT_DELETE} in tenancy", "objects"), "a list has what it has")
	assert.True(t, covered("deny any-user to use objects in tenancy", "objects"))
	assert.True(t, covered("deny any-user to inspect object-family in tenancy", "buckets"))
	assert.False(t, covered("deny any-user to manage objects in tenancy", "objects"), "it may be added to use")
	assert.False(t, covered("deny any-user to inspect object-family in tenancy where request.operation='PutObject'", "objects"))
	assert.True(t, covered("deny any-user to inspect all-resources in tenancy", ""), "services that nobody lists")
	assert.False(t, covered("deny any-user to inspect object-family in tenancy", ""))
}

func TestProve_nothing(t *testing.T) {
	proof := Prove(nil, Obligations{Inside: inUSA()}, Options{})
	assert.False(t, proof.Proved)
	for _, r := range proof.Operations {
		require.NotNil(t, r.Counterexample)
		require.NoError(t, r.Counterexample.Check())
	}
	assert.Equal(t, []string{assumeListed, assumeCross}, reorder(assumedBy(proof)))
	assert.False(t, Prove(nil, Obligations{Kinds: []string{"none such"}}, Options{}).Proved, "what is not asked is not proved")
	assert.False(t, Prove(guard(t, "deny any-user to inspect objects in tenancy"), Obligations{}, Options{}).Proved, "without an inside, everything is outside")
}

func reorder(ids []string) []string {
	slices.Sort(ids)
	slices.Reverse(ids)
	return ids
}

func TestProve_JSON(t *testing.T) {
	proof := Prove(guard(t, "deny group G to inspect objects in tenancy"), Obligations{Kinds: []string{Outside}, Inside: inUSA()}, Options{})
	src, err := json.Marshal(proof)
	require.NoError(t, err)
	var back struct {
		Proved     bool `json:"proved"`
		Operations []struct {
			Obligation, Service, Operation string
			Denied                         bool
			Counterexample                 *Request
		} `json:"operations"`
		Beyond      []map[string]string `json:"beyond_iam"`
		Assumptions []map[string]string `json:"assumptions"`
	}
	require.NoError(t, json.Unmarshal(src, &back))
	require.NotEmpty(t, back.Operations)
	for _, o := range back.Operations {
		require.NotNil(t, o.Counterexample, o.Operation)
		d := Decide(guard(t, "deny group G to inspect objects in tenancy"), *o.Counterexample, Options{})
		assert.NotEqual(t, Denied, d.Outcome, "a counterexample can be given to decide as it is")
	}
	assert.NotEmpty(t, back.Beyond)
	assert.NotEmpty(t, back.Assumptions)
}

func TestFinder(t *testing.T) {
	for _, c := range []struct {
		must, mustNot, avoid string
		want                 search
	}{
		{"a*", "ab*", "a ax", found},
		{"a*b *c*", "a*c*b", "", impossible},
		{"a* *b", "a*b", "", impossible},
		{"ab* *ba", "ab*ba", "", found},   // aba
		{"*a* *b*", "*a*b*", "", found},   // ba
		{"*a* *b*", "*a*b*", "ba", found}, // bba
		{"*a* *b*", "*a*b* *b*a*", "", impossible},
		{"a* b*", "", "", impossible},
		{"", "*a*", "other", found},
		{"", "*", "", impossible},
		{"x*", "", "x", found},
		{"ab*", "abx*", "ab", found},
		{"*a*a*", "*a*a*a* b* *b *ab* *ba* x* *x *xa* *ax* *aa*", "", found}, // aya
		{"a*a", "a*a*a *b*", "aa axa", found},
		{"*a*b*", "*a*b*c* *b*a*", "ab", found},
		{"*é*", "é*", "", found},
	} {
		must, mustNot, avoid := strings.Fields(c.must), strings.Fields(c.mustNot), strings.Fields(c.avoid)
		effort := maxEffort
		f := newFinder(append(slices.Clone(must), mustNot...), avoid, &effort)
		text, how := f.find(must, mustNot, 0)
		require.Equal(t, c.want, how, "%v %v: %q", c.must, c.mustNot, text)
		if how == found {
			assert.True(t, f.suits(text, must, mustNot), text)
		}
	}
}

// What the finder calls impossible is so: no short text does, of the letters of the patterns and one more.
func TestFinder_agreesWithTryingEverything(t *testing.T) {
	all := []string{""}
	for i := 0; len(all[i]) < 5; i++ {
		for _, letter := range []string{"a", "b", "x", "y"} {
			all = append(all, all[i]+letter)
		}
	}
	r := rand.New(rand.NewPCG(5, 5))
	count := map[search]int{}
	text := func(from string) string {
		letters := make([]byte, r.IntN(4))
		for i := range letters {
			letters[i] = from[r.IntN(len(from))]
		}
		return string(letters)
	}
	for range 2000 {
		var must, mustNot, avoid []string
		for range r.IntN(4) {
			must = append(must, text("ab*")+"*"+text("ab*"))
		}
		for range r.IntN(6) {
			mustNot, avoid = append(mustNot, text("abx*")+"*"+text("abx*")), append(avoid, text("abx"))
		}
		effort := maxEffort
		f := newFinder(append(slices.Clone(must), mustNot...), avoid, &effort)
		text, how := f.find(must, mustNot, r.IntN(2))
		count[how]++
		tried := slices.ContainsFunc(all, func(text string) bool { return f.suits(text, must, mustNot) })
		switch how {
		case found:
			require.True(t, f.suits(text, must, mustNot), "%v, not %v %v: %q", must, mustNot, avoid, text)
		case impossible:
			require.False(t, tried, "%v, not %v %v", must, mustNot, avoid)
		}
	}
	assert.Greater(t, count[found], 500)
	assert.Greater(t, count[impossible], 500)
	assert.Zero(t, count[tooHard])
}

func TestProve_isRepeatable(t *testing.T) {
	for seed := range 10 {
		policies := newGenerator(uint64(seed), entangled()).policies(20)
		ob := Obligations{Inside: inUSA(), Spare: []string{"Provisioners"}}
		once, again := Prove(policies, ob, Options{}), Prove(policies, ob, Options{})
		assert.Equal(t, asJSON(once), asJSON(again))
	}
}

func FuzzProve(f *testing.F) {
	f.Add("deny any-user to use objects in tenancy where all {request.region != /*a*/, !target.bucket.name}", "deny group G to inspect all-resources in compartment a:b where target.bucket.name = request.user.name")
	f.Add("allow any-user to manage x in tenancy where a.b between '1' and '2'", "admit group G of any-tenancy to read objects in tenancy where sets-equal(target.policy.type, 'x')")
	f.Add("endorse any-user to manage objects in any-tenancy where request.utc-timestamp before '2026-01-01T00:00Z'", "define tenancy T as ocid1.tenancy.oc1..t")
	f.Fuzz(func(t *testing.T, first, second string) {
		p := NewPolicy("p", nil, first, second)
		// Beyond these sizes a proof may take seconds before it gives up, which TestProve_givesUp is about.
		if both := first + second; len(p.Statements) == 0 || len(both) > 1024 || strings.Count(both, "*") > 32 {
			return
		}
		policies := []Policy{p}
		proof := Prove(policies, Obligations{Kinds: []string{Egress}, Inside: inUSA(), Spare: []string{"G"}, Complete: len(first)%2 == 0}, Options{})
		decider := NewDecider(policies, Options{})
		for _, r := range proof.Operations {
			if r.Counterexample == nil {
				continue
			}
			if d := decider.Decide(*r.Counterexample); d.Outcome == Denied {
				t.Fatalf("%s is denied by %v", asJSON(r.Counterexample), cited(d.By))
			}
		}
	})
}

// Patterns that nobody can follow are given up on, in time, and nothing is proved by them.
func TestProve_givesUp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	pair := func() string { return string([]byte{"abcde"[r.IntN(5)], "abcde"[r.IntN(5)]}) }
	statements := []string{"deny any-user to inspect objects in tenancy where !target.bucket.name"}
	for range 18 {
		statements = append(statements, "deny any-user to inspect objects in tenancy where target.bucket.name = /*"+pair()+"*"+pair()+"*/")
	}
	for range 14 {
		statements = append(statements, "deny any-user to inspect objects in tenancy where target.bucket.name != /*"+pair()+"*"+pair()+"*"+pair()+"*/")
	}
	ob := Obligations{Kinds: []string{Outside}, Inside: inUSA(), Asks: func(_ string, o Operation) bool { return o.Service == "objectstorage" && o.has(writes...) }}
	p := newProver(guard(t, statements...), ob, Options{})
	p.prove(Outside)
	assert.GreaterOrEqual(t, p.effort, -len(statements))
	for _, o := range p.finish().Operations {
		assert.False(t, o.Denied)
		assert.Equal(t, o.Counterexample == nil, o.Reason != "", o.Operation)
	}
}
