package iam

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// inUS is the boundary of the cases, with its home inside.
func inUS(t *testing.T) LintOptions {
	t.Helper()
	o := LintOptions{Home: "iad"}
	for _, name := range []string{"us-ashburn-1", "us-phoenix-1"} {
		r, ok := region.ByName(name)
		require.True(t, ok)
		o.Inside = append(o.Inside, r)
	}
	return o
}

// A case of lint: one statement, why it is right or wrong by the facts, and what is found. want is, for each finding,
// rule|text at its place|part of the message|part of the fix.
type lintCase struct {
	facts     string
	statement string
	want      []string
}

const (
	write = "deny any-user to {BUCKET_CREATE, OBJECT_CREATE, OBJECT_OVERWRITE} in tenancy where "
	read  = "allow group A to read buckets in tenancy where "
)

var regionCases = []lintCase{
	{"the documented spelling of several regions", write + "all {request.region != 'iad', request.region != 'phx'}", nil},
	{"the same for an allow", read + "any {request.region='phx', request.region='iad'}", nil},
	{"request.region is the 3-letter key, in any case", write + "request.region != 'IAD'", nil},
	{"sovereign keys work too", write + "request.region != 'str'", nil},
	{"aga and onm are missing from Oracle's list, but exist", write + "all {request.region != 'aga', request.region != 'onm'}", nil},
	{"many samples wrongly write the name; with != it matches every region", write + "request.region != 'us-ashburn-1'", []string{"RES301|'us-ashburn-1'|'us-ashburn-1' is a region's name. In IAM request.region is the region's key, so the comparison is true for every request|'iad'"}},
	{"with = it matches none", read + "request.region = 'us-phoenix-1'", []string{"RES301|'us-phoenix-1'|true for no request|'phx'"}},
	{"names among keys", write + "all {request.region != 'iad', request.region != 'us-phoenix-1'}", []string{"RES301|'us-phoenix-1'|us-phoenix-1|'phx'"}},
	{"names in a list", read + "request.region in ('iad', 'us-phoenix-1')", []string{"RES323|request.region||any {request.region = 'iad', request.region = 'us-phoenix-1'}", "RES301|'us-phoenix-1'|us-phoenix-1|'phx'"}},
	{"a pattern of names matches no key", write + "request.region != /us-*/", []string{"RES301|/us-*/|matches names of regions, but no key|a key for each region"}},
	{"a pattern that matches nothing at all", write + "request.region != /usa*/", []string{"RES302|/usa*/|matches the key of no region|"}},
	{"target.region has keys too", "allow group A to use volume-backups in tenancy where any {target.region='fra', target.region='uk-london-1'}", []string{"RES301|'uk-london-1'|In IAM target.region is the region's key|'lhr'"}},
	{"a region that is not in the table", write + "request.region != 'idd'", []string{"RES302|'idd'|No region has the key 'idd', so the comparison is true for every request|"}},
	{"a name that is not in the table", write + "request.region != 'us-ashburn-11'", []string{"RES302|'us-ashburn-11'|No region has the key 'us-ashburn-11'|'iad' (us-ashburn-1)"}},
}

