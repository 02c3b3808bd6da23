package denyrule

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/limits"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/denyrule/compile"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// counted are the limits that tell of what has no list here. A quota's use is that of a compartment with all that is in it.
var counted = []struct{ service, name, what string }{
	{"core", "backup-count", "volume backups"},
	{"core", "total-storage-gb", "GB of volumes"},
	{"database", "vm-block-storage-gb", "GB of DB systems"},
	{"filestorage", "file-system-count", "file systems"},
	{"keymanagement", "virtual-private-vault-count", "virtual private vaults"},
	{"keymanagement", "virtual-vault-count", "virtual vaults"},
}

// mostLooked bounds the requests with which a plan looks for what a quota would strand.
const mostLooked = 150

// seeker looks for what is in the bound compartments and outside: a quota leaves it there, and lets nothing be added to it.
type seeker struct {
	session *oci.Session
	tenancy tenancy
	rule    compile.Rule
	left    int // how many requests it may yet make

	namespace *string // Object Storage's, once it is known

	found, unseen []string
	skipped       int // what it has not asked because none was left
}

// stranded says what the rule's quota would strand, and of what that could not be seen.
func (p *planner) stranded(ctx context.Context, session *oci.Session) {
	s := &seeker{session: session, tenancy: p.tenancy, rule: p.rule, left: mostLooked}
	for _, target := range p.rule.Targets {
		for _, r := range p.rule.Zeroed(target, p.tenancy.subscribed) {
			s.count(ctx, target, r)
			s.list(ctx, target, r)
		}
	}
	p.diags.Append(s.warnings()...)
}

func (s *seeker) about(service string) bool {
	return len(s.rule.Services) == 0 || slices.Contains(s.rule.Services, service)
}

// may says whether there is a request left, and takes it.
func (s *seeker) may() bool {
	if s.left == 0 {
		s.skipped++
		return false
	}
	s.left--
	return true
}

func (s *seeker) blind(what, operation string, r region.Region, err error) {
	s.unseen = append(s.unseen, fmt.Sprintf("%s in %s (%s)", what, r.Name, diagnostic.Brief(oci.Explain(operation, r.Name, err))))
}

// list names what is in each compartment.
func (s *seeker) list(ctx context.Context, target compile.Compartment, r region.Region) {
	for _, id := range s.tenancy.below(target.Path) {
		for _, stock := range stocks {
			if !s.about(stock.service) || !s.may() {
				continue
			}
			names, err := stock.names(s, ctx, r.Name, id)
			if err != nil {
				s.blind(stock.what+"s of "+strings.Join(s.tenancy.paths[id], ":"), stock.operation, r, err)
			}
			for _, name := range names {
				s.found = append(s.found, fmt.Sprintf("%s %q in %s", stock.what, name, r.Name))
			}
		}
	}
}

// count asks Limits what is used of that which has no list.
func (s *seeker) count(ctx context.Context, target compile.Compartment, r region.Region) {
	var domains []string // of the region, once they are asked for
	for _, c := range counted {
		how := s.tenancy.counts[c.name]
		if !s.about(c.service) || how.service == "" {
			continue
		}
		where := []string{""}
		if how.scope == limits.LimitDefinitionSummaryScopeTypeAd {
			if domains == nil && s.may() {
				var err error
				if domains, err = s.domains(ctx, r.Name); err != nil {
					s.blind(c.what, "ListAvailabilityDomains", r, err)
				}
			}
			where = domains
		}
		if used := s.used(ctx, target, r, c.name, c.what, where); used > 0 {
			s.found = append(s.found, fmt.Sprintf("%d %s in %s", used, c.what, r.Name))
		}
	}
}

// used is what the bound compartment has of a limit in some availability domains, or, of "", in the region.
func (s *seeker) used(ctx context.Context, target compile.Compartment, r region.Region, name, what string, domains []string) (sum int64) {
	service := s.tenancy.counts[name].service
	for _, domain := range domains {
		if !s.may() {
			continue
		}
		client, err := s.session.Limits(r.Name)
		var answer limits.GetResourceAvailabilityResponse
		if err == nil {
			answer, err = client.GetResourceAvailability(oci.Shield(ctx), limits.GetResourceAvailabilityRequest{
				ServiceName: &service, LimitName: &name, CompartmentId: &target.ID, AvailabilityDomain: present(domain),
			})
		}
		if err != nil {
			s.blind(what, "GetResourceAvailability", r, err)
			return sum
		}
		sum += attribute.Value(answer.Used)
	}
	return sum
}

func (s *seeker) domains(ctx context.Context, in string) (names []string, err error) {
	client, err := s.session.Identity(in)
	if err != nil {
		return nil, err
	}
	answer, err := client.ListAvailabilityDomains(oci.Shield(ctx), identity.ListAvailabilityDomainsRequest{CompartmentId: &s.tenancy.id})
	for _, d := range answer.Items {
		names = append(names, attribute.Value(d.Name))
	}
	return names, err
}

func (s *seeker) warnings() (diags diag.Diagnostics) {
	at := path.Root("quota_statements")
	if len(s.found) > 0 {
		slices.Sort(s.found)
		diags.Append(diagnostic.Warning(at, "Quota would strand what is outside",
			"In the bound compartments and outside the boundary there is: "+strings.Join(slices.Compact(s.found), ", ")+".",
			"A quota of zero leaves it there and lets nothing be added. Bring the data home and delete it, or have an exception approved."))
	}
	if s.skipped > 0 {
		s.unseen = append(s.unseen, fmt.Sprintf("%d further lists and counts, because a plan makes no more than %d requests for this", s.skipped, mostLooked))
	}
	if len(s.unseen) > 0 {
		diags.Append(diagnostic.Warning(at, "Not looked for what is outside",
			"Whether the quota would strand something could not be seen of: "+strings.Join(s.unseen, "; ")+"."))
	}
	return diags
}
