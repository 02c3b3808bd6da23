package compile

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

// claim is what has been shown of an operation so far.
type claim struct {
	shown       bool
	assumptions []string
	missing     []string // where it has not been shown, and why
	except      []string
}

// claims are those of one obligation, by operation.
type claims map[operationKey]*claim

func (c claims) of(k operationKey) *claim {
	if c[k] == nil {
		c[k] = &claim{shown: true}
	}
	return c[k]
}

// add takes over the results of one proof, which are about one place.
func (c claims) add(results []iam.Result, place string, more ...string) {
	for _, result := range results {
		one := c.of(operationKey{result.Service, result.Operation, result.Variant})
		if !result.Denied {
			one.shown = false
			one.missing = insert(one.missing, place)
			continue
		}
		for _, a := range result.Rests {
			one.assumptions = insert(one.assumptions, a.ID)
		}
		one.assumptions = insert(one.assumptions, more...)
	}
}

// prover proves a rule's own statements.
type prover struct {
	*Rule
	policies []iam.Policy
	options  iam.Options
	lines    []Line
	gaps     []Gap
	later    []string // types whose future permissions no statement covers
}

// prove shows what the statements stop, and lists the rest.
func (r *Rule) prove(out Output) ([]Line, []Gap) {
	p := &prover{Rule: r, options: iam.Options{Compartments: map[string][]string{}}}
	for _, policy := range out.Policies {
		one := iam.NewPolicy(policy.Name, r.Attached.Path, policy.Statements...)
		one.CompartmentID = r.Attached.ID
		p.policies = append(p.policies, one)
	}
	maps.Copy(p.options.Compartments, r.Paths)
	for _, c := range append([]Compartment{r.Attached}, r.Targets...) {
		p.options.Compartments[c.ID] = c.Path
	}
	p.conclude(Outside, p.outside())
	p.conclude(Egress, p.egress())
	p.conclude(Elsewhere, p.elsewhere())
	p.conclude(Foreign, p.foreign())
	p.endorsed()
	p.guarded()
	p.remarks()
	return p.lines, p.gaps
}

func (p *prover) ask(ob iam.Obligations, operations []iam.Operation) iam.Proof {
	wanted := map[operationKey]bool{}
	for _, o := range operations {
		wanted[keyOf(o)] = true
	}
	ob.Asks = func(_ string, o iam.Operation) bool { return wanted[keyOf(o)] }
	return iam.Prove(p.policies, ob, p.options)
}

func (p *prover) outside() claims {
	shown := claims{}
	blocked := p.blocked(Outside)
	for _, z := range p.zones() {
		for _, g := range p.groups(z, blocked) {
			proof := p.ask(iam.Obligations{
				Kinds: []string{iam.Outside}, Inside: z.inside, Compartment: z.at.Path,
				Where: allOf(z.where, closedOf(regionVariable, g.open)),
			}, g.operations)
			shown.add(proof.Operations, z.String(), z.assumed()...)
			p.noteLater(proof)
			for _, open := range g.open {
				for _, o := range g.operations {
					one := shown.of(keyOf(o))
					one.except = insert(one.except, fmt.Sprintf("%s in %s until %s, by the exception %q", open.region.Name, z.at, stamp(open.until), open.exception))
				}
			}
		}
	}
	return shown
}

// closedOf is true where none of the openings is open.
func closedOf(variable string, open []opening) iam.Condition { return outsideOf(variable, nil, open) }

func (z zone) assumed() []string {
	if z.where == nil {
		return nil
	}
	return []string{assumeCompartment}
}

// String is the zone's place for messages.
func (z zone) String() string {
	if z.class != "" {
		return fmt.Sprintf("%s (class %q)", z.at, z.class)
	}
	return z.at.String()
}

// String is the compartment's path, or the tenancy.
func (c Compartment) String() string {
	if c.Root() {
		return "the tenancy"
	}
	return strings.Join(c.Path, ":")
}

// noteLater keeps the types of data whose future permissions are not covered.
func (p *prover) noteLater(proof iam.Proof) {
	for _, l := range proof.Later {
		for _, s := range services {
			data := slices.ContainsFunc(s.resources, func(r string) bool { return r == l.Type || slices.Contains(iam.TypesOf(r), l.Type) })
			if s.name == l.Service && data && !l.Covered {
				p.later = insert(p.later, l.Type)
			}
		}
	}
}

func (p *prover) egress() claims {
	shown := claims{}
	var blind, seen []iam.Operation
	for _, o := range p.blocked(Egress) {
		if o.Destination == "" {
			blind = append(blind, o)
		} else {
			seen = append(seen, o)
		}
	}
	for _, target := range p.Targets {
		ob := iam.Obligations{Kinds: []string{iam.Egress}, Inside: p.Inside, Compartment: target.Path, Spare: p.spareNames()}
		shown.add(p.ask(ob, blind).Operations, target.String())
	}
	for _, z := range p.zones() {
		ob := iam.Obligations{
			Kinds: []string{iam.Egress}, Inside: z.inside, Compartment: z.at.Path,
			Where: allOf(z.where, destined(p.copyOpenings(z))),
		}
		shown.add(p.ask(ob, seen).Operations, z.String(), z.assumed()...)
	}
	for _, o := range blind {
		if one := shown.of(keyOf(o)); len(p.Spare) > 0 {
			one.except = insert(one.except, "the spared groups, whose plans the provider and the check judge")
		}
	}
	for _, o := range seen {
		one := shown.of(keyOf(o))
		one.except = insert(one.except, "to regions inside, which the request names")
	}
	return shown
}

// destined is true of requests whose destination is not open by an exception.
func destined(open []opening) iam.Condition {
	if len(open) == 0 {
		return nil
	}
	return anyOf(absent(targetRegion), closedOf(targetRegion, open))
}

