package objectstorage

import (
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// copyDetails is the body of CopyObject.
type copyDetails struct {
	Source        string            `json:"sourceObjectName"`
	SourceMatch   string            `json:"sourceObjectIfMatchETag"`
	SourceVersion string            `json:"sourceVersionId"`
	Region        string            `json:"destinationRegion"`
	Namespace     string            `json:"destinationNamespace"`
	Bucket        string            `json:"destinationBucket"`
	Object        string            `json:"destinationObjectName"`
	Match         string            `json:"destinationObjectIfMatchETag"`
	NoneMatch     string            `json:"destinationObjectIfNoneMatchETag"`
	Metadata      map[string]string `json:"destinationObjectMetadata"`
	Tier          string            `json:"destinationObjectStorageTier"`

	meta map[string]string
	to   region.Region
	key  sse
}

// copyObject begins a copy. What is known to be impossible is refused at once; what comes to be so fails the work request.
func (s *Service) copyObject(q *request) error {
	var d copyDetails
	if err := q.readJSON(&d); err != nil {
		return err
	}
	if err := d.check(q); err != nil {
		return err
	}
	var compartment string
	err := q.view(func(b *bucket) error {
		compartment = b.compartment
		_, err := d.source(q, b)
		return err
	})
	if err != nil {
		return err
	}
	if err := d.authorizeDestination(q); err != nil {
		return err
	}
	if err := granted(q.Call, compartment, q.bucket, "OBJECT_READ"); err != nil {
		return err
	}
	run := func() error { return q.withBucket(func(b *bucket) error { return d.run(q, b) }) }
	return q.begin("COPY_OBJECT", compartment, run,
		resource("READ", "object", q.Region, q.namespace, q.bucket, d.Source),
		resource("WRITTEN", "object", d.to, d.Namespace, d.Bucket, d.Object))
}

func (d *copyDetails) check(q *request) error {
	if err := firstError(checkObjectName(d.Source), checkObjectName(d.Object)); err != nil {
		return err
	}
	var ok bool
	if d.to, ok = region.ByName(d.Region); !ok || !q.tenancy.subscribed(d.Region) {
		return badRequest("InvalidRegion", "The destination region '%s' does not exist, or the tenancy is not subscribed to it", d.Region)
	}
	if to := q.service.namespace(d.Namespace); to == nil || !to.subscribed(d.Region) {
		return bucketNotFound(d.Namespace, d.Bucket)
	}
	if d.Metadata != nil {
		var err error
		if d.meta, err = metaOf(d.Metadata); err != nil {
			return err
		}
	}
	var err error
	d.key, err = q.uploadSSE(q.Header, d.to)
	return err
}

// source finds the version to copy.
func (d *copyDetails) source(q *request, b *bucket) (*version, error) {
	v := b.find(d.Source, d.SourceVersion)
	if v == nil || v.deleteMarker {
		return nil, objectNotFound(q.namespace, b.name, d.Source)
	}
	if err := (condition{match: d.SourceMatch}).forWrite(v.etag); err != nil {
		return nil, err
	}
	if !v.readable(q.service.now()) {
		return nil, cloud.Errorf(http.StatusConflict, "NotRestored", "The object '%s' is archived; restore it before copying it", d.Source)
	}
	return v, v.sse.open(q.Header, "opc-source-")
}

// authorizeDestination asks whether the caller may write at the destination, which depends on whether there is such an object,
// and refuses a destination that takes no writes.
func (d *copyDetails) authorizeDestination(q *request) error {
	q.service.mu.RLock()
	b := q.service.bucketIn(d.Namespace, d.Region, d.Bucket)
	var compartment string
	var err error
	needed := all("OBJECT_CREATE")
	if b != nil {
		compartment = b.compartment
		err = b.checkTier(d.Tier)
		if b.current(d.Object) != nil {
			needed = all("OBJECT_OVERWRITE")
		}
	}
	q.service.mu.RUnlock()
	if b == nil {
		return bucketNotFound(d.Namespace, d.Bucket)
	}
	if err != nil {
		return err
	}
	err = q.authorizeOn(needed, compartment, d.Bucket, d.Object)
	if denied(err) {
		return bucketNotFound(d.Namespace, d.Bucket)
	}
	return firstError(err, granted(q.Call, compartment, d.Bucket, needed[0]...))
}

// run copies. The lock is held: the content is shared and not copied, whatever its size.
func (d *copyDetails) run(q *request, from *bucket) error {
	v, err := d.source(q, from)
	if err != nil {
		return err
	}
	to := q.service.bucketIn(d.Namespace, d.Region, d.Bucket)
	if to == nil {
		return bucketNotFound(d.Namespace, d.Bucket)
	}
	if err := q.service.config.World.ReserveFar(q.Call, to.region, q.service.more(storageBytes, to, v.content.size)); err != nil {
		return err
	}
	now := q.service.now()
	switch {
	case to.readOnly:
		return bucketReadOnly(to, d.Namespace)
	case to.holdsWrite(d.Object, now):
		return retained(d.Object)
	}
	if err := (condition{match: d.Match, noneMatch: d.NoneMatch}).forWrite(to.etagOf(d.Object)); err != nil {
		return err
	}
	written := v.copied(now)
	written.tier, written.sse = d.Tier, d.key
	if d.meta != nil {
		written.headers.Meta = d.meta
	}
	q.finishPut(to, d.Object, written)
	return nil
}
