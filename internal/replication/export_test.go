package replication

import "time"

// SetPatience lets tests that end in CLIENT_ERROR take less than half a minute. It is set once, before any test runs.
func SetPatience(d time.Duration) { patience = d }
