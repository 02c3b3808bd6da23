package objectstorage

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// route is one operation of Oracle's API.
type route struct {
	method    string
	pattern   string // {name} is one segment, {name...} all that is left, slashes included
	operation string // the API's name of it, or the one in policies for the deletion of a version
	need      need   // nil: what is needed depends on the request, and the operation asks for itself
	handle    func(*Service, *request) error
	public    bool   // granted to everybody by a bucket's publicAccessType
	streams   bool   // the body is an object's content
	names     string // the member of the JSON body that names the object
}

// need is what a caller needs: all permissions of one of the sets.
type need [][]string

func all(permissions ...string) need { return need{permissions} }

func anyOf(permissions ...string) need {
	var n need
	for _, p := range permissions {
		n = append(n, []string{p})
	}
	return n
}

const (
	inBucket = "/n/{namespace}/b/{bucket}"
	inObject = inBucket + "/o/{object...}"
	inUpload = inBucket + "/u/{object...}"
	actions  = inBucket + "/actions"
	rules    = inBucket + "/retentionRules"
	policies = inBucket + "/replicationPolicies"
)

// routes are all operations; the table of permissions is Oracle's "Details for Object Storage and Archive Storage".
// It is filled by init because operations reach it again through pre-authenticated requests.
var routes []route

func init() {
	routes = slices.Concat(namespaceRoutes, bucketRoutes, objectRoutes, uploadRoutes, protectionRoutes)
}

var namespaceRoutes = []route{
	{method: "GET", pattern: "/n", operation: "GetNamespace", handle: (*Service).getNamespace},
	{method: "GET", pattern: "/n/{namespace}", operation: "GetNamespaceMetadata", handle: (*Service).getNamespaceMetadata},
	{method: "PUT", pattern: "/n/{namespace}", operation: "UpdateNamespaceMetadata", handle: (*Service).updateNamespaceMetadata},
	{method: "GET", pattern: "/workRequests", operation: "ListWorkRequests", handle: (*Service).listWorkRequests},
	{method: "GET", pattern: "/workRequests/{id}", operation: "GetWorkRequest", handle: (*Service).getWorkRequest},
	{method: "DELETE", pattern: "/workRequests/{id}", operation: "CancelWorkRequest", handle: (*Service).cancelWorkRequest},
	{method: "GET", pattern: "/workRequests/{id}/errors", operation: "ListWorkRequestErrors", handle: (*Service).listWorkRequestErrors},
	{method: "GET", pattern: "/workRequests/{id}/logs", operation: "ListWorkRequestLogs", handle: (*Service).listWorkRequestLogs},
}

var bucketRoutes = []route{
	{method: "POST", pattern: "/n/{namespace}/b", operation: "CreateBucket", handle: (*Service).createBucket},
	{method: "GET", pattern: "/n/{namespace}/b", operation: "ListBuckets", handle: (*Service).listBuckets},
	{method: "GET", pattern: inBucket, operation: "GetBucket", need: all("BUCKET_READ"), handle: (*Service).getBucket},
	{method: "HEAD", pattern: inBucket, operation: "HeadBucket", need: all("BUCKET_INSPECT"), handle: (*Service).headBucket},
	{method: "POST", pattern: inBucket, operation: "UpdateBucket", need: all("BUCKET_UPDATE"), handle: (*Service).updateBucket},
	{method: "DELETE", pattern: inBucket, operation: "DeleteBucket", need: all("BUCKET_DELETE"), handle: (*Service).deleteBucket},
	{method: "POST", pattern: actions + "/reencrypt", operation: "ReencryptBucket", need: all("BUCKET_UPDATE"), handle: (*Service).reencryptBucket},
	{
		method: "POST", pattern: actions + "/makeBucketWritable", operation: "MakeBucketWritable", handle: (*Service).makeBucketWritable,
		need: all("OBJECT_READ", "OBJECT_CREATE", "OBJECT_OVERWRITE", "OBJECT_INSPECT", "OBJECT_DELETE", "BUCKET_READ", "BUCKET_UPDATE"),
	},
	{
		method: "PUT", pattern: inBucket + "/l", operation: "PutObjectLifecyclePolicy", handle: (*Service).putLifecycle,
		need: all("BUCKET_UPDATE", "OBJECT_CREATE", "OBJECT_DELETE"),
	},
	{method: "GET", pattern: inBucket + "/l", operation: "GetObjectLifecyclePolicy", need: all("BUCKET_READ"), handle: (*Service).getLifecycle},
	{method: "DELETE", pattern: inBucket + "/l", operation: "DeleteObjectLifecyclePolicy", need: all("BUCKET_UPDATE"), handle: (*Service).deleteLifecycle},
}

