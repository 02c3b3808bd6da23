package plan

import "slices"

// Action is what the plan does with a resource.
type Action string

// The actions of a plan.
const (
	NoOp    Action = "no-op"
	Create  Action = "create"
	Update  Action = "update"
	Replace Action = "replace" // it is deleted and created, in either order
	Delete  Action = "delete"
	Forget  Action = "forget" // it leaves the state and stays where it is
	Reuse   Action = "forget and create"
	Reading Action = "read"
	Other   Action = "unknown"
)

// action reads the actions of a change. What is not known is judged as if everything stayed and everything came.
func action(actions []string) Action {
	switch {
	case len(actions) == 1:
		a := Action(actions[0])
		if slices.Contains([]Action{NoOp, Create, Update, Delete, Forget, Reading}, a) {
			return a
		}
	case len(actions) == 2 && slices.Contains(actions, "create"):
		switch {
		case slices.Contains(actions, "delete"):
			return Replace
		case slices.Contains(actions, "forget"):
			return Reuse
		}
	}
	return Other
}
