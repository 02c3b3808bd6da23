package objectstorage

import (
	"net/http"
	"regexp"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// policy replicates a bucket to another: what is written after the policy was created, and every deletion.
type policy struct {
	id, name        string
	region, bucket  string // the destination
	created, active time.Time
	linked          bool                 // the destination has taken the part
	stopped         bool                 // the destination was made writable: only a new policy replicates again
	pending         map[string]time.Time // names that changed, and when their change is to arrive
	synced          time.Time            // what was changed before then has arrived
}

// source is what a destination knows of its replication.
type source struct {
	policyID, policyName, region, bucket string
}

// policyJSON is a replication policy on the wire.
type policyJSON struct {
	ID                string    `json:"id"`
	Name              string    `json:"name"`
	DestinationRegion string    `json:"destinationRegionName"`
	DestinationBucket string    `json:"destinationBucketName"`
	TimeCreated       time.Time `json:"timeCreated"`
	TimeLastSync      time.Time `json:"timeLastSync"`
	Status            string    `json:"status"`
	StatusMessage     string    `json:"statusMessage"`
}

// The states of a policy. Oracle documents the last two; what it answers while a policy is being set up is not
// documented, and only a Pace of more than nothing shows it here.
const (
	policyCreating    = "CREATING"
	policyActive      = "ACTIVE"
	policyClientError = "CLIENT_ERROR"
)

var policyName = regexp.MustCompile(`^[A-Za-z0-9._-]{1,255}$`)

func (s *Service) createPolicy(q *request) error {
	var d struct {
		Name   string `json:"name"`
		Region string `json:"destinationRegionName"`
		Bucket string `json:"destinationBucketName"`
	}
	if err := q.readJSON(&d); err != nil {
		return err
	}
	if !policyName.MatchString(d.Name) {
		return badRequest("InvalidReplicationPolicyName", "The replication policy name '%s' must be only letters, numbers, dashes, underscores and periods", d.Name)
	}
	if _, ok := region.ByName(d.Region); !ok || !s.subscribed(d.Region) {
		return badRequest("InvalidRegion", "The destination region '%s' does not exist, or the tenancy is not subscribed to it", d.Region)
	}
	if err := checkBucketName(d.Bucket); err != nil {
		return err
	}
	if err := q.authorizeReplicationTo(d.Region, d.Bucket); err != nil {
		return err
	}
	now := s.now()
	p := &policy{
		id: newUUID(), name: d.Name, region: d.Region, bucket: d.Bucket,
		created: now, active: now.Add(s.config.Pace.ReplicationPolicy), synced: now, pending: map[string]time.Time{},
	}
	var answer policyJSON
	err := q.change(func(b *bucket) error {
		if err := s.checkPolicy(b, p); err != nil {
			return err
		}
		b.policy = p
		s.policies[p.id] = b
		s.link(b)
		answer = s.policyJSON(b, now)
		return nil
	})
	if err != nil {
		return err
	}
	return q.writeJSON(answer)
}

// authorizeReplicationTo asks whether the caller may replicate to a bucket. One that does not exist is not asked about.
func (q *request) authorizeReplicationTo(regionName, name string) error {
	q.service.mu.RLock()
	b := q.service.bucketIn(regionName, name)
	var compartment string
	if b != nil {
		compartment = b.compartment
	}
	q.service.mu.RUnlock()
	if b == nil {
		return nil
	}
	err := q.authorize(q.route.operation, all(replicationPermissions...), compartment)
	if denied(err) {
		return bucketNotFound(q.namespace, name)
	}
	return err
}

// checkPolicy refuses what Oracle's constraints exclude: a second policy, a second source, a chain, and a destination
// whose own features would change what is replicated.
func (s *Service) checkPolicy(b *bucket, p *policy) error {
	policyConflict := func(format string, args ...any) error {
		return cloud.Errorf(http.StatusConflict, "ReplicationPolicyConflict", format, args...)
	}
	switch {
	case b.policy != nil:
		return policyConflict("The bucket '%s' has a replication policy already: '%s'", b.name, b.policy.name)
	case b.readOnly:
		return policyConflict("The bucket '%s' is a replication destination and cannot be a source as well", b.name)
	case p.region == b.region.Name && p.bucket == b.name:
		return badRequest("InvalidReplicationOptions", "A bucket cannot be replicated to itself")
	}
	if to := s.bucketIn(p.region, p.bucket); to != nil {
		return to.checkDestination()
	}
	return nil
}

// checkDestination says whether a bucket can become a destination.
func (b *bucket) checkDestination() error {
	options := func(format string, args ...any) error {
		return cloud.Errorf(http.StatusConflict, "ReplicationOptionsConflict", format, args...)
	}
	switch {
	case b.readOnly:
		return options("The destination bucket '%s' is a replication destination already", b.name)
	case b.policy != nil:
		return options("The destination bucket '%s' is a replication source and cannot be a destination as well", b.name)
	case b.versioning == enabled:
		return options("The destination bucket '%s' has versioning enabled", b.name)
	case len(b.rules) > 0:
		return options("The destination bucket '%s' has retention rules", b.name)
	}
	return nil
}

// link makes the destination of b's policy read-only, as soon as there is one that can take the part.
func (s *Service) link(b *bucket) {
	p := b.policy
	to := s.bucketIn(p.region, p.bucket)
	if p.linked || p.stopped || to == nil || to.checkDestination() != nil {
		return
	}
	p.linked = true
	to.readOnly = true
	to.source = &source{policyID: p.id, policyName: p.name, region: b.region.Name, bucket: b.name}
}

// policyJSON shows b's policy.
func (s *Service) policyJSON(b *bucket, now time.Time) policyJSON {
	p := b.policy
	status, message := s.policyStatus(p, now)
	return policyJSON{
		ID: p.id, Name: p.name, DestinationRegion: p.region, DestinationBucket: p.bucket,
		TimeCreated: p.created, TimeLastSync: p.synced, Status: status, StatusMessage: message,
	}
}

func (s *Service) policyStatus(p *policy, now time.Time) (status, message string) {
	switch {
	case p.stopped:
		return policyClientError, "The destination bucket '" + p.bucket + "' was made writable. Delete this policy and create a new one to replicate to it again."
	case !p.linked:
		to := s.bucketIn(p.region, p.bucket)
		if to == nil {
			return policyClientError, "The destination bucket '" + p.bucket + "' does not exist in region '" + p.region + "'. Create the bucket."
		}
		return policyClientError, cloud.AsError(to.checkDestination()).Message
	case now.Before(p.active):
		return policyCreating, "The policy is being created."
	default:
		return policyActive, "The policy is active."
	}
}

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
		if to := s.bucketIn(b.policy.region, b.policy.bucket); to != nil && to.source != nil && to.source.policyID == b.policy.id {
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

// writePage answers with a page of a list that is sorted by key.
func writePage[T any](q *request, list []T, key func(T) string) error {
	list, err := page(q, list, cloud.Limits{Default: 100, Max: 1000}, key)
	if err != nil {
		return err
	}
	return q.writeJSON(list)
}