var objectRoutes = []route{
	{method: "GET", pattern: inBucket + "/o", operation: "ListObjects", need: all("OBJECT_INSPECT"), handle: (*Service).listObjects, public: true},
	{method: "GET", pattern: inBucket + "/objectversions", operation: "ListObjectVersions", need: all("OBJECT_INSPECT"), handle: (*Service).listVersions},
	{method: "PUT", pattern: inObject, operation: "PutObject", handle: (*Service).putObject, streams: true},
	{method: "GET", pattern: inObject, operation: "GetObject", need: all("OBJECT_READ"), handle: (*Service).getObject, public: true},
	{method: "HEAD", pattern: inObject, operation: "HeadObject", need: anyOf("OBJECT_INSPECT", "OBJECT_READ"), handle: (*Service).headObject, public: true},
	{method: "DELETE", pattern: inObject, operation: "DeleteObject", handle: (*Service).deleteObject},
	{method: "POST", pattern: actions + "/batchDeleteObjects", operation: "BatchDeleteObjects", need: all("OBJECT_DELETE"), handle: (*Service).batchDelete},
	{method: "POST", pattern: actions + "/renameObject", operation: "RenameObject", need: all("OBJECT_CREATE", "OBJECT_OVERWRITE"), names: "sourceName", handle: (*Service).renameObject},
	{method: "POST", pattern: actions + "/restoreObjects", operation: "RestoreObjects", need: all("OBJECT_RESTORE"), names: "objectName", handle: (*Service).restoreObjects},
	{method: "POST", pattern: actions + "/updateObjectStorageTier", operation: "UpdateObjectStorageTier", need: all("OBJECT_UPDATE_TIER"), names: "objectName", handle: (*Service).updateTier},
	{method: "POST", pattern: actions + "/reencrypt/{object...}", operation: "ReencryptObject", need: all("OBJECT_READ", "OBJECT_OVERWRITE"), handle: (*Service).reencryptObject},
	{method: "POST", pattern: actions + "/copyObject", operation: "CopyObject", need: all("OBJECT_READ"), names: "sourceObjectName", handle: (*Service).copyObject},
}

var uploadRoutes = []route{
	{method: "POST", pattern: inBucket + "/u", operation: "CreateMultipartUpload", need: all("OBJECT_CREATE", "OBJECT_OVERWRITE"), names: "object", handle: (*Service).createUpload},
	{method: "GET", pattern: inBucket + "/u", operation: "ListMultipartUploads", need: all("BUCKET_READ"), handle: (*Service).listUploads},
	{method: "PUT", pattern: inUpload, operation: "UploadPart", need: all("OBJECT_CREATE", "OBJECT_OVERWRITE"), handle: (*Service).uploadPart, streams: true},
	{method: "GET", pattern: inUpload, operation: "ListMultipartUploadParts", need: all("OBJECT_INSPECT"), handle: (*Service).listParts},
	{method: "POST", pattern: inUpload, operation: "CommitMultipartUpload", need: all("OBJECT_CREATE", "OBJECT_OVERWRITE"), handle: (*Service).commitUpload},
	{method: "DELETE", pattern: inUpload, operation: "AbortMultipartUpload", need: all("OBJECT_DELETE"), handle: (*Service).abortUpload},
}

