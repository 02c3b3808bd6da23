package objectstorage

import (
	"net/http"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// condition is what a request demands of the etag of what it reads or writes.
type condition struct {
	match, noneMatch string // as in if-match and if-none-match; empty: no demand
}

func conditionOf(h http.Header) condition {
	return condition{match: bare(h.Get("if-match")), noneMatch: bare(h.Get("if-none-match"))}
}

func bare(etag string) string { return strings.Trim(strings.TrimSpace(etag), `"`) }

// forWrite holds the condition against the entity that a write would replace or delete; etag is empty when there is none.
func (c condition) forWrite(etag string) error {
	switch {
	case c.match != "" && c.noneMatch != "":
		return badRequest("InvalidConditionalHeaders", "If-Match and If-None-Match exclude each other")
	case c.noneMatch != "" && c.noneMatch != "*":
		return badRequest("IfNoneMatchDisallowed", "The only value of If-None-Match that a write takes is '*', not '%s'", c.noneMatch)
	case c.noneMatch == "*" && etag != "":
		return ifNoneMatchFailed()
	}
	return c.matches(etag)
}

// forRead holds the condition against the entity that is read.
func (c condition) forRead(etag string) error {
	switch {
	case c.noneMatch == "*":
		return badRequest("IfNoneMatchDisallowed", "If-None-Match takes no '*' here")
	case c.noneMatch == etag:
		return cloud.NotModified()
	}
	return c.matches(etag)
}

func (c condition) matches(etag string) error {
	if c.match == "" || c.match == etag || c.match == "*" && etag != "" {
		return nil
	}
	return ifMatchFailed()
}
