package objectstorage

import (
	"slices"
	"strings"
	"time"
)

// upload is a multipart upload that is neither committed nor aborted.
type upload struct {
	id        string
	object    string
	created   time.Time
	draft     version // what becomes the object, without its content
	algorithm string  // of the checksums of its parts
	parts     map[int]*part
}

// uploadJSON is an upload on the wire.
type uploadJSON struct {
	Namespace   string    `json:"namespace"`
	Bucket      string    `json:"bucket"`
	Object      string    `json:"object"`
	UploadID    string    `json:"uploadId"`
	TimeCreated time.Time `json:"timeCreated"`
	StorageTier string    `json:"storageTier"`
}

func (u *upload) json(namespace, bucket string) uploadJSON {
	return uploadJSON{namespace, bucket, u.object, u.id, u.created, u.draft.tier}
}

// uploadDetails is the body of CreateMultipartUpload.
type uploadDetails struct {
	Object             string            `json:"object"`
	ContentType        string            `json:"contentType"`
	ContentLanguage    string            `json:"contentLanguage"`
	ContentEncoding    string            `json:"contentEncoding"`
	ContentDisposition string            `json:"contentDisposition"`
	CacheControl       string            `json:"cacheControl"`
	StorageTier        string            `json:"storageTier"`
	Metadata           map[string]string `json:"metadata"`
}

func (s *Service) createUpload(q *request) error {
	var d uploadDetails
	if err := q.readJSON(&d); err != nil {
		return err
	}
	u, err := q.newUpload(&d)
	if err != nil {
		return err
	}
	err = q.change(func(b *bucket) error {
		if err := q.checkPut(b, u.object, &u.draft); err != nil {
			return err
		}
		u.draft.tier = orElse(u.draft.tier, b.storageTier)
		b.uploads[u.id] = u
		return nil
	})
	if err != nil {
		return err
	}
	q.w.Header().Set("location", "/n/"+q.namespace+"/b/"+q.bucket+"/u/"+u.object+"?uploadId="+u.id)
	return q.writeJSON(u.json(q.namespace, q.bucket))
}

func (q *request) newUpload(d *uploadDetails) (*upload, error) {
	if err := checkObjectName(d.Object); err != nil {
		return nil, err
	}
	algorithm := q.Header.Get("opc-checksum-algorithm")
	if _, err := newDigest(algorithm); err != nil {
		return nil, err
	}
	meta, err := metaOf(d.Metadata)
	if err != nil {
		return nil, err
	}
	headers := objectHeaders{
		ContentType:        orElse(d.ContentType, "application/octet-stream"),
		ContentLanguage:    d.ContentLanguage,
		ContentEncoding:    d.ContentEncoding,
		ContentDisposition: d.ContentDisposition,
		CacheControl:       d.CacheControl,
		Meta:               meta,
	}
	if err := headers.check(); err != nil {
		return nil, err
	}
	key, err := q.uploadSSE(q.Header, q.Region)
	if err != nil {
		return nil, err
	}
	return &upload{
		id:        newUUID(),
		object:    d.Object,
		created:   q.service.now(),
		draft:     version{headers: headers, sse: key, tier: d.StorageTier},
		algorithm: algorithm,
		parts:     map[int]*part{},
	}, nil
}

// upload finds the upload that the request names by its id and its object.
func (q *request) upload(b *bucket) (*upload, error) {
	id := q.URL.Query().Get("uploadId")
	if id == "" {
		return nil, badRequest("MissingUploadId", "The parameter uploadId is required")
	}
	u := b.uploads[id]
	if u == nil || u.object != q.object {
		return nil, uploadNotFound(id)
	}
	return u, nil
}

func (s *Service) listUploads(q *request) error {
	var uploads []uploadJSON
	err := q.view(func(b *bucket) error {
		for _, u := range b.uploads {
			uploads = append(uploads, u.json(q.namespace, q.bucket))
		}
		return nil
	})
	if err != nil {
		return err
	}
	key := func(u uploadJSON) string { return u.Object + "\x00" + u.UploadID }
	slices.SortFunc(uploads, func(a, b uploadJSON) int { return strings.Compare(key(a), key(b)) })
	return writePage(q, uploads, key)
}

// abortUpload works in a replication's destination, too: there it is the way to be rid of what a replication left.
func (s *Service) abortUpload(q *request) error {
	err := q.change(func(b *bucket) error {
		u, err := q.upload(b)
		if err != nil {
			return err
		}
		for _, p := range u.parts {
			p.content.release()
		}
		delete(b.uploads, u.id)
		return nil
	})
	if err != nil {
		return err
	}
	return q.noContent()
}
