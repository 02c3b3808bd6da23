package compile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

// reason says why nothing stops an operation, and what would.
func (p *prover) reason(obligation string, o iam.Operation, c *claim) (why, instead string) {
	blocks := blocksOf(obligation, o)
	switch {
	case obligation == Elsewhere && len(p.Networks) == 0:
		return "The rule names no network sources, so data may be read from any place that can sign.", "network_sources and the block read_from_elsewhere"
	case obligation == Guard && !p.Attached.Root():
		return "The rule is kept below the tenancy, and statements there do not bind what is kept in the tenancy.", "keep the rule in the tenancy (compartment_id)"
	case obligation == Guard:
	case !p.selected(o):
		return fmt.Sprintf("The service %s is not among the rule's services.", serviceOf(o)), fmt.Sprintf("services with %q", serviceOf(o))
	case !p.blocks(blocks...):
		return "The rule does not block it.", "block with " + oneOfWords(blocks)
	case obligation == Foreign && !p.Attached.Root():
		return "Principals of other tenancies that an admit lets in are denied by statements in the root compartment only, and this rule's are kept elsewhere.",
			"keep the rule in the root compartment (compartment_id), or write no admit"
	case p.unreachable(obligation, o):
		return "It acts on the tenancy, which this rule does not bind.", "a rule whose compartment_ids has the tenancy, with block " + oneOfWords(blocks)
	case !p.layer(IAM):
		return p.notCapped(obligation, o), "the layer iam_deny, or the plan check"
	}
	return fmt.Sprintf("It is not shown that the statements stop it in %s.", strings.Join(c.missing, ", ")), "the plan check"
}

// notCapped says why the quota layer, which is the only one, does not stop an operation.
func (p *prover) notCapped(obligation string, o iam.Operation) string {
	l, counted := limitOf(o)
	switch {
	case !counted || obligation != Outside:
		return "Quotas do not count it, and the rule has no other layer."
	case p.loosened:
		return "The quota that is stored says something else than this rule, and the rule has no other layer."
	case p.Families == nil || !p.blocks(BlockCreate):
		return "The rule sets no quota that counts it, and has no other layer."
	}
	return fmt.Sprintf("The tenancy takes no quotas of the family %s for %s, and the rule has no other layer.", l.family, strings.Join(p.uncounted(l), ", "))
}

func oneOfWords(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = fmt.Sprintf("%q", word)
	}
	slices.Sort(quoted)
	return strings.Join(slices.Compact(quoted), " or ")
}

// remarks lists what no operation of the catalogue stands for.
func (p *prover) remarks() {
	p.exceptionGaps()
	p.classGaps()
	p.quotaGaps()
	if p.layer(IAM) {
		p.laterGaps()
	}
	for _, b := range iam.Prove(nil, iam.Obligations{Asks: func(string, iam.Operation) bool { return false }}, iam.Options{}).Beyond {
		if b.Service != "" && slices.Contains(Services(), b.Service) && len(p.Services) > 0 && !slices.Contains(p.Services, b.Service) {
			continue
		}
		p.gaps = append(p.gaps, Gap{
			Obligation: Beyond, Service: b.Service, Operation: b.Operation,
			Why: upper(b.Feature + ": " + b.Why + "."), Instead: b.Instead,
		})
	}
}