func (p *prover) spareNames() []string {
	var all []string
	for _, g := range p.Spare {
		if g.ID != "" {
			all = append(all, g.ID)
		} else {
			all = append(all, g.Name)
		}
	}
	return all
}

func (p *prover) elsewhere() claims {
	shown := claims{}
	if len(p.Networks) == 0 {
		return shown
	}
	for _, target := range p.Targets {
		proof := p.ask(iam.Obligations{Kinds: []string{iam.Egress}, Compartment: target.Path, Where: p.Rule.elsewhere()}, p.blocked(Elsewhere))
		shown.add(proof.Operations, target.String(), assumeNetwork)
	}
	return shown
}

// foreign shows that principals of other tenancies that somebody lets in read nothing here: the proof is made against an admit
// of everything.
func (p *prover) foreign() claims {
	shown := claims{}
	if !p.blocks(BlockShare) || !p.Attached.Root() {
		return shown
	}
	admit := iam.NewPolicy("admit", nil, "admit any-user of any-tenancy to manage all-resources in tenancy")
	for _, target := range p.Targets {
		with := prover{Rule: p.Rule, policies: append(slices.Clone(p.policies), admit), options: p.options}
		shown.add(with.ask(iam.Obligations{Kinds: []string{iam.Egress}, Compartment: target.Path}, nil).Operations, target.String())
	}
	return shown
}

// endorsed says whether our own people can take data to other tenancies, where an endorse lets them: the proof is made against an
// endorse of everything. It is about no operation here, and one line or gap.
func (p *prover) endorsed() {
	if !p.blocks(BlockShare) {
		return
	}
	line := Line{Obligation: Egress, Service: "identity", Operation: "endorse", Layers: []string{IAM}}
	shown := p.bindsTenancy() && p.layer(IAM)
	if shown {
		endorse := iam.NewPolicy("endorse", nil, "endorse any-user to manage all-resources in any-tenancy")
		with := prover{Rule: p.Rule, policies: append(slices.Clone(p.policies), endorse), options: p.options}
		for _, result := range with.ask(iam.Obligations{Kinds: []string{iam.Egress}, Spare: p.spareNames()}, nil).Operations {
			shown = shown && (result.Denied || !p.selected(iam.Operation{Service: result.Service}))
			for _, a := range result.Rests {
				line.Assumptions = insert(line.Assumptions, a.ID)
			}
		}
	}
	if shown {
		if len(p.Spare) > 0 {
			line.Except = "the spared groups, whose plans the provider and the check judge"
		}
		p.lines = append(p.lines, line)
		return
	}
	p.gaps = append(p.gaps, Gap{
		Obligation: Egress, Service: "identity", Operation: "endorse",
		Why:     "Where an endorse lets them, our own principals write in other tenancies what they have read here, and no compartment of ours binds that.",
		Instead: "bind the tenancy (compartment_ids) with the layer iam_deny, or write no endorse: the check finds one in a plan",
	})
}

// guarded shows that the rule's own policies, quota and spared groups are kept.
func (p *prover) guarded() {
	var names []string
	for _, policy := range p.policies {
		names = append(names, policy.Name)
	}
	for _, k := range p.guard(names) {
		shown := claims{}
		operations := k.operations()
		proof := p.ask(iam.Obligations{Kinds: []string{iam.Egress}, Compartment: k.at.Path, Spare: p.spareNames(), Where: k.names()}, operations)
		shown.add(proof.Operations, k.at.String(), assumeTargetName)
		for _, o := range operations {
			one := shown.of(keyOf(o))
			if len(p.Spare) > 0 {
				one.except = []string{"the spared groups"}
			}
			p.line(Guard, o, one)
		}
	}
}

// conclude makes lines and gaps of an obligation.
func (p *prover) conclude(obligation string, shown claims) {
	for _, o := range iam.Operations() {
		if !about(obligation, o) {
			continue
		}
		one := shown[keyOf(o)]
		if one == nil || !p.layer(IAM) {
			one = &claim{}
		}
		p.line(obligation, o, one)
	}
}

// line claims what has been shown, and says of the rest why it has not.
func (p *prover) line(obligation string, o iam.Operation, c *claim) {
	line := Line{Obligation: obligation, Service: o.Service, Operation: o.Name, Variant: o.Variant}
	except := c.except
	if c.shown {
		line.Layers, line.Assumptions = []string{IAM}, c.assumptions
	}
	if l, capped := p.capped(o); capped && obligation == Outside { // also of what is not blocked: a quota knows no blocks
		line.Layers = append(line.Layers, Quota)
		line.Assumptions = insert(line.Assumptions, l.assumed()...)
		except = append(slices.Clone(except), p.uncapped(l)...)
	}
	line.Except = strings.Join(except, "; ")
	if len(line.Layers) > 0 {
		p.lines = append(p.lines, line)
		return
	}
	why, instead := p.reason(obligation, o, c)
	p.gaps = append(p.gaps, Gap{Obligation: obligation, Service: o.Service, Operation: o.Name, Variant: o.Variant, Why: why, Instead: instead})
}

// uncapped says what the quota layer alone leaves open of an operation that it stops.
func (p *prover) uncapped(l limited) (phrases []string) {
	if l.open != "" {
		phrases = append(phrases, "by quota alone: "+l.open)
	}
	if names := p.loose(); len(names) > 0 {
		phrases = append(phrases, "by quota alone: in "+strings.Join(names, ", "))
	}
	return phrases
}

// assumed are the assumptions that a claim of the quota layer rests on.
func (l limited) assumed() []string {
	if l.documented {
		return []string{assumeQuota}
	}
	return []string{assumeQuota, assumeReported}
}
