package cloud

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strings"
)

// NewETag makes a new entity tag.
func NewETag() string { return hex.EncodeToString(random(16)) }

// CheckMatch holds the request's if-match and if-none-match headers against the etag of a resource that exists.
// A failed if-match is 412; a failed if-none-match is 304 for reads and 412 for writes.
func CheckMatch(r *http.Request, etag string) error {
	if h := r.Header.Get("If-Match"); h != "" && !matches(h, etag) {
		return NoETagMatch()
	}
	if h := r.Header.Get("If-None-Match"); h != "" && matches(h, etag) {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			return NotModified()
		}
		return NoETagMatch()
	}
	return nil
}

func matches(header, etag string) bool {
	for tag := range strings.SplitSeq(header, ",") {
		tag = strings.Trim(strings.TrimSpace(tag), `"`)
		if tag == "*" || tag == etag {
			return true
		}
	}
	return false
}

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return b
}
