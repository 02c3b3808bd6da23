package objectstorage

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxPart is the highest number of a part.
const maxPart = 10_000

// upload is a multipart upload that is neither committed nor aborted.
type upload struct {
	id        string
	object    string
	created   time.Time
	draft     version // what becomes the object, without its content
	algorithm string  // of the checksums of its parts
	parts     map[int]*part
}

// part is one part of an upload. It is immutable: sent again, it is replaced.
type part struct {
	number  int
	etag    string
	content *content
	sums    sums
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
	key, err := uploadSSE(q.Header, q.Region)
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

func (s *Service) uploadPart(q *request) error {
	number, err := strconv.Atoi(q.URL.Query().Get("uploadPartNum"))
	if err != nil || number < 1 || number > maxPart {
		return badRequest("InvalidUploadPartNumber", "The parameter uploadPartNum must be a number from 1 to %d, not '%s'",
			maxPart, q.URL.Query().Get("uploadPartNum"))
	}
	algorithm, err := q.checkPart(number)
	if err != nil {
		return err
	}
	p := &part{number: number, etag: newUUID()}
	p.content, p.sums, err = q.receive(algorithm)
	if err != nil {
		return err
	}
	err = q.change(func(b *bucket) error {
		u, err := q.upload(b) // it may have been aborted meanwhile
		if err != nil {
			return err
		}
		if old := u.parts[number]; old != nil {
			old.content.release()
		}
		u.parts[number] = p
		return nil
	})
	if err != nil {
		p.content.release()
		return err
	}
	p.sums.answer(q.w.Header())
	q.setETag(p.etag)
	q.w.WriteHeader(http.StatusOK)
	return nil
}

// checkPart refuses what can be refused before a part's body is read, and tells the upload's checksum algorithm.
func (q *request) checkPart(number int) (algorithm string, err error) {
	key, err := uploadSSE(q.Header, q.Region)
	if err != nil {
		return "", err
	}
	err = q.view(func(b *bucket) error {
		u, err := q.upload(b)
		if err != nil {
			return err
		}
		if key.keySHA256 != u.draft.sse.keySHA256 {
			return badRequest("InvalidParameter", "The parts of an upload take the customer's key that the upload was created with")
		}
		algorithm = u.algorithm
		etag := ""
		if old := u.parts[number]; old != nil {
			etag = old.etag
		}
		return conditionOf(q.Header).forWrite(etag)
	})
	return algorithm, err
}

// partJSON is a part on the wire.
type partJSON struct {
	ETag       string `json:"etag"`
	MD5        string `json:"md5"`
	Size       int64  `json:"size"`
	PartNumber int    `json:"partNumber"`
}

func (s *Service) listParts(q *request) error {
	var parts []partJSON
	err := q.view(func(b *bucket) error {
		u, err := q.upload(b)
		if err != nil {
			return err
		}
		for _, number := range slices.Sorted(maps.Keys(u.parts)) {
			p := u.parts[number]
			parts = append(parts, partJSON{p.etag, encode(p.sums.md5), p.content.size, number})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return writePage(q, parts, func(p partJSON) string { return sortableNumber(p.PartNumber) })
}

func sortableNumber(n int) string {
	text := strconv.Itoa(n)
	return strings.Repeat("0", 10-len(text)) + text
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
