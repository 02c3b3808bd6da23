// Package guard knows what the policies and quotas of a plan mean for the boundary: whether one does what it says, whether it
// opens a way out, and whether the plan takes a deny or a zero quota away. It refuses to read statements itself: packages
// iam and quota do that, and what they cannot tell is undecided here.
//
// # What is faulty
//
// A finding of lint makes a policy faulty where the statement does not do what it says, whichever way it fails: a deny that
// denies the inside too is no better than one that denies nothing. It makes it undecided where nobody documents what the
// statement does. Where only Oracle's refusal or somebody's comfort is at stake, it is a remark. The table in weigh.go says
// which is which.
//
// # What is lost
//
// The denies before and after are compared by what they deny, over the values that they mention, others, and none. So a
// rewrite that means the same is none, and neither is a deny that moves to another policy of the same plan. A region that is
// inside may be freed by a deny that asks for the region and still denies outside: such a fence may move within the boundary,
// unless it is another population's, and leaves regions free of which none is inside. Zero quotas are compared region by region.
//
// # What is granted
//
// Others who are admitted to read here, and ours who are endorsed to write elsewhere, take data out. A grant to the service
// of a region outside lets data be handled there. A grant with which Object Storage copies and replicates names no
// destination, so it is undecided wherever the service is inside.
package guard
