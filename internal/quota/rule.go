package quota

import "slices"

// Rule is one of the rules that a finding can be of. Ids do not change: people filter and baseline by them. RES300 to
// RES349 are those of IAM's policies.
type Rule struct {
	ID      string // such as "RES353"
	Title   string
	Meaning string // why it matters, one or two sentences
}

const (
	ruleUnread      = "RES350"
	ruleConjunction = "RES351"
	ruleDialect     = "RES352"
	ruleKey         = "RES353"
	ruleUnknown     = "RES354"
	ruleNotNot      = "RES355"
	ruleSuperseded  = "RES356"
	ruleSplit       = "RES357"
	ruleConstant    = "RES358"
	ruleUnsureAll   = "RES359"
	ruleDisjoint    = "RES360"
)

var rules = []Rule{
	{ruleUnread, "Quota statement cannot be read", "Oracle refuses a statement that it cannot read, and then the whole policy."},
	{ruleConjunction, "Quotas have no conjunctions", "Oracle refuses and, or and lists between the conditions of a quota."},
	{ruleDialect, "IAM's dialect in a quota", "Quotas know set, unset and zero, compartments by path, request.region and request.ad, = and !=. What else IAM's policies have, they have not."},
	{ruleKey, "Region key where quotas want the name", "In quotas request.region is the region's name. A key is never equal to it: = with a key holds nowhere, != with a key holds everywhere."},
	{ruleUnknown, "Region not known", "A region that does not exist is never equal to one that does: = holds nowhere, != holds everywhere."},
	{ruleNotNot, "Two != take each other's region away", "Each statement limits every region but its own, so together they limit every region, also the two that were meant to be free."},
	{ruleSuperseded, "Statement superseded", "Within a quota policy the later statement supersedes the earlier one for the same quota, so the earlier one does nothing."},
	{ruleSplit, "Allow-list split over two policies", "Across quota policies the most restrictive one wins, so an unset or a set in one policy does not lift a zero in another."},
	{ruleConstant, "Condition that is always true or always false", "The statement holds in every region, or in none."},
	{ruleUnsureAll, "Form that Oracle does not document", "Oracle documents all {…} nowhere for quotas. If it is refused or read in another way, the guard is not what it says."},
	{ruleDisjoint, "Two policies leave no region in common", "Across quota policies the most restrictive one wins: what two allow-lists leave is only what both leave."},
}

// Rules returns every rule of this package, sorted by id.
func Rules() []Rule { return slices.Clone(rules) }

// Finding is one thing that is wrong with a statement.
type Finding struct {
	Rule      string `json:"rule"`   // the rule's id
	File      string `json:"file"`   // "" when the statement is not from a file
	Line      int    `json:"line"`   // in the file or, without one, in the statement
	Column    int    `json:"column"` // in characters, from 1
	Statement string `json:"statement"`
	Message   string `json:"message"` // what is wrong and what follows from it, in full sentences
	Fix       string `json:"fix"`     // what to write instead, a sentence
	Policy    string `json:"-"`       // the policy's name
}