var conditionCases = []lintCase{
	{"any of != on one region is true everywhere", write + "any {request.region != 'iad', request.region != 'phx'}", []string{"RES303|any|true for every request: request.region is always there|all {request.region != …"}},
	{"all of = on one region is false everywhere", read + "all {request.region = 'iad', request.region = 'phx'}", []string{"RES304|all|true for no request|any {request.region = …"}},
	{"a contradiction deep inside", read + "any {request.user.name = 'x', all {target.bucket.name = 'a', target.bucket.name = 'b'}}", []string{"RES304|all|This part of the condition is true for no request|any {target.bucket.name"}},
	{"matching is case-insensitive, so this is no contradiction", read + "all {target.bucket.name = 'BucketA', target.bucket.name = 'bucketA'}", nil},
	{"request.region is never absent", write + "!request.region", []string{"RES304|!request.region|request.region is always there|Leave !request.region out"}},
	{"so this holds everywhere", write + "any {!request.ad, request.region = /*/}", []string{"RES303|any|true for every request|"}},
	{"a bucket's name can be absent, so this is a condition after all", read + "target.bucket.name = /*/", nil},
	{"tags have set semantics, so one can have both", read + "all {target.resource.tag.ns.k = 'a', target.resource.tag.ns.k = 'b'}", nil},
	{"but not have and not have", read + "all {target.resource.tag.ns.k = 'a', target.resource.tag.ns.k != 'a'}", []string{"RES304|all|cannot both have a value and not have it|"}},
	{"two patterns can match one name", read + "all {target.bucket.name = /a*/, target.bucket.name = /*b/}", nil},
	{"after a time and before an earlier one", read + "all {request.utc-timestamp after '2026-01-02T00:00Z', request.utc-timestamp before '2026-01-01T00:00Z'}", []string{"RES304|all|true for no request|"}},
	{"after a time and before a later one", read + "all {request.utc-timestamp after '2026-01-01T00:00Z', request.utc-timestamp before '2026-01-02T00:00Z'}", nil},
	{"every day is one of seven", write + "any {request.utc-timestamp.day-of-week != 'Monday', request.utc-timestamp.day-of-week != 'friday'}", []string{"RES303|any|request.utc-timestamp.day-of-week is always there|"}},
	{"six of them are not all", write + "any {request.utc-timestamp.day-of-week != 'monday', request.region = 'iad'}", nil},
	{"months are numbers, so this is one", read + "all {request.utc-timestamp.month-of-year = '6', request.utc-timestamp.month-of-year = '06'}", nil},
	{"two spans that do not meet", read + "all {request.utc-timestamp.time-of-day between '01:00:00Z' and '02:00:00Z', request.utc-timestamp.time-of-day between '03:00:00Z' and '04:00:00Z'}", []string{"RES304|all|request.utc-timestamp.time-of-day cannot be two things|"}},
	{"two that do, over midnight", read + "all {request.utc-timestamp.time-of-day between '17:00:00Z' and '01:00:00Z', request.utc-timestamp.time-of-day between '00:00:00Z' and '04:00:00Z'}", nil},
	{"variable-to-variable comparison, of tags", read + "target.resource.tag.Ops.Project = request.principal.group.tag.Ops.Project", nil},
	{"one with a variable that does not exist", read + "target.resource.tag.Ops.Project = request.principle.group.tag.Ops.Project", []string{"RES310|request.principle|No variable called request.principle.group.tag.Ops.Project|"}},
	{"a boolean", read + "request.user.mfaTotpVerified = 'yes'", []string{"RES320|'yes'|request.user.mfaTotpVerified never has the value 'yes'|'true' or 'false'"}},
	{"there is no and", write + "request.region != 'iad' and request.region != 'phx'", []string{`RES311|and|IAM has no "and"|all {a, b}`}},
	{"there is no or", read + "request.region = 'iad' or request.region = 'phx'", []string{`RES311|or|IAM has no "or"|any {a, b}`}},
	{"in for request.region is shown on no page", write + "request.region not in ('phx', 'iad')", []string{`RES323|request.region|For request.region Oracle documents = and !=, but not "not in"|all {request.region != 'phx', request.region != 'iad'}`}},
	{"tags support in and not in", read + "target.resource.tag.ns.k in ('a', 'b')", nil},
	{"times have before and after", read + "request.utc-timestamp before '2026-01-01T00:00Z'", nil},
	{"and no other", read + "request.utc-timestamp = '2026-01-01T00:00Z'", []string{`RES323|request.utc-timestamp|For request.utc-timestamp Oracle documents before and after, but not "="|`}},
	{"the time of day has between", read + "request.utc-timestamp.time-of-day between '17:00:00Z' and '01:00:00Z'", nil},
	{"months have in", read + "request.utc-timestamp.month-of-year in ('6', '7', '8')", nil},
	{"a year has twelve months", read + "request.utc-timestamp.month-of-year = '13'", []string{"RES320|'13'|never has the value '13', so the comparison is true for no request|'1' to '12'"}},
	{"days have English names", read + "request.utc-timestamp.day-of-week != 'Montag'", []string{"RES320|'Montag'|never has the value 'Montag', so the comparison is true for every request|'monday'"}},
	{"times have a form", read + "request.utc-timestamp before 'tomorrow'", []string{"RES320|'tomorrow'|tomorrow|in UTC"}},
	{"an id is an OCID", read + "target.compartment.id = 'data'", []string{"RES320|'data'|never has the value 'data'|an OCID"}},
	{"single quotes needed", read + "target.bucket.name = logs", []string{"RES318|logs|logs has no quotes|'logs'"}},
	{"variables that exist", read + "all {request.networkSource.name = 'corp', target.tenant.name = 'x', request.principal.compartment.tag.ns.k = 'v'}", nil},
	{"one that does not", read + "request.regoin = 'iad'", []string{"RES310|request.regoin|No variable called request.regoin is known|request.region?"}},
	{"nor this one", read + "request.colour = 'red'", []string{"RES310|request.colour|No variable called request.colour|policy reference"}},
	{"services have targets that the catalogue does not describe", "allow group A to manage dns in tenancy where target.dns-zone.name = 'x'", nil},
	{"but a deny on one is a guess", "deny group A to manage dns in tenancy where target.dns-zone.name = 'x'", []string{"RES310|target.dns-zone.name|every comparison with it is false|"}},
	{"request.ipv4.ipaddress and request.vcn.id are deprecated", read + "any {request.ipv4.ipaddress = '10.0.0.1', request.vcn.id = 'ocid1.vcn.oc1.iad.x'}", []string{"RES322|request.ipv4.ipaddress|deprecated in favour of network sources|network source", "RES322|request.vcn.id|deprecated|"}},
	{"target.dynamicgroup.* in deny conditions are not enforced", "deny any-user to manage dynamic-groups in tenancy where target.dynamicgroup.name = 'x'", []string{"RES322|target.dynamicgroup.name|not enforced in denies|"}},
	{"in allows they are", "allow group A to manage dynamic-groups in tenancy where target.dynamicgroup.name = 'x'", nil},
	{"for allow use sets-equal or !=, not =", "allow group A to manage policies in tenancy where target.policy.type = 'allow'", []string{"RES324|target.policy.type|= is true if one member matches|sets-equal(target.policy.type, ('allow'))"}},
	{"sets-equal", "allow group A to manage policies in tenancy where sets-equal(target.policy.type, 'allow')", nil},
	{"in a deny = is what Oracle's default policy has", "deny any-user to manage policies in tenancy where target.policy.type = 'deny'", nil},
	{"a policy's type is allow or deny", "deny any-user to manage policies in tenancy where target.policy.type = 'denied'", []string{"RES320|'denied'|denied|'allow' or 'deny'"}},
}

