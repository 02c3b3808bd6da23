package objectstorage

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

func (s *Service) getObject(q *request) error {
	v, err := q.readable()
	if err != nil {
		return err
	}
	defer v.content.release()
	r, partial, err := parseRange(q.Header.Get("Range"), v.content.size)
	if err != nil {
		q.w.Header().Set("content-range", fmt.Sprintf("bytes */%d", v.content.size))
		return err
	}
	v.describe(q)
	status := http.StatusOK
	if partial {
		status = http.StatusPartialContent
		q.w.Header().Set("content-range", fmt.Sprintf("bytes %d-%d/%d", r.first, r.first+r.length-1, v.content.size))
	}
	q.w.Header().Set("content-length", strconv.FormatInt(r.length, 10))
	q.w.WriteHeader(status)
	return v.content.writeTo(q.w, r.first, r.length)
}

// readable finds the version that is asked for, with a reference to its content that the caller releases.
func (q *request) readable() (*version, error) {
	var found version
	err := q.view(func(b *bucket) error {
		v, err := q.asked(b)
		if err != nil {
			return err
		}
		if !v.readable(q.service.now()) {
			return cloud.Errorf(http.StatusConflict, "NotRestored", "The object '%s' is archived; restore it before reading it", q.object)
		}
		found = *v
		found.content.retain()
		return nil
	})
	return &found, err
}

// asked is the version that a read asks for, when the request's conditions and keys fit it.
func (q *request) asked(b *bucket) (*version, error) {
	v := b.find(q.object, q.URL.Query().Get("versionId"))
	if v == nil || v.deleteMarker {
		return nil, objectNotFound(q.namespace, q.bucket, q.object)
	}
	if err := conditionOf(q.Header).forRead(v.etag); err != nil {
		return nil, err
	}
	return v, v.sse.open(q.Header, "opc-")
}

func (s *Service) headObject(q *request) error {
	err := q.view(func(b *bucket) error {
		v, err := q.asked(b)
		if err != nil {
			return err
		}
		v.describe(q)
		q.w.Header().Set("content-length", strconv.FormatInt(v.content.size, 10))
		return nil
	})
	if err != nil {
		return err
	}
	q.w.WriteHeader(http.StatusOK)
	return nil
}
