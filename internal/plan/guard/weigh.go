package guard

import "github.com/data-residency/terraform-provider-residency/internal/boundary"

// weight is what a finding of lint makes of a policy: of a deny, and of a grant.
type weight struct{ deny, grant boundary.Verdict }

const remark = boundary.GlobalOK

// weights are those of the rules of package iam. A rule without a weight is judged by grants, or is new and undecided.
var weights = map[string]weight{
	"RES300": {boundary.Undecided, boundary.Undecided}, // not read: perhaps a form that this release does not have
	"RES301": {boundary.Faulty, boundary.Faulty},       // a region's name where the key is wanted
	"RES302": {boundary.Faulty, boundary.Faulty},       // a region that does not exist
	"RES303": {boundary.Faulty, boundary.Faulty},       // always true
	"RES304": {boundary.Faulty, boundary.Faulty},       // always false
	"RES305": {boundary.Faulty, remark},                // overwriting is left
	"RES306": {boundary.Faulty, remark},                // fails open
	"RES307": {boundary.Faulty, boundary.Undecided},    // no verb, so Oracle refuses the whole policy
	"RES308": {boundary.Undecided, remark},             // a type, permission or variable that may be Oracle's all the same
	"RES309": {boundary.Undecided, remark},
	"RES310": {boundary.Undecided, remark},
	"RES311": {boundary.Faulty, boundary.Undecided}, // and, or: Oracle refuses the whole policy
	"RES312": {remark, remark},                      // refused loudly by Oracle
	"RES313": {remark, remark},
	"RES314": {boundary.Faulty, boundary.Undecided}, // ends early
	"RES318": {boundary.Undecided, remark},          // a word without quotes
	"RES319": {boundary.Faulty, remark},             // an operation that IAM calls otherwise
	"RES320": {boundary.Faulty, remark},             // a value that does not exist
	"RES321": {boundary.Faulty, remark},             // a name that nobody has
	"RES322": {boundary.Faulty, remark},             // a variable that is not enforced
	"RES323": {boundary.Undecided, remark},          // an operator that nobody documents
	"RES324": {remark, remark},
	"RES325": {boundary.Faulty, remark}, // a deny for those who are exempt
	"RES326": {boundary.Faulty, remark},
	"RES327": {boundary.Faulty, remark}, // across tenancies, but not at the root
	"RES328": {boundary.Faulty, remark}, // a name that nothing defines
	"RES329": {remark, remark},
	"RES330": {boundary.Faulty, remark}, // an OCID for a name
	"RES331": {boundary.Faulty, remark}, // a star that matches nothing
}

// judgedByGrants are the rules about grants, which are found again with the boundary at hand.
var judgedByGrants = map[string]bool{ruleServiceOutside: true, ruleServiceCopies: true, ruleCrossTenancy: true}

// quotaWeights are those of the rules of package quota. One that takes too much away is faulty as well.
var quotaWeights = map[string]boundary.Verdict{
	"RES350": boundary.Undecided,
	"RES351": boundary.Faulty,
	"RES352": boundary.Faulty,
	"RES353": boundary.Faulty,
	"RES354": boundary.Faulty,
	"RES355": boundary.Faulty,
	"RES356": remark, // but for a zero that is lifted, see superseded
	"RES357": boundary.Faulty,
	"RES358": boundary.Faulty,
	"RES359": boundary.Undecided,
	"RES360": boundary.Faulty,
}
