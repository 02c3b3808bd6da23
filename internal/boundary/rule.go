package boundary

import "slices"

// Rule is one of the rules that a finding can be of. Ids do not change: people filter and baseline by them.
type Rule struct {
	ID      string // such as "RES101"
	Title   string // such as "Region outside boundary"
	Meaning string // one or two sentences
}

// The rules of this package. RES3xx are the rules of policies and quotas, which are judged elsewhere.
const (
	rulePlace       = "RES101"
	ruleRealm       = "RES102"
	ruleUnconfirmed = "RES103"
	ruleUnlisted    = "RES104"
	ruleDeferred    = "RES105"
	ruleNowhere     = "RES106"

	ruleFlow        = "RES200"
	ruleReplication = "RES201"
	ruleCopy        = "RES202"
	ruleStandby     = "RES203"
	ruleClone       = "RES204"
	ruleReplica     = "RES205"
	ruleBackupCopy  = "RES206"
	ruleKey         = "RES207"
	ruleShare       = "RES208"
	rulePeering     = "RES209"

	ruleExpired          = "RES401"
	ruleUndated          = "RES402"
	ruleUnapproved       = "RES403"
	ruleTooWide          = "RES404"
	ruleIncomplete       = "RES405"
	ruleUnknownException = "RES406"
	ruleFaultyClaim      = "RES407"
	ruleUnknownClass     = "RES408"
)

var rules = []Rule{
	{rulePlace, "Region outside boundary", "A resource is in a region that the boundary does not allow for data of its class: the country is none of the jurisdictions, or the region none of those that the boundary names."},
	{ruleRealm, "Realm outside boundary", "A resource is in a realm of Oracle Cloud that the boundary does not allow."},
	{ruleUnconfirmed, "Country not confirmed", "A resource is in a region whose country is known from the region's name only. Naming the region in the boundary's regions confirms it."},
	{ruleUnlisted, "Region not known", "A resource is in a region that is not in this release's table, or an identifier names a realm that is not its region's. Nothing is known of its country."},
	{ruleDeferred, "Region known only after apply", "A resource's region depends on what does not exist yet, so the plan cannot be judged."},
	{ruleNowhere, "Region not stated", "Nothing says in which region a resource is."},

	{ruleFlow, "Flow outside boundary", "Data goes where the boundary does not allow it, in a way that is none of the other kinds."},
	{ruleReplication, "Replication outside boundary", "Data is replicated to where the boundary does not allow it."},
	{ruleCopy, "Copy outside boundary", "Data is copied to where the boundary does not allow it. A copy from outside to inside is fine."},
	{ruleStandby, "Standby outside boundary", "A primary or its standby is where the boundary does not allow it. Both ends count, because roles switch."},
	{ruleClone, "Clone outside boundary", "Data is cloned to where the boundary does not allow it. A clone from outside to inside is fine."},
	{ruleReplica, "Replica outside boundary", "A source or its replica is where the boundary does not allow it. Both ends count, because roles switch."},
	{ruleBackupCopy, "Backup copy outside boundary", "Backups are copied to where the boundary does not allow them."},
	{ruleKey, "Key outside boundary", "Data is encrypted with a key that is kept where the boundary does not allow it."},
	{ruleShare, "Share outside boundary", "Data is shared with, or opened to, where the boundary does not allow it."},
	{rulePeering, "Peering outside boundary", "A network is joined with one where the boundary does not allow it. Both ends count."},

	{ruleExpired, "Exception expired", "An exception's last day is over. It is not applied."},
	{ruleUndated, "Exception without a date", "An exception does not say when it expires, or not with a date. It is not applied."},
	{ruleUnapproved, "Exception not approved by another", "An exception has no owner, no approver, or the same for both. It is not applied."},
	{ruleTooWide, "Exception too wide", "An exception is for every region, or for everything. It is not applied."},
	{ruleIncomplete, "Exception without reason or ticket", "An exception does not say why it is, or where it was approved. It is not applied."},
	{ruleUnknownException, "Exception not known", "A resource claims an exception that the boundary does not have."},
	{ruleFaultyClaim, "Claimed exception not in force", "A resource claims an exception that has expired or is faulty."},
	{ruleUnknownClass, "Data class not known", "A resource claims a data class that the boundary does not have, so its limits are not known. It is judged as protected."},
}

// Rules returns every rule of this package, sorted by id.
func Rules() []Rule { return slices.Clone(rules) }

// kinds are the kinds of facts, in the order of their rules.
var kinds = []Kind{Placement, Replication, Copy, Standby, Clone, Replica, BackupCopy, Key, Share, Peering}

// flowRules are the rules of the kinds of flows.
var flowRules = map[Kind]string{
	Replication: ruleReplication, Copy: ruleCopy, Standby: ruleStandby, Clone: ruleClone, Replica: ruleReplica,
	BackupCopy: ruleBackupCopy, Key: ruleKey, Share: ruleShare, Peering: rulePeering,
}

// placementRules are the rules of a placement by the standing of its region.
var placementRules = map[standing]string{
	within: rulePlace, foreign: rulePlace, unnamed: rulePlace, otherRealm: ruleRealm,
	unconfirmed: ruleUnconfirmed, unlisted: ruleUnlisted,
}
