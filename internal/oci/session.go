// Package oci is how the provider talks to Oracle Cloud: credentials, lazy clients, retries, errors as values, paging and
// waiting. It knows no Terraform, judges no region, and never makes up an endpoint.
package oci

import (
	"context"
	"iter"
	"net/http"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
)

// Config is what the provider block says, under the names that Oracle's provider uses.
type Config struct {
	Auth, TenancyOCID, UserOCID, Fingerprint       string
	PrivateKey, PrivateKeyPath, PrivateKeyPassword string
	Region, ConfigFileProfile                      string
	DisableAutoRetries                             bool
	RetryDurationSeconds                           int64
	Getenv                                         func(string) string // default: os.Getenv
	Transport                                      http.RoundTripper   // default: the process's shared transport
	UserAgent                                      string
	Logger                                         hclog.Logger
}

// RegionKind is the kind of place that a session's region came from.
type RegionKind int

// The kinds of a RegionSource.
const (
	FromNowhere RegionKind = iota
	FromProvider
	FromEnvironment
	FromFile
)

// RegionSource says where a session's region came from.
type RegionSource struct {
	Kind   RegionKind
	Detail string // such as "the variable OCI_REGION"
}

// String is the source as a noun phrase.
func (s RegionSource) String() string { return s.Detail }

// Session holds the credentials and the clients.
type Session struct{}

// ConfigError names the argument, variable or file at fault.
type ConfigError struct {
	Argument string // provider argument, "" when the fault is elsewhere
	Source   string // where the value came from
	Problem  string
	Remedy   string
}

func (e *ConfigError) Error() string { return e.Problem }

// NewSession resolves the configuration without a network call.
func NewSession(Config) (*Session, error) { return &Session{}, nil }

// Region is the default region and where it came from.
func (s *Session) Region() (string, RegionSource) { return "", RegionSource{} }

// TenancyOCID is the tenancy.
func (s *Session) TenancyOCID() (string, error) { return "", nil }

// ObjectStorage is the region's Object Storage client.
func (s *Session) ObjectStorage(region string) (*objectstorage.ObjectStorageClient, error) {
	return nil, nil
}

// Identity is the region's Identity client.
func (s *Session) Identity(region string) (*identity.IdentityClient, error) { return nil, nil }

// Error is an answer of Oracle's, or a connection fault (Status 0).
type Error struct {
	Operation, Region, Code, Message, RequestID string
	Status                                      int
	Ambiguous                                   bool // an earlier attempt may have taken effect
	Attempts                                    int
	Cause                                       error // the connection fault, nil when Oracle answered
}

func (e *Error) Error() string { return e.Message }

// Unwrap returns the connection fault.
func (e *Error) Unwrap() error { return e.Cause }

// Hint says what the answer may mean and what to do; "" when there is nothing to add.
func (e *Error) Hint() string { return "" }

// Explain makes any SDK error an *Error; context errors stay as they are.
func Explain(operation, region string, err error) error { return err }

// IsNotFound says whether err is a 404.
func IsNotFound(err error) bool { return Status(err) == http.StatusNotFound }

// IsConflict says whether err is a 409.
func IsConflict(err error) bool { return Status(err) == http.StatusConflict }

// IsAmbiguous says whether the request may have taken effect although it failed.
func IsAmbiguous(err error) bool { return false }

// Status is the HTTP status of err, 0 when it has none.
func Status(err error) int { return 0 }

// WaitOptions say what Wait waits for.
type WaitOptions struct {
	What    string // such as "replication policy to-phoenix to become ACTIVE"
	Every   time.Duration
	Timeout time.Duration
	Logger  hclog.Logger
}

// WaitError says that a wait ended before what it waited for came.
type WaitError struct {
	What, State string
	Waited      time.Duration
	Cause       error // context.DeadlineExceeded or context.Canceled
}

func (e *WaitError) Error() string { return e.What }

// Unwrap returns the cause.
func (e *WaitError) Unwrap() error { return e.Cause }

// Wait polls until done.
func Wait(ctx context.Context, o WaitOptions, poll func(context.Context) (done bool, state string, err error)) error {
	return nil
}

// Pages walks every page.
func Pages[T any](ctx context.Context, fetch func(ctx context.Context, page *string) ([]T, *string, error)) iter.Seq2[T, error] {
	return func(func(T, error) bool) {}
}
