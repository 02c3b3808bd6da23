package autonomousstandby

import (
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

// SetPatience shortens how long a change may stay unseen.
func SetPatience(d time.Duration) { operation.Patience = d }