var denyCases = []lintCase{
	{"deny manage objects lets OBJECT_OVERWRITE through", "deny any-user to manage objects in tenancy where request.region != 'iad'", []string{"RES305|manage|A deny of manage takes what manage adds, and leaves OBJECT_OVERWRITE|Deny use objects, or {OBJECT_CREATE, OBJECT_OVERWRITE}"}},
	{"the family too", "deny any-user to manage object-family in tenancy where request.region != 'iad'", []string{"RES305|manage|OBJECT_OVERWRITE|use object-family"}},
	{"what a condition lets through is not taken", "deny any-user to manage all-resources in tenancy where all {request.region != 'iad', request.permission != 'OBJECT_CREATE'}", nil},
	{"a deny of OBJECT_CREATE alone stops nothing for names that exist", "deny any-user to {BUCKET_CREATE, OBJECT_CREATE} in tenancy where request.region != 'iad'", []string{"RES305|{BUCKET_CREATE|takes OBJECT_CREATE and leaves OBJECT_OVERWRITE|Add OBJECT_OVERWRITE"}},
	{"deny use objects takes both", "deny any-user to use objects in tenancy where request.region != 'iad'", nil},
	{"deny inspect takes everything", "deny any-user to inspect object-family in compartment X where any {request.operation='CreateReplicationPolicy', request.operation='CreateCopyRequest', request.operation='CopyObjectRequest'}", nil},
	{"deny manage buckets is about buckets", "deny any-user to manage buckets in tenancy where request.region != 'iad'", nil},
	{"!= on what is absent is false, so the deny may not fire", "deny any-user to read buckets in tenancy where request.networkSource.name != 'corp'", []string{"RES306|request.networkSource.name|A request without request.networkSource.name is not denied: one from outside every network source has none|any {!request.networkSource.name, request.networkSource.name != 'corp'}"}},
	{"the same, spelled out", "deny any-user to read buckets in tenancy where any {!request.networkSource.name, request.networkSource.name != 'corp'}", nil},
	{"what Oracle's governed assurance writes", "deny any-user to {POLICY_UPDATE, POLICY_DELETE} in tenancy where all {target.policy.type = 'deny', target.resource.tag.orcl-assurance.managed-resource = 'true', any {!request.principal.type, request.principal.type != 'assurance-governance'}}", nil},
	{"Oracle's default policy spares one principal", "deny any-user to manage policies in tenancy where all {target.policy.type='deny', request.principal.id!='ocid1.user.oc1..x'}", nil},
	{"a guard of the wrong kind", "deny any-user to read buckets in tenancy where all {!request.networkSource.name, request.networkSource.name != 'corp'}", []string{"RES304|all|no comparison of request.networkSource.name is true without it|any {!request.networkSource.name"}},
	{"the deny on target.region fails open", "deny any-user to {VOLUME_BACKUP_COPY, BOOT_VOLUME_BACKUP_COPY} in tenancy where all {target.region!='iad', target.region!='phx'}", []string{"RES306|target.region!='iad'|only copies of volume backups are known to have it|any {!target.region, target.region != 'iad'}"}},
	{"a deny that spares a group must name its absence", "deny any-user to {PAR_MANAGE} in tenancy where request.groups.name != 'Spared'", []string{"RES306|request.groups.name|instance, resource and service principals have none|any {!request.groups.name, request.groups.name != 'Spared'}"}},
	{"the same, done right", "deny any-user to {PAR_MANAGE} in tenancy where any {!request.groups.name, request.groups.name != 'Spared'}", nil},
	{"a tag that is not there", "deny any-user to manage buckets in tenancy where target.resource.compartment.tag.Residency.Boundary != 'us'", []string{"RES306|target.resource|what has no such tag, and what is yet to be created, has none|any {!target.resource.compartment.tag.Residency.Boundary"}},
	{"a target of another operation", "deny any-user to {BUCKET_DELETE} in tenancy where target.bucket.name not in ('keep', 'this')", []string{"RES306|target.bucket.name|requests about anything else have none|not in ('keep', 'this')", "RES323|target.bucket.name||all {"}},
	{"a principal's type", "deny any-user to {PAR_MANAGE} in tenancy where request.principal.type != 'user'", []string{"RES306|request.principal.type|not every request has it|"}},
	{"the absence one level up guards as well", "deny any-user to {PAR_MANAGE} in tenancy where any {!request.groups.name, all {request.groups.name != 'A', request.groups.name != 'B'}}", nil},
	{"but not for another variable", "deny any-user to {PAR_MANAGE} in tenancy where any {!request.principal.type, request.groups.name != 'A'}", []string{"RES306|request.groups.name||"}},
	{"members of a group have groups", "deny group A to {PAR_MANAGE} in tenancy where request.groups.name != 'Spared'", nil},
	{"region denies cannot fail open", write + "all {request.region != 'iad', any {request.operation = 'CreateBucket', request.permission = 'BUCKET_CREATE'}}", nil},
	{"= names what it denies", "deny any-user to {QUOTA_DELETE, QUOTA_UPDATE} in tenancy where target.quota.name = /residency-*/", nil},
	{"in an allow it fails closed", read + "request.networkSource.name != 'corp'", nil},
	{"Administrators of the Default domain are exempt", "deny group Administrators to {PAR_MANAGE} in tenancy", []string{"RES325|Administrators|exempt from every deny|quotas or governance rules"}},
	{"also by the domain's name", "deny group B, 'Default'/'administrators' to {PAR_MANAGE} in tenancy", []string{"RES325|'Default'/'administrators'|exempt|"}},
	{"those of another domain are not", "deny group Corp/Administrators to {PAR_MANAGE} in tenancy", nil},
	{"a deny outside a boundary with the home region in it", "deny any-user to inspect all-resources in tenancy where all {request.region != 'iad', request.region != 'phx'}", nil},
	{"one with the home region outside locks IAM", "deny any-user to inspect all-resources in tenancy where request.region != 'phx'", []string{"RES329|deny|IAM is written in the home region iad (us-ashburn-1). The deny holds there too|add request.region != 'iad'"}},
	{"one that takes no permission of IAM's does not", "deny any-user to use object-family in tenancy where request.region != 'phx'", nil},
}

