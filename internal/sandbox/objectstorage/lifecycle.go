package objectstorage

import (
	"net/http"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// lifecycle is a bucket's object lifecycle policy. The sandbox keeps it; it does not carry it out.
type lifecycle struct {
	etag    string
	created time.Time
	rules   []lifecycleRule
}

type lifecycleRule struct {
	Name       string      `json:"name"`
	Action     string      `json:"action"`
	TimeAmount int64       `json:"timeAmount"`
	TimeUnit   string      `json:"timeUnit"`
	IsEnabled  bool        `json:"isEnabled"`
	Target     string      `json:"target"`
	NameFilter *nameFilter `json:"objectNameFilter"`
}

type nameFilter struct {
	InclusionPatterns []string `json:"inclusionPatterns"`
	ExclusionPatterns []string `json:"exclusionPatterns"`
	InclusionPrefixes []string `json:"inclusionPrefixes"`
}

const maxLifecycleRules = 1000

func (r *lifecycleRule) check() error {
	r.Target = orElse(r.Target, "objects")
	switch {
	case r.Name == "":
		return badRequest("InvalidLifecycleRuleName", "A lifecycle rule takes a name")
	case r.TimeAmount < 1:
		return badRequest("InvalidLifecycleTimeAmount", "The timeAmount of the lifecycle rule '%s' must be 1 or more, not %d", r.Name, r.TimeAmount)
	case r.TimeUnit != "DAYS" && r.TimeUnit != "YEARS":
		return badRequest("InvalidLifecycleTimeUnit", "The timeUnit of the lifecycle rule '%s' must be DAYS or YEARS, not '%s'", r.Name, r.TimeUnit)
	}
	if err := checkEnum("target", &r.Target, "objects", "multipart-uploads", "previous-object-versions"); err != nil {
		return err
	}
	actions := map[string]bool{"ARCHIVE": true, "INFREQUENT_ACCESS": true, "DELETE": true}
	if r.Target == "multipart-uploads" {
		actions = map[string]bool{"ABORT": true}
	}
	if !actions[r.Action] {
		return badRequest("InvalidLifecycleActionType", "The action '%s' of the lifecycle rule '%s' does not exist for %s", r.Action, r.Name, r.Target)
	}
	return nil
}

func (s *Service) putLifecycle(q *request) error {
	var d struct {
		Items []lifecycleRule `json:"items"`
	}
	if err := q.readJSON(&d); err != nil {
		return err
	}
	if len(d.Items) > maxLifecycleRules {
		return cloud.InvalidParameter("There are %d lifecycle rules; at most %d are allowed", len(d.Items), maxLifecycleRules)
	}
	names := map[string]bool{}
	for i := range d.Items {
		if err := d.Items[i].check(); err != nil {
			return err
		}
		if names[d.Items[i].Name] {
			return badRequest("InvalidLifecycleRuleName", "The lifecycle rule name '%s' is used twice", d.Items[i].Name)
		}
		names[d.Items[i].Name] = true
	}
	if err := q.grantedLifecycle(len(d.Items)); err != nil {
		return err
	}
	put := &lifecycle{etag: newETag(), created: s.now(), rules: d.Items}
	err := q.change(func(b *bucket) error {
		etag := ""
		if b.lifecycle != nil {
			etag = b.lifecycle.etag
		}
		if err := conditionOf(q.Header).forWrite(etag); err != nil {
			return err
		}
		b.lifecycle = put
		return nil
	})
	if err != nil {
		return err
	}
	return q.writeLifecycle(put)
}

// grantedLifecycle refuses rules that the service could not carry out.
func (q *request) grantedLifecycle(rules int) error {
	if rules == 0 {
		return nil
	}
	compartment, err := q.compartment()
	if err != nil {
		return err
	}
	return granted(q.Call, compartment, q.bucket, lifecyclePermissions...)
}

func (q *request) writeLifecycle(l *lifecycle) error {
	q.setETag(l.etag)
	return q.writeJSON(map[string]any{"timeCreated": l.created, "items": l.rules})
}

func (s *Service) getLifecycle(q *request) error {
	var l *lifecycle
	err := q.view(func(b *bucket) error {
		l = b.lifecycle
		return nil
	})
	if err != nil {
		return err
	}
	if l == nil {
		return lifecycleNotFound(q.bucket)
	}
	return q.writeLifecycle(l)
}

func (s *Service) deleteLifecycle(q *request) error {
	err := q.change(func(b *bucket) error {
		if b.lifecycle == nil {
			return lifecycleNotFound(b.name)
		}
		if err := conditionOf(q.Header).forWrite(b.lifecycle.etag); err != nil {
			return err
		}
		b.lifecycle = nil
		return nil
	})
	if err != nil {
		return err
	}
	return q.noContent()
}

func lifecycleNotFound(bucket string) error {
	return cloud.Errorf(http.StatusNotFound, "LifecyclePolicyNotFound", "The bucket '%s' does not have a lifecycle policy", bucket)
}
