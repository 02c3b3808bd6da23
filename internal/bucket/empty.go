package bucket

import (
	"context"
	"errors"
	"iter"
	"maps"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"golang.org/x/sync/errgroup"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/objectstore"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

const (
	emptyWorkers  = 16               // deletes at once
	emptyProgress = 10 * time.Second // between two lines of the log
)

// errNoProgress is a bucket that shows the same things again after they were deleted.
var errNoProgress = errors.New("the bucket still shows what was deleted")

// empty deletes everything in the bucket. The replication goes first, because it would repeat each deletion in the
// destination, which is another bucket; then multipart uploads and pre-authenticated requests, so that nothing comes in by
// them; then every version of every object with the delete markers. Everything is named by this bucket's own listings.
func (a api) empty(ctx context.Context) error {
	p := &progress{api: a, last: time.Now()}
	steps := []struct {
		what string
		list func(context.Context) iter.Seq2[func(context.Context) error, error]
	}{
		{"replication policies", a.policyDeletes},
		{"multipart uploads", a.uploads},
		{"pre-authenticated requests", a.parDeletes},
		{"object versions", a.versions},
	}
	for _, step := range steps {
		if err := p.clear(ctx, step.what, step.list); err != nil {
			return err
		}
	}
	return nil
}

// progress tells the log how far the emptying is.
type progress struct {
	api
	deleted atomic.Int64
	last    time.Time
}

// clear deletes what the listing shows until it shows nothing. It lists again after each round, because a listing that is
// walked while things go may skip some.
func (p *progress) clear(ctx context.Context, what string, list func(context.Context) iter.Seq2[func(context.Context) error, error]) error {
	const fruitless = 5
	for idle := 0; idle < fruitless; {
		found, deleted, err := p.round(ctx, what, list)
		if err != nil {
			return err
		}
		if found == 0 {
			return nil
		}
		if deleted == 0 { // a listing may lag behind
			idle++
			if err := pause(ctx, time.Second); err != nil {
				return err
			}
		}
	}
	return errNoProgress
}

// round deletes what one walk of the listing shows. What is already gone counts as found, not as deleted.
func (p *progress) round(ctx context.Context, what string, list func(context.Context) iter.Seq2[func(context.Context) error, error]) (found int, deleted int64, err error) {
	before := p.deleted.Load()
	workers, ctx := errgroup.WithContext(ctx)
	workers.SetLimit(emptyWorkers)
	for remove, err := range list(ctx) {
		if err != nil {
			return found, 0, first(workers.Wait(), err)
		}
		found++
		workers.Go(func() error {
			err := remove(ctx)
			if err == nil {
				p.deleted.Add(1)
			}
			if oci.IsNotFound(err) {
				return nil
			}
			return err
		})
		p.report(ctx, what)
	}
	err = workers.Wait()
	return found, p.deleted.Load() - before, err
}

func (p *progress) report(ctx context.Context, what string) {
	if time.Since(p.last) < emptyProgress {
		return
	}
	p.last = time.Now()
	fields := maps.Clone(p.Fields())
	fields["deleted"] = p.deleted.Load()
	tflog.Info(ctx, "emptying the bucket: deleting "+what, fields)
}

// first is the error that came first: a listing that fails because a worker has failed says nothing of its own.
func first(worker, listing error) error {
	if worker != nil {
		return worker
	}
	return listing
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// policyDeletes lists the replication policies, each as the request that deletes it. The destination is left as it is.
func (a api) policyDeletes(ctx context.Context) iter.Seq2[func(context.Context) error, error] {
	return deletes(a.Policies(ctx), func(ctx context.Context, policy objectstorage.ReplicationPolicySummary) error {
		return a.EndReplication(ctx, attribute.Value(policy.Id))
	})
}

// uploads lists the multipart uploads, each as the request that aborts it.
func (a api) uploads(ctx context.Context) iter.Seq2[func(context.Context) error, error] {
	return deletes(oci.Pages(ctx, func(ctx context.Context, page *string) ([]objectstorage.MultipartUpload, *string, error) {
		answer, err := a.Client.ListMultipartUploads(oci.Shield(ctx), objectstorage.ListMultipartUploadsRequest{
			NamespaceName: &a.Namespace, BucketName: &a.Name, Page: page, Limit: objectstore.PageSize,
		})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListMultipartUploads", a.Region, err)
	}), func(ctx context.Context, upload objectstorage.MultipartUpload) error {
		_, err := a.Client.AbortMultipartUpload(oci.Shield(ctx), objectstorage.AbortMultipartUploadRequest{
			NamespaceName: &a.Namespace, BucketName: &a.Name, ObjectName: upload.Object, UploadId: upload.UploadId,
		})
		return oci.Explain("AbortMultipartUpload", a.Region, err)
	})
}

// parDeletes lists the pre-authenticated requests, each as the request that deletes it.
func (a api) parDeletes(ctx context.Context) iter.Seq2[func(context.Context) error, error] {
	return deletes(oci.Pages(ctx, func(ctx context.Context, page *string) ([]objectstorage.PreauthenticatedRequestSummary, *string, error) {
		answer, err := a.Client.ListPreauthenticatedRequests(oci.Shield(ctx), objectstorage.ListPreauthenticatedRequestsRequest{
			NamespaceName: &a.Namespace, BucketName: &a.Name, Page: page, Limit: objectstore.PageSize,
		})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListPreauthenticatedRequests", a.Region, err)
	}), func(ctx context.Context, par objectstorage.PreauthenticatedRequestSummary) error {
		_, err := a.Client.DeletePreauthenticatedRequest(oci.Shield(ctx), objectstorage.DeletePreauthenticatedRequestRequest{
			NamespaceName: &a.Namespace, BucketName: &a.Name, ParId: par.Id,
		})
		return oci.Explain("DeletePreauthenticatedRequest", a.Region, err)
	})
}

// versions lists every version of every object and every delete marker, each as the request that deletes exactly it.
func (a api) versions(ctx context.Context) iter.Seq2[func(context.Context) error, error] {
	return deletes(oci.Pages(ctx, func(ctx context.Context, page *string) ([]objectstorage.ObjectVersionSummary, *string, error) {
		answer, err := a.Client.ListObjectVersions(oci.Shield(ctx), objectstorage.ListObjectVersionsRequest{
			NamespaceName: &a.Namespace, BucketName: &a.Name, Page: page, Limit: objectstore.PageSize,
		})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListObjectVersions", a.Region, err)
	}), func(ctx context.Context, version objectstorage.ObjectVersionSummary) error {
		_, err := a.Client.DeleteObject(oci.Shield(ctx), objectstorage.DeleteObjectRequest{
			NamespaceName: &a.Namespace, BucketName: &a.Name, ObjectName: version.Name, VersionId: version.VersionId,
		})
		return oci.Explain("DeleteObject", a.Region, err)
	})
}

// deletes makes of each thing listed the request that deletes it.
func deletes[T any](listed iter.Seq2[T, error], remove func(context.Context, T) error) iter.Seq2[func(context.Context) error, error] {
	return func(yield func(func(context.Context) error, error) bool) {
		for item, err := range listed {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(func(ctx context.Context) error { return remove(ctx, item) }, nil) {
				return
			}
		}
	}
}
