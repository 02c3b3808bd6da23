package denyrule

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/limits"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/policy"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// tenancy is what a plan has to know of it: where it is, what is in it, and who asks.
type tenancy struct {
	id         string
	home       region.Region
	subscribed []region.Region
	paths      map[string][]string // of every compartment, and of the tenancy itself
	groups     map[string]string   // OCIDs by name
	caller     caller
	families   map[string][]string // quota families to the names that take quotas
	counts     map[string]count    // how each of those names counts
}

// count is how a limit counts.
type count struct {
	service string // the Limits service's name of the service
	scope   limits.LimitDefinitionSummaryScopeTypeEnum
}

// caller is who signs.
type caller struct {
	user   string   // OCID; "" for what is no user
	groups []string // OCIDs
}

func (c caller) in(group string) bool { return group != "" && slices.Contains(c.groups, group) }

// surveyor asks Oracle about the tenancy.
type surveyor struct {
	provider *placement.Provider
	client   *identity.IdentityClient
	region   string
	tenancy
}

// survey reads the tenancy with one request for each list and page: subscriptions, compartments, groups, the caller's
// memberships and, for the quota layer, the definitions of limits.
func survey(ctx context.Context, p *placement.Provider, quotas bool) (t tenancy, diags diag.Diagnostics) {
	from := policy.AnyRegion(p)
	client, ok := operation.Client(p, from, (*oci.Session).Identity, &diags)
	if !ok {
		return t, diags
	}
	s := surveyor{provider: p, client: client, region: from}
	var err error
	if s.id, err = p.Session.TenancyOCID(); err != nil {
		diags.Append(diagnostic.Config(err))
		return t, diags
	}
	steps := []struct {
		doing string
		do    func(context.Context) error
	}{
		{"Reading the region subscriptions", s.subscriptions},
		{"Listing the compartments", s.compartments},
		{"Listing the groups", s.listGroups},
		{"Reading who signs", s.listCaller},
	}
	if quotas {
		steps = append(steps, struct {
			doing string
			do    func(context.Context) error
		}{"Listing which limits take quotas", s.definitions})
	}
	for _, step := range steps {
		if err := step.do(ctx); err != nil {
			diags.Append(diagnostic.Call{
				Summary: "Cannot read the tenancy", Tried: step.doing + " of the tenancy, which the plan of a deny rule needs,", Region: s.region,
				Next: "Whoever plans a deny rule needs to inspect tenancies, compartments, groups and users, and to read resource-availability for the quota layer, in tenancy.",
			}.Error(err))
			return t, diags
		}
	}
	return s.tenancy, diags
}

func (s *surveyor) subscriptions(ctx context.Context) error {
	all, err := policy.Subscriptions(ctx, s.client, s.region, s.id)
	if err != nil {
		return err
	}
	for _, one := range all {
		r, known := region.ByName(attribute.Value(one.RegionName))
		if !known {
			// A region that is newer than the table: Oracle gives the key that IAM needs.
			r = region.Region{Name: attribute.Value(one.RegionName), Key: strings.ToLower(attribute.Value(one.RegionKey))}
		}
		s.subscribed = append(s.subscribed, r)
		if attribute.Value(one.IsHomeRegion) {
			s.home = r
		}
	}
	if s.home.Name == "" {
		return policy.ErrNoHome
	}
	return nil
}

// compartments finds the path of each compartment from its parents.
func (s *surveyor) compartments(ctx context.Context) error {
	subtree := true
	listed, err := oci.All(oci.Pages(ctx, func(ctx context.Context, page *string) ([]identity.Compartment, *string, error) {
		answer, err := s.client.ListCompartments(oci.Shield(ctx), identity.ListCompartmentsRequest{
			CompartmentId: &s.id, CompartmentIdInSubtree: &subtree, AccessLevel: identity.ListCompartmentsAccessLevelAny, Page: page,
		})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListCompartments", s.region, err)
	}))
	if err != nil {
		return err
	}
	parents, names := map[string]string{}, map[string]string{}
	for _, c := range listed {
		if c.LifecycleState == identity.CompartmentLifecycleStateDeleted {
			continue
		}
		parents[attribute.Value(c.Id)], names[attribute.Value(c.Id)] = attribute.Value(c.CompartmentId), attribute.Value(c.Name)
	}
	s.paths = map[string][]string{s.id: {}}
	for id := range parents {
		if path, ok := pathOf(id, s.id, parents, names); ok {
			s.paths[id] = path
		}
	}
	return nil
}

