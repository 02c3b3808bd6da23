package objectstorage

import (
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// changed notes that a name in b is not what it was, for the bucket's replication. The caller holds the lock.
func (s *Service) changed(b *bucket, name string) {
	if b.policy != nil && !b.policy.stopped {
		b.policy.pending[name] = s.now().Add(s.config.Pace.Replication)
	}
}

// replicate brings to the destination of b's policy what is due there.
func (s *Service) replicate(b *bucket, now time.Time) {
	p := b.policy
	s.link(b)
	if status, _ := s.policyStatus(b, now); status != policyActive {
		return
	}
	to := s.bucketIn(b.namespace, p.region, p.bucket)
	for name, due := range p.pending {
		// What there is no room for stays behind until there is.
		if !due.After(now) && s.fits(p.call(now), to, b.current(name)) {
			to.mirror(name, b.current(name), now)
			delete(p.pending, name)
		}
	}
	p.synced = now
	for _, due := range p.pending {
		if at := due.Add(-s.config.Pace.Replication); at.Before(p.synced) {
			p.synced = at
		}
	}
}

// fits says whether quotas leave room for a replica, where they reach so far.
func (s *Service) fits(c *cloud.Call, to *bucket, v *version) bool {
	return v == nil || s.config.World.ReserveFar(c, to.region, s.more(storageBytes, to, v.content.size)) == nil
}

// mirror makes a name in the destination what it is at the source; v is nil where it was deleted. A replica has its
// source's etag, hashes and headers; its times and its tier are its own. What is encrypted with a customer's key stays
// behind, because nobody here has the key.
func (b *bucket) mirror(name string, v *version, now time.Time) {
	switch {
	case v == nil:
		if b.current(name) != nil {
			b.remove(name, now)
		}
	case v.sse.keySHA256 == "" && b.etagOf(name) != v.etag:
		replica := v.copied(now)
		replica.etag, replica.tier, replica.sse = v.etag, b.storageTier, sse{}
		b.put(name, replica)
	}
}