var protectionRoutes = []route{
	{method: "POST", pattern: rules, operation: "CreateRetentionRule", handle: (*Service).createRule},
	{method: "GET", pattern: rules, operation: "ListRetentionRules", need: all("BUCKET_READ"), handle: (*Service).listRules},
	{method: "GET", pattern: rules + "/{id}", operation: "GetRetentionRule", need: all("BUCKET_READ"), handle: (*Service).getRule},
	{method: "PUT", pattern: rules + "/{id}", operation: "UpdateRetentionRule", handle: (*Service).updateRule},
	{method: "DELETE", pattern: rules + "/{id}", operation: "DeleteRetentionRule", need: all("BUCKET_UPDATE", "RETENTION_RULE_MANAGE"), handle: (*Service).deleteRule},
	{method: "POST", pattern: policies, operation: "CreateReplicationPolicy", need: all(replicationPermissions...), handle: (*Service).createPolicy},
	{method: "GET", pattern: policies, operation: "ListReplicationPolicies", need: all("BUCKET_READ"), handle: (*Service).listPolicies},
	{method: "GET", pattern: policies + "/{id}", operation: "GetReplicationPolicy", need: all("BUCKET_READ"), handle: (*Service).getPolicy},
	{method: "DELETE", pattern: policies + "/{id}", operation: "DeleteReplicationPolicy", need: all(replicationPermissions...), handle: (*Service).deletePolicy},
	{method: "GET", pattern: inBucket + "/replicationSources", operation: "ListReplicationSources", need: all("BUCKET_READ"), handle: (*Service).listSources},
	{method: "POST", pattern: inBucket + "/p", operation: "CreatePreauthenticatedRequest", need: all("PAR_MANAGE"), handle: (*Service).createPAR},
	{method: "GET", pattern: inBucket + "/p", operation: "ListPreauthenticatedRequests", need: anyOf("PAR_MANAGE", "BUCKET_READ"), handle: (*Service).listPARs},
	{method: "GET", pattern: inBucket + "/p/{id...}", operation: "GetPreauthenticatedRequest", need: anyOf("PAR_MANAGE", "BUCKET_READ"), handle: (*Service).getPAR},
	{method: "DELETE", pattern: inBucket + "/p/{id...}", operation: "DeletePreauthenticatedRequest", need: all("PAR_MANAGE"), handle: (*Service).deletePAR},
}

// replicationPermissions are needed at the source and at the destination alike.
var replicationPermissions = []string{
	"OBJECT_READ", "OBJECT_CREATE", "OBJECT_OVERWRITE", "OBJECT_INSPECT", "OBJECT_DELETE",
	"OBJECT_RESTORE", "BUCKET_READ", "BUCKET_UPDATE",
}

// match finds the operation of a method and an escaped path, with the values of the pattern's names. It takes the path
// apart itself: http.ServeMux would redirect object names such as "a//b" and "../a" to others.
func match(method, escaped string) (*route, map[string]string) {
	for i := range routes {
		if r := &routes[i]; r.method == method {
			if values, ok := r.values(escaped); ok {
				return r, values
			}
		}
	}
	return nil, nil
}

func (r *route) values(escaped string) (map[string]string, bool) {
	values := map[string]string{}
	rest := escaped
	for part := range strings.SplitSeq(strings.TrimPrefix(r.pattern, "/"), "/") {
		var ok bool
		if rest, ok = strings.CutPrefix(rest, "/"); !ok {
			return nil, false
		}
		segment := rest
		name, variable := strings.CutPrefix(part, "{")
		name, greedy := strings.CutSuffix(name, "...}")
		if !greedy {
			segment, _, _ = strings.Cut(rest, "/")
		}
		rest = rest[len(segment):]
		if !variable {
			if segment != part {
				return nil, false
			}
			continue
		}
		value, err := url.PathUnescape(segment)
		if err != nil || value == "" {
			return nil, false
		}
		values[strings.TrimSuffix(name, "}")] = value
	}
	// Oracle's reference writes collections with a slash at the end, "/n/" and "/n/{namespaceName}/b/", the SDKs without.
	return values, rest == "" || rest == "/"
}

// cutToken takes /p/{token} off the path of a request that comes through a pre-authenticated request.
func cutToken(escaped string) (token, rest string, ok bool) {
	after, ok := strings.CutPrefix(escaped, "/p/")
	if !ok {
		return "", "", false
	}
	token, rest, ok = strings.Cut(after, "/")
	return token, "/" + rest, ok
}

// resolve finds the request's operation.
func (q *request) resolve(escaped string) error {
	found, values := match(q.Method, escaped)
	if found == nil {
		return cloud.UnknownOperation(q.Call, "Object Storage")
	}
	q.route = found
	q.namespace, q.bucket, q.object, q.id = values["namespace"], values["bucket"], values["object"], values["id"]
	return nil
}

// reads says whether the operation changes nothing.
func (r *route) reads() bool { return r.method == http.MethodGet || r.method == http.MethodHead }
