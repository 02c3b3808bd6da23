package sandbox

import (
	"cmp"
	_ "embed" // for the default seed
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

//go:embed default.hcl
var defaultSeed []byte

// Seed is a seed file: what a sandbox starts with. The zero Seed is the default.
type Seed struct {
	body hcl.Body
}

// ParseSeed reads the syntax of a seed file; New reads its meaning. The error is a SeedError.
//
//	tenancy "acme" {
//	  namespace   = "acme"
//	  home_region = "us-ashburn-1"
//	  regions     = ["us-ashburn-1", "us-phoenix-1"] # subscribed
//	  policy_delay  = "10s"                          # until a change of policies is in force; by default no time
//	  deny_policies = false                          # by default deny policies are enabled
//	  reformat_statements = true                     # policies come back in canonical form
//	  suppose = ["any-user-service"]                 # protections that Oracle does not document; by default none
//	}
//	compartment "data" { parent = "platform" }       # optional: the name of a compartment above
//	group "Provisioners" {}                          # "Corp/Provisioners" is one of the identity domain Corp
//	user "terraform" { groups = ["Provisioners"] }   # domain = "Corp", address = "203.0.113.7"
//	policy "p" { statements = ["allow …"] }          # compartment = "data": by default the tenancy
//	network_source "office" { public = ["203.0.113.0/24"] }
//	dynamic_group "Builders" {}
//	principal "builder" {
//	  type           = "instance"                    # or "resource", "service"
//	  dynamic_groups = ["Builders"]
//	  compartment    = "data"
//	}
//	other_tenancy "partner" {                        # as many as wanted, each with blocks of its own, and nothing by default
//	  namespace = "partner"                          # also home_region and regions: by default as the sandbox's own
//	  compartment "exchange" {}
//	  group "Analysts" {}
//	  user "partner-analyst" { groups = ["Analysts"] }
//	  policy "out" { statements = ["define tenancy Acme as ${tenancy.acme.ocid}", "endorse group Analysts to …"] }
//	  bucket "inbox" { region = "us-ashburn-1" }     # and the other blocks of services
//	}
//
// Texts may have the OCIDs of what the seed names: ${tenancy.NAME.ocid}, ${tenancy.NAME.groups.NAME}, and so of compartments,
// users and dynamic_groups.
//
// A type of block that the file does not have is as in the default. Of the default policies, those are left out that name a
// group or compartment which the file does not have. The Administrators of the default domain always have their policy.
func ParseSeed(filename string, src []byte) (Seed, error) {
	file, diags := hclsyntax.ParseConfig(src, filename, hcl.InitialPos)
	if diags.HasErrors() {
		return Seed{}, seedError(diags)
	}
	return Seed{body: file.Body}, nil
}

// SeedError is every fault of a seed file.
type SeedError struct{ Faults hcl.Diagnostics }

// Error lists the faults, one in a line, each with its file and line.
func (e SeedError) Error() string {
	lines := make([]string, len(e.Faults))
	for i, d := range e.Faults {
		lines[i] = d.Summary + ". " + d.Detail
		if d.Subject != nil {
			lines[i] = fmt.Sprintf("%s:%d: %s", d.Subject.Filename, d.Subject.Start.Line, lines[i])
		}
	}
	return strings.Join(lines, "\n")
}

func seedError(diags hcl.Diagnostics) error {
	if !diags.HasErrors() {
		return nil
	}
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int {
		if a.Subject == nil || b.Subject == nil {
			return 0
		}
		return cmp.Compare(a.Subject.Start.Byte, b.Subject.Start.Byte)
	})
	return SeedError{diags}
}

var kernelBlocks = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "tenancy", LabelNames: []string{"name"}},
	{Type: "other_tenancy", LabelNames: []string{"name"}},
	{Type: "compartment", LabelNames: []string{"name"}},
	{Type: "group", LabelNames: []string{"name"}},
	{Type: "user", LabelNames: []string{"name"}},
	{Type: "policy", LabelNames: []string{"name"}},
	{Type: "network_source", LabelNames: []string{"name"}},
	{Type: "dynamic_group", LabelNames: []string{"name"}},
	{Type: "principal", LabelNames: []string{"name"}},
}}

// blocks returns the kernel's blocks by type, the default's where the seed has none, and what is left for the services.
// Whether the policies are the default's is said as well.
func (s Seed) blocks() (_ map[string]hcl.Blocks, rest hcl.Body, defaultPolicies bool, _ hcl.Diagnostics) {
	file, diags := hclsyntax.ParseConfig(defaultSeed, "default.hcl", hcl.InitialPos)
	content, rest, more := file.Body.PartialContent(kernelBlocks)
	blocks := content.Blocks.ByType()
	diags = append(diags, more...)
	if s.body != nil {
		content, rest, more = s.body.PartialContent(kernelBlocks)
		diags = append(diags, more...)
		own := content.Blocks.ByType()
		maps.Copy(blocks, own)
		return blocks, rest, own["policy"] == nil, diags
	}
	return blocks, rest, true, diags
}

