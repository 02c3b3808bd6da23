package acctest

import (
	"os"
	"runtime/debug"
	"strconv"
)

// percent is by how much the heap may grow before garbage is collected. At Go's default a CLI and a provider that live for a
// second spend a third of it on that.
const percent = 400

func init() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(percent)
	if err := os.Setenv("GOGC", strconv.Itoa(percent)); err != nil { // for the processes that tests start
		panic(err)
	}
}
