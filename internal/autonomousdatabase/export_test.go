package autonomousdatabase

import (
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

// Hurry lets tests that wait for what never comes take less time. It is called once, before any test runs.
func Hurry(d time.Duration) { operation.Patience, operation.Glance = d, d }
