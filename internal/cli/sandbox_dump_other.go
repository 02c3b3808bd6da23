//go:build !unix

package cli

import "os"

// dumpSignals ask for a dump before the end; this system has none.
var dumpSignals []os.Signal