// tenants reads the kernel's part of the seed.
func (s Seed) tenants() ([]*tenant, hcl.Diagnostics) {
	blocks, rest, defaultPolicies, diags := s.blocks()
	r := &reader{diags: diags}
	t := &tenant{rest: rest, defaultPolicies: defaultPolicies}
	others := r.others(blocks["other_tenancy"])
	r.names = known(blocks["tenancy"][0].Labels[0], blocks, others)
	r.tenancy(t, blocks["tenancy"])
	r.inhabitants(t, blocks)
	all := []*tenant{t}
	for _, o := range others {
		all = append(all, r.other(o, t))
	}
	r.distinct(all, others)
	return all, r.diags
}

// inhabitants reads what a tenancy has.
func (r *reader) inhabitants(t *tenant, blocks map[string]hcl.Blocks) {
	r.compartments(t, blocks["compartment"])
	r.groups(t, blocks["group"])
	r.users(t, blocks["user"])
	r.policies(t, blocks["policy"], t.defaultPolicies)
	r.networks(t, blocks["network_source"])
	r.dynamicGroups(t, blocks["dynamic_group"])
	r.machines(t, blocks["principal"])
}

// plant creates what the seed says, in each tenancy's identity and in the services that take seeds.
func (s *Sandbox) plant() hcl.Diagnostics {
	var diags hcl.Diagnostics
	schema := &hcl.BodySchema{}
	for _, service := range s.services {
		if seeder, ok := service.(cloud.Seeder); ok {
			schema.Blocks = append(schema.Blocks, seeder.SeedBlocks()...)
		}
	}
	for _, t := range s.tenants {
		diags = append(diags, t.plant()...)
		diags = append(diags, s.plantResources(t, schema)...)
	}
	return diags
}

// plantResources creates what the seed says of a tenancy's resources.
func (s *Sandbox) plantResources(t *tenant, schema *hcl.BodySchema) hcl.Diagnostics {
	seed := cloud.Seed{Compartment: t.find, User: t.user, Subscribed: t.isSubscribed, Now: s.clock()}
	content, diags := t.rest.Content(schema)
	blocks := content.Blocks.ByType()
	for _, service := range s.services {
		if seeder, ok := service.(cloud.Seeder); ok {
			diags = append(diags, seeder.Seed(seed, own(seeder, blocks))...)
		}
	}
	return diags
}

func own(seeder cloud.Seeder, blocks map[string]hcl.Blocks) hcl.Blocks {
	var all hcl.Blocks
	for _, header := range seeder.SeedBlocks() {
		all = append(all, blocks[header.Type]...)
	}
	return all
}

// reader reads blocks and keeps all faults.
type reader struct {
	diags hcl.Diagnostics
	names *hcl.EvalContext // the OCIDs that texts may have
}

func (r *reader) fault(subject hcl.Range, summary, format string, args ...any) {
	r.diags = append(r.diags, cloud.SeedFault(subject, summary, format, args...))
}

// attributes reads a block of plain attributes, all optional, into the targets by name.
func (r *reader) attributes(b *hcl.Block, targets map[string]any) map[string]hcl.Range {
	content, diags := b.Body.Content(schemaOf(targets))
	r.diags = append(r.diags, diags...)
	return r.decode(content, targets)
}

// partial is attributes for a block that has more, which it returns.
func (r *reader) partial(b *hcl.Block, targets map[string]any) (map[string]hcl.Range, hcl.Body) {
	content, rest, diags := b.Body.PartialContent(schemaOf(targets))
	r.diags = append(r.diags, diags...)
	return r.decode(content, targets), rest
}

func schemaOf(targets map[string]any) *hcl.BodySchema {
	schema := &hcl.BodySchema{}
	for name := range targets {
		schema.Attributes = append(schema.Attributes, hcl.AttributeSchema{Name: name})
	}
	return schema
}

func (r *reader) decode(content *hcl.BodyContent, targets map[string]any) map[string]hcl.Range {
	ranges := map[string]hcl.Range{}
	for name, attr := range content.Attributes {
		ranges[name] = attr.Expr.Range()
		r.diags = append(r.diags, gohcl.DecodeExpression(attr.Expr, r.names, targets[name])...)
	}
	return ranges
}

// once refuses a second block of the same type and name.
func (r *reader) once(blocks hcl.Blocks) hcl.Blocks {
	seen := map[string]bool{}
	var first hcl.Blocks
	for _, b := range blocks {
		if seen[b.Labels[0]] {
			r.fault(b.DefRange, "Duplicate "+b.Type, "The %s %q is declared above already.", b.Type, b.Labels[0])
			continue
		}
		seen[b.Labels[0]] = true
		first = append(first, b)
	}
	return first
}
