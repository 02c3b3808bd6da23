package objectstorage

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// byteRange is a run of an object's bytes.
type byteRange struct {
	first, length int64
}

// parseRange reads a Range header for an object of a size. Without the header, and in units other than bytes, which
// RFC 7233 has servers leave aside, the range is the whole. Object Storage takes one range only.
func parseRange(header string, size int64) (r byteRange, partial bool, err error) {
	whole := byteRange{length: size}
	spec, ok := strings.CutPrefix(header, "bytes=")
	if !ok {
		return whole, false, nil
	}
	first, last, ok := strings.Cut(strings.TrimSpace(spec), "-")
	if !ok {
		return whole, false, invalidRange(header, size)
	}
	if first == "" {
		n, ok := parseOffset(last)
		if !ok || n == 0 || size == 0 {
			return whole, false, invalidRange(header, size)
		}
		n = min(n, size)
		return byteRange{first: size - n, length: n}, true, nil
	}
	from, ok := parseOffset(first)
	if !ok || from >= size {
		return whole, false, invalidRange(header, size)
	}
	to := size - 1
	if last != "" {
		if to, ok = parseOffset(last); !ok || to < from {
			return whole, false, invalidRange(header, size)
		}
	}
	return byteRange{first: from, length: min(to, size-1) - from + 1}, true, nil
}

// parseOffset reads digits only: no sign, no space.
func parseOffset(s string) (int64, bool) {
	n, err := strconv.ParseUint(s, 10, 63)
	return int64(n), err == nil
}

func invalidRange(header string, size int64) error {
	return cloud.Errorf(http.StatusRequestedRangeNotSatisfiable, "InvalidRange", "The range '%s' is not one range within the object's %d bytes", header, size)
}
