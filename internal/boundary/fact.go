package boundary

import "github.com/data-residency/terraform-provider-residency/internal/region"

// Kind is what a fact is about.
type Kind string

// The kinds of a fact. Placement says where something is; the others are flows from one place to another.
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
	Deferred bool            // the value is known only after apply
	Evidence string          // where the value came from, such as `attribute "region"` or `the provider block`
}

// Fact says where something is or goes.
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
	Leaving     bool   // the plan destroys it there
}

// Verdict is Judge's answer on one fact.
type Verdict string

// The verdicts, worst last in Worst's order: outside, faulty, undecided, excepted, leaving, inside, global.
const (
	Inside    Verdict = "inside"
	GlobalOK  Verdict = "global"
	Excepted  Verdict = "excepted"
	Leaving   Verdict = "leaving"
	Undecided Verdict = "undecided"
	Outside   Verdict = "outside"
	Faulty    Verdict = "faulty"
)

// Finding is a judged fact.
type Finding struct {
	Rule      string // such as "RES101"
	Verdict   Verdict
	Address   string
	Attribute string
	Kind      Kind
	Region    string // region name, or what stood in its place
	Country   string // ISO 3166-1 alpha-2, "" when unknown
	Message   string // full sentences: what is where, why that is the verdict, what would allow it
	Exception string // the exception that was used
}
