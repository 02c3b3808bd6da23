package boundary

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Fault is one thing wrong with a declaration, where it is, and what to do about it.
type Fault struct {
	File         string // the boundary file; "" for a declaration from the provider block
	Line, Column int    // in the file, from 1; 0 for a declaration from the provider block
	Path         []any  // attribute names and map keys (string) and list indices (int), where the fault has an attribute
	Message      string // full sentences

	ofWhole bool // not to be believed of a file that could be read in part only
}

// String is the place and the message, such as `us.hcl:2:20: …` or `exceptions["x"].regions[0]: …`.
func (f Fault) String() string {
	if f.Line > 0 {
		return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, f.Message)
	}
	if len(f.Path) > 0 {
		return f.Attribute() + ": " + f.Message
	}
	if f.File != "" {
		return f.File + ": " + f.Message
	}
	return f.Message
}

// Attribute is the path, such as `exceptions["x"].regions[0]`; "" for the whole.
func (f Fault) Attribute() string { return pathString(f.Path) }

// Faults is every fault of a declaration, in the order of the file or of the paths.
type Faults []Fault

// Error lists all of them, one on a line.
func (f Faults) Error() string {
	lines := make([]string, 0, len(f)+1)
	if len(f) > 1 {
		lines = append(lines, fmt.Sprintf("the boundary has %d faults:", len(f)))
	}
	for _, fault := range f {
		lines = append(lines, fault.String())
	}
	return strings.Join(lines, "\n")
}

func (f Faults) sort() {
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column),
			comparePaths(a.Path, b.Path),
			cmp.Compare(a.Message, b.Message),
		)
	})
}

// comparePaths orders list indices as numbers, so that element 2 comes before element 10.
func comparePaths(a, b []any) int {
	return slices.CompareFunc(a, b, func(x, y any) int {
		i, isIndex := x.(int)
		j, isIndexToo := y.(int)
		if isIndex && isIndexToo {
			return cmp.Compare(i, j)
		}
		return cmp.Compare(fmt.Sprint(x), fmt.Sprint(y))
	})
}

// pathString writes a path as Terraform would: classes["public"].regions[0].
func pathString(path []any) string {
	var out strings.Builder
	for i, step := range path {
		switch step := step.(type) {
		case int:
			fmt.Fprintf(&out, "[%d]", step)
		case string:
			switch {
			case i == 1: // the first step is the map "classes" or "exceptions"
				out.WriteString("[" + strconv.Quote(step) + "]")
			case i > 0:
				out.WriteString("." + step)
			default:
				out.WriteString(step)
			}
		}
	}
	return out.String()
}
