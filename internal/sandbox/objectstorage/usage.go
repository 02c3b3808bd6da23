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

// Limits implements cloud.Metered. Of Object Storage's quotas Oracle documents storage-bytes only. Whether the number of buckets
// takes one is not known, and it does not here unless the Config says so; whether no bytes means no empty bucket is not either, and
// it does not. What the service stores itself, as copies and replicas, is held against quotas only where the World says that they
// reach so far.
func (s *Service) Limits() []cloud.Limit {
	family, buckets := []string{"object-storage"}, []string(nil)
	if s.config.BucketQuotas {
		buckets = family
	}
	return []cloud.Limit{
		{Service: "object-storage", Name: bucketCount, Description: "Buckets", Families: buckets, Value: maxBuckets},
		{Service: "object-storage", Name: storageBytes, Description: "Storage in bytes", Families: family, Value: 1 << 50},
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
	return q.Reserve(q.service.more(storageBytes, b, bytes))
}

// more is what is used more of a limit where a bucket is. The caller holds the lock while it is reserved.
func (s *Service) more(limit string, b *bucket, amount int64) cloud.Usage {
	return cloud.Usage{
		Service: "object-storage", Limit: limit, Compartment: b.compartment, Amount: amount,
		InUse: func(in func(string) bool) int64 { return s.used(limit, b.region, in) },
	}
}
