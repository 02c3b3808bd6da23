package iam

import "slices"

// Rule is one of the rules that a finding can be of. Ids do not change: people filter and baseline by them. RES350 and up
// are those of quotas.
type Rule struct {
	ID      string // such as "RES301"
	Title   string
	Meaning string // why it matters, one or two sentences
}

const (
	ruleUnread         = "RES300"
	ruleRegionName     = "RES301"
	ruleUnknownRegion  = "RES302"
	ruleAlwaysTrue     = "RES303"
	ruleAlwaysFalse    = "RES304"
	ruleOverwriting    = "RES305"
	ruleFailsOpen      = "RES306"
	ruleUnknownVerb    = "RES307"
	ruleUnknownType    = "RES308"
	ruleUnknownPerm    = "RES309"
	ruleUnknownVar     = "RES310"
	ruleConjunction    = "RES311"
	rulePolicyTooLong  = "RES312"
	rulePathTooLong    = "RES313"
	ruleEndsEarly      = "RES314"
	ruleServiceOutside = "RES315"
	ruleServiceCopies  = "RES316"
	ruleCrossTenancy   = "RES317"
	ruleUnquoted       = "RES318"
	ruleOperationName  = "RES319"
	ruleImpossible     = "RES320"
	ruleSeparator      = "RES321"
	ruleNotEnforced    = "RES322"
	ruleOperator       = "RES323"
	ruleSetEquality    = "RES324"
	ruleExempt         = "RES325"
	ruleAssociation    = "RES326"
	ruleNotRoot        = "RES327"
	ruleUndefined      = "RES328"
	ruleLocksHome      = "RES329"
	ruleWithoutID      = "RES330"
	ruleStar           = "RES331"
)

var lintRules = []Rule{
	{ruleUnread, "Statement cannot be read", "Oracle refuses a statement that it cannot read, and then the whole policy."},
	{ruleRegionName, "Region name where IAM wants the key", "In IAM request.region is the region's three-letter key. A name is never equal to it: = with a name hits nothing, != with a name hits everything."},
	{ruleUnknownRegion, "Region not known", "A region that does not exist is never equal to one that does: = hits nothing, != hits everything."},
	{ruleAlwaysTrue, "Condition that is always true", "The condition does not narrow the statement, so an allow gives and a deny takes more than is written."},
	{ruleAlwaysFalse, "Condition that is always false", "The statement, or the part of it, never applies. A deny that never applies guards nothing."},
	{ruleOverwriting, "Deny that leaves overwriting", "Writing an object needs OBJECT_CREATE or OBJECT_OVERWRITE. Without a deny of both, data can be written under every name that exists. A deny of manage leaves OBJECT_OVERWRITE, which is of use."},
	{ruleFailsOpen, "Deny that fails open", "A comparison is false when the request does not carry the variable, with != as well, so the deny does not apply. Oracle says so for allows; for denies it follows from what Oracle's own policies spell out."},
	{ruleUnknownVerb, "Unknown verb", "The verbs are inspect, read, use and manage."},
	{ruleUnknownType, "Unknown resource type", "Oracle refuses a type that it does not have, and nothing is proved by one that the catalogue does not have."},
	{ruleUnknownPerm, "Unknown permission", "Oracle refuses a permission that it does not have, and nothing is proved by one that the catalogue does not have."},
	{ruleUnknownVar, "Unknown variable", "A variable that no request carries makes every comparison false, so an allow gives nothing and a deny takes nothing."},
	{ruleConjunction, "IAM has no and or its like", "Conditions are combined with all {…} and any {…} only. Oracle refuses anything else."},
	{rulePolicyTooLong, "Too many statements in a policy", "A policy can have 50 statements."},
	{rulePathTooLong, "Too many statements on a path", "500 statements may count on the path from the root to any compartment; those at the root count for every path. Beyond that Oracle refuses to create, update and even delete."},
	{ruleEndsEarly, "Name that ends the statement early", "A name that comes from elsewhere can end the statement, and what follows is then another statement or a comment."},
	{ruleServiceOutside, "Grant to a service in a region outside", "The service principal of a region carries out copies and replication from there. A grant to that of a region outside the boundary lets data be handled outside."},
	{ruleServiceCopies, "Grant that lets a service copy and replicate", "Object Storage copies and replicates only with such a grant to the service of the source region, and then to every region that the tenancy is subscribed to. Lifecycle rules need far less."},
	{ruleCrossTenancy, "Grant across tenancies", "What others are admitted to do here, and what a group is endorsed to write elsewhere, can take data out of the tenancy, where no policy of its own can follow."},
	{ruleUnquoted, "Value without quotes", "Oracle documents values in single quotes. A word without them may be read as a variable, which no request carries."},
	{ruleOperationName, "Operation not named as IAM names it", "request.operation is IAM's name of the operation, which is not always the SDK's. Where Oracle's own pages disagree, every name must be in the condition."},
	{ruleImpossible, "Value that the variable never has", "A comparison with a value that does not exist is always false, with != always true."},
	{ruleSeparator, "Separator inside quotes", "What stands in quotes is one name. A slash between domain and group, and a colon between compartments, belong outside."},
	{ruleNotEnforced, "Variable that does not work here", "Oracle lists the variable as not enforced, or as deprecated."},
	{ruleOperator, "Operator that is not documented for the variable", "Oracle documents = and != for ordinary variables, in and not in for tags, and others for times only. What an undocumented one does is not known."},
	{ruleSetEquality, "= on a set in an allow", "The variable has several values, and = is true if one of them matches. So a policy with allow and deny statements passes a condition that was meant to let allows pass only."},
	{ruleExempt, "Deny for those who are exempt", "Members of the default domain's Administrators are exempt from every deny."},
	{ruleAssociation, "Association that is not complete", "An association names both ends, associate … with …, in an endorse and in an admit."},
	{ruleNotRoot, "Statement that belongs in the root compartment", "Oracle takes statements across tenancies in the root compartment only."},
	{ruleUndefined, "Name that the policy does not define", "The names of other tenancies and of their groups come from a define in the same policy."},
	{ruleLocksHome, "Deny that locks the home region", "IAM is written in the home region only, wherever the resources are. A deny that holds there stops everybody but Administrators from changing users, groups and policies, this one included."},
	{ruleWithoutID, "OCID in a name's place", "Without the word id an OCID is taken for a name, which nobody has."},
	{ruleStar, "Star in quotes", "In quotes a star is a star. Only between slashes does it stand for any characters, and alone, in quotes, for any value of a tag."},
}

// LintRules returns every rule of Lint, sorted by id.
func LintRules() []Rule { return slices.Clone(lintRules) }
