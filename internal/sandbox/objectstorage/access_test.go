package objectstorage_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"testing"
	"time"

	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// operation is a request, what it must ask of the Authorizer by Oracle's table of permissions, and how a denial reads.
type operation struct {
	method, path, body string
	name               string
	permissions        []string
	denied             string
}

const replication = `["OBJECT_READ","OBJECT_CREATE","OBJECT_OVERWRITE","OBJECT_INSPECT","OBJECT_DELETE","OBJECT_RESTORE","BUCKET_READ","BUCKET_UPDATE"]`

func operations(e *env, upload, work, rule, policy, par string) []operation {
	var replicationPermissions []string
	require.NoError(e.t, json.Unmarshal([]byte(replication), &replicationPermissions))
	b := "/n/acme/b/b"
	lock := e.Now().Add(15 * 24 * time.Hour).Format(time.RFC3339)
	return []operation{
		{"GET", "/n?compartmentId=" + data, "", "GetNamespace", []string{"OBJECTSTORAGE_NAMESPACE_READ"}, "CompartmentIdNotFound"},
		{"GET", "/n/acme", "", "GetNamespaceMetadata", []string{"OBJECTSTORAGE_NAMESPACE_READ"}, "NamespaceNotFound"},
		{"PUT", "/n/acme", "{}", "UpdateNamespaceMetadata", []string{"OBJECTSTORAGE_NAMESPACE_UPDATE"}, "NamespaceNotFound"},
		{"POST", "/n/acme/b", `{"name":"new","compartmentId":"` + data + `"}`, "CreateBucket", []string{"BUCKET_CREATE"}, "BucketAlreadyExists"},
		{"GET", "/n/acme/b?compartmentId=" + data, "", "ListBuckets", []string{"BUCKET_INSPECT"}, "NamespaceNotFound"},
		{"GET", b, "", "GetBucket", []string{"BUCKET_READ"}, "BucketNotFound"},
		{"HEAD", b, "", "HeadBucket", []string{"BUCKET_INSPECT"}, ""},
		{"POST", b, `{"metadata":{"k":"v"}}`, "UpdateBucket", []string{"BUCKET_UPDATE"}, "BucketNotFound"},
		{"POST", b + "/actions/reencrypt", "", "ReencryptBucket", []string{"BUCKET_UPDATE"}, "BucketNotFound"},
		{"PUT", b + "/l", `{"items":[]}`, "PutObjectLifecyclePolicy", []string{"BUCKET_UPDATE", "OBJECT_CREATE", "OBJECT_DELETE"}, "BucketNotFound"},
		{"GET", b + "/l", "", "GetObjectLifecyclePolicy", []string{"BUCKET_READ"}, "BucketNotFound"},
		{"DELETE", b + "/l", "", "DeleteObjectLifecyclePolicy", []string{"BUCKET_UPDATE"}, "BucketNotFound"},
		{"GET", b + "/o", "", "ListObjects", []string{"OBJECT_INSPECT"}, "BucketNotFound"},
		{"GET", b + "/objectversions", "", "ListObjectVersions", []string{"OBJECT_INSPECT"}, "BucketNotFound"},
		{"PUT", b + "/o/new", "x", "PutObject", []string{"OBJECT_CREATE"}, "BucketNotFound"},
		{"PUT", b + "/o/o", "x", "PutObject", []string{"OBJECT_OVERWRITE"}, "BucketNotFound"},
		{"GET", b + "/o/o", "", "GetObject", []string{"OBJECT_READ"}, "BucketNotFound"},
		{"HEAD", b + "/o/o", "", "HeadObject", []string{"OBJECT_INSPECT"}, ""},
		{"POST", b + "/actions/renameObject", `{"sourceName":"o","newName":"p"}`, "RenameObject", []string{"OBJECT_CREATE", "OBJECT_OVERWRITE"}, "BucketNotFound"},
		{"POST", b + "/actions/restoreObjects", `{"objectName":"p"}`, "RestoreObjects", []string{"OBJECT_RESTORE"}, "BucketNotFound"},
		{"POST", b + "/actions/updateObjectStorageTier", `{"objectName":"p","storageTier":"InfrequentAccess"}`, "UpdateObjectStorageTier", []string{"OBJECT_UPDATE_TIER"}, "BucketNotFound"},
		{"POST", b + "/actions/reencrypt/p", `{}`, "ReencryptObject", []string{"OBJECT_READ", "OBJECT_OVERWRITE"}, "BucketNotFound"},
		{"POST", b + "/actions/batchDeleteObjects", `{"objects":[{"objectName":"new"}]}`, "BatchDeleteObjects", []string{"OBJECT_DELETE"}, "BucketNotFound"},
		{"DELETE", b + "/o/p", "", "DeleteObject", []string{"OBJECT_DELETE"}, "BucketNotFound"},
		{"DELETE", b + "/o/p?versionId=x", "", "DeleteObjectVersion", []string{"OBJECT_VERSION_DELETE"}, "BucketNotFound"},
		{"POST", b + "/u", `{"object":"p"}`, "CreateMultipartUpload", []string{"OBJECT_CREATE", "OBJECT_OVERWRITE"}, "BucketNotFound"},
		{"GET", b + "/u", "", "ListMultipartUploads", []string{"BUCKET_READ"}, "BucketNotFound"},
		{"PUT", b + "/u/big?uploadPartNum=1&uploadId=" + upload, "x", "UploadPart", []string{"OBJECT_CREATE", "OBJECT_OVERWRITE"}, "BucketNotFound"},
		{"GET", b + "/u/big?uploadId=" + upload, "", "ListMultipartUploadParts", []string{"OBJECT_INSPECT"}, "BucketNotFound"},
		{"POST", b + "/u/big?uploadId=" + upload, `{"partsToCommit":[]}`, "CommitMultipartUpload", []string{"OBJECT_CREATE", "OBJECT_OVERWRITE"}, "BucketNotFound"},
		{"DELETE", b + "/u/big?uploadId=" + upload, "", "AbortMultipartUpload", []string{"OBJECT_DELETE"}, "BucketNotFound"},
		{"GET", "/workRequests?compartmentId=" + data, "", "ListWorkRequests", []string{"OBJECT_INSPECT"}, "CompartmentIdNotFound"},
		{"GET", "/workRequests/" + work, "", "GetWorkRequest", []string{"OBJECT_READ"}, "NotFound"},
		{"GET", "/workRequests/" + work + "/errors", "", "ListWorkRequestErrors", []string{"OBJECT_READ"}, "NotFound"},
		{"GET", "/workRequests/" + work + "/logs", "", "ListWorkRequestLogs", []string{"OBJECT_READ"}, "NotFound"},
		{"DELETE", "/workRequests/" + work, "", "CancelWorkRequest", []string{"OBJECT_DELETE"}, "NotFound"},
		{"POST", b + "/retentionRules", `{"duration":{"timeAmount":1,"timeUnit":"DAYS"}}`, "CreateRetentionRule", []string{"BUCKET_UPDATE", "RETENTION_RULE_MANAGE"}, "BucketNotFound"},
		{"POST", b + "/retentionRules", `{"duration":{"timeAmount":1,"timeUnit":"DAYS"},"timeRuleLocked":"` + lock + `"}`, "CreateRetentionRule", []string{"BUCKET_UPDATE", "RETENTION_RULE_MANAGE", "RETENTION_RULE_LOCK"}, "BucketNotFound"},
		{"GET", b + "/retentionRules", "", "ListRetentionRules", []string{"BUCKET_READ"}, "BucketNotFound"},
		{"GET", b + "/retentionRules/" + rule, "", "GetRetentionRule", []string{"BUCKET_READ"}, "BucketNotFound"},
		{"PUT", b + "/retentionRules/" + rule, `{}`, "UpdateRetentionRule", []string{"BUCKET_UPDATE", "RETENTION_RULE_MANAGE"}, "BucketNotFound"},
		{"DELETE", b + "/retentionRules/" + rule, "", "DeleteRetentionRule", []string{"BUCKET_UPDATE", "RETENTION_RULE_MANAGE"}, "BucketNotFound"},
		{"GET", b + "/replicationPolicies", "", "ListReplicationPolicies", []string{"BUCKET_READ"}, "BucketNotFound"},
		{"GET", b + "/replicationPolicies/" + policy, "", "GetReplicationPolicy", []string{"BUCKET_READ"}, "BucketNotFound"},
		{"GET", "/n/acme/b/to/replicationSources", "", "ListReplicationSources", []string{"BUCKET_READ"}, "BucketNotFound"},
		{"POST", "/n/acme/b/to/actions/makeBucketWritable", "", "MakeBucketWritable", []string{"OBJECT_READ", "OBJECT_CREATE", "OBJECT_OVERWRITE", "OBJECT_INSPECT", "OBJECT_DELETE", "BUCKET_READ", "BUCKET_UPDATE"}, "BucketNotFound"},
		{"DELETE", b + "/replicationPolicies/" + policy, "", "DeleteReplicationPolicy", replicationPermissions, "BucketNotFound"},
		{"POST", b + "/p", `{"name":"p","accessType":"AnyObjectRead","timeExpires":"2099-01-01T00:00:00Z"}`, "CreatePreauthenticatedRequest", []string{"PAR_MANAGE"}, "BucketNotFound"},
		{"GET", b + "/p", "", "ListPreauthenticatedRequests", []string{"PAR_MANAGE"}, "BucketNotFound"},
		{"GET", b + "/p/" + par, "", "GetPreauthenticatedRequest", []string{"PAR_MANAGE"}, "BucketNotFound"},
		{"DELETE", b + "/p/" + par, "", "DeletePreauthenticatedRequest", []string{"PAR_MANAGE"}, "BucketNotFound"},
		{"DELETE", b, "", "DeleteBucket", []string{"BUCKET_DELETE"}, "BucketNotFound"},
	}
}

