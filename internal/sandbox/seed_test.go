package sandbox_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

func seed(t *testing.T, src string) sandbox.Seed {
	t.Helper()
	seed, err := sandbox.ParseSeed("seed.hcl", []byte(src))
	require.NoError(t, err)
	return seed
}

func TestSeed(t *testing.T) {
	t.Parallel()
	s := open(t, sandbox.WithSeed(seed(t, `
tenancy "Acme" {
  namespace   = "acme_ns"
  home_region = "eu-frankfurt-1"
  regions     = ["eu-amsterdam-1", "eu-frankfurt-1"]
}
compartment "platform" { description = "All of it" }
compartment "data-eu" { parent = "platform" }
group "Provisioners" {}
user "ci" { groups = ["Provisioners"] }
policy "residency" {
  compartment = "platform"
  statements  = ["deny any-user to {BUCKET_CREATE} in compartment platform where request.region != 'fra'"]
}
policy "provisioners" {
  statements = ["allow group Provisioners to manage all-resources in tenancy"]
}
`)))
	require.Equal(t, "eu-frankfurt-1", s.HomeRegion())
	require.Equal(t, "acme_ns", s.Namespace())
	require.Equal(t, []string{"ci"}, s.Users())
	require.Equal(t, "ci", s.DefaultUser())

	c := client(t, s, "ci", "eu-frankfurt-1", nil)
	got, err := c.GetTenancy(t.Context(), tenancy(s))
	require.NoError(t, err)
	require.Equal(t, "Acme", *got.Name)
	require.Equal(t, "FRA", *got.HomeRegionKey)
	subscriptions, err := c.ListRegionSubscriptions(t.Context(), identity.ListRegionSubscriptionsRequest{TenancyId: got.Id})
	require.NoError(t, err)
	require.Len(t, subscriptions.Items, 2)
	// Without a compartment "data", the first one stands in.
	platform, err := c.GetCompartment(t.Context(), identity.GetCompartmentRequest{CompartmentId: common.String(s.CompartmentOCID())})
	require.NoError(t, err)
	require.Equal(t, "platform", *platform.Name)
	require.Equal(t, "All of it", *platform.Description)
	children, err := c.ListCompartments(t.Context(), identity.ListCompartmentsRequest{CompartmentId: platform.Id})
	require.NoError(t, err)
	require.Len(t, children.Items, 1)
	require.Equal(t, "data-eu", *children.Items[0].Name)
	policies, err := c.ListPolicies(t.Context(), identity.ListPoliciesRequest{CompartmentId: platform.Id})
	require.NoError(t, err)
	require.Len(t, policies.Items, 1)
	require.Len(t, policies.Items[0].Statements, 1)
}

// A type of block that the file does not have is as in the default.
func TestSeed_rest(t *testing.T) {
	t.Parallel()
	s := open(t, sandbox.WithSeed(seed(t, `user "dana" { groups = ["UsEngineers", "Administrators"] }`)))
	require.Equal(t, []string{"dana"}, s.Users())
	require.Equal(t, "us-ashburn-1", s.HomeRegion())
	require.Equal(t, open(t).CompartmentOCID(), s.CompartmentOCID())
}

func TestSeed_faultsAtOnce(t *testing.T) {
	t.Parallel()
	_, err := sandbox.New(sandbox.WithFaults("rate=2"), sandbox.WithSeed(seed(t, `tenancy "a" {
  namespace   = "No Spaces"
  home_region = "us-ashburn-2"
  regions     = ["us-ashbrun-1"]
  colour      = "red"
}
tenancy "b" {}
compartment "x" { parent = "y" }
compartment "y" {}
compartment "y" {}
user "u" { groups = ["Nobody"] }
policy "p" {
  compartment = "z"
  statements  = []
}
group "g" { description = ["not", "text"] }
volcano "v" {}
`)))
	var faults sandbox.SeedError
	require.ErrorAs(t, err, &faults)
	text := err.Error()
	for _, want := range []string{
		`seed.hcl:2: Invalid namespace. The namespace "No Spaces"`,
		`seed.hcl:4: Unknown region. "us-ashbrun-1" is not the name of a region. Did you mean us-ashburn-1`,
		`seed.hcl:5: Unsupported argument.`,
		`seed.hcl:7: Second tenancy.`,
		`seed.hcl:8: Unknown compartment. The parent "y" is not a compartment that is declared above.`,
		`seed.hcl:10: Duplicate compartment. The compartment "y" is declared above already.`,
		`seed.hcl:11: Unknown group. The user "u" is in the group "Nobody", which is not declared.`,
		`seed.hcl:13: Unknown compartment. The compartment "z" is not declared.`,
		`seed.hcl:14: Empty policy. The policy "p" has no statements.`,
		`seed.hcl:16: `,
		`seed.hcl:17: Unsupported block type.`,
		`faults: rate must be`,
	} {
		require.Contains(t, text, want)
	}
	require.Equal(t, 12, strings.Count(text, "\n")+1, text)
}

func TestParseSeed_syntax(t *testing.T) {
	t.Parallel()
	_, err := sandbox.ParseSeed("broken.hcl", []byte("user \"u\" {\n  groups = [\n}\n"))
	require.ErrorContains(t, err, "broken.hcl:")
}

