package objectstorage

import (
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

func (s *Service) deleteBucket(q *request) error {
	err := q.change(func(b *bucket) error {
		if err := conditionOf(q.Header).forWrite(b.etag); err != nil {
			return err
		}
		if err := b.checkDelete(q.namespace); err != nil {
			return err
		}
		delete(s.sites[location{b.namespace, b.region.Name}].buckets, b.name)
		return nil
	})
	if err != nil {
		return err
	}
	return q.noContent()
}

// checkDelete refuses the deletion of a bucket that holds anything. Expired pre-authenticated requests count too.
func (b *bucket) checkDelete(namespace string) error {
	switch {
	case b.readOnly:
		return bucketReadOnly(b, namespace)
	case b.policy != nil:
		return cloud.Errorf(http.StatusForbidden, "BucketReplicationEnabled",
			"Bucket '%s' in namespace '%s' is a replication source. Delete its replication policy first.", b.name, namespace)
	case len(b.objects) > 0:
		return cloud.Errorf(http.StatusConflict, "BucketNotEmpty", "Bucket named '%s' is not empty. Delete all object versions first.", b.name)
	case len(b.uploads) > 0:
		return cloud.Errorf(http.StatusConflict, "BucketNotEmpty",
			"Bucket named '%s' has pending multipart uploads. Stop all multipart uploads first.", b.name)
	case len(b.pars) > 0:
		return cloud.Errorf(http.StatusConflict, "PreauthenticatedRequestStillExists",
			"Bucket named '%s' has pre-authenticated requests. Delete all pre-authenticated requests first.", b.name)
	}
	return nil
}
