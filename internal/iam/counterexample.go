package iam

import (
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// requester makes the principal of the model.
func (p *prover) requester(values map[string]Values) Requester {
	r := Requester{}
	for _, kind := range []string{typeUser, typeInstance, typeResource, typeService} {
		if p.isTrue(p.people.kinds[kind]) {
			r.Type = kind
		}
	}
	if p.isTrue(p.people.foreign) {
		r.Tenancy = foreignTenancy
		if from := p.trueOf(p.people.tenancies); len(from) > 0 {
			r.Tenancy = from[0]
		}
	}
	r.Name, r.ID = p.identity(r.Type, values)
	r.Domain = first(values["request.domain.name"])
	if p.isTrue(p.people.inGroup) {
		r.Groups = p.memberships(p.people.groups, p.people.groupIDs, values["request.groups.name"])
		r.GroupIDs = ids(p.trueOf(p.people.groupIDs), values["request.groups.id"])
	}
	if p.isTrue(p.people.inDynamic) {
		r.DynamicGroups = p.memberships(p.people.dynamic, p.people.dynamicIDs, values["request.dynamicgroup.name"])
		r.DynamicGroupIDs = ids(p.trueOf(p.people.dynamicIDs), values["request.dynamicgroup.id"])
	}
	return r
}

func (p *prover) identity(kind string, values map[string]Values) (name, id string) {
	name, id = first(values["request.user.name"]), first(values["request.user.id"])
	for _, key := range p.trueOf(p.people.named) {
		if _, text, _ := strings.Cut(key, " "); strings.HasPrefix(text, "ocid1.") {
			id = text
		} else {
			name = text
		}
	}
	if name == "" && kind == typeService {
		name = "another-service"
	}
	return name, id
}

// memberships lists the groups of the model. A name that a variable has and no group of the statements is of another domain.
func (p *prover) memberships(groups, groupIDs map[string]literal, names Values) []string {
	var all []string
	covered := map[string]bool{}
	for _, group := range p.trueOf(groups) {
		domain, name, _ := strings.Cut(group, "/")
		covered[name] = true
		if domain == defaultDomain {
			domain = "Default"
		}
		all = append(all, domain+"/"+name)
	}
	for _, name := range names {
		if !covered[name] {
			all = append(all, otherDomain+"/"+name)
		}
	}
	if len(all) == 0 && len(p.trueOf(groupIDs)) == 0 {
		all = append(all, otherDomain+"/another-group")
	}
	return all
}

// otherDomain is an identity domain that no statement names.
const otherDomain = "AnotherDomain"

// ids joins the OCIDs of the statements' groups with those that a variable has besides.
func ids(of []string, besides Values) []string {
	for _, id := range besides {
		if !slices.Contains(of, id) {
			of = append(of, id)
		}
	}
	return of
}

func first(v Values) string {
	if len(v) == 0 {
		return ""
	}
	return v[0]
}

// regionName is the name of a region, or its key where no region that is known has it.
func regionName(key Values) string {
	if r, ok := region.Lookup(first(key)); ok {
		return r.Name
	}
	return first(key)
}