func FuzzParseSeed(f *testing.F) {
	f.Add(`tenancy "a" { home_region = "us-ashburn-1" }`)
	f.Add(`user "u" { groups = [for x in ["a"] : x] }`)
	f.Add(`other_tenancy "b" { namespace = "${tenancy.sandbox.ocid}" }`)
	f.Add("other_tenancy \"b\" {\n  group \"g\" {}\n  user \"u\" { groups = [\"g\"] }\n  vault \"v\" { region = \"us-ashburn-1\" }\n}")
	f.Add("vault \"v\" {\n  region = \"us-ashburn-1\"\n  key \"k\" { ocid = tenancy[\"sandbox\"].groups }\n}")
	f.Add(`compartment "c" { parent = null }` + "\n" + `policy "p" { statements = [null] }`)
	f.Fuzz(func(t *testing.T, src string) {
		seed, err := sandbox.ParseSeed("seed.hcl", []byte(src))
		if err != nil {
			return
		}
		s, err := sandbox.New(sandbox.WithSeed(seed))
		if err != nil {
			var faults sandbox.SeedError
			require.ErrorAs(t, err, &faults)
			return
		}
		require.NoError(t, s.Close())
	})
}

// The seed in the guide is one.
func TestSeed_guide(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile(filepath.Join("..", "docs", "templates", "guides", "sandbox.md"))
	require.NoError(t, err)
	_, rest, ok := strings.Cut(string(guide), "```hcl\n")
	require.True(t, ok)
	text, _, _ := strings.Cut(rest, "```")
	n := tenant{open(t, sandbox.WithSeed(seed(t, text))), t}
	require.NoError(t, n.getBucket("corp-engineer", "us-ashburn-1", "ledger"))
	require.Equal(t, []string{"terraform", "corp-engineer", "builder", "partner-analyst"}, n.Users())
	require.NoError(t, n.getBucket("partner-analyst", "us-ashburn-1", "ledger"))
	refused(t, n.putObject("partner-analyst", "us-ashburn-1", "ledger", "o"), 404, "BucketNotFound", "")
}

func TestSeed_refused(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`tenancy "t" { policy_delay = "soon" }`:  `seed.hcl:1: Invalid duration. The policy_delay "soon"`,
		`tenancy "t" { policy_delay = "-1s" }`:   `Invalid duration`,
		`group "a/b/c" {}`:                       `seed.hcl:1: Invalid group.`,
		`group "/b" {}`:                          `Invalid group`,
		`user "u" { address = "home" }`:          `seed.hcl:1: Invalid address. The address "home"`,
		`principal "m" { type = "robot" }`:       `seed.hcl:1: Invalid type. The type "robot"`,
		`principal "admin" { type = "service" }`: `seed.hcl:1: Duplicate principal.`,
		"principal \"m\" {\n  type = \"instance\"\n  dynamic_groups = [\"X\"]\n}": `seed.hcl:3: Unknown dynamic group.`,
		"principal \"m\" {\n  type = \"instance\"\n  compartment = \"x\"\n}":      `seed.hcl:3: Unknown compartment.`,
		`network_source "n" {}`:                 `seed.hcl:1: Network source refused.`,
		`network_source "n" { public = ["x"] }`: `"x" is neither an IP address nor a range`,
		`policy "p" { statements = ["allow group Nobody to read buckets in tenancy"] }`: `seed.hcl:1: Policy refused. The policy "p": The group Nobody`,
		`other_tenancy "sandbox" {}`:                                                    `seed.hcl:1: Duplicate tenancy. The tenancy "sandbox" is declared already.`,
		`other_tenancy "b" { namespace = "sandbox" }`:                                   `seed.hcl:1: Duplicate namespace.`,
		`other_tenancy "b" { home_region = "us-gov-ashburn-1" }`:                        `Tenancy in another realm`,
		"other_tenancy \"b\" {\n  user \"admin\" {}\n}":                                 `seed.hcl:1: Duplicate principal. The tenancy "b" has a principal "admin"`,
		"other_tenancy \"b\" {\n  user \"u\" { groups = [\"Provisioners\"] }\n}":        `seed.hcl:2: Unknown group.`,
		"other_tenancy \"b\" {\n  tenancy \"c\" {}\n}":                                  `seed.hcl:2: Unsupported block type.`,
		"other_tenancy \"b\" {\n  colour = \"red\"\n}":                                  `seed.hcl:2: Unsupported argument.`,
		"other_tenancy \"b\" {\n  bucket \"x\" {\n    region = \"uk-london-1\"\n  }\n}": `seed.hcl:3: Region not subscribed.`,
		"other_tenancy \"b\" {}\nother_tenancy \"b\" {}":                                `seed.hcl:2: Duplicate other_tenancy.`,
		"policy \"p\" {\n  statements = [\"define tenancy B as ${tenancy.b.ocid}\"]\n}": `seed.hcl:2: Unsupported attribute.`,
		"user \"u\" {\n  domain = \"Corp\"\n  groups = [\"Provisioners\"]\n}":           `seed.hcl:3: Group of another domain.`,
	} {
		s, err := sandbox.New(sandbox.WithSeed(seed(t, src)))
		require.Nil(t, s)
		require.ErrorContains(t, err, want)
	}
}

// Of the default policies, those stay that name what the seed has.
func TestSeed_defaultPoliciesThatFit(t *testing.T) {
	t.Parallel()
	n := tenant{open(t, sandbox.WithSeed(seed(t, "compartment \"platform\" {}\ngroup \"Provisioners\" {}\nuser \"ci\" { groups = [\"Provisioners\"] }"))), t}
	require.NoError(t, n.createBucket("ci", "us-ashburn-1", "b"))
}