// furnish makes one of everything.
func furnish(e *env) []operation {
	e.createBucket(ashburn, "b", func(d *oss.CreateBucketDetails) { d.KmsKeyId = new(keyInAshburn) })
	e.createBucket(ashburn, "to")
	e.put(ashburn, "b", "o", "text")
	u := e.startUpload(ashburn, "b", "big")
	work, err := e.tryCopy(func(d *oss.CopyObjectDetails) {
		d.DestinationRegion, d.DestinationObjectName = new(ashburn), new("copied")
	})
	require.NoError(e.t, err)
	policy := e.replicate(ashburn, "b", ashburn, "to")
	par := e.createPAR(oss.CreatePreauthenticatedRequestDetailsAccessTypeAnyobjectread, "", "")
	rule := e.createRule(ashburn, "b", days(1), nil)
	e.Advance(48 * time.Hour) // the rule holds nothing any more
	return operations(e, *u.id, work, *rule.Id, *policy.Id, *par.Id)
}

// TestAccess_asked: every operation asks for what Oracle's table says, in the compartment that it is about.
func TestAccess_asked(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for _, op := range furnish(e) {
		e.Asked()
		e.plain(op.method, ashburn, op.path, op.body, "Authorization", "signed")
		asked := e.Asked()
		require.NotEmpty(t, asked, "%s %s asks nobody", op.method, op.path)
		where := data
		if op.name == "GetNamespaceMetadata" || op.name == "UpdateNamespaceMetadata" {
			where = tenancy
		}
		require.Equal(t, cloud.Access{
			Service: "objectstorage", Operation: op.name, Permissions: op.permissions, Compartment: where,
			Write: op.method != "GET" && op.method != "HEAD", Variables: op.variables(),
		}, asked[0], "%s %s", op.method, op.path)
	}
}

