package oci

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// tolerance is how far Oracle lets a request's Date be off; hints are given a little earlier.
const tolerance = 4 * time.Minute

// Hint says what the answer may mean and what to do, in full sentences; "" when Oracle's message says it all.
func (e *Error) Hint() string {
	var hints []string
	if e.Ambiguous && e.Status == http.StatusConflict {
		hints = append(hints, "An earlier attempt of this request was cut off, so what is in the way may be its own result.")
	}
	if hint := e.statusHint(); hint != "" {
		hints = append(hints, hint)
	}
	return strings.Join(hints, " ")
}

func (e *Error) statusHint() string {
	switch e.Status {
	case 0:
		return e.connectionHint()
	case http.StatusUnauthorized:
		return e.authenticationHint()
	case http.StatusForbidden:
		if strings.Contains(e.Message, "home region") {
			return "Identity is written in the tenancy's home region only."
		}
	case http.StatusNotFound:
		return "Oracle also answers 404 for what the caller may not see: check the name, the region, and whether a policy lets the caller read it."
	case http.StatusTooManyRequests:
		return fmt.Sprintf("Oracle was still throttling after %s. Run Terraform with a lower -parallelism, or raise the provider's retry_duration_seconds.", times(e.Attempts))
	}
	if e.Status >= http.StatusInternalServerError && e.Status != http.StatusNotImplemented {
		return fmt.Sprintf("The fault is on Oracle's side and was there in %s. Run Terraform again; if it stays, give Oracle support the opc-request-id.", times(e.Attempts))
	}
	return ""
}

func times(attempts int) string {
	if attempts <= 1 {
		return "one attempt"
	}
	return fmt.Sprintf("%d attempts", attempts)
}

func (e *Error) authenticationHint() string {
	off := e.skew.Abs() > tolerance
	message := strings.ToLower(e.Message)
	switch {
	case off || strings.Contains(message, "clock") || strings.HasPrefix(message, "date "):
		by := "more than five minutes off"
		if off {
			by = fmt.Sprintf("%s %s", e.skew.Abs().Round(time.Second), map[bool]string{true: "ahead", false: "behind"}[e.skew > 0])
		}
		return "This machine's clock is " + by + ", and Oracle refuses a request whose Date is more than five minutes off. Set the clock (NTP), and run Terraform again."
	case e.auth == securityToken:
		return "A security token lasts an hour at most unless it is refreshed: oci session refresh, or oci session authenticate."
	case e.auth == apiKey || e.auth == "":
		return "Check that tenancy, user and fingerprint belong together, that the key is still uploaded for the user, and that the tenancy is subscribed to the region."
	}
	return fmt.Sprintf("Check that the %s is in a dynamic group (or matched by a policy) of this tenancy, and that the tenancy is subscribed to the region.", e.auth)
}

func (e *Error) connectionHint() string {
	var (
		dns       *net.DNSError
		op        *net.OpError
		authority x509.UnknownAuthorityError
		hostname  x509.HostnameError
		proxy     *proxyRefusal
	)
	switch {
	case errors.As(e.Cause, &authority), errors.As(e.Cause, &hostname):
		return "The certificate is not one that this machine trusts: is there a proxy that opens TLS? Its certificate goes into the system's store, SSL_CERT_FILE or OCI_DEFAULT_CERTS_PATH."
	case errors.As(e.Cause, &dns), errors.As(e.Cause, &proxy), errors.As(e.Cause, &op) && (op.Op == "dial" || op.Op == "proxyconnect"):
		return "Oracle cannot be reached from this machine: check the network, HTTPS_PROXY and NO_PROXY."
	case e.Ambiguous:
		return "Whether the request took effect is not known. Run Terraform again: it looks first."
	}
	return ""
}
