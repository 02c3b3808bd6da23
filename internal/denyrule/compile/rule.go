// Package compile turns a residency rule into what Oracle enforces: deny statements of IAM and quota statements, with a proof
// of what they stop and a list of what they do not. It knows the policy and quota languages and the catalogue of operations;
// it refuses to know Terraform, any tenancy, the network and the time, and it claims nothing that package iam does not prove
// over the very statements that it wrote.
//
// # Zones
//
// A rule binds compartments. Within one of them, a compartment that a class or an exception names has regions of its own: it
// is a zone. What is outside is denied by zone; what sends, opens or loosens is denied by bound compartment, to everybody but
// the spared groups; what is spared is never placement outside.
//
// # Statements
//
// Permissions are listed where that hits nothing but what is blocked. Where a permission has other uses, those are named and
// let through (outside), or the blocked operations are named (inside, where a denial too many is a false alarm). A deny by
// verb stands beside the lists and catches what Oracle adds later.
package compile

import (
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// The layers that a rule can be written in.
const (
	IAM   = "iam_deny"
	Quota = "quota"
)

// The blocks: what data, or people, would do.
const (
	BlockCreate            = "create"
	BlockWrite             = "write"
	BlockReplicate         = "replicate"
	BlockCopy              = "copy"
	BlockBackupCopy        = "backup_copy"
	BlockClone             = "clone"
	BlockKeyReplicate      = "key_replicate"
	BlockShare             = "share"
	BlockExpose            = "expose"
	BlockPeer              = "peer"
	BlockMove              = "move"
	BlockSubscribeRegion   = "subscribe_region"
	BlockLoosenGuard       = "loosen_guard"
	BlockReadFromElsewhere = "read_from_elsewhere"
)

// Rule is what must not happen, where, and to whom it may happen nevertheless.
type Rule struct {
	Name     string      // of the first policy and of the quota: letters, digits, periods, hyphens and underscores
	Attached Compartment // where the policies are kept
	Targets  []Compartment
	Home     region.Region // the tenancy's home region

	Inside     []region.Region // what is inside for data of no class
	Special    []Special       // compartments that a class gives other regions
	Exceptions []Exception     // those in force
	ByAddress  []string        // classes that are given by address, which IAM cannot see
	Paths      map[string][]string

	Services []string // of Services(); none: all, and what is none of them too
	Block    []string // of Blocks(); none: all, read_from_elsewhere only with Networks
	Layers   []string // none: both
	Spare    []Group  // who may send, open and loosen inside
	Networks []string // names of network sources that reads may come from

	// Families are the quota families that the tenancy supports, each with the names that take quotas. Nil where nobody has
	// asked: then the families of the table are written, and nothing is claimed of them.
	Families map[string][]string

	loosened bool // whether the quota that is stored says something else: then it is no layer
}

// Compartment is one by OCID and path from the root; the empty path is the tenancy itself.
type Compartment struct {
	ID   string
	Path []string
}

// Root says whether it is the tenancy.
func (c Compartment) Root() bool { return len(c.Path) == 0 }

// Special is a compartment whose resources are of a class, and what is inside for them.
type Special struct {
	Compartment string // OCID
	Class       string
	Inside      []region.Region
}

// Exception is one of the boundary's that is in force.
type Exception struct {
	Name         string
	Regions      []region.Region
	Unknown      []string // names of regions whose key nobody knows
	Compartments []string // OCIDs; none: it is given by address alone, which IAM cannot see
	Addressed    bool     // it is limited by address as well
	Kinds        []string // none: all
	Until        time.Time
}

// Group is a spared group: by OCID, or by name where the OCID is not known.
type Group struct {
	Name  string
	ID    string
	Until time.Time // the zero value: for good
}

// Output is a rule in Oracle's languages.
type Output struct {
	Policies []Policy
	Quota    []string // statements of the one quota object, in their order; none: no such layer
	Proof    []Line
	Gaps     []Gap
}

// Statements lists the statements of all policies.
func (o Output) Statements() []string {
	var all []string
	for _, p := range o.Policies {
		all = append(all, p.Statements...)
	}
	return all
}

// Policy is a policy object.
type Policy struct {
	Name       string
	Statements []string // canonical, MaxStatements at most
}

// Line is one operation that is stopped under one obligation, for everybody but the spared, wherever the rule binds.
type Line struct {
	Obligation  string // Outside, Egress, Elsewhere or Guard
	Service     string
	Operation   string
	Variant     string
	Layers      []string // those that each stop it alone
	Assumptions []string // identifiers of iam.Assumption or of this package's Assumptions, which the IAM layer rests on
	Except      string   // for whom or what it is open, a phrase; ""
}

// Gap is something that no chosen layer stops.
type Gap struct {
	Obligation string
	Service    string
	Operation  string
	Variant    string
	Why        string // a sentence
	Instead    string // what stops it, a phrase; never empty
}

// The obligations of a Line or Gap.
const (
	Outside   = "outside"   // places data in a region outside
	Egress    = "egress"    // sends, opens or moves data, or loosens the guard, inside
	Elsewhere = "elsewhere" // reads data from a network that is not named
	Foreign   = "foreign"   // reads data here for another tenancy
	Guard     = "guard"     // changes this rule's own policy, quota or spared groups
	Beyond    = "beyond"    // no condition can see it
)

// Fault is something about a rule that nobody can write down safely.
type Fault struct {
	Attribute string // the rule's argument at fault, such as "network_sources"
	Key       string // the element, or ""
	Message   string // full sentences
}

// Faults is everything wrong with a rule.
type Faults []Fault

// Error lists the messages, one on a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, one := range f {
		lines[i] = one.Attribute + ": " + one.Message
	}
	return strings.Join(lines, "\n")
}
