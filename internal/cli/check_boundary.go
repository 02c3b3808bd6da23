package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// otherBoundary is the rule of a provider block whose boundary is not the check's.
var otherBoundary = boundary.Rule{
	ID: "RES409", Title: "Another boundary in the provider block",
	Meaning: "The residency provider of the plan was given another boundary than this check, so what it refuses is not what the check refuses.",
}

const howToBoundary = `give one with -boundary FILE`

// readBoundaries reads all boundary files, and tells what is wrong with each.
func readBoundaries(files []string) ([]*boundary.Boundary, error) {
	var out []*boundary.Boundary
	var errs []error
	for _, file := range files {
		b, err := readBoundary(file)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		for _, other := range out {
			if other.Name() == b.Name() {
				errs = append(errs, fmt.Errorf("%s and %s are both called %q: several boundaries are for several populations, each with a name of its own", other.Source(), file, b.Name()))
			}
		}
		out = append(out, b)
	}
	return out, errors.Join(errs...)
}

// findBoundary reads the file that a provider block names. Terraform took it from its working directory: that is the folder of
// the source, or else perhaps this one or the plan's. Where these have different ones nobody can tell which it was.
func findBoundary(name, planFile string, from *configuration) (*boundary.Boundary, error) {
	folders := []string{"."}
	switch {
	case filepath.IsAbs(name):
		folders = []string{""}
	case from != nil:
		folders = []string{from.dir}
	case planFile != "-":
		folders = append(folders, filepath.Dir(planFile))
	}
	var found *boundary.Boundary
	for _, folder := range folders {
		file := filepath.Join(folder, name)
		if _, err := os.Stat(file); err != nil {
			continue
		}
		b, err := readBoundary(file)
		switch {
		case err != nil:
			return nil, err
		case found != nil && found.Digest() != b.Digest():
			return nil, fmt.Errorf("%s and %s differ, and either may be the %s of the provider block: %s, or -source DIR", found.Source(), file, name, howToBoundary)
		case found == nil:
			found = b
		}
	}
	if found == nil {
		return nil, fmt.Errorf("the provider block's boundary_file %s is not here: %s, or run the check where the plan was made", name, howToBoundary)
	}
	return found, nil
}

// byBlock are the boundaries that could be told, by the block that declares them.
func (d declarations) byBlock() map[string]*boundary.Boundary {
	out := map[string]*boundary.Boundary{}
	for _, one := range d.blocks {
		if one.boundary != nil {
			out[one.Block] = one.boundary
		}
	}
	return out
}
