package cli

import (
	"fmt"
	"io"
	"runtime"
)

type versionCommand struct {
	version string
	out     io.Writer
}

func (c *versionCommand) Synopsis() string { return "Tell the version of this binary" }

func (c *versionCommand) Help() string {
	return "Usage: " + name + " version\n\n  Tells the version of this binary, and what it was built with and for."
}

func (c *versionCommand) Run([]string) int {
	fmt.Fprintln(c.out, versionLine(c.version))
	return 0
}

func versionLine(version string) string {
	return fmt.Sprintf("%s v%s (%s, %s/%s)", name, version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
