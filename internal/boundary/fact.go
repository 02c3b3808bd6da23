package boundary

import "github.com/data-residency/terraform-provider-residency/internal/region"

// Kind is what a fact is about.
type Kind string

// The kinds of a fact. Placement says where something is; the others are flows from one place to another. A standby, a
// replica and a peering are two-way: their ends may change roles, so both are judged. Of the others the place that data
// goes to is judged, and nothing else, for a read from outside brings data home.
const (
	Placement   Kind = "placement"
	Replication Kind = "replication"
	Copy        Kind = "copy"
	Standby     Kind = "standby"
	Clone       Kind = "clone"
	Replica     Kind = "replica"
	BackupCopy  Kind = "backup_copy"
	Key         Kind = "key"
	Share       Kind = "share"
	Peering     Kind = "peering"
)

// Place is where one end of a fact is.
type Place struct {
	Location region.Location // what the value says; the zero value when nothing is known
	Deferred bool            // the value is known only after apply; a Location beside it is then what it may be, and never inside
	Anywhere bool            // open to everybody, wherever they are, such as a public bucket: no boundary holds that
	Evidence string          // where the value came from, such as `attribute "region"` or `the provider block`
}

// Fact says where something is or goes.
//
// A Placement whose Location is region.Global is believed to be of a type without a region: give it for the types on the
// reviewed list only, and not because an OCID has a blank region part.
type Fact struct {
	Address     string // Terraform address; "" in the provider, which is never told it
	Type        string // resource type, such as "residency_bucket"
	Attribute   string // path of the attribute that says it, such as "region"
	Kind        Kind
	Place       Place  // where it is, or where it goes to
	From        Place  // where a flow comes from; the zero value otherwise
	TwoWay      bool   // the ends may change roles, so both are judged
	Compartment string // OCID of the compartment, "" when unknown
	Class       string // the class that the resource claims; it only ever tightens
	Exception   string // the exception that the resource claims by name (in the provider)
	Leaving     bool   // the plan destroys it there: it is Inside or Global, or else Leaving
}

// bothEnds says whether the place that the fact comes from is judged as well.
func (f *Fact) bothEnds() bool {
	switch f.Kind {
	case Standby, Replica, Peering:
		return true
	case Placement, Replication, Copy, Clone, BackupCopy, Key, Share:
		return f.TwoWay
	}
	return f.TwoWay || f.From != Place{} // of a kind that is not known, everything that is said is judged
}

// Verdict is Judge's answer on one fact.
type Verdict string

// The verdicts. From the worst to the best they are outside, faulty, undecided, excepted, leaving, inside and global.
const (
	Inside    Verdict = "inside"
	GlobalOK  Verdict = "global"
	Excepted  Verdict = "excepted"
	Leaving   Verdict = "leaving"
	Undecided Verdict = "undecided"
	Outside   Verdict = "outside"
	Faulty    Verdict = "faulty"
)

// severity is the rank of a verdict, 0 for the best. What is no verdict is as bad as undecided.
func (v Verdict) severity() int {
	switch v {
	case GlobalOK:
		return 0
	case Inside:
		return 1
	case Leaving:
		return 2
	case Excepted:
		return 3
	case Faulty:
		return 5
	case Outside:
		return 6
	}
	return 4
}

// Compare orders verdicts from the worst to the best: it is negative when v is worse than other.
func (v Verdict) Compare(other Verdict) int { return other.severity() - v.severity() }

// Passes says whether a check that finds nothing worse than this verdict passes.
func (v Verdict) Passes() bool { return v.severity() < Undecided.severity() }

// Finding is a judged fact.
type Finding struct {
	Rule      string // such as "RES101"
	Verdict   Verdict
	Address   string
	Attribute string
	Kind      Kind
	Region    string // region name, or what stood in its place; "" when nothing did
	Country   string // ISO 3166-1 alpha-2, "" when unknown
	Message   string // full sentences: what is where, why that is the verdict, what would allow it
	Exception string // the exception that was used, or that the finding is about
}

// Worst returns the worst verdict. Of no findings it is undecided: nothing is known to be inside.
func Worst(findings []Finding) Verdict {
	if len(findings) == 0 {
		return Undecided
	}
	out := findings[0]
	for _, f := range findings[1:] {
		out = worse(out, f)
	}
	return out.Verdict
}

// worse returns the worse of two findings, and of equals the first.
func worse(a, b Finding) Finding {
	if b.Verdict.Compare(a.Verdict) < 0 {
		return b
	}
	return a
}
