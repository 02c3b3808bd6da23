package objectstorage

import (
	"crypto/sha256"
	"net/http"
	"net/url"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// grant is what a pre-authenticated request allows.
type grant struct {
	read, write, list bool
	name              string // of the object, or the prefix of the objects' names
	prefix            bool
}

func (p *par) grant() *grant {
	access := p.summary.AccessType
	return &grant{
		read:   strings.Contains(access, "Read"),
		write:  strings.Contains(access, "Write"),
		list:   deref(p.summary.BucketListingAction) == parListsObjects,
		name:   deref(p.summary.ObjectName),
		prefix: p.anyObject(),
	}
}

// allows says whether the grant covers an operation on an object.
func (g *grant) allows(q *request) bool {
	covered := q.object == g.name || g.prefix && strings.HasPrefix(q.object, g.name)
	switch q.route.operation {
	case "GetObject", "HeadObject":
		return g.read && covered && q.URL.Query().Get("versionId") == ""
	case "PutObject":
		return g.write && covered
	case "ListObjects":
		return g.list && strings.HasPrefix(q.URL.Query().Get("prefix"), g.name)
	}
	return false
}

// servePAR serves a request that comes through a pre-authenticated request, as if its creator had made it: what the
// creator may no longer do, the request no longer allows. The answers to those who have no right tell nothing.
func (s *Service) servePAR(q *request, token, rest string) error {
	if err := q.resolve(rest); err != nil {
		return err
	}
	if err := q.checkNamespace(); err != nil {
		return err
	}
	if err := q.adoptCreator(sha256.Sum256([]byte(token))); err != nil {
		return err
	}
	if !q.par.allows(q) {
		return bucketNotFound(q.namespace, q.bucket)
	}
	return q.serve()
}

// adoptCreator finds the pre-authenticated request of a token and makes its creator the request's principal.
func (q *request) adoptCreator(token [sha256.Size]byte) error {
	var found *par
	err := q.view(func(b *bucket) error {
		for _, p := range b.pars {
			if p.token == token {
				found = p
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	// What Oracle answers here is known from users' reports only, not from its documentation.
	if found == nil {
		return cloud.Errorf(http.StatusUnauthorized, "NotAuthenticated", "PAR does not exist")
	}
	if !found.summary.TimeExpires.After(q.service.now()) {
		return cloud.Errorf(http.StatusUnauthorized, "NotAuthenticated", "PAR is expired")
	}
	creator := found.creator
	if now := q.service.config.Principal; now != nil {
		var ok bool
		if creator, ok = now(creator.ID); !ok {
			return bucketNotFound(q.namespace, q.bucket)
		}
	}
	c := *q.Call
	c.Principal = creator
	q.Call, q.par = &c, found.grant()
	return nil
}

// escapeName writes an object's name into a URL. Slashes stay, as in Oracle's own URLs.
func escapeName(name string) string { return (&url.URL{Path: name}).EscapedPath() }
