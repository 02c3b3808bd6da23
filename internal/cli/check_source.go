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
}

// readConfiguration reads a folder. It is read from the root of the file system, for modules may stand beside it.
func readConfiguration(dir string) (*configuration, error) {
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
	return &configuration{index, dir, root}, nil
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

// at names files as people and CI systems do: from the folder that they work in.
func (c *configuration) at(module []string, block, attribute string) (string, int, bool) {
	if c == nil {
		return "", 0, false
	}
	file, line, ok := c.Position(module, block, attribute)
	if !ok {
		return "", 0, false
	}
	return nearest(filepath.Join(c.root, filepath.FromSlash(file))), line, true
}

func nearest(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	relative, err := filepath.Rel(here, path)
	if err != nil || strings.HasPrefix(relative, "..") {
		return path
	}
	return filepath.ToSlash(relative)
}

// source is the configuration for package plan, nil without one.
func (c *configuration) source() plan.Source {
	if c == nil {
		return nil
	}
	return c.Index
}
