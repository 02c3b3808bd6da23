// Package plan reads what `terraform show -json` and `tofu show -json` say of a plan, and tells of every managed resource
// in it where it is and where it sends data, as facts that the boundary judges. It needs no cloud: the region of a resource
// of Oracle's provider is in no value of its own, so it is read from the provider block, through aliases, modules and
// variables, and confirmed or contradicted by the identifiers, hosts and availability domains among the values.
//
// It refuses to know files, the network, the time, Terraform's and Oracle's libraries, and what an expression does. A plan
// keeps of an expression only the references in it: a region behind a reference is therefore never certain, unless a Source
// shows that the expression is the bare reference, or an identifier tells. What is not certain is never inside.
//
// # Tables
//
// data/types.csv says of each type of Oracle's provider whether it has a region; nothing is global unless its row says so.
// data/attributes.csv says of each attribute that bears a location what that means: the resource's own place, a destination,
// an origin, or no place of data at all. Attributes were judged row by row, types service by service but for the ones that are
// not regional, and each row has its reason beside it. A row of block.* holds for everything in the block that has none.
//
// What the tables do not have is read all the same: any other identifier, availability domain or endpoint is taken for the
// resource's own place, and any other host for one that it sends data to, which tells nothing of its own place.
//
// # Blocks that a plan keeps nothing of
//
// Many blocks of Oracle's provider are attributes to Terraform. Of such a block a plan keeps one expression, which has no references
// of the blocks in it, and what the configuration leaves out there is as unknown as what it refers to. So a region that is not
// known in such a block counts only where the block refers to something that is not known either, or where a Source shows it; and
// identifiers are followed from the block as a whole unless a Source shows which is which.
//
// # Guards
//
// Policies and quotas are not understood here: Options.Guard judges them. Without it they are undecided. What was changed
// outside Terraform counts as having been there before: a deny that somebody took away is lost unless the plan puts it back.
//
// # Populations
//
// Several boundaries are those of several populations, whose data is split. A resource is held against the one that governs
// it: the boundary of its own residency provider block; or else the one that speaks of it, by the addresses or compartments
// of a class or an exception; or else the one that its place is inside of. Where several do, or none, it is held against each
// of these, and the strictest counts. So nothing passes because it fits the boundary of others: who does not want a misplaced
// resource to be taken for the other population's names compartments in a class.
//
// What is of one population alone must share nothing with another's: a key, vault, subnet or compartment that resources of two
// populations use is found on each of them, and on itself where the plan has it. It is known by its identifier, or by the
// resource that references lead to. Of grants to services of a region one population is enough; the other findings on guards
// count for all.
//
// # The tool's own data
//
// The state has every value of every resource. Where a Source shows the backend, it is judged too: by its region or endpoint
// where it is Oracle's, as undecided where it is not, unless the boundary lists its owner as ungoverned. A state on the
// machine that runs the tool is a remark.
package plan
