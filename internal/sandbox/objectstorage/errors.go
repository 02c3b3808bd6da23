package objectstorage

import (
	"errors"
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Codes and statuses are Oracle's, and so is the wording where it is publicly known. No public source was found for
// these, and their answers are chosen from the codes that Object Storage has:
//   - features that exclude each other (versioning and retention rules), and changes of a locked rule: 409 Conflict
//   - a retention rule's duration or lock out of bounds, and a customer's key that does not fit: 400 InvalidParameter
//   - a pre-authenticated request that does not exist or has expired: 401 NotAuthenticated
//   - a replication policy, retention rule or work request that does not exist: 404 NotFound

func bucketNotFound(namespace, bucket string) *cloud.Error {
	return cloud.Errorf(http.StatusNotFound, "BucketNotFound",
		"Either the bucket named '%s' does not exist in the namespace '%s' or you are not authorized to access it", bucket, namespace)
}

func bucketExists(namespace, bucket string) *cloud.Error {
	return cloud.Errorf(http.StatusConflict, "BucketAlreadyExists",
		"Either the bucket '%s' in namespace '%s' already exists or you are not authorized to create it", bucket, namespace)
}

func bucketReadOnly(b *bucket, namespace string) *cloud.Error {
	return cloud.Errorf(http.StatusForbidden, "BucketIsReadonly", "Bucket '%s' in namespace '%s' is in read-only state", b.name, namespace)
}

func namespaceNotFound() *cloud.Error {
	return cloud.Errorf(http.StatusNotFound, "NamespaceNotFound",
		"You do not have authorization to perform this request, or the requested resource could not be found.")
}

func compartmentNotFound(ocid string) *cloud.Error {
	return cloud.Errorf(http.StatusNotFound, "CompartmentIdNotFound",
		"Either the compartment with id '%s' does not exist or you are not authorized to access it", ocid)
}

func objectNotFound(namespace, bucket, object string) *cloud.Error {
	return cloud.Errorf(http.StatusNotFound, "ObjectNotFound",
		"The object '%s' does not exist in bucket '%s' with namespace '%s'", object, bucket, namespace)
}

func uploadNotFound(id string) *cloud.Error {
	return cloud.Errorf(http.StatusNotFound, "UploadNotFound", "No such upload: '%s'", id)
}

func notFound(what, id string) *cloud.Error {
	return cloud.Errorf(http.StatusNotFound, "NotFound", "The %s '%s' does not exist", what, id)
}

func retained(object string) *cloud.Error {
	return cloud.Errorf(http.StatusForbidden, "RetentionRuleViolation",
		"The object '%s' is protected by a retention rule of its bucket and can neither be modified nor deleted", object)
}

func conflict(format string, args ...any) *cloud.Error {
	return cloud.Errorf(http.StatusConflict, "Conflict", format, args...)
}

func badRequest(code, format string, args ...any) *cloud.Error {
	return cloud.Errorf(http.StatusBadRequest, code, format, args...)
}

func ifMatchFailed() *cloud.Error {
	return cloud.Errorf(http.StatusPreconditionFailed, "IfMatchFailed", "The If-Match header does not match the ETag of the entity")
}

func ifNoneMatchFailed() *cloud.Error {
	return cloud.Errorf(http.StatusPreconditionFailed, "IfNoneMatchFailed", "The If-None-Match header matches an existing entity")
}

// denied says whether err is an Authorizer's answer that hides what exists, which each operation words in its own way.
func denied(err error) bool {
	e := new(cloud.Error)
	return errors.As(err, &e) && e.Status == http.StatusNotFound
}

func keyMissing(bucket string) *cloud.Error {
	return cloud.Errorf(http.StatusNotFound, "KmsKeyIdNotProvided", "The bucket '%s' has no KMS key that its objects could be re-encrypted with", bucket)
}
