// Package boundary knows what a residency boundary declares, and judges facts (something is in a region, or goes to one)
// against it. It is the only place that decides what is inside. It refuses to know Terraform, Oracle's SDK, files, the
// network and the time: a declaration comes as bytes or as a Declaration, a region as a region.Location that somebody has
// read, and the time is an argument. What it does not know for certain is never inside.
//
// # Faults and findings
//
// What cannot be read (a wrong type, an unknown argument, country, region or kind, a pattern that matches nothing) and what
// contradicts itself is a fault: there is no Boundary, and every fault is told at once. What an exception says of its own
// approval and width is not: time passes, and a report on everything else must still be possible. Such an exception is never
// applied, and Audit has a finding for each thing wrong with it.
//
// # Classes
//
// A resource is in every class that has it: by address and compartment, both where a class lists both. All of its classes
// hold, and the class that it claims holds with them, so that what is allowed is what all of them allow and a claim can
// only tighten. A class that is not known is judged as protected, and is undecided at best. What is in no class is protected.
//
// # Regions
//
// The regions that a boundary names narrow it, and confirm a country that Oracle's documentation does not state. They cannot
// contradict the table. A region that the table does not have may be named too, if it could not be a slip for one that it
// has: the boundary then vouches for it, and it is inside under exactly that name.
//
// # Leaving
//
// What the plan destroys where it is, is inside, global or leaving: whatever is not known of its region, nothing stays there.
package boundary
