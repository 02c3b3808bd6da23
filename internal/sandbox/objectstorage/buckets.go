package objectstorage

import (
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// maxBuckets is Oracle's default limit of buckets in a tenancy's region.
const maxBuckets = 10_000

func (s *Service) createBucket(q *request) error {
	var d bucketDetails
	if err := q.readJSON(&d); err != nil {
		return err
	}
	if err := d.checkCreate(q.namespace); err != nil {
		return err
	}
	if !q.tenancy.has(*d.CompartmentID) {
		return compartmentNotFound(*d.CompartmentID)
	}
	err := q.authorizeOn(all("BUCKET_CREATE"), *d.CompartmentID, *d.Name, "")
	if denied(err) {
		// Oracle's wording leaves open which of the two it was, and so does its code.
		return bucketExists(q.namespace, *d.Name)
	}
	if err != nil {
		return err
	}
	if err := q.useKey(q.Region, deref(d.KMSKeyID)); err != nil {
		return err
	}
	b := newBucket(q.namespace, q.Region, *d.CompartmentID, *d.Name)
	if err := d.apply(b); err != nil {
		return err
	}
	if err := s.insert(b, q.Principal.ID, q.Reserve); err != nil {
		return err
	}
	q.w.Header().Set("location", "/n/"+q.namespace+"/b/"+b.name)
	return q.writeBucket(b.name, nil)
}

// AddBucket creates a bucket with Oracle's defaults, as a seed or a test does, without a request.
func (s *Service) AddBucket(regionName, compartment, name string) error {
	owner := s.owner(compartment)
	if owner == nil {
		return compartmentNotFound(compartment)
	}
	r, ok := region.ByName(regionName)
	if !ok || !owner.subscribed(regionName) {
		return badRequest("InvalidRegion", "The region '%s' is not one of the tenancy's", regionName)
	}
	if err := checkBucketName(name); err != nil {
		return err
	}
	return s.insert(newBucket(owner.Namespace, r, compartment, name), owner.OCID, func(cloud.Usage) error { return nil })
}

// insert makes b exist, if what limits buckets leaves room for it.
func (s *Service) insert(b *bucket, createdBy string, reserve func(cloud.Usage) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.site(b.namespace, b.region)
	if at.buckets[b.name] != nil {
		return bucketExists(b.namespace, b.name)
	}
	if len(at.buckets) >= maxBuckets {
		return badRequest("TooManyBuckets", "The tenancy has %d buckets in this region, which is its limit", maxBuckets)
	}
	if err := reserve(s.more(bucketCount, b, 1)); err != nil {
		return err
	}
	b.id, b.etag = cloud.NewOCID("bucket", b.region), newETag()
	b.created, b.createdBy = s.now(), createdBy
	at.buckets[b.name] = b
	return nil
}

func (s *Service) getBucket(q *request) error {
	fields, err := fieldsOf(q.URL.Query()["fields"], "approximateCount", "approximateSize", "autoTiering")
	if err != nil {
		return err
	}
	return q.writeBucket(q.bucket, fields)
}

// writeBucket answers with a bucket as it is now.
func (q *request) writeBucket(name string, fields map[string]bool) error {
	q.bucket = name
	var j bucketJSON
	err := q.view(func(b *bucket) error {
		j = b.json(fields)
		if q.route.reads() {
			return conditionOf(q.Header).forRead(b.etag)
		}
		return nil
	})
	if err != nil {
		return err
	}
	q.setETag(j.ETag)
	return q.writeJSON(j)
}

func (s *Service) headBucket(q *request) error {
	err := q.view(func(b *bucket) error {
		q.setETag(b.etag)
		return conditionOf(q.Header).forRead(b.etag)
	})
	if err != nil {
		return err
	}
	q.w.WriteHeader(http.StatusOK)
	return nil
}

func (s *Service) updateBucket(q *request) error {
	var d bucketDetails
	if err := q.readJSON(&d); err != nil {
		return err
	}
	if err := d.checkUpdate(q.namespace, q.bucket); err != nil {
		return err
	}
	if d.CompartmentID != nil {
		if err := q.authorizeMove(*d.CompartmentID); err != nil {
			return err
		}
	}
	if err := q.useKey(q.Region, deref(d.KMSKeyID)); err != nil {
		return err
	}
	err := q.change(func(b *bucket) error {
		if err := conditionOf(q.Header).forWrite(b.etag); err != nil {
			return err
		}
		changed := *b
		if err := d.apply(&changed); err != nil {
			return err
		}
		changed.etag = newETag()
		*b = changed
		return nil
	})
	if err != nil {
		return err
	}
	return q.writeBucket(q.bucket, nil)
}

// authorizeMove asks whether the bucket may come to be in another compartment.
func (q *request) authorizeMove(to string) error {
	from, err := q.compartment()
	if err != nil || from == to {
		return err
	}
	if !q.tenancy.has(to) {
		return compartmentNotFound(to)
	}
	err = q.authorize(all("BUCKET_CREATE"), to)
	if denied(err) {
		return compartmentNotFound(to)
	}
	return err
}
