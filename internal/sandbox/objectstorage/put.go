package objectstorage

import (
	"errors"
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// maxPut is the size in bytes of the largest body of one PutObject or UploadPart.
const maxPut = 50 << 30

func (s *Service) putObject(q *request) error {
	if err := checkObjectName(q.object); err != nil {
		return err
	}
	if q.Header.Get("opc-multipart") != "" {
		// Taken for a plain upload, it would leave an empty object where the client means to begin an upload.
		return cloud.NotImplemented("multipart uploads through pre-authenticated requests")
	}
	if err := q.authorizePut(q.object); err != nil {
		return err
	}
	v, err := q.described()
	if err != nil {
		return err
	}
	// What can be refused is refused before the body is read, and once more when it is there.
	if err := q.view(func(b *bucket) error { return q.checkPut(b, q.object, v) }); err != nil {
		return err
	}
	v.content, v.sums, err = q.receive(q.Header.Get("opc-checksum-algorithm"))
	if err != nil {
		return err
	}
	err = q.change(func(b *bucket) error {
		if err := firstError(q.checkPut(b, q.object, v), q.reserve(b, v.content.size)); err != nil {
			return err
		}
		v.created = q.service.now()
		v.modified = v.created
		q.finishPut(b, q.object, v)
		return nil
	})
	if err != nil {
		v.content.release()
		return err
	}
	v.sums.answer(q.w.Header())
	q.answerPut(v)
	return nil
}

// authorizePut asks for what a write of a name needs, which depends on whether the name exists.
func (q *request) authorizePut(name string) error {
	var exists bool
	err := q.view(func(b *bucket) error {
		exists = b.current(name) != nil
		return nil
	})
	if err != nil {
		return err
	}
	if exists {
		return q.authorizeOnBucket(all("OBJECT_OVERWRITE"))
	}
	return q.authorizeOnBucket(all("OBJECT_CREATE"))
}

// described is the version that the request's headers announce.
func (q *request) described() (*version, error) {
	headers := describedBy(q.Header)
	if err := headers.check(); err != nil {
		return nil, err
	}
	key, err := q.uploadSSE(q.Header, q.Region)
	if err != nil {
		return nil, err
	}
	return &version{id: newUUID(), etag: newUUID(), headers: headers, sse: key, tier: q.Header.Get("storage-tier")}, nil
}

// checkPut says whether v may become the latest version of a name, on the request's conditions.
func (q *request) checkPut(b *bucket, name string, v *version) error {
	if b.readOnly {
		return bucketReadOnly(b, q.namespace)
	}
	if err := b.checkTier(v.tier); err != nil {
		return err
	}
	// Oracle answers with the retention rule even where the condition fails as well.
	if b.holdsWrite(name, q.service.now()) {
		return retained(name)
	}
	return conditionOf(q.Header).forWrite(b.etagOf(name))
}

// checkTier says whether an object may be put into a tier; empty is the bucket's own.
func (b *bucket) checkTier(tier string) error {
	if tier == "" {
		return nil
	}
	if err := checkEnum("storageTier", &tier, tierStandard, tierInfrequent, tierArchive); err != nil {
		return err
	}
	if b.storageTier == tierArchive && tier != tierArchive {
		return badRequest("InvalidObjectProperty", "The bucket '%s' is in the Archive tier and takes no objects of the tier %s", b.name, tier)
	}
	return nil
}

// finishPut makes v the latest version of a name. The caller has checked that it may, and holds the lock.
func (q *request) finishPut(b *bucket, name string, v *version) {
	if v.tier == "" {
		v.tier = b.storageTier
	}
	v.bucketKey = b.bucketKey && (b.kmsKey != "" || v.sse.kmsKey != "")
	b.put(name, v)
	q.service.changed(b, name)
}

// receive stores the request's body. No lock is held: the client sets the pace.
func (q *request) receive(algorithm string) (*content, sums, error) {
	if q.ContentLength > maxPut {
		return nil, sums{}, tooLarge()
	}
	d, err := newDigest(algorithm)
	if err != nil {
		return nil, sums{}, err
	}
	body := q.Body
	if body == nil {
		body = http.NoBody
	}
	stored, err := q.service.store.write(http.MaxBytesReader(nil, body, maxPut), d.writer())
	if err != nil {
		return nil, sums{}, unreadable(err)
	}
	computed := d.sums()
	if err := q.checkBody(stored, computed); err != nil {
		stored.release()
		return nil, sums{}, err
	}
	return stored, computed, nil
}

// unreadable says why a body did not arrive.
func unreadable(err error) error {
	if e := new(cloud.Error); errors.As(err, &e) {
		return e // the kernel's: the body is not the one that was signed
	}
	if e := new(http.MaxBytesError); errors.As(err, &e) {
		return tooLarge()
	}
	return badRequest("BadRequest", "The body could not be read or stored: %s", err)
}

func tooLarge() error {
	return cloud.Errorf(http.StatusRequestEntityTooLarge, "RequestEntityTooLarge", "The body has more than the %d bytes that are allowed", int64(maxPut))
}

func (q *request) checkBody(stored *content, computed sums) error {
	if q.ContentLength >= 0 && stored.size != q.ContentLength {
		return badRequest("InvalidContentLength", "The body has %d bytes, not the %d that Content-Length says", stored.size, q.ContentLength)
	}
	return computed.verify(q.Header)
}

func (q *request) answerPut(v *version) {
	q.setETag(v.etag)
	q.setLastModified(v.modified)
	q.w.Header().Set("version-id", v.id)
	q.w.WriteHeader(http.StatusOK)
}
