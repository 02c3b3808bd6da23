package autonomousdatabase

import "time"

// Hurry lets tests that wait for what never comes take less time. It is called once, before any test runs.
func Hurry(d time.Duration) { patience, glance = d, d }
