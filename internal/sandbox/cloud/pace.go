package cloud

import (
	"slices"
	"time"
)

// Pace is how long things with a life cycle, such as databases, stay in its passing states by the sandbox's clock. The
// zero Pace is no time at all: an answer to a write still shows the passing state, the next request the one after it.
type Pace struct {
	Create time.Duration // such as PROVISIONING or CREATING
	Update time.Duration // such as UPDATING, STOPPING or STARTING
	Delete time.Duration // such as TERMINATING or DELETING
}

// Fails says whether the asynchronous work that an operation, such as "CreateAutonomousDatabase", starts with this call
// is to fail after it was accepted.
func (c *Call) Fails(operation string) bool { return slices.Contains(c.Failing, operation) }
