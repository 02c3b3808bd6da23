// Package acctest is the acceptance harness: a sandbox and a provider that talks to it, in the test's own process. It knows
// how a test gets a cloud, a provider block and a CLI, and refuses to know any resource.
package acctest

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/provider"
)

// User is the sandbox's user whose credentials ProviderHCL gives.
const User = "terraform"

// Env is one test's cloud and the provider that talks to it.
type Env struct {
	Sandbox *sandbox.Sandbox

	t         *testing.T
	transport *interceptor
}

// New starts a fresh sandbox, which ends with the test. It has an enabled key in each region that a sandbox starts with: Key.
func New(t *testing.T, opts ...sandbox.Option) *Env {
	t.Helper()
	keys := sandbox.WithKeys(Key("us-ashburn-1"), Key("us-phoenix-1"), Key("us-chicago-1"), Key("eu-frankfurt-1"), Key("ap-singapore-1"))
	s, err := sandbox.New(append([]sandbox.Option{keys}, opts...)...)
	if err != nil {
		t.Fatalf("cannot start the sandbox: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("cannot stop the sandbox: %v", err)
		}
	})
	return &Env{Sandbox: s, t: t, transport: &interceptor{next: s.Transport()}}
}

// Key is the OCID of a key in a region. Its vault's OCID differs in the kind only.
func Key(region string) string { return "ocid1.key.oc1." + region + ".vaultextension.abcdefghijklmnop" }

// Factories serves the provider in process, for resource.TestCase.ProtoV6ProviderFactories. The provider sees no
// environment but the given variables, each as NAME=value.
func (e *Env) Factories(environment ...string) map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"residency": providerserver.NewProtocol6WithError(provider.New("test",
			provider.WithTransport(e.transport), provider.WithGetenv(getenv(environment)))),
	}
}

func getenv(environment []string) func(string) string {
	return func(name string) string {
		for _, pair := range environment {
			if value, ok := strings.CutPrefix(pair, name+"="); ok {
				return value
			}
		}
		return ""
	}
}

// Boundary is the boundary that ProviderHCL declares when the extra arguments declare none.
const Boundary = `boundary = {
    name          = "us-user-data"
    jurisdictions = ["US"]
  }`

// ProviderHCL is a provider block for the region ("" for none) with the credentials of the sandbox's provisioner, the
// boundary US and the extra arguments, each a line of HCL such as `owner = "platform/us-prod"`.
func (e *Env) ProviderHCL(region string, extra ...string) string {
	e.t.Helper()
	c, err := e.Sandbox.Credentials(User)
	if err != nil {
		e.t.Fatalf("no credentials: %v", err)
	}
	arguments := []string{
		fmt.Sprintf("tenancy_ocid = %q", c.TenancyOCID), fmt.Sprintf("user_ocid = %q", c.UserOCID), fmt.Sprintf("fingerprint = %q", c.Fingerprint),
		"private_key = <<-EOT\n" + strings.TrimSpace(c.PrivateKeyPEM) + "\n  EOT",
	}
	if region != "" {
		arguments = append(arguments, fmt.Sprintf("region = %q", region))
	}
	bounded := false
	for _, line := range extra {
		bounded = bounded || strings.HasPrefix(strings.TrimSpace(line), "boundary")
	}
	if !bounded {
		arguments = append(arguments, Boundary)
	}
	return "provider \"residency\" {\n  " + strings.Join(append(arguments, extra...), "\n  ") + "\n}\n"
}

// Session signs as a user of the sandbox, for what a test does or looks up by hand. Its requests are in the journal too,
// under the user's name.
func (e *Env) Session(user string) *oci.Session {
	e.t.Helper()
	c, err := e.Sandbox.Credentials(user)
	if err != nil {
		e.t.Fatalf("no credentials: %v", err)
	}
	s, err := oci.NewSession(oci.Config{
		TenancyOCID: c.TenancyOCID, UserOCID: c.UserOCID, Fingerprint: c.Fingerprint, PrivateKey: c.PrivateKeyPEM, Region: c.Region,
		Getenv: getenv(nil), Transport: e.Sandbox.Transport(),
	})
	if err != nil {
		e.t.Fatalf("no session: %v", err)
	}
	return s
}

// Requests are those of the provider that the filter accepts, oldest first; a nil filter accepts all. Requests that a
// test makes by hand as another user are not among them.
func (e *Env) Requests(filter func(sandbox.Entry) bool) []sandbox.Entry {
	var out []sandbox.Entry
	for _, entry := range e.Sandbox.Journal() {
		if entry.Principal == User && (filter == nil || filter(entry)) {
			out = append(out, entry)
		}
	}
	return out
}

// Intercept lets answer decide the provider's requests before the sandbox sees them; nil passes a request on.
// A nil function ends it.
func (e *Env) Intercept(answer func(*http.Request) (*http.Response, error)) { e.transport.set(answer) }

// Refuse is an answer in Oracle's error shape, for Intercept.
func Refuse(status int, code, message string) (*http.Response, error) {
	return refusal(status, code, message), nil
}

// Says matches a CLI's output that has the words, wherever it breaks its lines.
func Says(words string) *regexp.Regexp {
	parts := strings.Fields(words)
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	return regexp.MustCompile(strings.Join(parts, `\s+`))
}
