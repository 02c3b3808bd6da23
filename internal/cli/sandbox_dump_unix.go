//go:build unix

package cli

import (
	"os"
	"syscall"
)

// dumpSignals ask for a dump before the end.
var dumpSignals = []os.Signal{syscall.SIGUSR1}
