package boundary

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Parse reads a boundary file: one block `boundary "NAME" { … }` of literal values. The error is Faults: every fault in
// the file. An exception whose terms do not hold (expired, approved by its owner, too wide, …) is not a fault of the
// file: it is never applied, and Audit tells of it.
func Parse(filename string, src []byte) (*Boundary, error) {
	if filename == "" {
		filename = "the boundary file"
	}
	if fault := limits(filename, src); fault != nil {
		return nil, Faults{*fault}
	}
	body, faults := parseSyntax(filename, src)
	r := newReader(filename, faults)
	b, faults := build(filename, r.document(body), r)
	if len(faults) > 0 {
		return nil, faults
	}
	return b, nil
}

// reader turns a file's body into a draft, and remembers where each part of it stands.
type reader struct {
	file    string
	faults  Faults
	partial bool                 // the file has syntax faults, so what is missing may be in what could not be read
	ranges  map[string]hcl.Range // by pathString
	broken  map[spot]bool        // where the syntax faults are
}

// spot is a place in the file.
type spot struct{ line, column int }

func newReader(filename string, syntax Faults) *reader {
	r := &reader{file: filename, faults: syntax, partial: len(syntax) > 0, ranges: map[string]hcl.Range{}, broken: map[spot]bool{}}
	for _, f := range syntax {
		r.broken[spot{f.Line, f.Column}] = true
	}
	return r
}

func (r *reader) fault(at hcl.Range, format string, args ...any) {
	if r.broken[spot{at.Start.Line, at.Start.Column}] {
		return // the echo of a syntax fault
	}
	r.faults = append(r.faults, Fault{
		File: r.file, Line: at.Start.Line, Column: at.Start.Column, Message: fmt.Sprintf(format, args...),
	})
}

// place puts a fault of the declaration where the nearest part of its path stands in the file.
func (r *reader) place(f Fault) Fault {
	f.File = r.file
	for n := len(f.Path); n >= 0; n-- {
		if at, ok := r.ranges[pathString(f.Path[:n])]; ok {
			f.Line, f.Column = at.Start.Line, at.Start.Column
			break
		}
	}
	return f
}

// at is where a path stands, such as "us.hcl:14:3"; "" without a file.
func (r *reader) at(path []any) string {
	if r == nil {
		return ""
	}
	f := r.place(Fault{Path: path})
	return fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
}

func (r *reader) document(body *hclsyntax.Body) *draft {
	for _, a := range body.Attributes {
		r.fault(a.NameRange, `The argument %s is outside any block. A boundary file holds one block boundary "NAME" { … }.`, quote(a.Name))
	}
	var found *hclsyntax.Block
	for _, block := range body.Blocks {
		switch {
		case block.Type != "boundary":
			r.fault(block.TypeRange, `A block %s cannot be here. A boundary file holds one block boundary "NAME" { … }.%s`,
				quote(block.Type), didYouMean(nearest(block.Type, []string{"boundary"})))
		case found != nil:
			r.fault(block.TypeRange, "This is a second boundary; the first is in line %d. A file declares one: put the other in a file of its own.",
				found.TypeRange.Start.Line)
			r.second(block)
		default:
			found = block
		}
	}
	if found != nil {
		return r.boundary(found)
	}
	if !r.partial && len(r.faults) == 0 {
		r.fault(hcl.Range{Start: hcl.InitialPos}, `The file declares no boundary. Write a block boundary "NAME" { jurisdictions = ["US"] }.`)
	}
	return nil
}

// second adds the faults of a boundary that should not be there.
func (r *reader) second(block *hclsyntax.Block) {
	other := newReader(r.file, nil)
	other.partial, other.broken = r.partial, r.broken
	if _, err := build(r.file, other.boundary(block), other); err != nil {
		r.faults = append(r.faults, err...)
	}
}

func (r *reader) boundary(block *hclsyntax.Block) *draft {
	d := &draft{}
	d.Name, _ = r.label(block, nil, "the boundary")
	r.ranges[""] = block.TypeRange
	r.body(block.Body, nil, members{
		"jurisdictions": {list: &d.Jurisdictions},
		"realms":        {list: &d.Realms},
		"regions":       {list: &d.Regions},
		"ungoverned":    {list: &d.Ungoverned},
		"class":         {block: func(b *hclsyntax.Block) { d.classes = append(d.classes, r.class(b)) }},
		"exception":     {block: func(b *hclsyntax.Block) { d.exceptions = append(d.exceptions, r.exception(b)) }},
	})
	return d
}

func (r *reader) class(block *hclsyntax.Block) named[Class] {
	var c named[Class]
	c.name, c.path = r.label(block, []any{"classes"}, "the class")
	r.body(block.Body, c.path, members{
		"jurisdictions": {list: &c.value.Jurisdictions},
		"realms":        {list: &c.value.Realms},
		"regions":       {list: &c.value.Regions},
		"addresses":     {list: &c.value.Addresses},
		"compartments":  {list: &c.value.Compartments},
	})
	return c
}

func (r *reader) exception(block *hclsyntax.Block) named[Exception] {
	var e named[Exception]
	e.name, e.path = r.label(block, []any{"exceptions"}, "the exception")
	r.body(block.Body, e.path, members{
		"regions":      {list: &e.value.Regions},
		"addresses":    {list: &e.value.Addresses},
		"compartments": {list: &e.value.Compartments},
		"kinds":        {list: &e.value.Kinds},
		"reason":       {text: &e.value.Reason},
		"owner":        {text: &e.value.Owner},
		"approved_by":  {text: &e.value.ApprovedBy},
		"ticket":       {text: &e.value.Ticket},
		"expires":      {text: &e.value.Expires},
	})
	return e
}

// label reads a block's one label and returns the path of what it names. A name that is taken gets a path of its own,
// so that the faults of both blocks are found.
func (r *reader) label(block *hclsyntax.Block, parent []any, what string) (string, []any) {
	if len(block.Labels) != 1 {
		r.fault(block.TypeRange, `A block %s has one name, in quotes: %s "NAME" { … }.`, block.Type, block.Type)
	}
	name, at := "", block.TypeRange
	if len(block.Labels) > 0 {
		name, at = block.Labels[0], block.LabelRanges[0]
	}
	if parent == nil {
		r.ranges["name"] = at
		return name, nil
	}
	path := append(parent, name)
	if first, taken := r.ranges[pathString(path)]; taken {
		r.fault(at, "The name of %s %s is taken: it is declared in line %d. Give this one another name, or join the two.",
			what, quote(name), first.Start.Line)
		path = append(parent, fmt.Sprintf("%s (line %d, column %d)", name, at.Start.Line, at.Start.Column))
	}
	r.ranges[pathString(path)] = at
	return name, path
}