var grantCases = []lintCase{
	{"granting the lifecycle set disables copy and replication", "allow service objectstorage-us-ashburn-1 to {BUCKET_INSPECT, BUCKET_READ, OBJECT_INSPECT, OBJECT_UPDATE_TIER, OBJECT_DELETE, OBJECT_VERSION_DELETE} in tenancy", nil},
	{"a checker should flag manage object-family", "allow service objectstorage-us-ashburn-1 to manage object-family in tenancy", []string{"RES316|objectstorage-us-ashburn-1|may then copy and replicate objects from us-ashburn-1 to every region|OBJECT_UPDATE_TIER"}},
	{"or OBJECT_READ", "allow service objectstorage-us-phoenix-1 to {OBJECT_READ} in compartment X", []string{"RES316|objectstorage-us-phoenix-1|copy and replicate|"}},
	{"and any whose region is outside the boundary", "allow service objectstorage-us-ashburn-1, objectstorage-eu-frankfurt-1 to {BUCKET_READ} in tenancy", []string{"RES315|objectstorage-eu-frankfurt-1|the service objectstorage of eu-frankfurt-1, a region outside the boundary|inside only"}},
	{"the region is inside the service's name, as identifier", "allow service objectstorage-fra to {BUCKET_READ} in tenancy", []string{"RES302|objectstorage-fra|No region called fra is known|eu-frankfurt-1"}},
	{"other services carry no region", "allow service blockstorage, FaaS to use keys in tenancy", nil},
	{"admit lets others act here", "admit any-user of any-tenancy to read object-family in tenancy", []string{"RES317|admit|Principals of any tenancy may read object-family here|deny admit"}},
	{"writing elsewhere takes data out", "endorse group A to manage object-family in any-tenancy", []string{"RES317|endorse|group A may manage object-family in any-tenancy, and so take data there|inspect or read only"}},
	{"reading there takes nothing out of here", "endorse group A to read object-family in any-tenancy", nil},
	{"reading by permissions", "endorse group A to {OBJECT_READ, BUCKET_INSPECT} in any-tenancy", nil},
	{"writing by permissions", "endorse group A to {OBJECT_READ, OBJECT_CREATE} in any-tenancy", []string{"RES317|endorse|{OBJECT_READ, OBJECT_CREATE}|"}},
	{"admit from a tenancy by OCID", "admit any-user of tenancy ocid1.tenancy.oc1..x to read buckets in tenancy", []string{"RES317|admit|the tenancy ocid1.tenancy.oc1..x|"}},
	{"admit from nowhere in particular", "admit group A to read buckets in tenancy", []string{"RES317|admit|of another tenancy|"}},
	{"deny admit is a guard", "deny admit any-user of any-tenancy to inspect all-resources in tenancy", nil},
	{"a service of no region", "allow service objectstorage-atlantis to {BUCKET_READ} in tenancy", []string{"RES302|objectstorage-atlantis|No region called atlantis|"}},
	{"deny endorse is a guard", "deny endorse any-user to manage object-family in any-tenancy where request.region = 'iad'", []string{"RES305|manage|OBJECT_OVERWRITE|"}},
	{"the association form", "endorse group A to associate local-peering-gateways in tenancy with local-peering-gateways in any-tenancy", []string{"RES317|endorse|may join local-peering-gateways of this tenancy with those of another|"}},
	{"an association has two ends", "endorse group A to associate local-peering-gateways in any-tenancy", []string{"RES317|endorse||", "RES326|associate|one end only|Add with"}},
	{"and is endorsed or admitted", "allow group A to associate local-peering-gateways in tenancy with local-peering-gateways in tenancy T", []string{"RES326|associate|endorsed in one tenancy and admitted in the other|endorse or admit"}},
	{"others have one end", "endorse group A to read buckets in any-tenancy with buckets in tenancy", []string{"RES326|with|Only an association has two ends|"}},
}

