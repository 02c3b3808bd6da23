package autonomousstandby

import "time"

// SetPatience shortens how long a change may stay unseen.
func SetPatience(d time.Duration) { patience = d }
