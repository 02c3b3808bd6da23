package iam

import "slices"

// Assumption is something that Oracle's documentation does not say, and that an answer rests on. Each is on the page
// of decisions about assumptions, word for word.
type Assumption struct {
	ID        string `json:"id"`
	Text      string `json:"text"`
	Otherwise string `json:"otherwise"` // what follows if it is not so
}

// The identifiers of assumptions that can be refused: see Options.Refuse.
const (
	assumeService       = "any-user-service"
	assumeAdmitted      = "any-user-admitted"
	assumeAbsent        = "absent-in-deny"
	assumeIn            = "in-list"
	assumeOperation     = "operation-name"
	assumeType          = "permission-of-type"
	assumeServiceRegion = "service-region"
	assumePrincipalType = "principal-type"
	assumeGroupName     = "group-name"
	assumeReach         = "spared-name"
	assumeSeconds       = "whole-seconds"
)

// The identifiers of assumptions that every proof of their kind rests on.
const (
	assumeEnabled    = "deny-enabled"
	assumeRecompiled = "recompiled"
	assumeTags       = "tag-delay"
	assumeKept       = "tags-kept"
	assumeComplete   = "complete"
	assumeListed     = "listed-services"
	assumeCross      = "cross-tenancy-given"
)

var assumptions = []Assumption{
	{
		ID:        assumeService,
		Text:      "deny any-user binds service principals, such as objectstorage-us-phoenix-1, as an allow for any-user includes them.",
		Otherwise: "a service that acts for a user, as in copy and replication, is not stopped by the statement.",
	},
	{
		ID:        assumeAdmitted,
		Text:      "deny any-user binds principals of other tenancies that an admit lets in.",
		Otherwise: "only deny admit stops them.",
	},
	{
		ID:        assumeAbsent,
		Text:      "!variable is true in a deny where the request does not carry the variable, as in the policies that governed assurance writes.",
		Otherwise: "the deny does not apply to requests without the variable, and fails open.",
	},
	{
		ID:        assumeIn,
		Text:      "in (…) and not in (…) work for variables other than tags and times.",
		Otherwise: "the condition is refused or false; write any {v = 'a', v = 'b'} or all {v != 'a', v != 'b'} instead.",
	},
	{
		ID:        assumeOperation,
		Text:      "request.operation has the API's name of an operation where Oracle's policy reference lists no other.",
		Otherwise: "a condition on the operation's name may miss it.",
	},
	{
		ID:        assumeType,
		Text:      "an operation whose permission no source names needs a permission of the resource type that it is about.",
		Otherwise: "a deny on that type does not stop it; one on all-resources does.",
	},
	{
		ID:        assumeServiceRegion,
		Text:      "request.region of a service principal's request is the region where it writes.",
		Otherwise: "a service that writes outside presents a region inside, and the statement does not apply.",
	},
	{
		ID:        assumePrincipalType,
		Text:      "request.principal.type is user for users and instance for instances, and always there for them.",
		Otherwise: "a condition on it may miss them.",
	},
	{
		ID:        assumeGroupName,
		Text:      "request.groups.name and request.groups.id have a user's groups of this tenancy, the names without their domains, and are absent for all other principals, admitted ones among them.",
		Otherwise: "a deny that spares a group by its name may spare others, or nobody.",
	},
	{
		ID:        assumeReach,
		Text:      "who is in a group of a spared group's name is spared, whatever the group's domain.",
		Otherwise: "a group of that name in another domain is a way around; name the group with its domain.",
	},
	{
		ID:        assumeEnabled,
		Text:      "IAM deny policies are enabled in the tenancy, which no API tells, and nobody needs more than the time that a policy takes to be in force.",
		Otherwise: "deny statements are refused, and bind nobody.",
	},
	{
		ID:        assumeRecompiled,
		Text:      "the statements that deny by verb were saved after Oracle added the permissions that the catalogue lists.",
		Otherwise: "they do not cover the newer ones until they are saved again.",
	},
	{
		ID:        assumeTags,
		Text:      "the day that denies on tags can take to be in force after deny policies are first enabled is over.",
		Otherwise: "such a deny does not yet apply.",
	},
	{
		ID:        assumeKept,
		Text:      "nobody whom the deny is to bind may change the tags that its condition names, nor the compartments and groups that have them.",
		Otherwise: "they take the tag off, and the deny does not apply to them any more.",
	},
	{
		ID:        assumeSeconds,
		Text:      "the time of a request counts in whole seconds, as in the forms that Oracle documents.",
		Otherwise: "a request comes between two windows of which one ends a second before the other begins.",
	},
	{
		ID:        assumeComplete,
		Text:      "the statements given are all that the tenancy has.",
		Otherwise: "a statement that is not given may allow what no deny stops.",
	},
	{
		ID:        assumeCross,
		Text:      "the endorse and admit statements given are all that the tenancy has.",
		Otherwise: "an endorse that is not given may let principals write into other tenancies, an admit may let others read here.",
	},
	{
		ID:        assumeListed,
		Text:      "operations of services that the catalogue does not list are judged by nobody here.",
		Otherwise: "only a deny of inspect all-resources covers them.",
	},
}