var wordCases = []lintCase{
	{"types that the catalogue names and does not describe", "allow group A to use certificate-authority-delegates in tenancy", nil},
	{"types of services that it does not describe", "allow group A to manage opsi-exadata-insights in tenancy", nil},
	{"but a typing error among them is one", "allow group A to manage opsi-host-insight in tenancy", []string{"RES308|opsi-host-insight|No resource type or family called opsi-host-insight is known|opsi-host-insights"}},
	{"nor their permissions", "allow any-user to {WLP_BOM_READ, VM_CLUSTER_UPDATE_CPU} in tenancy where request.permission = 'CERTIFICATE_READ'", nil},
	{"Oracle's landing zones compare the sets of tags so", "allow group A to manage buckets in tenancy where sets-intersect(target.resource.compartment.tag.ops.role, request.principal.group.tag.ops.role)", nil},
	{"a pattern stands between slashes, not in quotes", read + "target.bucket.name = 'logs-*'", []string{"RES331|'logs-*'|a text with a star in it|Write /logs-*/."}},
	{"quotes round a pattern make it a text", write + "request.operation = '/Create*/'", []string{"RES331|'/Create*/'|matches nothing else|Write /Create*/."}},
	{"'*' is any value of a tag", read + "target.resource.tag.ops.env = '*'", nil},
	{"but of tags only", read + "target.bucket.name = '*'", []string{"RES331|'*'|a star in it|Write /*/."}},
	{"nor does a star in a tag's text stand for more", read + "target.resource.tag.ops.env = 'prod*'", []string{"RES331|'prod*'||Write /prod*/."}},
	{"a variable that ends too early", read + "target.bucket = 'logs'", []string{"RES310|target.bucket|No variable called target.bucket is known|target.bucket.name"}},
	{"inspect < read < use < manage", "allow group A to write buckets in tenancy", []string{`RES307|write|"write" is no verb|inspect, read, use or manage`}},
	{"a type that is not there", "allow group A to read bukcets in tenancy", []string{"RES308|bukcets|No resource type or family called bukcets|buckets?"}},
	{"nor this one", "deny any-user to manage unicorns in tenancy", []string{"RES308|unicorns|unicorns|policy reference"}},
	{"types that the catalogue does not describe", "allow group A to manage load-balancers in tenancy", nil},
	{"the family of all", "allow group A to manage all-resources in tenancy", nil},
	{"any-resource is in Oracle's text", "deny any-user to inspect any-resource in compartment X", nil},
	{"a permission that is not there", "deny any-user to {OBJECT_CRATE, OBJECT_OVERWRITE} in tenancy", []string{"RES309|OBJECT_CRATE|OBJECT_CRATE|OBJECT_CREATE?"}},
	{"nor this one", "deny any-user to {TELEPORT} in tenancy", []string{"RES309|TELEPORT|TELEPORT|policy reference"}},
	{"permissions of types that the catalogue does not describe", "allow group A to {LOAD_BALANCER_READ} in tenancy", nil},
	{"request.permission has permissions", read + "request.permission = 'BUCKET_RAED'", []string{"RES309|'BUCKET_RAED'|BUCKET_RAED|BUCKET_READ?"}},
	{"IAM's name of the copy operation, both candidates", "deny any-user to inspect object-family in tenancy where any {request.operation='CreateCopyRequest', request.operation='CopyObjectRequest'}", nil},
	{"one candidate is not enough", "deny any-user to inspect object-family in tenancy where request.operation='CreateCopyRequest'", []string{"RES319|'CreateCopyRequest'|'CreateCopyRequest' or 'CopyObjectRequest'|Name 'CopyObjectRequest' as well"}},
	{"not CopyObject, its SDK name", "deny any-user to inspect object-family in tenancy where request.operation='CopyObject'", []string{"RES319|'CopyObject'|'CreateCopyRequest' or 'CopyObjectRequest'|'CreateCopyRequest' and 'CopyObjectRequest'"}},
	{"a typing error in an operation", "deny any-user to inspect object-family in tenancy where request.operation='CreateBuckett'", []string{"RES319|'CreateBuckett'|No operation called 'CreateBuckett'|'CreateBucket'?"}},
	{"an operation that the catalogue does not describe", "allow group A to manage instance-family in tenancy where request.operation='InstanceAction'", nil},
}

