package objectstorage

import (
	"net/http"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// findPolicy runs do with the bucket whose policy the request names.
func (q *request) findPolicy(do func(b *bucket) error) error {
	return q.change(func(b *bucket) error {
		if b.policy == nil || b.policy.id != q.id {
			return notFound("replication policy", q.id)
		}
		return do(b)
	})
}

func (s *Service) getPolicy(q *request) error {
	var j policyJSON
	err := q.findPolicy(func(b *bucket) error {
		j = s.policyJSON(b, s.now())
		return nil
	})
	if err != nil {
		return err
	}
	return q.writeJSON(j)
}

func (s *Service) listPolicies(q *request) error {
	var list []policyJSON
	err := q.view(func(b *bucket) error {
		if b.policy != nil {
			list = append(list, s.policyJSON(b, s.now()))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return writePage(q, list, func(p policyJSON) string { return p.ID })
}

// deletePolicy ends the replication at the source. The destination stays read-only until it is made writable.
func (s *Service) deletePolicy(q *request) error {
	err := q.findPolicy(func(b *bucket) error {
		if to := s.bucketIn(b.namespace, b.policy.region, b.policy.bucket); to != nil && to.source != nil && to.source.policyID == b.policy.id {
			to.source = nil
		}
		delete(s.policies, b.policy.id)
		b.policy = nil
		return nil
	})
	if err != nil {
		return err
	}
	return q.noContent()
}

func (s *Service) listSources(q *request) error {
	type sourceJSON struct {
		PolicyName string `json:"policyName"`
		Region     string `json:"sourceRegionName"`
		Bucket     string `json:"sourceBucketName"`
	}
	var list []sourceJSON
	err := q.view(func(b *bucket) error {
		if b.source != nil {
			list = append(list, sourceJSON{b.source.policyName, b.source.region, b.source.bucket})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return writePage(q, list, func(j sourceJSON) string { return j.Region + "/" + j.Bucket })
}

// makeBucketWritable ends the replication at the destination. The source's policy remains, in error.
func (s *Service) makeBucketWritable(q *request) error {
	err := q.change(func(b *bucket) error {
		if !b.readOnly {
			return cloud.Errorf(http.StatusConflict, "BucketNotReadOnly", "Bucket '%s' in namespace '%s' is not in read-only state", b.name, q.namespace)
		}
		if b.source != nil {
			if from := s.policies[b.source.policyID]; from != nil {
				from.policy.linked, from.policy.stopped, from.policy.pending = false, true, map[string]time.Time{}
			}
		}
		b.readOnly, b.source = false, nil
		return nil
	})
	if err != nil {
		return err
	}
	return q.noContent()
}
