package iam

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// guardCase is a set of rules that somebody might take for a guard of {iad, phx}: what it denies, what it leaves open, and what
// the request is like that shows it.
type guardCase struct {
	name       string
	statements []string
	options    func(*Obligations)
	proved     bool                 // whether every operation asked about is denied
	denied     string               // operations that are denied, as "outside PutObject, egress DeletePolicy"
	open       string               // operations that are not
	because    func(q Request) bool // what is true of every counterexample of open
}

const (
	everything = "deny any-user to inspect all-resources in tenancy "
	toObjects  = "deny any-user to inspect objects in tenancy "
)

func onlyOutside(o *Obligations) { o.Kinds = []string{Outside} }
func onlyEgress(o *Obligations)  { o.Kinds = []string{Egress} }

func egressSparing(who ...string) func(*Obligations) {
	return func(o *Obligations) { o.Kinds, o.Spare = []string{Egress}, who }
}

func allOutside(o *Obligations) { o.Kinds, o.Complete = []string{Outside}, true }

func is(kind string) func(Request) bool {
	return func(q Request) bool { return q.Principal.Type == kind && q.Principal.Tenancy == "" }
}

func notA(kind string) func(Request) bool {
	return func(q Request) bool { return q.Principal.Type != kind }
}

func in(name string) func(Request) bool {
	return func(q Request) bool { return q.Region == name }
}

func unbuilt(q Request) bool {
	_, known := region.Lookup(q.Region)
	return !known
}

func carries(variable string, values ...string) func(Request) bool {
	return func(q Request) bool { return slices.Equal(q.Variables[variable], values) }
}

func asked(names ...string) func(Request) bool {
	return func(q Request) bool { return slices.Contains(names, q.Operation) }
}

// aUser is somebody ordinary: the counterexample that a reader recognises at once.
func aUser(q Request) bool {
	_, known := region.Lookup(q.Region)
	return known && is(typeUser)(q) && len(q.Principal.Groups)+len(q.Principal.GroupIDs) == 0
}

