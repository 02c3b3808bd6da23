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

	authorizer cloud.Authorizer // says whether Object Storage still may
	reserver   cloud.Reserver   // and whether there is room
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

const maxPolicyName = 255

var policyName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

// policyDetails is the body of CreateReplicationPolicy.
type policyDetails struct {
	Name   string `json:"name"`
	Region string `json:"destinationRegionName"`
	Bucket string `json:"destinationBucketName"`
}

func (d *policyDetails) check(t *Tenancy) error {
	if len(d.Name) > maxPolicyName || !policyName.MatchString(d.Name) {
		return badRequest("InvalidReplicationPolicyName", "The replication policy name '%s' must be only letters, numbers, dashes, underscores and periods", d.Name)
	}
	if _, ok := region.ByName(d.Region); !ok || !t.subscribed(d.Region) {
		return badRequest("InvalidRegion", "The destination region '%s' does not exist, or the tenancy is not subscribed to it", d.Region)
	}
	return checkBucketName(d.Bucket)
}

func (s *Service) createPolicy(q *request) error {
	var d policyDetails
	if err := q.readJSON(&d); err != nil {
		return err
	}
	if err := d.check(q.tenancy); err != nil {
		return err
	}
	if err := q.authorizeReplicationTo(d.Region, d.Bucket); err != nil {
		return err
	}
	now := s.now()
	p := &policy{
		id: newUUID(), name: d.Name, region: d.Region, bucket: d.Bucket,
		created: now, active: now.Add(s.config.Pace.ReplicationPolicy), synced: now, pending: map[string]time.Time{},
		authorizer: q.Authorizer, reserver: q.Reserver,
	}
	var answer policyJSON
	err := q.change(func(b *bucket) error {
		if err := s.checkPolicy(b, p); err != nil {
			return err
		}
		if err := grantedReplication(q.Call, b, s.bucketIn(b.namespace, p.region, p.bucket)); err != nil {
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
	b := q.service.bucketIn(q.namespace, regionName, name)
	var compartment string
	if b != nil {
		compartment = b.compartment
	}
	q.service.mu.RUnlock()
	if b == nil {
		return nil
	}
	err := q.authorizeOn(all(replicationPermissions...), compartment, name, "")
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
	if to := s.bucketIn(b.namespace, p.region, p.bucket); to != nil {
		return to.checkDestination()
	}
	return nil
}

// checkDestination says whether a bucket can become a destination, as one can whose policy was deleted at the source.
func (b *bucket) checkDestination() error {
	options := func(format string, args ...any) error {
		return cloud.Errorf(http.StatusConflict, "ReplicationOptionsConflict", format, args...)
	}
	switch {
	case b.source != nil:
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

// call is what Object Storage does for a policy at a moment.
func (p *policy) call(now time.Time) *cloud.Call {
	return &cloud.Call{Authorizer: p.authorizer, Reserver: p.reserver, Now: now}
}

// link makes the destination of b's policy read-only, as soon as there is one that can take the part.
func (s *Service) link(b *bucket) {
	p := b.policy
	to := s.bucketIn(b.namespace, p.region, p.bucket)
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
	status, message := s.policyStatus(b, now)
	return policyJSON{
		ID: p.id, Name: p.name, DestinationRegion: p.region, DestinationBucket: p.bucket,
		TimeCreated: p.created, TimeLastSync: p.synced, Status: status, StatusMessage: message,
	}
}

func (s *Service) policyStatus(b *bucket, now time.Time) (status, message string) {
	p := b.policy
	switch {
	case p.stopped:
		return policyClientError, "The destination bucket '" + p.bucket + "' was made writable. Delete this policy and create a new one to replicate to it again."
	case !p.linked:
		to := s.bucketIn(b.namespace, p.region, p.bucket)
		if to == nil {
			return policyClientError, "The destination bucket '" + p.bucket + "' does not exist in region '" + p.region + "'. Create the bucket."
		}
		return policyClientError, cloud.AsError(to.checkDestination()).Message
	case now.Before(p.active):
		return policyCreating, "The policy is being created."
	}
	call := p.call(now)
	if err := grantedReplication(call, b, s.bucketIn(b.namespace, p.region, p.bucket)); err != nil {
		return policyClientError, cloud.AsError(err).Message
	}
	return policyActive, "The policy is active."
}
