package iam

import (
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// The kinds of obligations.
const (
	Outside = "outside" // what makes, writes or brings data is denied wherever it is requested in a region that is not inside
	Egress  = "egress"  // what sends or opens data, or loosens the guard, is denied wherever it is requested inside
)

// Obligations is what is to be proved: for every principal, members of the Default domain's Administrators excepted.
type Obligations struct {
	Kinds       []string        // Outside, Egress; none: both
	Inside      []region.Region // the regions inside; every other is outside, those that are not built yet too
	Spare       []string        // whom egress spares: Group, Domain/Group, a group's OCID, "dynamic-group NAME" or "service NAME"
	Complete    bool            // whether the policies are all statements of the tenancy: then what none allows need not be denied
	Compartment []string        // prove it for this compartment and those below only; none: for the tenancy

	Where Condition                           // only for requests of which this is surely true; nil: for all
	Asks  func(kind string, o Operation) bool // which operations each kind is about; nil: those of its effects
}

// Proof is whether statements meet obligations, operation by operation.
type Proof struct {
	Proved      bool         `json:"proved"` // whether every operation is denied, and every statement could be read: one that could not may open something
	Operations  []Result     `json:"operations"`
	Later       []Later      `json:"later,omitempty"`
	Beyond      []Beyond     `json:"beyond_iam"`
	Assumptions []Assumption `json:"assumptions"`
}

// Result is one operation under one obligation.
type Result struct {
	Obligation     string     `json:"obligation"`
	Service        string     `json:"service"`
	Operation      string     `json:"operation"`
	Variant        string     `json:"variant,omitempty"` // see Operation.Variant
	Case           string     `json:"case,omitempty"`    // CaseAbroad, CaseAdmitted or ""
	Denied         bool       `json:"denied"`
	Counterexample *Request   `json:"counterexample,omitempty"` // a request that is not denied; Decide says the same
	Reason         string     `json:"reason,omitempty"`         // why it is not denied although there is no counterexample
	Unsure         bool       `json:"unsure,omitempty"`         // whether no source says which permission it needs
	By             []Citation `json:"-"`                        // of a denial: statements that it follows from

	Rests []Assumption `json:"-"` // of a denial: what it rests on
}

// The cases of a Result.
const (
	CaseAbroad   = "requested in another tenancy"
	CaseAdmitted = "requested by a principal of another tenancy"
)

// Later tells whether a proof covers permissions that Oracle may yet add: only denies by verb do, once they are saved again.
type Later struct {
	Obligation string `json:"obligation"`
	Service    string `json:"service"` // "" stands for every service that the catalogue does not list
	Type       string `json:"type"`    // the resource type that the permission would be added to; "" for any
	Covered    bool   `json:"covered"`
}

// Prove decides whether policies meet obligations. It is exact over the statements' own variables and values: an
// operation is denied if and only if there is no request, of any principal, place and values, that Decide does not deny.
// Where it cannot tell, for want of time or because values depend on each other in a way that it does not follow, the
// operation is not denied, and the reason is given.
func Prove(policies []Policy, ob Obligations, o Options) Proof {
	p := newProver(policies, ob, o)
	for _, kind := range []string{Outside, Egress} {
		if len(ob.Kinds) == 0 || slices.Contains(ob.Kinds, kind) {
			p.prove(kind)
		}
	}
	return p.finish()
}
