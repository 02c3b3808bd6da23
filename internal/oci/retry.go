package oci

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	defaultRetryDuration = 5 * time.Minute
	defaultAttempts      = 12
	unreachableAttempts  = 4 // a name that does not resolve or a port that is closed rarely heals within minutes
	tokenAttempts        = 3 // 401 while a token is being replaced
	firstPause           = 500 * time.Millisecond
	longestPause         = 20 * time.Second
)

// retryPolicy bounds the retries of one request.
type retryPolicy struct {
	attempts int           // 0: no bound
	duration time.Duration // from the first attempt to the start of the last; negative: no bound
}

func newRetryPolicy(disabled bool, duration time.Duration) retryPolicy {
	switch {
	case disabled:
		return retryPolicy{attempts: 1}
	case duration == 0:
		return retryPolicy{attempts: defaultAttempts, duration: defaultRetryDuration}
	}
	return retryPolicy{duration: duration}
}

// call is one request through its attempts.
type call struct {
	*dispatcher
	request    *http.Request
	deadline   time.Time // the caller's, zero for none
	repeatable bool
	start      time.Time
	attempts   int
	unknown    bool // an attempt may have taken effect
	retryAfter time.Duration
}

func newCall(ctx context.Context, request *http.Request, repeatable bool, d *dispatcher) *call {
	deadline, _ := ctx.Deadline()
	return &call{dispatcher: d, request: request, deadline: deadline, repeatable: repeatable, start: time.Now()}
}

// judge makes an attempt's outcome an *Error, or nil for success, and keeps account of whether the request may have taken
// effect. That cannot happen twice with an opc-retry-token: Oracle then gives the first attempt's answer again.
func (c *call) judge(response *http.Response, err error) *Error {
	c.attempts++
	c.retryAfter = 0
	if c.request.Header.Get("opc-retry-token") != "" {
		c.unknown = false
	}
	var failure *Error
	switch {
	case err != nil:
		failure = &Error{Cause: err, Message: err.Error()}
		c.unknown = c.unknown || c.writes() && !neverSent(err)
	case response.StatusCode < http.StatusMultipleChoices, response.StatusCode == http.StatusNotModified:
		return nil
	default:
		failure = answered(response)
		c.retryAfter = retryAfter(response.Header, time.Now())
		c.unknown = c.unknown || c.writes() && response.StatusCode >= http.StatusInternalServerError && response.StatusCode != http.StatusNotImplemented
		_ = response.Body.Close()
	}
	failure.Region, failure.Attempts, failure.Ambiguous = c.region, c.attempts, c.unknown
	failure.auth = c.credentials.mode()
	return failure
}

func (c *call) writes() bool {
	return c.request.Method != http.MethodGet && c.request.Method != http.MethodHead
}

// next says whether to send the request once more, and after which pause. A write whose outcome is unknown is sent again:
// Oracle's creates are refused with 409 and its deletes with 404 where the first one did take effect, and Error.Ambiguous
// then tells the caller to look whether what is there is its own.
func (c *call) next(failure *Error) (time.Duration, bool) {
	most := c.mostAttempts(failure)
	if !c.repeatable || most == 0 || c.attempts >= most {
		return 0, false
	}
	pause := max(backoff(c.attempts), c.retryAfter)
	if c.policy.duration >= 0 && time.Since(c.start)+pause > c.policy.duration {
		return 0, false
	}
	if !c.deadline.IsZero() && time.Until(c.deadline) <= pause {
		return 0, false // the answer says more than that time ran out
	}
	return pause, true
}

// mostAttempts bounds the attempts for a failure of this kind; 0 is one that is final.
func (c *call) mostAttempts(failure *Error) int {
	most := c.policy.attempts
	if most == 0 {
		most = int(^uint(0) >> 1)
	}
	switch {
	case failure.Cause != nil && permanent(failure.Cause):
		return 0
	case failure.Cause != nil && neverSent(failure.Cause):
		return min(most, unreachableAttempts)
	case failure.Cause != nil, retryable[failure.Status]:
		return most
	case failure.Status == http.StatusUnauthorized && c.credentials.refreshable():
		return min(most, tokenAttempts)
	}
	return 0
}

// retryable are the statuses that another attempt may heal. 404 and 409 are never among them: a 404 may be the denial that
// is being asked for, and a 409 the answer.
var retryable = map[int]bool{
	http.StatusTooManyRequests:     true,
	http.StatusInternalServerError: true,
	http.StatusBadGateway:          true,
	http.StatusServiceUnavailable:  true,
	http.StatusGatewayTimeout:      true,
}

// backoff is exponential with full jitter: anything up to the bound, so that clients that failed together part.
func backoff(attempts int) time.Duration {
	bound := longestPause
	if shift := attempts - 1; shift < 6 {
		bound = min(bound, firstPause<<shift)
	}
	return time.Duration(rand.Int64N(int64(bound)) + 1)
}

// retryAfter reads the header's seconds or date.
func retryAfter(header http.Header, now time.Time) time.Duration {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && seconds > 0 && seconds < 86400 {
		return time.Duration(seconds * float64(time.Second))
	}
	if at, err := http.ParseTime(text); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}

// neverSent says whether the connection failed before the request could reach Oracle.
func neverSent(err error) bool {
	var op *net.OpError
	if errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect") {
		return true
	}
	var dns *net.DNSError
	var proxy *proxyRefusal
	return errors.As(err, &dns) || errors.As(err, &proxy) || permanent(err)
}

// permanent says whether another attempt can only fail in the same way.
func permanent(err error) bool {
	var (
		unsent      unsendable
		authority   x509.UnknownAuthorityError
		hostname    x509.HostnameError
		certificate x509.CertificateInvalidError
		plain       tls.RecordHeaderError
		proxy       *proxyRefusal
	)
	if errors.As(err, &proxy) {
		return proxy.status < http.StatusInternalServerError
	}
	return errors.As(err, &unsent) || errors.As(err, &authority) || errors.As(err, &hostname) || errors.As(err, &certificate) ||
		errors.As(err, &plain) || errors.Is(err, context.Canceled)
}