// Doubt is a question that the documentation leaves open and that costs no assumption, because the code takes the safe side.
type Doubt struct {
	ID       string
	Question string
	Side     string // what the code does
}

var doubts = []Doubt{
	{
		ID:       "absent-comparison",
		Question: "Is a comparison with a variable that the request does not carry false in a deny, as it is in an allow?",
		Side:     "It is false: the deny does not apply. If it were true, more would be denied.",
	},
	{
		ID:       "database-family",
		Question: "Does database-family include the autonomous types?",
		Side:     "A deny of it does not cover them. Where all statements are known, an allow of it may give them.",
	},
	{
		ID:       "unquoted-value",
		Question: "Is a value without quotes a literal or a variable?",
		Side:     "A comparison with it is neither true nor false: no deny applies and no allow gives by it.",
	},
	{
		ID:       "unknown-permission",
		Question: "Which permission does an operation need for which no source was found?",
		Side:     "Any: only a deny of inspect on its type, its family or all-resources denies it. Where all statements are known, an allow of use or manage may give it; one of inspect or read gives nothing that changes something.",
	},
	{
		ID:       "verb-of-permission",
		Question: "From which verb on does a type have a permission, where sources disagree or do not say?",
		Side:     "A deny covers it from the lowest verb that may be meant, an allow gives it from the highest.",
	},
	{
		ID:       "formula-editions",
		Question: "What does an operation need where editions of Oracle's reference disagree, as for the copy of an object?",
		Side:     "Either: it is denied only if every edition's permissions are.",
	},
	{
		ID:       "operation-editions",
		Question: "Which name has an operation in request.operation where editions disagree?",
		Side:     "Each: it is denied only if it is denied under every name.",
	},
	{
		ID:       "target-region",
		Question: "Which requests carry target.region?",
		Side:     "The copy of a volume's or boot volume's backup may or may not carry it; others are taken to send data out wherever it points.",
	},
	{
		ID:       "target-dynamic-group",
		Question: "Are target.dynamicgroup.id and target.dynamicgroup.name enforced in denies?",
		Side:     "No, as Oracle's known issues say: a deny whose condition has one of them takes nothing.",
	},
	{
		ID:       "names-of-groups",
		Question: "Does case matter in the names of groups, domains and compartments?",
		Side:     "No: names that differ in nothing but case are the same.",
	},
	{
		ID:       "location-of-policy",
		Question: "What does a statement hold for whose compartment cannot be found, or in tenancy in a policy that is not at the root?",
		Side:     "Nothing: it neither denies nor allows.",
	},
	{
		ID:       "quotes",
		Question: "How is a quote written inside quotes, and where does a pattern end?",
		Side:     "What could be an escape is refused, and a pattern ends at the first slash that something else follows: two readings of one text are how a guard stops guarding.",
	},
	{
		ID:       "case-of-variables",
		Question: "Does case matter in the names of variables, and outside ASCII in values?",
		Side:     "Not in the names, which print as Oracle spells them; in values, letters beyond ASCII are compared as they are.",
	},
	{
		ID:       "limits-of-statements",
		Question: "How long can a statement be, and how deep its conditions?",
		Side:     "The parser has limits far beyond what anybody writes.",
	},
	{
		ID:       "unknown-variable",
		Question: "Which values has a variable that the documentation does not list?",
		Side:     "Any number of any, or none: whatever lets a request through.",
	},
	{
		ID:       "deny-of-service",
		Question: "Which names and operations do services present when they act for a user?",
		Side:     "Any name that no statement has, and every operation of the catalogue.",
	},
	{
		ID:       "time-relations",
		Question: "Can a request come on any day of the week of any month and date?",
		Side:     "Yes: variables of time are taken as independent, so a proof may miss that two of them exclude each other, never the reverse.",
	},
}

// Assumptions lists everything that answers may rest on and that no documentation says, in the order of the page that explains them.
func Assumptions() []Assumption { return slices.Clone(assumptions) }

// Doubts lists the open questions in which the code takes the safe side.
func Doubts() []Doubt { return slices.Clone(doubts) }

// assumptionsOf gives the assumptions of the identifiers, in the order of the list.
func assumptionsOf(ids map[string]bool) []Assumption {
	var all []Assumption
	for _, a := range assumptions {
		if ids[a.ID] {
			all = append(all, a)
		}
	}
	return all
}
