package objectstorage

import (
	"errors"
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Codes and statuses are Oracle's. Where Oracle's own wording is publicly known it is used word for word. No public
// source tells the codes for a rule that excludes another feature (versioning, retention, replication) nor for a locked
// rule: those are 409 Conflict here, a code that Object Storage has.

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