// deepest is how deep Oracle lets compartments be nested, and then some.
const deepest = 16

func pathOf(id, root string, parents, names map[string]string) ([]string, bool) {
	var path []string
	for range deepest {
		if id == root {
			return path, true
		}
		name, known := names[id]
		if !known {
			return nil, false
		}
		path = append([]string{name}, path...)
		id = parents[id]
	}
	return nil, false
}

func (s *surveyor) listGroups(ctx context.Context) error {
	listed, err := oci.All(oci.Pages(ctx, func(ctx context.Context, page *string) ([]identity.Group, *string, error) {
		answer, err := s.client.ListGroups(oci.Shield(ctx), identity.ListGroupsRequest{CompartmentId: &s.id, Page: page})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListGroups", s.region, err)
	}))
	s.groups = map[string]string{}
	for _, g := range listed {
		if g.LifecycleState == "" || g.LifecycleState == identity.GroupLifecycleStateActive {
			s.groups[attribute.Value(g.Name)] = attribute.Value(g.Id)
		}
	}
	return err
}

func (s *surveyor) listCaller(ctx context.Context) error {
	s.caller.user = s.provider.Session.UserOCID()
	if s.caller.user == "" {
		return nil
	}
	listed, err := oci.All(oci.Pages(ctx, func(ctx context.Context, page *string) ([]identity.UserGroupMembership, *string, error) {
		answer, err := s.client.ListUserGroupMemberships(oci.Shield(ctx), identity.ListUserGroupMembershipsRequest{
			CompartmentId: &s.id, UserId: &s.caller.user, Page: page,
		})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListUserGroupMemberships", s.region, err)
	}))
	for _, m := range listed {
		s.caller.groups = append(s.caller.groups, attribute.Value(m.GroupId))
	}
	return err
}

func (s *surveyor) definitions(ctx context.Context) error {
	client, err := s.provider.Session.Limits(s.home.Name)
	if err != nil {
		return err
	}
	s.families, s.counts = map[string][]string{}, map[string]count{}
	listed, err := oci.All(oci.Pages(ctx, func(ctx context.Context, page *string) ([]limits.LimitDefinitionSummary, *string, error) {
		answer, err := client.ListLimitDefinitions(oci.Shield(ctx), limits.ListLimitDefinitionsRequest{CompartmentId: &s.id, Page: page})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListLimitDefinitions", s.home.Name, err)
	}))
	for _, d := range listed {
		if !attribute.Value(d.AreQuotasSupported) {
			continue
		}
		name := attribute.Value(d.Name)
		for _, family := range d.SupportedQuotaFamilies {
			if !slices.Contains(s.families[family], name) {
				s.families[family] = append(s.families[family], name)
			}
		}
		s.counts[name] = count{attribute.Value(d.ServiceName), d.ScopeType}
	}
	return err
}

// region finds a region with its key: in this release's table, or among the subscriptions.
func (t tenancy) region(name string) (region.Region, bool) {
	if r, known := region.ByName(name); known {
		return r, true
	}
	i := slices.IndexFunc(t.subscribed, func(r region.Region) bool { return r.Name == name })
	if i < 0 {
		return region.Region{}, false
	}
	return t.subscribed[i], true
}

// administrator says whether the caller is one of those whom no deny binds.
func (t tenancy) administrator() bool { return t.caller.in(t.groups["Administrators"]) }

// below lists the compartments that are at a path or below it, in order.
func (t tenancy) below(top []string) []string {
	var ids []string
	for id, path := range t.paths {
		if len(path) >= len(top) && slices.Equal(path[:len(top)], top) {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int {
		return strings.Compare(strings.Join(t.paths[a], "\x00"), strings.Join(t.paths[b], "\x00"))
	})
	return ids
}