var nameCases = []lintCase{
	{"injection: a name that brings a statement of its own", "allow group A; allow group B to manage all-resources in tenancy", []string{"RES314|;|found \";\"|single quotes"}},
	{"names with domains and spaces", "allow group 'My Domain'/'My Group', Default/Admins to read buckets in compartment a:'b c'", nil},
	{"injection: a name that ends the statement, the rest a comment", "allow group A to manage all-resources in tenancy // to read buckets in compartment X", []string{`RES314|//|"to read buckets in compartment X" is not read|quotes`}},
	{"injection: the same behind a quoted name", "allow group 'A' to manage all-resources in tenancy //' to read buckets in compartment X", []string{"RES314|//|is not read|quotes"}},
	{"injection: the same before the condition", "allow group A to manage all-resources in tenancy // where request.region = 'iad'", []string{"RES314|//|is not read|"}},
	{"injection: the same before the location", "allow group A to manage all-resources in tenancy // in compartment X", []string{"RES314|//|is not read|"}},
	{"a remark of IAM's words", "allow group A to read buckets in tenancy // to read what the admins in tenancy X keep, where all is well", nil},
	{"a remark about a place", "allow group A to read buckets in tenancy // used to manage backups; only those in compartment X are left", nil},
	{"a remark is no statement", "allow group A to read buckets in tenancy // to be removed in March", nil},
	{"injection: a name that ends the statement, the rest is more", "allow group A to manage all-resources in tenancy to read buckets in compartment X", []string{`RES314|to|the statement was complete before "to"|single quotes`}},
	{"injection: a second statement", "allow group A to read buckets in tenancy; allow any-user to manage all-resources in tenancy", []string{`RES314|;|complete before ";"|one statement in each entry`}},
	{"injection: quotes hold a name that would end the statement", "allow group 'A to manage all-resources in tenancy //' to read buckets in tenancy", []string{"RES314|'A|Only the quotes keep it from ending the statement|OCID"}},
	{"injection: the same in a compartment's name", "allow group A to read buckets in compartment 'x where any {request.region = /*/}'", []string{"RES314|'x|holds words of the language|"}},
	{"injection: a template that nobody rendered, in quotes", "allow group '${var.group}' to read buckets in tenancy", []string{"RES314|'${var.group}'|${var.group}|"}},
	{"injection: and without", "allow group ${var.group} to read buckets in tenancy", []string{"RES300|${var.group|a template that was not rendered|Render the template"}},
	{"quotes go round domain and group each", "allow group 'Corp/Ops' to read buckets in tenancy", []string{"RES321|'Corp/Ops'|'Corp/Ops' is one name. If a domain and a group are meant|Corp/Ops"}},
	{"and round each compartment", "allow group A to read buckets in compartment 'a:b c'", []string{"RES321|'a:b|compartments of a path|a:'b c'"}},
	{"group id", "allow group ocid1.group.oc1..x to read buckets in tenancy", []string{"RES330|ocid1.group.oc1..x|read as a name|id ocid1.group.oc1..x"}},
	{"compartment id", "allow group A to read buckets in compartment ocid1.compartment.oc1..x", []string{"RES330|ocid1.compartment.oc1..x|read as a name|"}},
	{"any-tenancy is for endorse", "allow group A to read buckets in any-tenancy", []string{"RES300|any-tenancy|endorse speaks of other tenancies|Write it as"}},
	{"one type of principal", "allow group A, dynamic-group B to read buckets in tenancy", []string{"RES300|dynamic-group|one type of principal|"}},
	{"a define", "define tenancy T as ocid1.tenancy.oc1..x", nil},
}

func TestLintStatement(t *testing.T) {
	all := slices.Concat(regionCases, conditionCases, denyCases, grantCases, wordCases, nameCases)
	require.Greater(t, len(all), 100)
	for _, c := range all {
		t.Run(c.facts, func(t *testing.T) {
			assertFindings(t, c, LintStatement(c.statement, inUS(t)))
		})
	}
}

func assertFindings(t *testing.T, c lintCase, found []Finding) {
	t.Helper()
	if !assert.Len(t, found, len(c.want), "%s\n%+v", c.statement, found) {
		return
	}
	for i, f := range found {
		want := strings.Split(c.want[i], "|")
		assert.Equal(t, want[0], f.Rule, c.statement)
		assert.True(t, strings.HasPrefix(c.statement[f.Column-1:], want[1]), "%s at %q", f.Rule, c.statement[f.Column-1:])
		assert.Contains(t, f.Message, want[2], c.statement)
		assert.Contains(t, f.Fix, want[3], c.statement)
		assert.Equal(t, c.statement, f.Statement)
		assert.Equal(t, 1, f.Line)
		assert.Regexp(t, `\.$`, f.Message)
		assert.Regexp(t, `[.?]$`, f.Fix)
	}
}

