package objectstorage

import (
	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

var _ cloud.Metered = (*Service)(nil)

const (
	bucketCount  = "bucket-count"
	storageBytes = "storage-bytes"
)

// Limits implements cloud.Metered. Of Object Storage's quotas Oracle documents storage-bytes only: whether the number of buckets
// takes one, and whether no bytes means no empty bucket, is not known, so a quota stops neither here. What the service stores
// itself, as copies and replicas, is not held against quotas either: nothing says that it is.
func (s *Service) Limits() []cloud.Limit {
	return []cloud.Limit{
		{Service: "object-storage", Name: bucketCount, Description: "Buckets", Value: maxBuckets},
		{Service: "object-storage", Name: storageBytes, Description: "Storage in bytes", Families: []string{"object-storage"}, Value: 1 << 50},
	}
}

// Used implements cloud.Metered.
func (s *Service) Used(limit string, r region.Region, in func(compartment string) bool) int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.used(limit, r, in)
}

// used is Used under the lock.
func (s *Service) used(limit string, r region.Region, in func(string) bool) (sum int64) {
	for where, at := range s.sites {
		if where.region != r.Name {
			continue
		}
		for _, b := range at.buckets {
			switch {
			case !in(b.compartment):
			case limit == bucketCount:
				sum++
			default:
				sum += b.stored()
			}
		}
	}
	return sum
}

// stored is the bytes of all versions, and of the parts of what is still being uploaded.
func (b *bucket) stored() int64 {
	sum := b.bytes
	for _, u := range b.uploads {
		for _, p := range u.parts {
			sum += p.content.size
		}
	}
	return sum
}

// reserve holds bytes that are about to be stored in a bucket against the quotas. The caller holds the lock.
func (q *request) reserve(b *bucket, bytes int64) error {
	return q.Reserve(cloud.Usage{
		Service: "object-storage", Limit: storageBytes, Compartment: b.compartment, Amount: bytes,
		InUse: func(in func(string) bool) int64 { return q.service.used(storageBytes, b.region, in) },
	})
}
