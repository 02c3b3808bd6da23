// Package iam knows the policy language of OCI IAM: it reads, prints, lints, decides and proves statements. It refuses to
// know any tenancy: it opens no connection, reads no clock, and what its catalogue does not list is unknown, which is
// never proof of anything.
package iam

import "github.com/data-residency/terraform-provider-residency/internal/lex"

// Effect says whether a statement gives or takes.
type Effect int

// The effects of a statement.
const (
	Allow Effect = iota // also of endorse and admit, and of a statement whose keyword is implied
	Deny                // also of deny endorse and deny admit
)

// Form says which kind of statement it is. A statement that associates is an Endorse or an Admit with the verb Associate.
type Form int

// The forms of a statement.
const (
	Plain   Form = iota // allow … and deny …
	Endorse             // endorse …: lets subjects of this tenancy act in others
	Admit               // admit …: lets subjects of other tenancies act in this one
	Define              // define … as …: gives an OCID a name for the other statements of its policy
)

// Verb is a metaverb. The four that Oracle orders compare by <: each includes those before it in an allow, and those
// after it in a deny.
type Verb int

// The verbs. NoVerb is that of an action that lists permissions.
const (
	NoVerb Verb = iota
	Inspect
	Read
	Use
	Manage
	Associate // of endorse and admit only; outside the order
)

type (
	// Position is a place in a statement's text.
	Position = lex.Position
	// Span is the text of a node. It is embedded in every node.
	Span = lex.Span
	// Source says where a statement's text was found.
	Source = lex.Source
)

// Statement is one statement of a policy. Parse gives it; a Statement made by hand must be as Parse would give it, which
// Check tells.
type Statement struct {
	Span
	Source     Source // where it was written; not part of its meaning
	Effect     Effect
	Form       Form
	Subject    Subject     // zero in a Define
	Of         *Tenancy    // admit … of tenancy X: whose subjects they are; nil where none is written
	Action     Action      // zero in a Define
	Location   Location    // zero in a Define
	With       *With       // the other end of an association, or nil
	Condition  Condition   // nil where there is none
	Definition *Definition // of a Define only, otherwise nil
	Comments   []Comment   // what was written after //; not part of its meaning
}

// SubjectKind is the type of the principals that a statement speaks of.
type SubjectKind int

// The kinds of subjects.
const (
	NoSubject SubjectKind = iota
	Group
	DynamicGroup
	Service
	ResourcePrincipal // the keyword is resource
	AnyUser           // every user, resource, instance and service principal
	AnyGroup          // every group and dynamic group
)

// Subject is whom a statement speaks of: one kind, one or more principals.
type Subject struct {
	Span
	Kind       SubjectKind
	Principals []Principal // empty for AnyUser and AnyGroup
}

// Principal is one group, dynamic group, service or resource. Either Name or OCID is set.
type Principal struct {
	Span
	Domain string   // the identity domain of a group or dynamic group, as written; "" is the Default domain
	Name   string   // as written, without quotes
	OCID   string   // group id …, dynamic-group id …
	Types  []string // of a ResourcePrincipal: the words after its service's name
}

// Action is what a statement is about: a verb and a resource type, or a list of permissions.
type Action struct {
	Span
	Verb        Verb         // NoVerb where Permissions are listed
	Resource    Resource     // zero where Permissions are listed
	Permissions []Permission // in upper case, in the order written; nil where a verb is used
}

// Resource is a resource type, a family, or all-resources.
type Resource struct {
	Span
	Name string // in lower case
}

// Permission is one entry of a permission list.
type Permission struct {
	Span
	Name string // in upper case
}

// LocationKind is the kind of a Location.
type LocationKind int

// The kinds of locations.
const (
	NoLocation    LocationKind = iota
	InTenancy                  // tenancy; of another tenancy if Location.Tenancy is set
	InCompartment              // a compartment by path or OCID
	InAnyTenancy               // any-tenancy, of endorse and deny endorse
)

// Location is where a statement holds.
type Location struct {
	Span
	Kind    LocationKind
	Path    []Name   // compartment a:b:c, relative to the compartment of the policy; nil where OCID is set
	OCID    string   // compartment id …
	Tenancy *Tenancy // tenancy X, or compartment … of tenancy X; nil is the policy's own tenancy
}

// Name is a name that the tenancy's people chose.
type Name struct {
	Span
	Text string // as written, without quotes
}

// Tenancy is a tenancy other than the policy's own.
type Tenancy struct {
	Span
	Any   bool   // any-tenancy
	Alias string // a name that a Define gives; "" where Any or OCID is set
	OCID  string
}

// With is the other end of an association: … with <resource> in <location>.
type With struct {
	Span
	Resource Resource
	Location Location
}

// DefinitionKind says what a Define names.
type DefinitionKind int

// The kinds of definitions.
const (
	DefineTenancy DefinitionKind = iota
	DefineGroup
	DefineDynamicGroup
	DefineCompartment
	DefineService
)

// Definition is the content of a Define: name an OCID.
type Definition struct {
	Span
	Kind DefinitionKind
	Name Name
	OCID string
}

// Comment is a remark in a statement's text, without its slashes.
type Comment struct {
	Span
	Text string
}

// Condition is what follows where: a *Combination, a *Comparison or an *Absent.
type Condition interface {
	Extent() Span
	condition()
}

// Junction says how the members of a Combination are combined.
type Junction int

// The junctions.
const (
	All Junction = iota
	Any
)

// Combination is all {…} or any {…}, of one member or more.
type Combination struct {
	Span
	Junction Junction
	Members  []Condition
}

// Comparison holds a variable against values.
type Comparison struct {
	Span
	Variable Variable
	Operator Operator
	Values   []Value // one; two for Between (from, to); one or more for In, NotIn, SetsEqual and SetsIntersect
}

// Absent is !variable: true when the request does not carry the variable.
type Absent struct {
	Span
	Variable Variable
}

// Variable is the name of a request's or target's property.
type Variable struct {
	Span
	Name    string // in lower case
	Written string // as it was written, or ""; not part of its meaning
}

// Operator compares a variable with values.
type Operator int

// The operators.
const (
	Equal         Operator = iota // =
	NotEqual                      // !=
	In                            // in (…)
	NotIn                         // not in (…)
	Before                        // before
	After                         // after
	Between                       // between … and …
	SetsEqual                     // sets-equal(v, …): the variable's set is exactly that of the values
	SetsIntersect                 // sets-intersect(v, …): the two sets have a member in common
)

// ValueKind says how a Value is to be read.
type ValueKind int

// The kinds of values.
const (
	Literal   ValueKind = iota // 'text': a text, time or number
	Pattern                    // /text/, in which * stands for any characters
	Reference                  // another variable: request.… or target.…
	Word                       // without quotes: [U] whether Oracle reads a literal or a variable, so it is never proof of anything
)

// Value is one value that a variable is compared with.
type Value struct {
	Span
	Kind    ValueKind
	Text    string // as written, without quotes or slashes; the variable's name in lower case for a Reference
	Written string // of a Reference: as it was written, or ""; not part of its meaning
}

// Policy is a policy object: its statements and where it is attached.
type Policy struct {
	Name          string
	OCID          string
	Compartment   []string // the path from the root, without the root itself: empty is the root compartment
	CompartmentID string   // the OCID of that compartment; "" where it is not known
	Unplaced      bool     // whether nobody knows the compartment: then denies hold nowhere, and allows anywhere
	Statements    []*Statement
	Unread        []*SyntaxError // the statements that could not be read
}

func (*Combination) condition() {}
func (*Comparison) condition()  {}
func (*Absent) condition()      {}
