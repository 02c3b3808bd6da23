package objectstorage

import (
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

const (
	maxRules = 100 // of a bucket
	// lockDelay is the time that Oracle leaves between the decision to lock a rule and the lock, which is for ever.
	lockDelay = 14 * 24 * time.Hour
)

// retentionRule keeps a bucket's objects from being changed or deleted. It is immutable: an update replaces it.
type retentionRule struct {
	ID           string     `json:"id"`
	DisplayName  string     `json:"displayName"`
	ETag         string     `json:"etag"`
	TimeCreated  time.Time  `json:"timeCreated"`
	TimeModified time.Time  `json:"timeModified"`
	Duration     *duration  `json:"duration"`
	Locked       *time.Time `json:"timeRuleLocked"`
}

// duration is how long a rule holds an object after its last modification. A rule without one holds until it is deleted.
type duration struct {
	Amount int64  `json:"timeAmount"`
	Unit   string `json:"timeUnit"`
}

// ruleDetails is the body of CreateRetentionRule and UpdateRetentionRule.
type ruleDetails struct {
	DisplayName *string    `json:"displayName"`
	Duration    *duration  `json:"duration"`
	Locked      *time.Time `json:"timeRuleLocked"`
}

func (d *ruleDetails) check() error {
	switch {
	case d.Duration == nil && d.Locked != nil:
		return cloud.InvalidParameter("A retention rule without a duration cannot be locked")
	case d.Duration == nil:
		return nil
	case d.Duration.Amount < 1 || d.Duration.Amount > maxAmount[d.Duration.Unit]:
		return cloud.InvalidParameter("The duration of a retention rule must be 1 to %d DAYS or 1 to %d YEARS, not %d '%s'",
			maxAmount["DAYS"], maxAmount["YEARS"], d.Duration.Amount, d.Duration.Unit)
	}
	return nil
}

// maxAmount keeps the end of a retention within what a calendar can tell.
var maxAmount = map[string]int64{"DAYS": 365_000, "YEARS": 1_000}

// checkLock refuses a lock that leaves less than the delay.
func (d *ruleDetails) checkLock(now time.Time) error {
	if d.Locked != nil && d.Locked.Before(now.Add(lockDelay)) {
		return cloud.InvalidParameter("The time at which a retention rule becomes locked must be at least 14 days ahead, not %s",
			d.Locked.Format(time.RFC3339))
	}
	return nil
}

// authorizeRule asks for what the change of a rule needs; a lock needs more.
func (q *request) authorizeRule(d *ruleDetails) error {
	permissions := []string{"BUCKET_UPDATE", "RETENTION_RULE_MANAGE"}
	if d.Locked != nil {
		permissions = append(permissions, "RETENTION_RULE_LOCK")
	}
	return q.authorizeOnBucket(all(permissions...))
}

func (s *Service) createRule(q *request) error {
	var d ruleDetails
	if err := q.readJSON(&d); err != nil {
		return err
	}
	if err := q.authorizeRule(&d); err != nil {
		return err
	}
	now := s.now()
	if err := firstError(d.check(), d.checkLock(now)); err != nil {
		return err
	}
	rule := &retentionRule{ID: newUUID(), ETag: newETag(), TimeCreated: now, TimeModified: now, Duration: d.Duration, Locked: d.Locked}
	rule.DisplayName = orElse(deref(d.DisplayName), now.Format("retention-rule-20060102-1504"))
	err := q.change(func(b *bucket) error {
		switch {
		case b.versioning == enabled:
			return conflict("A retention rule cannot be added to bucket '%s' because it has versioning enabled", b.name)
		case b.readOnly:
			return bucketReadOnly(b, q.namespace)
		case len(b.rules) >= maxRules:
			return badRequest("LimitExceeded", "The bucket '%s' has %d retention rules, which is the limit", b.name, maxRules)
		}
		b.rules = append(b.rules, rule)
		return nil
	})
	if err != nil {
		return err
	}
	return q.writeRule(rule)
}

func (q *request) writeRule(rule *retentionRule) error {
	q.setETag(rule.ETag)
	return q.writeJSON(rule)
}

// listRules answers the newest rules first.
func (s *Service) listRules(q *request) error {
	var rules []*retentionRule
	err := q.view(func(b *bucket) error {
		rules = slices.Clone(b.rules)
		return nil
	})
	if err != nil {
		return err
	}
	key := func(r *retentionRule) string { return sortableTime(r.TimeCreated) + r.ID }
	slices.SortFunc(rules, func(a, b *retentionRule) int { return strings.Compare(key(b), key(a)) })
	rules, err = page(q, rules, cloud.Limits{Default: 25, Max: 1000}, key)
	if err != nil {
		return err
	}
	return q.writeJSON(map[string]any{"items": rules})
}

func (s *Service) getRule(q *request) error {
	var rule *retentionRule
	err := q.view(func(b *bucket) (err error) {
		_, rule, err = b.rule(q.id)
		return err
	})
	if err != nil {
		return err
	}
	q.setLastModified(rule.TimeModified)
	return q.writeRule(rule)
}

func (b *bucket) rule(id string) (int, *retentionRule, error) {
	i := slices.IndexFunc(b.rules, func(r *retentionRule) bool { return r.ID == id })
	if i < 0 {
		return 0, nil, notFound("retention rule", id)
	}
	return i, b.rules[i], nil
}

// updateRule replaces the rule: without a duration in the body it holds indefinitely, without a time it will not be locked.
// Whether Oracle leaves what is absent as it is, is not documented; a client that sends all of it is right either way.
func (s *Service) updateRule(q *request) error {
	var d ruleDetails
	if err := q.readJSON(&d); err != nil {
		return err
	}
	if err := q.authorizeRule(&d); err != nil {
		return err
	}
	if err := d.check(); err != nil {
		return err
	}
	var updated retentionRule
	err := q.change(func(b *bucket) error {
		i, rule, err := b.rule(q.id)
		if err != nil {
			return err
		}
		if err := conditionOf(q.Header).forWrite(rule.ETag); err != nil {
			return err
		}
		if err := rule.checkUpdate(&d, s.now()); err != nil {
			return err
		}
		updated = *rule
		updated.ETag, updated.TimeModified, updated.Duration, updated.Locked = newETag(), s.now(), d.Duration, d.Locked
		set(&updated.DisplayName, d.DisplayName)
		b.rules[i] = &updated
		return nil
	})
	if err != nil {
		return err
	}
	return q.writeRule(&updated)
}

// checkUpdate says whether the rule may become what the details say. All that a locked rule allows is more time.
func (r *retentionRule) checkUpdate(d *ruleDetails, now time.Time) error {
	if !r.locked(now) {
		if d.Locked != nil && r.Locked != nil && d.Locked.Equal(*r.Locked) {
			return nil
		}
		return d.checkLock(now)
	}
	renamed := d.DisplayName != nil && *d.DisplayName != r.DisplayName
	relocked := d.Locked != nil && !d.Locked.Equal(*r.Locked)
	if renamed || relocked || d.Duration == nil || d.Duration.end(now).Before(r.Duration.end(now)) {
		return conflict("The retention rule '%s' is locked: only its duration can be changed, and only increased", r.DisplayName)
	}
	d.Locked = r.Locked
	return nil
}

func (s *Service) deleteRule(q *request) error {
	err := q.change(func(b *bucket) error {
		i, rule, err := b.rule(q.id)
		if err != nil {
			return err
		}
		if err := conditionOf(q.Header).forWrite(rule.ETag); err != nil {
			return err
		}
		if rule.locked(s.now()) {
			return conflict("The retention rule '%s' is locked: it can only be deleted with its bucket", rule.DisplayName)
		}
		b.rules = slices.Delete(slices.Clone(b.rules), i, i+1)
		return nil
	})
	if err != nil {
		return err
	}
	return q.noContent()
}
