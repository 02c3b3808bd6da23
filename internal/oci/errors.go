package oci

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
)

// Error is an answer of Oracle's that is no success, or a connection fault, which has Status 0 and a Cause.
type Error struct {
	Operation string // Oracle's name, such as "CreateBucket"
	Region    string // where the request went
	Status    int    // the HTTP status; 0 when no answer came
	Code      string // Oracle's code, such as "BucketAlreadyExists"; "" when the answer had none
	Message   string // Oracle's message, word for word
	RequestID string // opc-request-id
	Attempts  int    // how often the request was sent
	Ambiguous bool   // the request, or an earlier attempt of it, may have taken effect
	Cause     error  // the connection fault; nil when an answer came

	auth authMode
	skew time.Duration // how far this machine's clock is ahead of the answer's Date
}

// Error is one sentence without the full stop.
func (e *Error) Error() string {
	what := e.Operation
	if what == "" {
		what = "a request"
	}
	if e.Region != "" {
		what += " in " + e.Region
	}
	text := what + ": " + e.answer()
	if e.Attempts > 1 {
		text += fmt.Sprintf(" (after %d attempts)", e.Attempts)
	}
	if e.RequestID != "" {
		text += " (opc-request-id " + e.RequestID + ")"
	}
	return text
}

// answer is what came back, such as `404 BucketNotFound: The bucket …`.
func (e *Error) answer() string {
	if e.Status == 0 {
		return "no answer: " + e.Message
	}
	answer := fmt.Sprintf("%d", e.Status)
	if e.Code != "" {
		answer += " " + e.Code
	}
	return answer + ": " + e.Message
}

// Unwrap returns the connection fault.
func (e *Error) Unwrap() error { return e.Cause }

// answered reads an answer in Oracle's error shape; of any other it keeps the beginning.
func answered(response *http.Response) *Error {
	e := &Error{
		Status: response.StatusCode, RequestID: response.Header.Get("opc-request-id"), skew: skew(response.Header),
	}
	body, _ := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	var shape struct{ Code, Message string }
	if json.Unmarshal(body, &shape) == nil && (shape.Code != "" || shape.Message != "") {
		e.Code, e.Message = shape.Code, shape.Message
		return e
	}
	switch kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type")); {
	case response.StatusCode < http.StatusBadRequest:
		e.Message = "a redirect, which is not followed: a request goes to the region that it is made for, or nowhere"
	case len(body) == 0:
		e.Message = http.StatusText(response.StatusCode)
	default:
		e.Message = fmt.Sprintf("%s (%s, not in Oracle's form: it may be a proxy's) %q",
			http.StatusText(response.StatusCode), kind, beginning(string(body)))
	}
	return e
}

func beginning(text string) string {
	const most = 200
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

func skew(header http.Header) time.Duration {
	there, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return 0
	}
	return time.Since(there)
}

// Explain makes an error of the SDK's an *Error that names the operation and the region. Context errors, *ConfigError and nil
// stay as they are.
func Explain(operation, region string, err error) error {
	if err == nil || Stopped(err) {
		return err
	}
	if config, ok := errors.AsType[*ConfigError](err); ok {
		return config
	}
	explained := Error{Cause: err, Message: err.Error()}
	var known *Error
	var service common.ServiceError
	switch {
	case errors.As(err, &known):
		explained = *known
	case errors.As(err, &service):
		explained = Error{
			Status: service.GetHTTPStatusCode(), Code: service.GetCode(),
			Message: service.GetMessage(), RequestID: service.GetOpcRequestID(),
		}
	}
	if explained.Operation == "" {
		explained.Operation = operation
	}
	if explained.Region == "" {
		explained.Region = region
	}
	return &explained
}

// Status is the HTTP status of err; 0 when no answer came, or err is not Oracle's.
func Status(err error) int {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Status
	}
	var service common.ServiceError
	if errors.As(err, &service) {
		return service.GetHTTPStatusCode()
	}
	return 0
}

// IsNotFound says whether err is a 404: the thing is not there, or the caller may not know that it is.
func IsNotFound(err error) bool { return Status(err) == http.StatusNotFound }

// IsConflict says whether err is a 409.
func IsConflict(err error) bool { return Status(err) == http.StatusConflict }

// IsAmbiguous says whether the request may have taken effect although it failed: an attempt was cut off, or Oracle answered
// it with a 5xx. Who gets a 409 from a create, or a 404 from a delete, then looks whether what is there is its own.
// A request that was interrupted by its context is ambiguous too.
func IsAmbiguous(err error) bool {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Ambiguous
	}
	return Stopped(err)
}

// Stopped says whether err comes from the operation's own context: somebody interrupted it, or its time ran out. The
// connection's time-outs, which the standard library also calls context.DeadlineExceeded, are not meant.
func Stopped(err error) bool {
	if _, ok := errors.AsType[*Error](err); ok {
		return false
	}
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
