package oci

import (
	"fmt"
	"strconv"
	"strings"
)

// RegionKind is the kind of place that a session's region came from.
type RegionKind int

// The kinds of a RegionSource.
const (
	FromNowhere     RegionKind = iota // nothing says a region
	FromProvider                      // the provider block
	FromEnvironment                   // a variable on the operator's machine
	FromFile                          // the OCI config file on the operator's machine
)

// RegionSource says where a session's region came from. A region of the kinds FromEnvironment and FromFile is not in the
// configuration that people review: it must be shown.
type RegionSource struct {
	Kind   RegionKind
	Detail string // a noun phrase, such as "the variable OCI_REGION" or "profile DEFAULT of the file /home/a/.oci/config"
}

// String is the source as a noun phrase.
func (s RegionSource) String() string {
	if s.Detail == "" {
		return "nowhere"
	}
	return s.Detail
}

// FromMachine says whether the region came from the operator's machine and not from the configuration.
func (s RegionSource) FromMachine() bool { return s.Kind == FromEnvironment || s.Kind == FromFile }

// value is one setting and where it came from.
type value struct {
	text     string
	kind     RegionKind
	argument string // the provider argument that would set it
	detail   string // where it came from, as a noun phrase
}

func (v value) set() bool { return v.text != "" }

// fault is a *ConfigError about the value.
func (v value) fault(problem, remedy string) *ConfigError {
	return &ConfigError{Argument: v.argument, Source: v.detail, Problem: problem, Remedy: remedy}
}

// ConfigError is a fault in the provider's configuration, the environment or the config file. Secrets are never in it.
type ConfigError struct {
	Argument string // the provider argument that is, or would be, at fault; "" when there is none
	Source   string // where the value came from, such as "the variable OCI_FINGERPRINT"; "" when nothing says it
	Problem  string // what is wrong, without a full stop
	Remedy   string // what to do, in full sentences
}

func (e *ConfigError) Error() string {
	problem := e.Problem
	if e.Source != "" {
		problem = e.Source + ": " + problem
	}
	return strings.TrimSpace(upperFirst(problem) + ". " + e.Remedy)
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// shown is a setting's text in quotes, for an error. What may be a key that somebody has put in the wrong place is not shown.
func shown(text string) string {
	const most = 120
	if len(text) > most || strings.Contains(text, "\n") || strings.Contains(text, "-----BEGIN") {
		return "its value (not shown, it may be a key)"
	}
	return strconv.Quote(text)
}

// orList reads as English: "a", "a or b", "a, b or c".
func orList(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return fmt.Sprintf("%s or %s", strings.Join(items[:last], ", "), items[last])
}
