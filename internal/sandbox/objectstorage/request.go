package objectstorage

import (
	"bytes"
	"io"
	"net/http"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// request is one call with its operation found.
type request struct {
	*cloud.Call
	service *Service
	w       http.ResponseWriter
	route   *route
	tenancy *Tenancy // that the path's namespace is of
	par     *grant   // when it came through a pre-authenticated request

	namespace, bucket, object, id string // out of the path

	named string // the object that policies see in target.object.name, where the path has none
}

// serve authorises the request, as far as its route says how, and runs it.
func (q *request) serve() error {
	if q.Principal.ID == "" && !q.route.public {
		return cloud.NotAuthenticated()
	}
	if err := q.checkNamespace(); err != nil {
		return err
	}
	if err := q.peek(); err != nil {
		return err
	}
	if q.route.need != nil {
		if err := q.authorizeOnBucket(q.route.need); err != nil {
			return err
		}
	}
	return q.route.handle(q.service, q)
}

func (q *request) checkNamespace() error {
	q.tenancy = q.service.namespace(q.namespace)
	switch {
	case q.namespace == "" || q.tenancy != nil && q.tenancy.subscribed(q.Region.Name):
		return nil
	case q.bucket != "":
		return bucketNotFound(q.namespace, q.bucket)
	default:
		return namespaceNotFound()
	}
}

// authorizeOnBucket asks for the request's operation on its bucket. A denial reads as if there were no such bucket.
func (q *request) authorizeOnBucket(n need) error {
	var compartment, access string
	err := q.view(func(b *bucket) error {
		compartment, access = b.compartment, b.publicAccess
		return nil
	})
	if err != nil {
		return err
	}
	if q.Principal.ID != "" {
		err = q.authorize(n, compartment)
	} else {
		err = cloud.NotAuthorizedOrNotFound()
	}
	switch {
	case !denied(err):
		return err
	case q.par == nil && q.grantedToAll(access):
		return nil
	default:
		return bucketNotFound(q.namespace, q.bucket)
	}
}

func (q *request) grantedToAll(publicAccess string) bool {
	switch publicAccess {
	case objectRead:
		return q.route.public
	case objectReadWithoutList:
		return q.route.public && q.object != ""
	}
	return false
}

// authorize asks for the request's operation in a compartment with each set of the need, until one is granted.
func (q *request) authorize(n need, compartment string) error {
	return q.authorizeOn(n, compartment, q.bucket, orElse(q.object, q.named))
}

// authorizeOn is authorize for another bucket and object than the request's path names.
func (q *request) authorizeOn(n need, compartment, bucket, object string) error {
	access := cloud.Access{
		Service: serviceName, Operation: q.route.operation, Compartment: compartment, Write: !q.route.reads(),
		Variables: targets(bucket, object),
	}
	var err error
	for _, permissions := range n {
		access.Permissions = permissions
		if err = q.Authorize(access); err == nil {
			return nil
		}
	}
	return err
}

// targets are the variables of Object Storage; what a request does not speak of, it does not carry.
func targets(bucket, object string) map[string]string {
	all := map[string]string{}
	if bucket != "" {
		all["target.bucket.name"] = bucket
	}
	if object != "" {
		all["target.object.name"] = object
	}
	return all
}

// peek reads which object the request's body names, for the operations that take it there.
func (q *request) peek() error {
	if q.route.names == "" {
		return nil
	}
	body, err := io.ReadAll(io.LimitReader(q.Body, maxBody+1))
	if err != nil {
		return badRequest("BadRequest", "The request body could not be read: %s", err)
	}
	q.Request = q.WithContext(q.Context())
	q.Body = io.NopCloser(bytes.NewReader(body))
	var fields map[string]any
	if json.Unmarshal(body, &fields) == nil { // the operation itself says what is wrong with it
		q.named, _ = fields[q.route.names].(string)
	}
	return nil
}

// view runs read with the request's bucket under the lock, and change does so with the lock for writing.
func (q *request) view(read func(b *bucket) error) error {
	q.service.mu.RLock()
	defer q.service.mu.RUnlock()
	return q.withBucket(read)
}

func (q *request) change(write func(b *bucket) error) error {
	q.service.mu.Lock()
	defer q.service.mu.Unlock()
	return q.withBucket(write)
}

// withBucket finds the bucket anew, because it may have gone since the request was authorised.
func (q *request) withBucket(do func(b *bucket) error) error {
	b := q.service.bucketIn(q.namespace, q.Region.Name, q.bucket)
	if b == nil {
		return bucketNotFound(q.namespace, q.bucket)
	}
	return do(b)
}

// maxBody is the size in bytes of the longest request body that is read as JSON.
const maxBody = 1 << 20

// readJSON reads the body into v. Members that v does not have are left alone, as Oracle leaves them.
func (q *request) readJSON(v any) error {
	body, err := io.ReadAll(io.LimitReader(q.Body, maxBody+1))
	if err != nil {
		return badRequest("BadRequest", "The request body could not be read: %s", err)
	}
	if len(body) > maxBody {
		return cloud.Errorf(http.StatusRequestEntityTooLarge, "RequestEntityTooLarge", "The request body is longer than %d bytes", maxBody)
	}
	if err := json.Unmarshal(body, v); err != nil {
		return badRequest("InvalidJSON", "The request body is not this operation's JSON: %s", err)
	}
	return nil
}

func (q *request) writeJSON(v any) error { return cloud.WriteJSON(q.w, http.StatusOK, v) }

func (q *request) setETag(etag string) { q.w.Header().Set("etag", etag) }

func (q *request) setLastModified(at time.Time) {
	q.w.Header().Set("last-modified", at.UTC().Format(http.TimeFormat))
}

// noContent answers 204.
func (q *request) noContent() error { return cloud.WriteNoContent(q.w) }