func TestLint_policies(t *testing.T) {
	for _, c := range []struct {
		facts    string
		policies []Policy
		want     []string // policy|rule|column|part of the message
	}{
		{"the define goes in the same policy", []Policy{NewPolicy("p", nil,
			"define tenancy Acceptor as ocid1.tenancy.oc1..x", "endorse group A to read buckets in tenancy Acceptor")}, nil},
		{
			"1.1: not in another",
			[]Policy{
				NewPolicy("p", nil, "define tenancy Acceptor as ocid1.tenancy.oc1..x"),
				NewPolicy("q", nil, "endorse group A to read buckets in tenancy acceptor"),
			},
			[]string{"q|RES328|44|does not define the tenancy acceptor"},
		},
		{
			"1.1: admit names a group of the other tenancy",
			[]Policy{NewPolicy("p", nil,
				"define tenancy R as ocid1.tenancy.oc1..x", "admit group G of tenancy R to read buckets in tenancy")},
			[]string{"p|RES317|1|Principals of the tenancy R", "p|RES328|13|does not define G"},
		},
		{
			"1.1: by id it needs no define",
			[]Policy{NewPolicy("p", nil,
				"define tenancy R as ocid1.tenancy.oc1..x", "admit group id ocid1.group.oc1..x of tenancy R to read buckets in tenancy")},
			[]string{"p|RES317|1|"},
		},
		{
			"1.1: cross-tenancy statements must be in the root",
			[]Policy{NewPolicy("p", []string{"data"}, "endorse group A to read buckets in any-tenancy")},
			[]string{"p|RES327|1|attached to the compartment data"},
		},
		{"two denies together leave no overwriting", []Policy{
			NewPolicy("p", nil, "deny any-user to {OBJECT_CREATE} in tenancy where request.region != 'iad'"),
			NewPolicy("q", nil, "deny any-user to {OBJECT_OVERWRITE} in tenancy where request.region!='iad'"),
		}, nil},
		{
			"2: not if they are for different regions",
			[]Policy{
				NewPolicy("p", nil, "deny any-user to {OBJECT_CREATE} in tenancy where request.region != 'iad'",
					"deny any-user to {OBJECT_OVERWRITE} in tenancy where request.region != 'phx'"),
			},
			[]string{"p|RES305|18|OBJECT_OVERWRITE"},
		},
		{"50 statements per policy", []Policy{NewPolicy("p", nil, copies(50)...)}, nil},
		{"not 51", []Policy{NewPolicy("p", nil, copies(51)...)}, []string{`p|RES312|1|The policy "p" has 51 statements`}},
		{"500 statements on a path", spread(10, nil), nil},
		{"the root counts on every path", append(spread(9, nil), append(spread(1, []string{"a"}), spread(1, []string{"b"})...)...), nil},
		{
			"9: not 501", append(spread(10, nil), NewPolicy("more", []string{"a", "b"}, copies(1)...)),
			[]string{"more|RES313|1|501 statements count on the path from the root to a:b"},
		},
		{"siblings do not add up", append(spread(6, []string{"a"}), spread(6, []string{"b"})...), nil},
		{
			"9: one finding for the place, not for what is below", append(spread(11, nil), NewPolicy("below", []string{"a"}, copies(1)...)),
			[]string{"p|RES313|1|550 statements count at the root"},
		},
	} {
		found := Lint(c.policies, inUS(t))
		if !assert.Len(t, found, len(c.want), "%s\n%+v", c.facts, found) {
			continue
		}
		for i, f := range found {
			want := strings.Split(c.want[i], "|")
			assert.Equal(t, strings.Join(want[:3], "|"), fmt.Sprintf("%s|%s|%d", f.Policy, f.Rule, f.Column), c.facts)
			assert.Contains(t, f.Message, want[3], c.facts)
		}
	}
}

func copies(n int) []string {
	return slices.Repeat([]string{"allow group A to read buckets in tenancy"}, n)
}

func spread(n int, compartment []string) []Policy {
	var all []Policy
	for range n {
		all = append(all, NewPolicy("p", compartment, copies(50)...))
	}
	return all
}

// The first fixture of the plan checks: one guard that is faulty, one that is good.
func TestLint_fixture(t *testing.T) {
	guard := "deny any-user to {BUCKET_CREATE, OBJECT_CREATE, OBJECT_OVERWRITE} in tenancy where request.region != 'us-ashburn-1'"
	good := "deny any-user to {BUCKET_CREATE, OBJECT_CREATE, OBJECT_OVERWRITE} in tenancy where all {request.region != 'iad', request.region != 'phx'}"
	found := Lint([]Policy{NewPolicy("guard", nil, guard), NewPolicy("good", nil, good)}, inUS(t))
	require.Len(t, found, 1)
	assert.Equal(t, "RES301", found[0].Rule)
	assert.Equal(t, "guard", found[0].Policy)
}

func TestLint_withoutBoundaryAndHome(t *testing.T) {
	assert.Empty(t, LintStatement("allow service objectstorage-eu-frankfurt-1 to {BUCKET_READ} in tenancy", LintOptions{}))
	assert.Empty(t, LintStatement("deny any-user to inspect all-resources in tenancy where request.region != 'phx'", LintOptions{}))
}

func TestLint_linesOfAFile(t *testing.T) {
	p := ParseLines("guard.txt", []byte("// guard\n\n  deny any-user to {PAR_MANAGE} in tenancy where request.region != 'us-ashburn-1'\nallow group A to reed buckets in tenancy\n"))
	found := Lint([]Policy{p}, LintOptions{})
	require.Len(t, found, 2)
	text, err := json.Marshal(found[0])
	require.NoError(t, err)
	assert.JSONEq(t, `{"rule": "RES301", "file": "guard.txt", "line": 3, "column": 68,
		"statement": "  deny any-user to {PAR_MANAGE} in tenancy where request.region != 'us-ashburn-1'",
		"message": "'us-ashburn-1' is a region's name. In IAM request.region is the region's key, so the comparison is true for every request.",
		"fix": "Write 'iad'."}`, string(text))
	assert.Equal(t, []any{"RES307", 4, 18}, []any{found[1].Rule, found[1].Line, found[1].Column})
}

