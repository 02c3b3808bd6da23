package objectstorage

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// version is one version of an object, or a delete marker. It is immutable but for its tier, its restoration and its key.
type version struct {
	id, etag          string
	created, modified time.Time
	deleteMarker      bool
	kept              bool // made while versioning was enabled: it stays when the name is written or deleted

	content *content
	sums    sums
	headers objectHeaders
	sse     sse

	tier                    string
	restored, restoredUntil time.Time // of an archived object that was restored
	bucketKey               bool      // encrypted with the bucket's own key
}

// objectHeaders are what an uploader says of an object, and what its readers are told.
type objectHeaders struct {
	ContentType, ContentLanguage, ContentEncoding, ContentDisposition, CacheControl string
	Meta                                                                            map[string]string // without the prefix
}

const metaPrefix = "opc-meta-"

// describedBy reads an object's headers out of an upload's.
func describedBy(h http.Header) objectHeaders {
	d := objectHeaders{
		ContentType:        orElse(h.Get("Content-Type"), "application/octet-stream"),
		ContentLanguage:    h.Get("Content-Language"),
		ContentEncoding:    h.Get("Content-Encoding"),
		ContentDisposition: h.Get("Content-Disposition"),
		CacheControl:       h.Get("Cache-Control"),
		Meta:               map[string]string{},
	}
	for name, values := range h {
		if key, ok := strings.CutPrefix(strings.ToLower(name), metaPrefix); ok {
			d.Meta[key] = strings.Join(values, ",")
		}
	}
	return d
}

func (d objectHeaders) check() error {
	size := 0
	for k, v := range d.Meta {
		size += len(k) + len(v)
	}
	if size > maxMetadata {
		return badRequest("MetadataTooLarge", "The metadata has %d bytes; at most %d are allowed", size, maxMetadata)
	}
	return nil
}

// metaOf reads metadata that comes in a body, where each key has the prefix of the header.
func metaOf(body map[string]string) (map[string]string, error) {
	meta := map[string]string{}
	for k, v := range body {
		key, ok := strings.CutPrefix(strings.ToLower(k), metaPrefix)
		if !ok || key == "" {
			return nil, badRequest("InvalidMetadata", "The metadata key '%s' must begin with '%s'", k, metaPrefix)
		}
		meta[key] = v
	}
	return meta, nil
}

// describe sets the headers of an answer that shows the version. The query may override what the uploader said.
func (v *version) describe(q *request) {
	h := q.w.Header()
	query := q.URL.Query()
	for name, value := range map[string]string{
		"Content-Type":        v.headers.ContentType,
		"Content-Language":    v.headers.ContentLanguage,
		"Content-Encoding":    v.headers.ContentEncoding,
		"Content-Disposition": v.headers.ContentDisposition,
		"Cache-Control":       v.headers.CacheControl,
		"Expires":             "",
	} {
		if value = orElse(query.Get("httpResponse"+strings.ReplaceAll(name, "-", "")), value); value != "" {
			h.Set(name, value)
		}
	}
	for k, value := range v.headers.Meta {
		h.Set(metaPrefix+k, value)
	}
	v.sums.describe(h)
	q.setETag(v.etag)
	q.setLastModified(v.modified)
	h.Set("accept-ranges", "bytes")
	h.Set("version-id", v.id)
	h.Set("storage-tier", v.tier)
	if v.bucketKey {
		h.Set("opc-bucket-key-enabled", strconv.FormatBool(true))
	}
	v.sse.answer(h)
	if v.tier == tierArchive {
		now := q.service.now()
		h.Set("archival-state", v.archivalState(now))
		if v.restoredUntil.After(now) {
			h.Set("time-of-archival", v.restoredUntil.UTC().Format(time.RFC3339Nano))
		}
	}
}

// The archival states of an object in the Archive tier.
const (
	archived  = "Archived"
	restoring = "Restoring"
	restored  = "Restored"
)

// archivalState is empty for objects of the other tiers.
func (v *version) archivalState(now time.Time) string {
	switch {
	case v.tier != tierArchive:
		return ""
	case !now.Before(v.restoredUntil):
		return archived
	case now.Before(v.restored):
		return restoring
	default:
		return restored
	}
}

// readable says whether the content can be read now.
func (v *version) readable(now time.Time) bool {
	state := v.archivalState(now)
	return state == "" || state == restored
}

// copied is v as it becomes under another name or in another bucket, with a reference of its own to the content.
func (v *version) copied(now time.Time) *version {
	return &version{
		id:       newUUID(),
		etag:     newUUID(),
		created:  now,
		modified: now,
		content:  v.content.retain(),
		sums:     v.sums,
		headers:  v.headers,
		sse:      v.sse,
		tier:     v.tier,
	}
}

const maxObjectName = 1024

func checkObjectName(name string) error {
	if name == "" {
		return badRequest("MissingObjectName", "The object name is missing")
	}
	if len(name) > maxObjectName || strings.ContainsAny(name, "\x00\r\n") {
		return badRequest("InvalidObjectName", "Invalid object name: %s", name)
	}
	return nil
}
