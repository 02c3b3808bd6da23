package boundary

import "time"

// Audit returns what is wrong with the boundary's exceptions at a time: one finding for each fault of each exception,
// sorted by the exception's name. None of them is applied by Judge. Attribute is the argument at fault, as in
// exceptions["singapore-backup"].expires; Address is empty, for nothing in a plan is at fault.
func (b *Boundary) Audit(now time.Time) []Finding {
	var out []Finding
	for _, e := range b.exceptions {
		for _, p := range e.faults(now) {
			out = append(out, Finding{
				Rule:      p.rule,
				Verdict:   Faulty,
				Attribute: pathString([]any{"exceptions", e.name, p.attribute}),
				Message: "The exception " + quote(e.name) + " of the boundary " + quote(b.Name()) + e.at() + " " + p.sentence +
					" It is not applied (rule " + p.rule + ").",
				Exception: e.name,
			})
		}
	}
	return out
}

// at says where the exception is declared.
func (e *exception) at() string {
	if e.place == "" {
		return ""
	}
	return ", " + e.place + ","
}
