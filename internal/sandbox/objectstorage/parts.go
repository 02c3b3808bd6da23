package objectstorage

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// maxPart is the highest number of a part.
const maxPart = 10_000

// part is one part of an upload. It is immutable: sent again, it is replaced.
type part struct {
	number  int
	etag    string
	content *content
	sums    sums
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
		if err := q.reserve(b, p.content.size); err != nil {
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
	key, err := q.uploadSSE(q.Header, q.Region)
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
