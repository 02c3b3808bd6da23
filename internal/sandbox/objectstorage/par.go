package objectstorage

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// The access types of pre-authenticated requests. Those of any object take a prefix for a name.
const (
	parObjectRead         = "ObjectRead"
	parObjectWrite        = "ObjectWrite"
	parObjectReadWrite    = "ObjectReadWrite"
	parAnyObjectRead      = "AnyObjectRead"
	parAnyObjectWrite     = "AnyObjectWrite"
	parAnyObjectReadWrite = "AnyObjectReadWrite"

	parDenyListing  = "Deny"
	parListsObjects = "ListObjects"
)

// par is a pre-authenticated request. Its token is known to who created it; here is only its hash.
type par struct {
	summary parJSON
	token   [sha256.Size]byte
	creator cloud.Principal
}

// parJSON is a pre-authenticated request on the wire.
type parJSON struct {
	ID                  string    `json:"id"`
	Name                string    `json:"name"`
	AccessType          string    `json:"accessType"`
	BucketListingAction *string   `json:"bucketListingAction"`
	ObjectName          *string   `json:"objectName"`
	TimeCreated         time.Time `json:"timeCreated"`
	TimeExpires         time.Time `json:"timeExpires"`
}

// parDetails is the body of CreatePreauthenticatedRequest.
type parDetails struct {
	Name                string     `json:"name"`
	AccessType          string     `json:"accessType"`
	BucketListingAction *string    `json:"bucketListingAction"`
	ObjectName          *string    `json:"objectName"`
	TimeExpires         *time.Time `json:"timeExpires"`
}

func (d *parDetails) check(now time.Time) error {
	if d.Name == "" || d.AccessType == "" || d.TimeExpires == nil {
		return badRequest("MissingParCreateDetails", "A pre-authenticated request takes a name, an accessType and a timeExpires")
	}
	if err := checkEnum("accessType", &d.AccessType, parObjectRead, parObjectWrite, parObjectReadWrite,
		parAnyObjectRead, parAnyObjectWrite, parAnyObjectReadWrite); err != nil {
		return err
	}
	if err := checkEnum("bucketListingAction", d.BucketListingAction, parDenyListing, parListsObjects); err != nil {
		return err
	}
	anyObject := strings.HasPrefix(d.AccessType, "Any")
	switch {
	case !d.TimeExpires.After(now):
		return badRequest("InvalidParCreateRequest", "The pre-authenticated request would have expired at %s, before it was created", d.TimeExpires.Format(time.RFC3339))
	case !anyObject && deref(d.ObjectName) == "":
		return badRequest("InvalidParCreateRequest", "A pre-authenticated request of the access type %s takes an object name", d.AccessType)
	case deref(d.BucketListingAction) == parListsObjects && (!anyObject || d.AccessType == parAnyObjectWrite):
		return badRequest("InvalidParCreateRequest", "A pre-authenticated request of the access type %s cannot list objects", d.AccessType)
	case deref(d.ObjectName) != "":
		return checkObjectName(*d.ObjectName)
	}
	return nil
}

// createPAR answers with the URI that grants the access. It is told this once.
func (s *Service) createPAR(q *request) error {
	var d parDetails
	if err := q.readJSON(&d); err != nil {
		return err
	}
	now := s.now()
	if err := d.check(now); err != nil {
		return err
	}
	token := base64.RawURLEncoding.EncodeToString(randomBytes(48))
	p := &par{token: sha256.Sum256([]byte(token)), creator: q.Principal, summary: parJSON{
		ID:                  base64.StdEncoding.EncodeToString(randomBytes(48)),
		Name:                d.Name,
		AccessType:          d.AccessType,
		BucketListingAction: d.BucketListingAction,
		ObjectName:          d.ObjectName,
		TimeCreated:         now,
		TimeExpires:         d.TimeExpires.UTC(),
	}}
	uri := "/p/" + token + "/n/" + q.namespace + "/b/" + q.bucket + "/o/"
	if !p.anyObject() {
		p.summary.ID += ":" + *d.ObjectName // as Oracle's ids of them have it, slashes and all
		uri += escapeName(*d.ObjectName)
	}
	err := q.change(func(b *bucket) error {
		b.pars[p.summary.ID] = p
		return nil
	})
	if err != nil {
		return err
	}
	return q.writeJSON(struct {
		parJSON   `json:",inline"`
		AccessURI string `json:"accessUri"`
		FullPath  string `json:"fullPath"`
	}{p.summary, uri, "https://objectstorage." + q.Region.Name + "." + q.Region.Domain + uri})
}

func (p *par) anyObject() bool { return strings.HasPrefix(p.summary.AccessType, "Any") }

func (s *Service) listPARs(q *request) error {
	prefix := q.URL.Query().Get("objectNamePrefix")
	var list []parJSON
	err := q.view(func(b *bucket) error {
		for _, p := range b.pars {
			if strings.HasPrefix(deref(p.summary.ObjectName), prefix) {
				list = append(list, p.summary)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	key := func(p parJSON) string { return sortableTime(p.TimeCreated) + p.ID }
	slices.SortFunc(list, func(a, b parJSON) int { return strings.Compare(key(a), key(b)) })
	return writePage(q, list, key)
}

func (s *Service) getPAR(q *request) error {
	var j parJSON
	err := q.view(func(b *bucket) error {
		p := b.pars[q.id]
		if p == nil {
			return parNotFound(q.id)
		}
		j = p.summary
		return nil
	})
	if err != nil {
		return err
	}
	return q.writeJSON(j)
}

func (s *Service) deletePAR(q *request) error {
	err := q.change(func(b *bucket) error {
		if b.pars[q.id] == nil {
			return parNotFound(q.id)
		}
		delete(b.pars, q.id)
		return nil
	})
	if err != nil {
		return err
	}
	return q.noContent()
}

func parNotFound(id string) error {
	return cloud.Errorf(http.StatusNotFound, "PreauthenticatedRequestNotFound", "The pre-authenticated request '%s' does not exist", id)
}
