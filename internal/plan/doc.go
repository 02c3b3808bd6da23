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
// not regional, and each row has its reason beside it. What the tables do not have is read all the same: any other identifier, host or availability domain is taken for the resource's own place.
//
// # Guards
//
// Policies and quotas are not understood here: Options.Guard judges them. Without it they are undecided.
package plan