func TestLintRules(t *testing.T) {
	last := ""
	used := map[string]bool{"RES312": true, "RES313": true, "RES327": true, "RES328": true} // of policies, in a test of their own
	for _, c := range slices.Concat(regionCases, conditionCases, denyCases, grantCases, wordCases, nameCases) {
		for _, w := range c.want {
			used[w[:6]] = true
		}
	}
	for _, r := range LintRules() {
		assert.Less(t, last, r.ID)
		last = r.ID
		assert.Regexp(t, `^RES3[0-4]\d$`, r.ID)
		assert.NotEmpty(t, r.Title)
		assert.Regexp(t, `\.$`, r.Meaning)
		assert.True(t, used[r.ID], "no case shows %s", r.ID)
	}
}

// What lint calls constant must be so for every request that can be made up, as decisions evaluate conditions.
func TestLint_constantAgreesWithEvaluation(t *testing.T) {
	v := realistic()
	v.Depth, v.Operators = 4, []Operator{Equal, NotEqual}
	g := newGenerator(11, v)
	r := rand.New(rand.NewPCG(1, 1))
	constant := 0
	for range 5_000 {
		s := g.statement()
		if s.Condition == nil {
			continue
		}
		budget := 1_000_000
		verdict := canBeEither
		for _, p := range probes(s.Condition) {
			if o := p.outcomes(s.Condition, &budget); o != canBeEither {
				verdict = o
			}
		}
		if verdict == canBeEither {
			continue
		}
		constant++
		for range 50 {
			sc := &scene{request: &Request{}, variables: randomVariables(r, v), effect: s.Effect}
			sc.permission.Permission = v.Variables["request.permission"][r.IntN(2)]
			require.Equal(t, truthOf(verdict == canBeTrue), sc.eval(s.Condition), "%s\n%v", s, sc.variables)
		}
	}
	assert.Greater(t, constant, 100, "the test must see enough constant conditions")
}

// What lint says fails open must have a request that shows it.
func TestLint_failsOpenAgreesWithEvaluation(t *testing.T) {
	v := realistic()
	v.Depth, v.Operators, v.Effects = 3, []Operator{Equal, NotEqual}, []Effect{Deny}
	v.Patterns = []string{"l*", "*s"} // = /*/ asks for presence and means it
	g := newGenerator(12, v)
	const name = "request.networksource.name"
	agree := 0
	for range 5_000 {
		s := g.statement()
		if s.Condition == nil {
			continue
		}
		budget := 1_000
		said := (absence{name, &budget}).eval(s.Condition).has(deniedOnlyPresent)
		shown := false
		r := rand.New(rand.NewPCG(2, 2))
		for range 60 {
			vars := randomVariables(r, v)
			with := &scene{request: &Request{}, variables: vars, effect: Deny, permission: need{Permission: "OBJECT_CREATE"}}
			vars[name] = Values{"somewhere else"}
			present := with.eval(s.Condition)
			vars[name] = Values{}
			shown = shown || present == yes && with.eval(s.Condition) == no
		}
		if shown {
			require.True(t, said, "%s", s)
			agree++
		}
	}
	assert.Greater(t, agree, 100)
}

// randomVariables are some of the vocabulary's variables, each with one of its values or another.
func randomVariables(r *rand.Rand, v vocabulary) map[string]Values {
	vars := map[string]Values{}
	for _, name := range sorted(keys(v.Variables)) {
		literals := append([]string{"something else"}, v.Variables[name]...)
		fact, _ := FindVariable(name)
		switch {
		case name == "request.region":
			vars[name] = Values{[]string{"iad", "phx", "fra", "lhr"}[r.IntN(4)]}
		case fact.Set:
			vars[name] = Values(literals[r.IntN(len(literals)):])
		case fact.Always || r.IntN(3) > 0:
			vars[name] = Values{literals[r.IntN(len(literals))]}
		default:
			vars[name] = Values{}
		}
	}
	return vars
}

func TestLint_timeOnLargeConditions(t *testing.T) {
	many := write + "any {" + strings.Repeat("all {target.bucket.name != 'a', any {", 20) + strings.Repeat("request.region = 'iad', target.bucket.name = 'b', ", 1_000) + "!request.ad" + strings.Repeat("}}", 20) + "}"
	different := strings.Builder{}
	for i := range 4_000 {
		fmt.Fprintf(&different, "a%d!='x', ", i)
	}
	variables := write + strings.Repeat("all {!b, any {", 30) + different.String() + "!request.ad" + strings.Repeat("}}", 30)
	for _, text := range []string{many, variables} {
		parsed(t, text)
		start := time.Now()
		assert.NotEmpty(t, LintStatement(text, LintOptions{Home: "iad"}))
		assert.Less(t, time.Since(start), 3*time.Second)
	}
}

func FuzzLint(f *testing.F) {
	for _, c := range slices.Concat(regionCases, conditionCases, denyCases, grantCases, wordCases, nameCases) {
		f.Add(c.statement + "\n// x\n" + c.statement)
	}
	known := map[string]bool{}
	for _, r := range LintRules() {
		known[r.ID] = true
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 8192 {
			return
		}
		p := ParseLines("f", []byte(text))
		for _, one := range Lint([]Policy{p}, LintOptions{Home: "iad", Inside: region.All()[:1]}) {
			if !known[one.Rule] || one.Message == "" || one.Fix == "" || one.Line < 1 || one.Column < 1 {
				t.Fatalf("%q: %+v", text, one)
			}
		}
	})
}