var guardCases = []guardCase{
	// Regions.
	{name: "the whole guard", statements: []string{everything + outsideOf}, options: onlyOutside, proved: true},
	{name: "narrower than the boundary", statements: []string{everything + "where request.region != 'iad'"}, options: onlyOutside, proved: true},
	{name: "keys in upper case", statements: []string{everything + "where all {request.region != 'IAD', request.region != 'PHX'}"}, options: onlyOutside, proved: true},
	{
		name: "one region outside spared", statements: []string{everything + "where all {request.region!='iad', request.region!='phx', request.region!='fra'}"},
		options: onlyOutside, open: "outside PutObject, outside CreateTable", because: in("eu-frankfurt-1"),
	},
	{
		name: "every region outside listed, but those to come", statements: []string{everything + "where any {" + everyOtherRegion() + "}"},
		options: onlyOutside, open: "outside PutObject", because: unbuilt,
	},
	{
		name: "names for keys with =", statements: []string{everything + "where any {request.region = 'eu-frankfurt-1', request.region = 'ap-singapore-1'}"},
		options: onlyOutside, open: "outside PutObject", because: aUser,
	},
	{name: "names for keys with != deny everything everywhere", statements: []string{everything + "where all {request.region != 'us-ashburn-1', request.region != 'us-phoenix-1'}"}, proved: true},
	{name: "any for all denies everything everywhere", statements: []string{everything + "where any {request.region != 'iad', request.region != 'phx'}"}, proved: true},
	{
		name: "all for any is never true", statements: []string{everything + "where all {request.region = 'fra', request.region = 'lhr'}"},
		options: onlyOutside, open: "outside PutObject", because: aUser,
	},
	{name: "a partition by letters", statements: letters("abcdefghijklmnopqrstuvwxyz"), options: onlyOutside, proved: true},
	{
		name: "a partition without one letter", statements: letters("abcdeghijklmnopqrstuvwxyz"),
		options: onlyOutside, open: "outside PutObject", because: in("eu-frankfurt-1"),
	},
	{
		name: "not in", statements: []string{everything + "where request.region not in ('iad', 'phx')"}, options: onlyOutside, proved: true,
	},
	{
		name: "keys without quotes", statements: []string{everything + "where all {request.region != iad, request.region != phx}"},
		options: onlyOutside, open: "outside PutObject", because: aUser,
	},
	{
		name:       "two statements that each spare a region of the other's",
		statements: []string{everything + "where all {request.region != 'iad', request.region != 'phx', request.region != 'fra'}", everything + "where all {request.region != 'iad', request.region != 'phx', request.region != 'lhr'}"},
		options:    onlyOutside, proved: true,
	},
	{
		name:       "two statements that spare the same",
		statements: []string{everything + "where all {request.region != 'iad', request.region != 'phx', request.region != 'lhr'}", everything + "where all {request.region != 'iad', request.region != 'lhr'}"},
		options:    onlyOutside, open: "outside PutObject", because: in("uk-london-1"),
	},
	{name: "an allow takes nothing back", statements: []string{everything + outsideOf, "allow any-user to manage all-resources in tenancy where request.region = 'fra'"}, options: onlyOutside, proved: true},

	// Permissions.
	{
		name: "creating, but not overwriting", statements: []string{"deny any-user to {BUCKET_CREATE, OBJECT_CREATE} in tenancy " + outsideOf},
		options: onlyOutside, denied: "outside CreateBucket, outside RenameObject, outside CreateMultipartUpload", open: "outside PutObject, outside CopyObject", because: aUser,
	},
	{
		name: "manage, which leaves overwriting", statements: []string{"deny any-user to manage all-resources in tenancy " + outsideOf},
		options: onlyOutside, denied: "outside CreateBucket, outside CreateTable", open: "outside PutObject", because: aUser,
	},
	{
		name: "use, which leaves what nobody has the permission of", statements: []string{"deny any-user to use all-resources in tenancy " + outsideOf},
		options: onlyOutside, denied: "outside PutObject, outside CreateTable, outside CreateAutonomousDatabase, outside CreateVolume", open: "outside UpdateRow", because: aUser,
	},
	{
		name: "a family that is not the other", statements: []string{"deny any-user to inspect database-family in tenancy " + outsideOf, "deny any-user to inspect object-family in tenancy " + outsideOf},
		options: onlyOutside, denied: "outside LaunchDbSystem, outside PutObject", open: "outside CreateAutonomousDatabase, outside CreateVolume", because: aUser,
	},
	{
		name: "a type for its family", statements: []string{"deny any-user to inspect buckets in tenancy " + outsideOf},
		options: onlyOutside, denied: "outside CreateBucket, outside CreateReplicationPolicy", open: "outside PutObject", because: aUser,
	},
	{
		name: "a type that nobody knows", statements: []string{"deny any-user to inspect object-storage-family in tenancy " + outsideOf},
		options: onlyOutside, open: "outside PutObject", because: aUser,
	},
	{
		name: "one of the eight is enough", statements: []string{"deny any-user to {OBJECT_RESTORE} in tenancy"},
		options: onlyEgress, denied: "egress CreateReplicationPolicy", open: "egress CopyObject", because: aUser,
	},
	{
		name: "either side of a file system's replication", statements: []string{"deny any-user to {FILE_SYSTEM_REPLICATION_SOURCE} in tenancy"},
		options: onlyEgress, open: "egress CreateReplication", because: aUser,
	},

	// Who.
	{
		name: "a group only", statements: []string{"deny group Engineers to inspect all-resources in tenancy " + outsideOf},
		options: onlyOutside, open: "outside PutObject", because: aUser,
	},
	{
		name: "every group, but no service", statements: []string{"deny any-group to inspect all-resources in tenancy"},
		options: onlyOutside, open: "outside PutObject", because: aUser,
	},
	{
		name: "users only", statements: []string{everything + "where request.principal.type = 'user'"},
		options: onlyOutside, open: "outside PutObject", because: func(q Request) bool { return notA(typeUser)(q) || q.Principal.Tenancy != "" },
	},
	{
		name: "who has a name only", statements: []string{everything + "where request.user.name = /*/"},
		options: onlyOutside, open: "outside PutObject", because: notA(typeUser),
	},
	{
		name: "a group spared by name binds no principal without groups", statements: []string{everything + "where request.groups.name != 'Provisioners'"},
		options: egressSparing("Provisioners"), open: "egress CopyObject", because: func(q Request) bool { return !slices.Contains(q.Principal.Groups, "Default/Provisioners") },
	},
	{
		name: "with the absent one it does", statements: []string{everything + "where any {!request.groups.name, request.groups.name != 'Provisioners'}"},
		options: egressSparing("Provisioners"), proved: true,
	},
	{
		name: "it spares another than was said", statements: []string{everything + "where any {!request.groups.name, request.groups.name != 'Provisioners'}"},
		options: egressSparing("Operators"), open: "egress CopyObject", because: func(q Request) bool {
			return slices.ContainsFunc(q.Principal.Groups, func(g string) bool { return strings.HasSuffix(g, "/provisioners") })
		},
	},
	{
		name:       "the group and all others, but for its namesake in another domain",
		statements: []string{"deny group Provisioners to inspect all-resources in tenancy", everything + "where any {!request.groups.name, request.groups.name != 'Provisioners'}"},
		options:    onlyOutside, open: "outside PutObject", because: func(q Request) bool { return slices.Equal(q.Principal.Groups, []string{"AnotherDomain/provisioners"}) },
	},
	{
		name: "one bot spared", statements: []string{everything + "where any {!request.user.name, request.user.name != 'bot'}"},
		options: onlyOutside, open: "outside PutObject", because: func(q Request) bool { return q.Principal.Name == "bot" },
	},
	{
		name: "a dynamic group spared that egress does not spare", statements: []string{everything + "where any {!request.dynamicgroup.name, request.dynamicgroup.name != 'backup'}"},
		options: onlyEgress, open: "egress CopyObject", because: func(q Request) bool { return len(q.Principal.DynamicGroups) > 0 && notA(typeUser)(q) },
	},
	{
		name: "and that it does", statements: []string{everything + "where any {!request.dynamicgroup.name, request.dynamicgroup.name != 'backup'}"},
		options: egressSparing("dynamic-group backup"), open: "egress CopyObject", because: func(q Request) bool { return !slices.Contains(q.Principal.DynamicGroups, "Default/backup") },
	},
	{
		name: "a dynamic group by its OCID", statements: []string{everything + "where any {!request.dynamicgroup.id, request.dynamicgroup.id != 'ocid1.dynamicgroup.oc1..b'}"},
		options: onlyEgress, open: "egress CopyObject", because: func(q Request) bool { return slices.Contains(q.Principal.DynamicGroupIDs, "ocid1.dynamicgroup.oc1..b") },
	},
	{
		name: "who used a second factor", statements: []string{everything + "where request.user.mfaTotpVerified != 'true'"},
		options: onlyOutside, open: "outside PutObject", because: func(q Request) bool { return len(q.Variables["request.user.mfatotpverified"]) == 0 },
	},

	// Where.
	{
		name: "one compartment", statements: []string{"deny any-user to inspect all-resources in compartment data " + outsideOf},
		options: onlyOutside, open: "outside PutObject", because: func(q Request) bool {
			return !slices.Equal(q.Compartment[:min(1, len(q.Compartment))], []string{"data"})
		},
	},
	{
		name: "one compartment, of which it is to be proved", statements: []string{"deny any-user to inspect all-resources in compartment data " + outsideOf},
		options: func(o *Obligations) { o.Kinds, o.Compartment = []string{Outside}, []string{"Data", "logs"} }, proved: true,
	},
	{
		name: "a compartment of a policy below the root", statements: []string{"@data deny any-user to inspect all-resources in tenancy " + outsideOf},
		options: onlyOutside, open: "outside PutObject", because: aUser,
	},
	{
		name: "a compartment by an OCID that nobody can place", statements: []string{"deny any-user to inspect all-resources in compartment id ocid1.compartment.oc1..root " + outsideOf},
		options: onlyOutside, open: "outside PutObject", because: aUser,
	},
	{
		name:       "the compartment and every other of another name",
		statements: []string{"deny any-user to inspect all-resources in compartment data", "deny any-user to inspect all-resources in tenancy where target.compartment.name != 'data'"},
		options:    onlyOutside, open: "outside PutObject",
		because: func(q Request) bool { n := len(q.Compartment); return n == 0 || n > 1 && q.Compartment[n-1] == "data" },
	},
	{
		name: "what is tagged", statements: []string{everything + "where target.resource.compartment.tag.residency.boundary = 'us'"},
		options: onlyOutside, open: "outside PutObject", because: carries("target.resource.compartment.tag.residency.boundary"),
	},
	{
		name: "what is tagged otherwise", statements: []string{everything + "where target.resource.compartment.tag.residency.boundary != 'us'"},
		options: onlyOutside, open: "outside PutObject", because: carries("target.resource.compartment.tag.residency.boundary"),
	},

	// Variables that are absent.
	{
		name: "a network source, or none", statements: []string{everything + "where request.networkSource.name != 'corp'"},
		options: onlyOutside, open: "outside PutObject", because: carries("request.networksource.name"),
	},
	{
		name: "a network source that is spared", statements: []string{everything + "where any {!request.networkSource.name, request.networkSource.name != 'corp'}"},
		options: onlyOutside, open: "outside PutObject", because: func(q Request) bool { return slices.Contains(q.Variables["request.networksource.name"], "corp") },
	},
	{
		name: "a bucket, or none", statements: []string{toObjects + "where target.bucket.name != 'public'"},
		options: onlyOutside, open: "outside PutObject", because: func(q Request) bool { return len(q.Variables["target.bucket.name"]) == 0 },
	},
	{
		name:       "present, absent, and nothing between",
		statements: []string{everything + "where !request.networkSource.name", everything + "where request.networkSource.name = /*/"},
		options:    onlyOutside, proved: true,
	},
	{
		name:       "two buckets that leave a third",
		statements: []string{everything + "where !target.bucket.name", everything + "where target.bucket.name = /us-*/", everything + "where target.bucket.name != /*-us/"},
		options:    onlyOutside, open: "outside PutObject",
		because: func(q Request) bool {
			v := q.Variables["target.bucket.name"]
			return len(v) == 1 && strings.HasSuffix(v[0], "-us") && !strings.HasPrefix(v[0], "us-")
		},
	},
	{
		name: "a volume's backup to where it may go", statements: []string{"deny any-user to {VOLUME_BACKUP_COPY} in tenancy where target.region != 'iad'"},
		options: onlyEgress, open: "egress CopyVolumeBackup", because: func(q Request) bool { return len(q.Variables["target.region"]) == 0 },
	},
	{
		name:       "to nowhere else",
		statements: []string{"deny any-user to {VOLUME_BACKUP_COPY, BOOT_VOLUME_BACKUP_COPY} in tenancy where any {!target.region, all {target.region != 'iad', target.region != 'phx'}}"},
		options:    onlyEgress, denied: "egress CopyVolumeBackup, egress CopyBootVolumeBackup", open: "egress CopyVolumeGroupBackup",
	},
	{
		name: "a tag that is not there, or of one value", statements: []string{everything + "where any {!target.resource.compartment.tag.residency.boundary, target.resource.compartment.tag.residency.boundary = 'us'}"},
		options: onlyOutside, open: "outside PutObject", because: func(q Request) bool {
			v := q.Variables["target.resource.compartment.tag.residency.boundary"]
			return len(v) > 0 && !slices.Contains(v, "us")
		},
	},
	{
		name:       "a tag that is not there, or without one value, or with that alone",
		statements: []string{everything + "where any {!request.principal.group.tag.ops.role, request.principal.group.tag.ops.role != 'us', sets-equal(request.principal.group.tag.ops.role, 'us')}"},
		options:    onlyOutside, open: "outside PutObject", because: func(q Request) bool {
			v := q.Variables["request.principal.group.tag.ops.role"]
			return len(v) > 1 && slices.Contains(v, "us")
		},
	},
	{
		name: "a tag that is not there, or of any value", statements: []string{everything + "where any {!request.principal.compartment.tag.ops.role, request.principal.compartment.tag.ops.role = '*'}"},
		options: onlyOutside, proved: true,
	},
	{
		name: "a condition that is not enforced, beside one that would be", statements: []string{everything + "where any {!target.dynamicgroup.name, target.dynamicgroup.name != 'x', target.dynamicgroup.name = 'x', request.region != 'iad'}"},
		options: onlyOutside, open: "outside PutObject", because: aUser,
	},
	{
		name: "a bucket of any name", statements: []string{everything + "where target.bucket.name = /*/"},
		options: onlyOutside, open: "outside PutObject, outside CreateBucket", because: func(q Request) bool { return len(q.Variables["target.bucket.name"]) == 0 },
	},
	{
		name: "a variable that nobody knows", statements: []string{everything + "where any {!target.colour, target.colour != 'red'}"},
		options: onlyOutside, open: "outside PutObject", because: func(q Request) bool { return slices.Contains(q.Variables["target.colour"], "red") },
	},

	// Operations.
	{
		name: "one of two names", statements: []string{everything + "where any {request.operation = 'CreateReplicationPolicy', request.operation = 'CreateCopyRequest'}"},
		options: onlyEgress, denied: "egress CreateReplicationPolicy", open: "egress CopyObject", because: asked("CopyObjectRequest"),
	},
	{
		name: "a pattern of one of two names", statements: []string{everything + "where request.operation = /create*/"},
		options: onlyEgress, denied: "egress CreateReplicationPolicy, egress CreatePreauthenticatedRequest", open: "egress CopyObject", because: asked("CopyObjectRequest"),
	},
	{name: "a pattern of both", statements: []string{everything + "where request.operation = /*Copy*/"}, options: onlyEgress, denied: "egress CopyObject", open: "egress CreateReplicationPolicy"},
	{
		name: "every name but one of two", statements: []string{everything + "where request.operation != 'CreateCopyRequest'"},
		options: onlyEgress, denied: "egress CreateReplicationPolicy", open: "egress CopyObject", because: asked("CreateCopyRequest"),
	},
	{
		name: "the SDK's name, which IAM does not have", statements: []string{everything + "where request.operation = 'CopyObject'"},
		options: onlyEgress, open: "egress CopyObject", because: aUser,
	},
	{
		name: "one way to write", statements: []string{everything + "where any {request.operation = 'PutObject', request.operation = 'CreateObject'}"},
		options: onlyOutside, denied: "outside PutObject", open: "outside UploadPart, outside RenameObject, outside CommitMultipartUpload", because: aUser,
	},
	{
		name: "all but reading", statements: []string{toObjects + "where all {request.operation != 'GetObject', request.operation != 'HeadObject'}"},
		options: onlyOutside, denied: "outside PutObject, outside CopyObject, outside RenameObject", open: "outside CreateBucket",
	},
	{
		name: "a permission's condition", statements: []string{toObjects + "where request.permission = 'OBJECT_CREATE'"},
		options: onlyOutside, denied: "outside RenameObject, outside UploadPart", open: "outside PutObject, outside CopyObject", because: aUser,
	},
	{
		name: "both permissions' condition", statements: []string{toObjects + "where any {request.permission = 'OBJECT_CREATE', request.permission = 'OBJECT_OVERWRITE'}"},
		options: onlyOutside, denied: "outside PutObject, outside CopyObject", open: "outside RestoreObjects", because: aUser,
	},
	{
		name: "the guard's own door", statements: []string{everything + "where any {request.permission = 'POLICY_UPDATE', request.permission = 'POLICY_DELETE'}"},
		options: onlyEgress, denied: "egress UpdatePolicy, egress DeletePolicy", open: "egress CreatePolicy, egress AddUserToGroup, egress DeleteQuota", because: aUser,
	},
	{
		name: "only those of denies", statements: []string{"deny any-user to manage policies in tenancy where target.policy.type = 'deny'"},
		options: onlyEgress, open: "egress CreatePolicy, egress DeletePolicy", because: func(q Request) bool { return !slices.Contains(q.Variables["target.policy.type"], "deny") },
	},

	// Time.
	{
		name: "before and after", statements: []string{everything + "where any {request.utc-timestamp before '2027-01-01T00:00:00Z', request.utc-timestamp after '2027-01-01T00:00:00Z'}"},
		options: onlyOutside, open: "outside PutObject", because: carries("request.utc-timestamp", "2027-01-01T00:00:00Z"),
	},
	{
		name: "from next year on", statements: []string{everything + "where request.utc-timestamp after '2027-01-01T00:00:00Z'"},
		options: onlyOutside, open: "outside PutObject", because: func(q Request) bool {
			v := q.Variables["request.utc-timestamp"]
			return len(v) == 1 && v[0] <= "2027-01-01T00:00:00Z"
		},
	},
	{
		name:       "one second between",
		statements: []string{everything + "where request.utc-timestamp.time-of-day between '00:00:00Z' and '11:59:59Z'", everything + "where request.utc-timestamp.time-of-day between '12:00:01Z' and '23:59:59Z'"},
		options:    onlyOutside, open: "outside PutObject", because: carries("request.utc-timestamp.time-of-day", "12:00:00Z"),
	},
	{
		name:       "a weekend off",
		statements: []string{everything + "where request.utc-timestamp.day-of-week in ('monday', 'tuesday', 'wednesday', 'thursday', 'friday')"},
		options:    onlyOutside, open: "outside PutObject", because: func(q Request) bool {
			return strings.HasPrefix(q.Variables["request.utc-timestamp.day-of-week"][0], "s")
		},
	},

	// Other tenancies.
	{
		name: "an endorse beside the whole guard", statements: []string{everything, "endorse group Partners to manage object-family in any-tenancy"},
		options: onlyEgress, open: "egress PutObject@" + CaseAbroad, because: func(q Request) bool { return q.Tenancy != "" },
	},
	{
		name:       "a deny of the endorse that leaves overwriting",
		statements: []string{everything, "endorse group Partners to manage object-family in any-tenancy", "deny endorse any-user to manage object-family in any-tenancy"},
		options:    onlyEgress, denied: "egress CreateBucket@" + CaseAbroad, open: "egress PutObject@" + CaseAbroad, because: func(q Request) bool { return q.Tenancy != "" },
	},
	{
		name:       "a deny of the endorse",
		statements: []string{everything, "endorse group Partners to manage object-family in any-tenancy", "deny endorse any-user to use object-family in any-tenancy"},
		options:    onlyEgress, proved: true,
	},
	{
		name:       "a deny of the endorse to one tenancy",
		statements: []string{everything, "define tenancy Partner as ocid1.tenancy.oc1..p", "endorse group Partners to use objects in any-tenancy", "deny endorse any-user to inspect objects in tenancy Partner"},
		options:    onlyEgress, open: "egress PutObject@" + CaseAbroad, because: func(q Request) bool { return q.Tenancy != "" && q.Tenancy != "ocid1.tenancy.oc1..p" },
	},
	{
		name:       "an endorse of machines, and a deny of people's",
		statements: []string{everything, "endorse dynamic-group Fleet to use objects in any-tenancy", "deny endorse group Partners to inspect objects in any-tenancy"},
		options:    onlyEgress, open: "egress PutObject@" + CaseAbroad, because: func(q Request) bool { return slices.Equal(q.Principal.DynamicGroups, []string{"Default/fleet"}) },
	},
	{
		name: "an admit of everybody, and a deny of groups",
		statements: []string{
			"deny any-group to inspect all-resources in tenancy", "define tenancy Partner as ocid1.tenancy.oc1..p",
			"admit any-user of tenancy Partner to read objects in tenancy", "deny admit any-group of any-tenancy to inspect objects in tenancy",
		},
		options: onlyEgress, open: "egress GetObject@" + CaseAdmitted, because: func(q Request) bool {
			return len(q.Principal.Groups)+len(q.Principal.GroupIDs)+len(q.Principal.DynamicGroups) == 0
		},
	},
	{
		name: "a deny of groups does not bind those that an admit lets in",
		statements: []string{
			"deny any-group to inspect all-resources in tenancy", "define tenancy Partner as ocid1.tenancy.oc1..p", "define group Them as ocid1.group.oc1..g",
			"admit group Them of tenancy Partner to read objects in tenancy",
		},
		options: onlyEgress, open: "egress GetObject@" + CaseAdmitted,
		because: func(q Request) bool {
			return q.Principal.Tenancy == "ocid1.tenancy.oc1..p" && slices.Equal(q.Principal.GroupIDs, []string{"ocid1.group.oc1..g"})
		},
	},

	// All statements of the tenancy.
	{name: "nothing is given outside", statements: []string{"allow group A to manage all-resources in tenancy where any {request.region = 'iad', request.region = 'phx'}"}, options: allOutside, proved: true},
	{
		name:       "one grant has no region",
		statements: []string{"allow group A to manage all-resources in tenancy where any {request.region = 'iad', request.region = 'phx'}", "allow dynamic-group backup to use objects in compartment data"},
		options:    allOutside, denied: "outside CreateBucket, outside CreateTable", open: "outside PutObject",
		because: func(q Request) bool {
			return slices.Equal(q.Principal.DynamicGroups, []string{"Default/backup"}) && slices.Equal(q.Compartment, []string{"data"})
		},
	},
	{
		name: "what a group is given, taken from all of its name", statements: []string{"allow group A to manage all-resources in tenancy", everything + "where request.groups.name = 'a'"},
		options: allOutside, proved: true,
	},
	{
		name: "what a service is given, taken from another", statements: []string{"allow service objectstorage-us-ashburn-1 to manage objects in tenancy", "deny service objectstorage-us-phoenix-1 to inspect all-resources in tenancy"},
		options: allOutside, open: "outside PutObject", because: func(q Request) bool { return q.Principal.Name == "objectstorage-us-ashburn-1" },
	},
	{
		name:       "a grant that the deny takes, but for overwriting",
		statements: []string{"allow group A to manage objects in tenancy", "deny group A to manage objects in tenancy " + outsideOf},
		options:    allOutside, denied: "outside CreateBucket, outside RenameObject", open: "outside PutObject", because: func(q Request) bool { return slices.Equal(q.Principal.Groups, []string{"Default/a"}) },
	},
}