var (
	bucketInPath = regexp.MustCompile(`^/n/acme/b/([^/?]+)`)
	objectInPath = regexp.MustCompile(`/(?:[ou]|reencrypt)/([^/?]+)`)
	nameInBody   = regexp.MustCompile(`"(?:objectName|sourceName|sourceObjectName|object)":"([^"]+)"`)
)

// variables are what policies see of an operation: the bucket and the object that the path or the body names.
func (o operation) variables() map[string]string {
	all := map[string]string{}
	for name, found := range map[string][]string{
		"target.bucket.name": append(bucketInPath.FindStringSubmatch(o.path), ""),
		"target.object.name": append(objectInPath.FindStringSubmatch(o.path), ""),
	} {
		if len(found) > 1 && found[1] != "" {
			all[name] = found[1]
		}
	}
	if m := nameInBody.FindStringSubmatch(o.body); m != nil && o.name != "BatchDeleteObjects" {
		all["target.object.name"] = m[1]
	}
	if o.name == "CreateBucket" {
		all["target.bucket.name"] = "new"
	}
	return all
}

// TestAccess_denied: who may do nothing changes nothing and learns nothing.
func TestAccess_denied(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	all := furnish(e)
	before := fmt.Sprintf("%+v", dumped(t, e))
	e.Deny = func(cloud.Access) bool { return true }
	for _, op := range all {
		response := e.plain(op.method, ashburn, op.path, op.body, "Authorization", "signed")
		require.Contains(t, []int{404, 409}, response.StatusCode, "%s %s", op.method, op.path)
		if op.method != "HEAD" {
			requireAnswer(t, response, response.StatusCode, op.denied)
		}
	}
	require.Equal(t, before, fmt.Sprintf("%+v", dumped(t, e)))
}

