// Package acctest is the acceptance harness: a sandbox and a provider that talks to it, in the test's own process.
package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

// Env is one test's cloud and the provider that talks to it.
type Env struct {
	Sandbox *sandbox.Sandbox
}

// New starts a fresh sandbox for the test.
func New(t *testing.T, opts ...sandbox.Option) *Env {
	t.Helper()
	s, err := sandbox.New(opts...)
	if err != nil {
		t.Fatalf("sandbox: %v", err)
	}
	return &Env{Sandbox: s}
}

// Factories serves the provider in process, for resource.TestCase.ProtoV6ProviderFactories.
func (e *Env) Factories() map[string]func() (tfprotov6.ProviderServer, error) { return nil }

// ProviderHCL is a provider block for the region, with the sandbox's credentials and the extra arguments.
func (e *Env) ProviderHCL(region string, extra ...string) string { return "" }

// Session is an SDK session of the sandbox's user.
func (e *Env) Session(user string) *oci.Session { return nil }