// letters denies everything outside by the first letter of the region's key.
func letters(alphabet string) []string {
	var all []string
	for _, r := range alphabet {
		all = append(all, everything+"where all {request.region = /"+string(r)+"*/, request.region != 'iad', request.region != 'phx'}")
	}
	return all
}

func TestProve_guards(t *testing.T) {
	for _, c := range guardCases {
		t.Run(c.name, func(t *testing.T) {
			ob := Obligations{Inside: inUSA()}
			if c.options != nil {
				c.options(&ob)
			}
			proof := Prove(guard(t, c.statements...), ob, Options{})
			assert.Equal(t, c.proved, proof.Proved, "%s", openOf(proof))
			for _, item := range items(c.denied) {
				r := resultNamed(t, proof, item)
				assert.True(t, r.Denied, "%s: %s %s", item, asJSON(r.Counterexample), r.Reason)
			}
			for _, item := range items(c.open) {
				r := resultNamed(t, proof, item)
				require.NotNil(t, r.Counterexample, "%s: %s by %v", item, r.Reason, cited(r.By))
				if c.because != nil {
					assert.True(t, c.because(*r.Counterexample), "%s: %s", item, asJSON(r.Counterexample))
				}
			}
		})
	}
	assert.Greater(t, len(guardCases), 60)
}

// resultNamed is the result of an item such as "egress PutObject@requested in another tenancy".
func resultNamed(t *testing.T, p Proof, item string) Result {
	t.Helper()
	kind, rest, _ := strings.Cut(item, " ")
	operation, of, _ := strings.Cut(rest, "@")
	for _, r := range p.Operations {
		if r.Obligation == kind && r.Operation == operation && r.Variant == "" && r.Case == of {
			return r
		}
	}
	require.Failf(t, "no such result", "%s", item)
	return Result{}
}

func items(list string) []string {
	var all []string
	for item := range strings.SplitSeq(list, ",") {
		if item = strings.TrimSpace(item); item != "" {
			all = append(all, item)
		}
	}
	return all
}

func openOf(p Proof) string {
	var all []string
	for _, r := range p.Operations {
		if !r.Denied {
			all = append(all, r.Obligation+" "+r.Operation+" "+asJSON(r.Counterexample))
		}
	}
	return strings.Join(all[:min(3, len(all))], "\n")
}
