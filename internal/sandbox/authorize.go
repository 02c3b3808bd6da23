package sandbox

import (
	"slices"
	"strings"
	"sync"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// authorizer decides calls by the policies that are in force in the tenancies.
type authorizer struct {
	sandbox *Sandbox
	names   sync.Map // []string, IAM's names of an operation, by operationKey
}

type operationKey struct{ service, name, variant string }

var (
	_ cloud.Authorizer = (*authorizer)(nil)
	_ cloud.Granter    = (*authorizer)(nil)
)

// Authorize implements cloud.Authorizer. What is in another tenancy than the caller takes both: that the caller's own endorses
// it, and that the other admits it.
func (a *authorizer) Authorize(c *cloud.Call, want cloud.Access) error {
	there, from := a.sandbox.tenantWith(want.Compartment), a.sandbox.tenantOf(c.Principal)
	if c.Principal.ID == "" || there == nil || from == nil {
		return cloud.NotAuthorizedOrNotFound()
	}
	path, ocids, _ := there.identity.Place(want.Compartment)
	q := iam.Request{Region: c.Region.Name, Compartment: path, CompartmentIDs: ocids, Time: c.Now, Principal: requester(c.Principal)}
	if there == from {
		return a.decide(there, there, c, q, want)
	}
	endorsed, admitted := q, q
	endorsed.Tenancy, admitted.Principal.Tenancy = there.ocid, from.ocid
	if err := a.decide(from, there, c, endorsed, want); err != nil {
		return err
	}
	return a.decide(there, there, c, admitted, want)
}

// decide asks the policies of one tenancy about what is in one.
func (a *authorizer) decide(t, there *tenant, c *cloud.Call, q iam.Request, want cloud.Access) error {
	q.Variables = variables(t, there, c, want)
	decider := t.identity.InForce(c.Now)
	if q.Principal.Type == "service" {
		decider = t.identity.Granted(c.Now)
	}
	if !a.allows(decider, q, want) {
		return cloud.NotAuthorizedOrNotFound()
	}
	return nil
}

// Granted implements cloud.Granter. A service principal is the same in all tenancies, and needs a grant of each that it acts in.
// Which operation a service carries out for itself is not known: conditions on
// request.operation are false.
func (a *authorizer) Granted(c *cloud.Call, principal string, want cloud.Access) bool {
	t := a.sandbox.tenantWith(want.Compartment)
	if t == nil {
		return false
	}
	path, ocids, _ := t.identity.Place(want.Compartment)
	return t.identity.Granted(c.Now).Decide(iam.Request{
		Permissions: want.Permissions, Region: c.Region.Name, Compartment: path, CompartmentIDs: ocids, Time: c.Now,
		Principal: iam.Requester{Type: "service", Name: principal}, Variables: variables(t, t, &cloud.Call{}, want),
	}).Outcome == iam.Allowed
}

// allows decides by the operation, or by the permissions that the service says it needs. Then the operation is still what
// request.operation says; where sources disagree on its name, the answer is the one under which most is allowed, as Decide has it.
func (a *authorizer) allows(d *iam.Decider, q iam.Request, want cloud.Access) bool {
	if len(want.Permissions) == 0 {
		q.Service, q.Operation, q.Variant = want.Service, want.Operation, want.Variant
		return d.Decide(q).Outcome == iam.Allowed
	}
	q.Permissions = want.Permissions
	return slices.ContainsFunc(a.namesOf(operationKey{want.Service, want.Operation, want.Variant}), func(name string) bool {
		q.Variables["request.operation"] = iam.Values{name}
		return d.Decide(q).Outcome == iam.Allowed
	})
}

func (a *authorizer) namesOf(key operationKey) []string {
	if known, ok := a.names.Load(key); ok {
		return known.([]string) //nolint:forcetypeassert // nothing else is stored
	}
	var names []string
	for _, o := range iam.FindOperation(key.service, key.name) {
		if o.Variant == key.variant {
			names = append(names, o.Names...)
		}
	}
	if names == nil {
		names = []string{key.name}
	}
	a.names.Store(key, names)
	return names
}

func requester(p cloud.Principal) iam.Requester {
	r := iam.Requester{
		Type: p.Type, Name: p.Name, ID: p.ID, Domain: p.Domain, Groups: p.Groups, GroupIDs: p.GroupIDs,
		DynamicGroups: p.DynamicGroups, DynamicGroupIDs: p.DynamicGroupIDs,
	}
	if r.Type == "" {
		r.Type = "user"
	}
	return r
}

// variables are what the policies of a tenancy see of a call, about what is in one, beside what iam derives from its request.
func variables(t, there *tenant, c *cloud.Call, want cloud.Access) map[string]iam.Values {
	all := make(map[string]iam.Values, len(want.Variables)+4)
	for name, value := range want.Variables {
		if value != "" {
			all[name] = iam.Values{value}
		}
	}
	for name, values := range want.Sets {
		all[name] = values
	}
	if p := c.Principal; p.Compartment != "" {
		all["request.principal.compartment.id"] = iam.Values{p.Compartment}
		all["request."+p.Type+".compartment.id"] = iam.Values{p.Compartment} // of an instance or a resource
	}
	if c.Principal.Type == "instance" {
		all["request.instance.id"] = iam.Values{c.Principal.ID}
	}
	all["target.tenant.id"] = iam.Values{there.ocid}
	all["request.networksource.name"] = t.identity.NetworkSources(c.Principal.Address)
	// Oracle: the target's compartment cannot filter lists.
	if strings.HasPrefix(want.Operation, "List") {
		all["target.compartment.id"], all["target.compartment.name"] = nil, nil
	} else {
		all["target.compartment.id"] = iam.Values{want.Compartment}
	}
	return all
}
