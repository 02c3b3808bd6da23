package region

import (
	"regexp"
	"slices"
	"strings"
)

// hostSchemes are the schemes after which a host stands for certain; "" is a host without a scheme.
var hostSchemes = []string{"", "https", "http", "wss", "ws", "ssh", "git+ssh", "tcps", "tcp", "ldaps", "ldap", "smtps", "smtp", "docker"}

var (
	schemePattern   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*$`)
	userinfoPattern = regexp.MustCompile(`^[A-Za-z0-9._~!$&'()*+,;=:%-]*$`)
	portPattern     = regexp.MustCompile(`^[0-9]{0,5}$`)
	labelPattern    = regexp.MustCompile(`^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$`)
)

// splitHost cuts the host out of a URL or of host[:port][/path]. It is stricter than net/url: readers of URLs disagree
// on what is odd (a backslash, a second @, white space, an escaped or non-ASCII host), and a host that one of them would
// read differently must not be taken for Oracle's.
func splitHost(value string) (scheme, host string, ok bool) {
	if strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return "", "", false
	}
	rest := value
	if before, after, found := strings.Cut(value, "://"); found && schemePattern.MatchString(before) {
		scheme, rest = lower(before), after
	}
	authority := rest
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		authority = rest[:i]
	}
	host, ok = splitAuthority(authority, scheme != "")
	return scheme, host, ok
}

// splitAuthority takes user information only in a URL: without a scheme, name@host is an e-mail address.
func splitAuthority(authority string, inURL bool) (host string, ok bool) {
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		if !inURL || !userinfoPattern.MatchString(authority[:i]) {
			return "", false
		}
		authority = authority[i+1:]
	}
	host, port, _ := strings.Cut(authority, ":")
	if !portPattern.MatchString(port) {
		return "", false
	}
	host = strings.TrimSuffix(host, ".")
	bad := func(label string) bool { return !labelPattern.MatchString(label) }
	return host, len(host) <= 253 && !slices.ContainsFunc(strings.Split(host, "."), bad)
}
