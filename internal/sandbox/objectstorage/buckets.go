package objectstorage

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

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
	if !s.config.CompartmentExists(*d.CompartmentID) {
		return compartmentNotFound(*d.CompartmentID)
	}
	err := q.authorize(q.route.operation, all("BUCKET_CREATE"), *d.CompartmentID)
	if denied(err) {
		// Oracle's wording leaves open which of the two it was, and so does its code.
		return bucketExists(q.namespace, *d.Name)
	}
	if err != nil {
		return err
	}
	b := newBucket(q.Region, *d.CompartmentID, *d.Name)
	if err := d.apply(b); err != nil {
		return err
	}
	if err := s.insert(b, q.Principal.ID); err != nil {
		return err
	}
	q.w.Header().Set("location", "/n/"+q.namespace+"/b/"+b.name)
	return q.writeBucket(b.name, nil)
}

// AddBucket creates a bucket with Oracle's defaults, as a seed or a test does, without a request.
func (s *Service) AddBucket(regionName, compartment, name string) error {
	r, ok := region.ByName(regionName)
	if !ok || !s.subscribed(regionName) {
		return badRequest("InvalidRegion", "The region '%s' is not one of the tenancy's", regionName)
	}
	if !s.config.CompartmentExists(compartment) {
		return compartmentNotFound(compartment)
	}
	if err := checkBucketName(name); err != nil {
		return err
	}
	return s.insert(newBucket(r, compartment, name), s.config.TenancyOCID)
}

// insert makes b exist.
func (s *Service) insert(b *bucket, createdBy string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.site(b.region)
	if at.buckets[b.name] != nil {
		return bucketExists(s.config.Namespace, b.name)
	}
	if len(at.buckets) >= maxBuckets {
		return badRequest("TooManyBuckets", "The tenancy has %d buckets in this region, which is its limit", maxBuckets)
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
		j = b.json(q.namespace, fields)
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

func (s *Service) listBuckets(q *request) error {
	compartment := q.URL.Query().Get("compartmentId")
	if compartment == "" {
		return badRequest("MissingCompartmentId", "The parameter compartmentId is required")
	}
	fields, err := fieldsOf(q.URL.Query()["fields"], "tags")
	if err != nil {
		return err
	}
	if !s.config.CompartmentExists(compartment) {
		return compartmentNotFound(compartment)
	}
	if err := q.authorize(q.route.operation, all("BUCKET_INSPECT"), compartment); denied(err) {
		return namespaceNotFound()
	} else if err != nil {
		return err
	}
	buckets, err := page(q, s.bucketsIn(q.Region.Name, compartment), cloud.Limits{Default: 25, Max: 1000}, func(b bucketJSON) string { return b.Name })
	if err != nil {
		return err
	}
	summaries := make([]bucketSummary, 0, len(buckets))
	for _, b := range buckets {
		summaries = append(summaries, b.summary(fields["tags"]))
	}
	return q.writeJSON(summaries)
}

// bucketsIn returns a compartment's buckets in a region, by name.
func (s *Service) bucketsIn(regionName, compartment string) []bucketJSON {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var found []bucketJSON
	if at := s.sites[regionName]; at != nil {
		for _, b := range at.buckets {
			if b.compartment == compartment {
				found = append(found, b.json(s.config.Namespace, nil))
			}
		}
	}
	slices.SortFunc(found, func(a, b bucketJSON) int { return strings.Compare(a.Name, b.Name) })
	return found
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
	var from string
	err := q.view(func(b *bucket) error {
		from = b.compartment
		return nil
	})
	if err != nil || from == to {
		return err
	}
	if !q.service.config.CompartmentExists(to) {
		return compartmentNotFound(to)
	}
	err = q.authorize(q.route.operation, all("BUCKET_CREATE"), to)
	if denied(err) {
		return compartmentNotFound(to)
	}
	return err
}

func (s *Service) deleteBucket(q *request) error {
	err := q.change(func(b *bucket) error {
		if err := conditionOf(q.Header).forWrite(b.etag); err != nil {
			return err
		}
		if err := b.checkDelete(q.namespace); err != nil {
			return err
		}
		delete(s.sites[b.region.Name].buckets, b.name)
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

// bucketSummary is a bucket in a list; the tags are null unless they are asked for.
type bucketSummary struct {
	Namespace     string                     `json:"namespace"`
	Name          string                     `json:"name"`
	CompartmentID string                     `json:"compartmentId"`
	CreatedBy     string                     `json:"createdBy"`
	TimeCreated   time.Time                  `json:"timeCreated"`
	ETag          string                     `json:"etag"`
	FreeformTags  *map[string]string         `json:"freeformTags"`
	DefinedTags   *map[string]map[string]any `json:"definedTags"`
	BucketScope   string                     `json:"bucketScope"`
}

func (j bucketJSON) summary(tags bool) bucketSummary {
	s := bucketSummary{
		Namespace:     j.Namespace,
		Name:          j.Name,
		CompartmentID: j.CompartmentID,
		CreatedBy:     j.CreatedBy,
		TimeCreated:   j.TimeCreated,
		ETag:          j.ETag,
		BucketScope:   j.BucketScope,
	}
	if tags {
		s.FreeformTags, s.DefinedTags = &j.FreeformTags, &j.DefinedTags
	}
	return s
}

// fieldsOf reads a comma-separated list of the names of members, in any case.
func fieldsOf(values []string, known ...string) (map[string]bool, error) {
	asked := map[string]bool{}
	for _, name := range strings.Split(strings.Join(values, ","), ",") {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, name) })
		if i < 0 {
			return nil, badRequest("InvalidAttributeName", "The parameter fields takes %s, not '%s'", strings.Join(known, ", "), name)
		}
		asked[known[i]] = true
	}
	return asked, nil
}

// cloned keeps what is stored apart from what was sent.
func cloned[M ~map[K]V, K comparable, V any](m M) M {
	if m == nil {
		return M{}
	}
	return maps.Clone(m)
}