func upper(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// exceptionGaps tells of exceptions that no statement can follow.
func (p *prover) exceptionGaps() {
	for _, e := range p.Exceptions {
		p.lostGaps(e)
		gap := Gap{Obligation: Outside, Operation: "exception " + e.Name}
		bound := slices.ContainsFunc(e.Compartments, func(id string) bool {
			path, known := p.Paths[id]
			return known && slices.ContainsFunc(p.Targets, func(t Compartment) bool { return under(path, t.Path) })
		})
		switch {
		case e.Addressed || len(e.Compartments) == 0:
			gap.Why = fmt.Sprintf("The exception %q is given by address, which IAM cannot see: what it lets be outside is denied in the bound compartments all the same.", e.Name)
			gap.Instead = "give the exception by compartments alone; until then nothing but the exception itself is lost"
		case !bound || len(e.Regions) == 0:
			continue // it is about other compartments, or opens nothing
		case len(e.Kinds) > 0:
			gap.Why = fmt.Sprintf("The exception %q is of the kinds %s. Operations that could be of another kind as well stay denied, and services that the catalogue does not list are open in %s until %s.",
				e.Name, strings.Join(e.Kinds, ", "), regionNames(e), stamp(e.Until))
			gap.Instead = "the plan check; an exception of all kinds"
		default:
			gap.Why = fmt.Sprintf("The exception %q opens %s until %s, there and then to everything.", e.Name, regionNames(e), stamp(e.Until))
			gap.Instead = "the plan check; the exception ends by itself"
		}
		p.gaps = append(p.gaps, gap)
	}
}

// lostGaps tells what an exception names and nobody finds.
func (p *prover) lostGaps(e Exception) {
	if len(e.Unknown) > 0 {
		p.gaps = append(p.gaps, Gap{
			Obligation: Outside, Operation: "exception " + e.Name,
			Why:     fmt.Sprintf("Neither this release nor the tenancy's subscriptions know the key of %s, so that no statement opens what the exception %q lets be there.", strings.Join(e.Unknown, ", "), e.Name),
			Instead: "correct the region's name, or subscribe the tenancy to it; until then nothing but the exception is lost",
		})
	}
	for _, id := range e.Compartments {
		if _, known := p.Paths[id]; !known && !e.Addressed {
			p.gaps = append(p.gaps, Gap{
				Obligation: Outside, Operation: "exception " + e.Name,
				Why:     fmt.Sprintf("Compartment %s of the exception %q was not found: what is in it is held to the regions around it.", id, e.Name),
				Instead: "correct the boundary",
			})
		}
	}
}

func regionNames(e Exception) string {
	names := make([]string, len(e.Regions))
	for i, r := range e.Regions {
		names[i] = r.Name
	}
	return strings.Join(names, ", ")
}

// classGaps tells of classes that no statement can follow.
func (p *prover) classGaps() {
	for _, class := range p.ByAddress {
		p.gaps = append(p.gaps, Gap{
			Obligation: Outside, Operation: "class " + class,
			Why:     fmt.Sprintf("The class %q is given by address, which IAM cannot see: what is in it by that is held to the regions of its compartment.", class),
			Instead: "give the class by compartments alone; until then nothing but the class's wider regions is lost, and of narrower ones the plan check keeps them",
		})
	}
	for _, s := range p.Special {
		if _, known := p.Paths[s.Compartment]; !known {
			p.gaps = append(p.gaps, Gap{
				Obligation: Outside, Operation: "class " + s.Class,
				Why:     fmt.Sprintf("Compartment %s of the class %q was not found: what is in it is held to the regions around it.", s.Compartment, s.Class),
				Instead: "correct the boundary",
			})
		}
	}
}

// quotaGaps tells where the quota layer says less than the boundary.
func (p *prover) quotaGaps() {
	if !p.layer(Quota) {
		return
	}
	if names := p.loose(); len(names) > 0 {
		p.gaps = append(p.gaps, Gap{
			Obligation: Outside, Service: "limits", Operation: "quota",
			Why:     fmt.Sprintf("A quota holds for all that is in a compartment and knows no time, so it leaves %s open, which a class or an exception opens for a part.", strings.Join(names, ", ")),
			Instead: "the layer iam_deny; after an exception's end the next apply",
		})
	}
	for _, family := range Families(p.Services...) {
		if p.Families != nil && len(p.Families[family]) == 0 {
			p.gaps = append(p.gaps, Gap{
				Obligation: Outside, Service: "limits", Operation: "quota",
				Why:     fmt.Sprintf("The tenancy has no quota that can be set in the family %s.", family),
				Instead: "the layer iam_deny",
			})
		}
	}
	if !p.blocks(BlockCreate) {
		p.gaps = append(p.gaps, Gap{
			Obligation: Outside, Service: "limits", Operation: "quota",
			Why: "A quota stops what is created, and the rule does not block that.", Instead: `block with "create"`,
		})
	}
}

func (p *prover) laterGaps() {
	if len(p.later) > 0 {
		p.gaps = append(p.gaps, Gap{
			Obligation: Outside, Operation: "permissions that Oracle may yet add",
			Why:     "No statement by verb covers the types " + strings.Join(p.later, ", ") + ".",
			Instead: "block with all of create, write, copy, clone and replicate; a new revision after Oracle adds one",
		})
	}
	p.gaps = append(p.gaps, Gap{
		Obligation: Egress, Operation: "permissions that Oracle may yet add",
		Why:     "What lets data out is denied by permission or operation, because a verb would deny what is not blocked as well. A new way out is not covered.",
		Instead: "a new release of this provider and a new revision",
	})
}
