package cloud

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Error is an answer in Oracle's error shape.
type Error struct {
	Status  int
	Code    string
	Message string
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// Errorf makes an Error with a code that only one service has, such as Object Storage's BucketNotFound.
func Errorf(status int, code, format string, args ...any) *Error {
	return &Error{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

// CannotParseRequest is 400: the body or the query cannot be read.
func CannotParseRequest(format string, args ...any) *Error {
	return Errorf(http.StatusBadRequest, "CannotParseRequest", format, args...)
}

// InvalidParameter is 400: a parameter is invalid or incorrectly formatted.
func InvalidParameter(format string, args ...any) *Error {
	return Errorf(http.StatusBadRequest, "InvalidParameter", format, args...)
}

// MissingParameter is 400: a required parameter is missing.
func MissingParameter(name string) *Error {
	return Errorf(http.StatusBadRequest, "MissingParameter", "Missing required parameter %s", name)
}

// NotAuthenticated is 401. Oracle says the same whatever was wrong; the clock is the exception, see ClockSkew.
func NotAuthenticated() *Error {
	return Errorf(http.StatusUnauthorized, "NotAuthenticated",
		"The required information to complete authentication was not provided or was incorrect.")
}

// Skew is how far a client's clock may be from the service's.
const Skew = 5 * time.Minute

// ClockSkew is the 401 of a request whose date is too far from the service's clock, in Oracle's words.
func ClockSkew(date, now time.Time) *Error {
	stamp := func(t time.Time) string { return t.UTC().Format(time.RFC1123) }
	return Errorf(http.StatusUnauthorized, "NotAuthenticated",
		"Date '%s' is not within allowed clock skew. Current '%s', valid datetime range: ['%s', '%s']",
		stamp(date), stamp(now), stamp(now.Add(-Skew)), stamp(now.Add(Skew+time.Second)))
}

// NotAllowed is 403: a write that belongs to the home region, sent elsewhere. homeKey is the region's key, such as "IAD".
func NotAllowed(homeKey string) *Error {
	return Errorf(http.StatusForbidden, "NotAllowed",
		"Please go to your home region %s to execute CREATE, UPDATE and DELETE operations.", homeKey)
}

// AtHome refuses a write that has come to another region than the home region.
func AtHome(c *Call, home region.Region) error {
	if c.Region.Name != home.Name {
		return NotAllowed(strings.ToUpper(home.Key))
	}
	return nil
}

// NotAuthorizedOrNotFound is 404: Oracle does not say which of the two it is.
func NotAuthorizedOrNotFound() *Error {
	return Errorf(http.StatusNotFound, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.")
}

// MethodNotAllowed is 405.
func MethodNotAllowed(method string) *Error {
	return Errorf(http.StatusMethodNotAllowed, "MethodNotAllowed", "The target resource does not support the HTTP method %s.", method)
}

// IncorrectState is 409: the resource's state forbids the request.
func IncorrectState(format string, args ...any) *Error {
	return Errorf(http.StatusConflict, "IncorrectState", format, args...)
}

// InvalidatedRetryToken is 409: the retry token was used for another request. Oracle answers the same when what the first
// request made is gone; the sandbox answers that with the first answer.
func InvalidatedRetryToken() *Error {
	return Errorf(http.StatusConflict, "InvalidatedRetryToken",
		"The provided retry token was used in an earlier request that differs from this one.")
}

// NotAuthorizedOrResourceAlreadyExists is 409, for creates only.
func NotAuthorizedOrResourceAlreadyExists() *Error {
	return Errorf(http.StatusConflict, "NotAuthorizedOrResourceAlreadyExists",
		"Authorization failed or requested resource already exists.")
}

// NoETagMatch is 412: the if-match header names another version of the resource.
func NoETagMatch() *Error {
	return Errorf(http.StatusPreconditionFailed, "NoEtagMatch", "The ETag specified in the request does not match the ETag for the resource.")
}

// NotModified is 304, which has no body.
func NotModified() *Error { return Errorf(http.StatusNotModified, "NotModified", "Not modified.") }

// TooManyRequests is 429.
func TooManyRequests() *Error {
	return Errorf(http.StatusTooManyRequests, "TooManyRequests", "Too many requests for the user.")
}

// InternalServerError is 500.
func InternalServerError() *Error {
	return Errorf(http.StatusInternalServerError, "InternalServerError", "An internal server error occurred.")
}

// NotImplemented is 501: the sandbox knows the service, or at least that there is one, but not this of it.
func NotImplemented(format string, args ...any) *Error {
	return Errorf(http.StatusNotImplemented, "NotImplemented", "The sandbox does not implement "+format+".", args...)
}

// CheckQuery refuses with 501 a query parameter that the operation does not know: ignoring a filter would be a lie.
func CheckQuery(c *Call, known ...string) error {
	for name := range c.URL.Query() {
		if !slices.Contains(known, name) {
			return NotImplemented("the query parameter %s of %s %s", name, c.Method, c.URL.Path)
		}
	}
	return nil
}

// UnknownOperation is the 501 of a call that a service does not know.
func UnknownOperation(c *Call, service string) *Error {
	return NotImplemented("%s %s of the service %s", c.Method, c.URL.Path, service)
}

// ServiceUnavailable is 503.
func ServiceUnavailable() *Error {
	return Errorf(http.StatusServiceUnavailable, "ServiceUnavailable", "The service is currently unavailable.")
}

// AsError turns any error into one in Oracle's shape: an *Error stays what it is, all else is a 500 with its text.
func AsError(err error) *Error {
	if e := new(Error); errors.As(err, &e) {
		return e
	}
	return Errorf(http.StatusInternalServerError, "InternalServerError", "The sandbox failed: %s.", err)
}
