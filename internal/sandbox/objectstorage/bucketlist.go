package objectstorage

import (
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

func (s *Service) listBuckets(q *request) error {
	compartment := q.URL.Query().Get("compartmentId")
	if compartment == "" {
		return badRequest("MissingCompartmentId", "The parameter compartmentId is required")
	}
	fields, err := fieldsOf(q.URL.Query()["fields"], "tags")
	if err != nil {
		return err
	}
	if !q.tenancy.has(compartment) {
		return compartmentNotFound(compartment)
	}
	if err := q.authorize(all("BUCKET_INSPECT"), compartment); denied(err) {
		return namespaceNotFound()
	} else if err != nil {
		return err
	}
	buckets, err := page(q, s.bucketsIn(location{q.namespace, q.Region.Name}, compartment), cloud.Limits{Default: 25, Max: 1000}, func(b bucketJSON) string { return b.Name })
	if err != nil {
		return err
	}
	summaries := make([]bucketSummary, 0, len(buckets))
	for _, b := range buckets {
		summaries = append(summaries, b.summary(fields["tags"]))
	}
	return q.writeJSON(summaries)
}

// bucketsIn returns a compartment's buckets in a location, by name.
func (s *Service) bucketsIn(where location, compartment string) []bucketJSON {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var found []bucketJSON
	if at := s.sites[where]; at != nil {
		for _, b := range at.buckets {
			if b.compartment == compartment {
				found = append(found, b.json(nil))
			}
		}
	}
	slices.SortFunc(found, func(a, b bucketJSON) int { return strings.Compare(a.Name, b.Name) })
	return found
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
	for name := range strings.SplitSeq(strings.Join(values, ","), ",") {
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