func TestAccess_alternatives(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	e.put(ashburn, "b", "o", "text")
	e.Deny = func(a cloud.Access) bool {
		return a.Permissions[0] == "OBJECT_INSPECT" || a.Permissions[0] == "PAR_MANAGE"
	}
	require.Equal(t, 200, e.plain("HEAD", ashburn, "/n/acme/b/b/o/o", "", "Authorization", "signed").StatusCode, "OBJECT_READ will do")
	require.Equal(t, 200, e.plain("GET", ashburn, "/n/acme/b/b/p", "", "Authorization", "signed").StatusCode, "BUCKET_READ will do")
	require.Equal(t, 404, e.plain("GET", ashburn, "/n/acme/b/b/o", "", "Authorization", "signed").StatusCode)
}

// TestAccess_twoCompartments: what reaches another bucket or compartment needs rights there as well.
func TestAccess_twoCompartments(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	e.createBucket(frankfurt, "b", func(d *oss.CreateBucketDetails) { d.CompartmentId = new(archive) })
	e.put(ashburn, "b", "o", "text")
	e.Deny = func(a cloud.Access) bool { return a.Compartment == archive }
	_, err := e.tryCopy()
	refused(t, err, 404, "BucketNotFound")
	_, err = e.tryReplicate(ashburn, "b", frankfurt, "b")
	refused(t, err, 404, "BucketNotFound")
	refused(t, e.update(ashburn, "b", oss.UpdateBucketDetails{CompartmentId: new(archive)}), 404, "CompartmentIdNotFound")
	e.Deny = nil
	e.Asked()
	_, err = e.tryCopy()
	require.NoError(t, err)
	copied := func(permission, compartment, object string) cloud.Access {
		return cloud.Access{
			Service: "objectstorage", Operation: "CopyObject", Permissions: []string{permission}, Compartment: compartment, Write: true,
			Variables: map[string]string{"target.bucket.name": "b", "target.object.name": object},
		}
	}
	first := e.Asked()
	require.Equal(t, []cloud.Access{copied("OBJECT_READ", data, "o"), copied("OBJECT_CREATE", archive, first[1].Variables["target.object.name"])}, first)
	_, err = e.tryCopy()
	require.NoError(t, err)
	require.Equal(t, []string{"OBJECT_OVERWRITE"}, e.Asked()[1].Permissions, "the object is there now")
}
