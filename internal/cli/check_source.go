package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/plan"
	"github.com/data-residency/terraform-provider-residency/internal/plan/source"
	"github.com/data-residency/terraform-provider-residency/internal/report"
)

// configuration is the source of a plan.
type configuration struct {
	*source.Index
	dir  string // as it was given
	root string // of the file system that it was read from
	from string // the folder from which files are named
}

// checkouts are the variables in which CI systems tell where the repository is. Their annotations name files from there, wherever
// a step works.
var checkouts = []string{"GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"}

// namedFrom is the folder from which files are named: the working directory, for people; for a CI system's formats the root of
// the repository, if the working directory is in it.
func namedFrom(format string) string {
	here, err := os.Getwd()
	if err != nil {
		return ""
	}
	if format != "github" && format != "sarif" {
		return here
	}
	for _, name := range checkouts {
		if root := os.Getenv(name); root != "" && below(root, here) {
			return root
		}
	}
	return here
}

// below says whether a path is a folder or in it.
func below(folder, path string) bool {
	relative, err := filepath.Rel(folder, path)
	return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator))
}

// readConfiguration reads a folder. It is read from the root of the file system, for modules may stand beside it.
func readConfiguration(dir, from string) (*configuration, error) {
	path, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("-source: %w", unreadable(dir, err))
	case !info.IsDir():
		return nil, fmt.Errorf("-source %s is a file: name the folder of the configuration", dir)
	}
	root := filepath.VolumeName(path) + string(filepath.Separator)
	inside := filepath.ToSlash(strings.TrimPrefix(path, root))
	if inside == "" {
		inside = "."
	}
	index, err := source.Read(os.DirFS(root), inside)
	if err != nil {
		return nil, fmt.Errorf("-source %s: %w", dir, err)
	}
	return &configuration{index, dir, root, from}, nil
}

// position says where a resource's attribute stands.
func (c *configuration) position() report.Position {
	if c == nil {
		return nil
	}
	return func(address, attribute string) (string, int, bool) {
		module, block := plan.Configured(address)
		return c.at(module, block, attribute)
	}
}

// at says where a block's attribute stands, in a file that is named from the folder for that.
func (c *configuration) at(module []string, block, attribute string) (string, int, bool) {
	if c == nil {
		return "", 0, false
	}
	file, line, ok := c.Position(module, block, attribute)
	if !ok {
		return "", 0, false
	}
	path := filepath.Join(c.root, filepath.FromSlash(file))
	if relative, err := filepath.Rel(c.from, path); err == nil && below(c.from, path) {
		path = relative
	}
	return filepath.ToSlash(path), line, true
}

// source is the configuration for package plan, nil without one.
func (c *configuration) source() plan.Source {
	if c == nil {
		return nil
	}
	return c.Index
}

// foreign says that the plan was made from something else: it has resources that this configuration does not. A bare reference in
// here then says nothing of an expression there. What the plan takes away is in no configuration.
func (c *configuration) foreign(resources []plan.Judged) string {
	if c == nil {
		return ""
	}
	for _, r := range resources {
		if r.Action == plan.Delete || r.Action == plan.Forget || r.Action == plan.Other {
			continue
		}
		module, block := plan.Configured(r.Address)
		if has, told := c.Has(module, block); told && !has {
			return fmt.Sprintf("The configuration in %s does not have %s, so the plan was not made from it, and nothing of it was believed: give the plan's own with -source.", c.dir, r.Address)
		}
	}
	return ""
}
