package sandbox

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/identity"
)

// This file reads the other tenancies of a seed, and what a seed may say of OCIDs.

// otherBlock is the block of another tenancy, taken apart.
type otherBlock struct {
	*hcl.Block
	blocks map[string]hcl.Blocks // by type
}

// nestedBlocks are those that another tenancy may have of its own.
var nestedBlocks = &hcl.BodySchema{Blocks: slices.DeleteFunc(slices.Clone(kernelBlocks.Blocks), func(h hcl.BlockHeaderSchema) bool {
	return h.Type == "tenancy" || h.Type == "other_tenancy"
})}

func (r *reader) others(blocks hcl.Blocks) []otherBlock {
	var all []otherBlock
	for _, b := range r.once(blocks) {
		content, rest, diags := b.Body.PartialContent(nestedBlocks)
		r.diags = append(r.diags, diags...)
		b.Body = rest
		all = append(all, otherBlock{b, content.Blocks.ByType()})
	}
	return all
}

// other reads a tenancy that is not the sandbox's own. It has nothing by default, but for the regions of the own one.
func (r *reader) other(o otherBlock, own *tenant) *tenant {
	t := &tenant{policyDelay: own.policyDelay}
	t.begin(o.Labels[0])
	home, subscribed := own.home.Name, []string{own.home.Name}
	for _, at := range own.subscribed {
		subscribed = append(subscribed, at.Name)
	}
	var at map[string]hcl.Range
	at, t.rest = r.partial(o.Block, t.settings(&home, &subscribed))
	if home != "" { // else it is the own tenancy's fault
		r.located(t, o.Block, at, home, subscribed)
	}
	if t.home.Realm != "" && own.home.Realm != "" && t.home.Realm != own.home.Realm {
		r.fault(rangeOf(at, "home_region", o.Block), "Tenancy in another realm",
			"The tenancy %q is in the realm %s, %q is in %s; nothing goes from one to the other.", t.name, t.home.Realm, own.name, own.home.Realm)
	}
	r.inhabitants(t, o.blocks)
	return t
}

// distinct refuses tenancies that could not be told apart, and principals that -as could not.
func (r *reader) distinct(all []*tenant, others []otherBlock) {
	for i, t := range all[1:] {
		for _, before := range all[:i+1] {
			if before.name == t.name {
				r.fault(others[i].DefRange, "Duplicate tenancy", "The tenancy %q is declared already.", t.name)
			} else if before.namespace == t.namespace {
				r.fault(others[i].DefRange, "Duplicate namespace", "The tenancies %q and %q have the same namespace, %q.", before.name, t.name, t.namespace)
			}
			for _, name := range t.users() {
				if slices.Contains(before.users(), name) {
					r.fault(others[i].DefRange, "Duplicate principal", "The tenancy %q has a principal %q, and so has %q.", t.name, name, before.name)
				}
			}
		}
	}
}

// known are the OCIDs that a seed may use: tenancy.NAME.ocid, tenancy.NAME.groups.NAME and so on.
func known(name string, blocks map[string]hcl.Blocks, others []otherBlock) *hcl.EvalContext {
	tenancies := map[string]cty.Value{}
	for _, o := range others {
		tenancies[o.Labels[0]] = ocidsOf(o.Labels[0], o.blocks)
	}
	tenancies[name] = ocidsOf(name, blocks)
	return &hcl.EvalContext{Variables: map[string]cty.Value{"tenancy": cty.ObjectVal(tenancies)}}
}

// ocidsOf are the OCIDs of a tenancy and of what its blocks name.
func ocidsOf(tenancy string, blocks map[string]hcl.Blocks) cty.Value {
	all := map[string]cty.Value{"ocid": cty.StringVal(cloud.OCIDOf("tenancy", region.Region{}, tenancy))}
	for kind, block := range map[string]string{"compartment": "compartment", "group": "group", "user": "user", "dynamicgroup": "dynamic_group"} {
		ids := map[string]cty.Value{}
		for _, b := range blocks[block] {
			name := b.Labels[0]
			if kind == "group" {
				name = team{label: name}.qualified()
			}
			ids[b.Labels[0]] = cty.StringVal(identity.SeededOCID(kind, tenancy, name))
		}
		all[block+"s"] = cty.ObjectVal(ids)
	}
	return cty.ObjectVal(all)
}
