package boundary

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// maxMends is how many arguments with a syntax fault are taken out to find the next one, in a file that is not so large
// that parsing it again takes long.
const (
	maxMends    = 50
	maxReparsed = 8 << 20 // bytes
)

// parseSyntax returns the file's body and its syntax faults. HCL's parser reports the first fault and little of what
// follows it; so a faulty argument is blanked and the rest is parsed again, with every position unchanged. The body is
// what could be read: with faults, it is not the whole file.
func parseSyntax(filename string, src []byte) (*hclsyntax.Body, Faults) {
	var faults Faults
	src = slices.Clone(src)
	for range min(maxMends, maxReparsed/(len(src)+1)) {
		body, diags := parseOnce(filename, src)
		if len(diags) == 0 {
			return body, faults
		}
		part, ok := faultyArgument(splitLines(src), diags[0].Subject.Start.Line-1)
		if !ok {
			break
		}
		faults = append(faults, part.fault(filename, diags[0]))
		part.blank()
	}
	body, diags := parseOnce(filename, src)
	for _, d := range diags {
		faults = append(faults, syntaxFault(filename, d))
	}
	return body, faults
}

// parseOnce returns the errors in the order of the file, the first on each line: what follows is mostly its echo.
func parseOnce(filename string, src []byte) (*hclsyntax.Body, hcl.Diagnostics) {
	file, diags := hclsyntax.ParseConfig(src, filename, hcl.InitialPos)
	diags = slices.DeleteFunc(diags, func(d *hcl.Diagnostic) bool { return d.Severity != hcl.DiagError })
	for _, d := range diags {
		if d.Subject == nil {
			d.Subject = &hcl.Range{Filename: filename, Start: hcl.InitialPos, End: hcl.InitialPos}
		}
	}
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int {
		return cmp.Compare(a.Subject.Start.Byte, b.Subject.Start.Byte)
	})
	diags = slices.CompactFunc(diags, func(a, b *hcl.Diagnostic) bool {
		return a.Subject.Start.Line == b.Subject.Start.Line
	})
	body, _ := file.Body.(*hclsyntax.Body) // always: the file was parsed in HCL's native syntax
	return body, diags
}

func syntaxFault(filename string, d *hcl.Diagnostic) Fault {
	start := d.Subject.Start
	return Fault{File: filename, Line: start.Line, Column: start.Column, Message: d.Summary + ". " + d.Detail}
}

var (
	argumentLine = regexp.MustCompile(`^[ \t]*[A-Za-z_][A-Za-z0-9_-]*[ \t]*=[^{}]*$`)
	nextItem     = regexp.MustCompile(`^[ \t]*([A-Za-z_][A-Za-z0-9_-]*[ \t]*(=|"|\{)|\})`)
	notCode      = regexp.MustCompile(`"(\\.|[^"\\])*"|(#|//).*`)
)

// splitLines returns the lines without their ends, as parts of src.
func splitLines(src []byte) [][]byte {
	lines := bytes.Split(src, []byte("\n"))
	for i, line := range lines {
		lines[i] = bytes.TrimSuffix(line, []byte("\r"))
	}
	return lines
}

// part is the lines of one argument, counted from 0. Open says that it begins a list that the next item cuts off.
type part struct {
	lines [][]byte
	first int
	open  bool
}

// faultyArgument finds the argument that makes the parser stumble in a line: the one in that line, or the one above it
// whose list is still open there. It finds none where the fault could be in the blocks themselves.
func faultyArgument(lines [][]byte, stumbled int) (part, bool) {
	for first := min(stumbled, len(lines)-1); first >= 0; first-- {
		if !argumentLine.Match(lines[first]) {
			if nextItem.Match(lines[first]) && first != stumbled {
				return part{}, false
			}
			continue
		}
		p := argumentFrom(lines, first)
		last := first + len(p.lines) - 1
		if last >= stumbled || p.open && last == stumbled-1 {
			return outerList(lines, p), true
		}
		return part{}, false
	}
	return part{}, false
}

// outerList returns the argument before p, if its list is open where p begins: then p is not what is wrong.
func outerList(lines [][]byte, p part) part {
	for first := p.first - 1; first >= 0; first-- {
		if argumentLine.Match(lines[first]) {
			if above := argumentFrom(lines, first); above.open && first+len(above.lines) == p.first {
				return above
			}
			return p
		}
	}
	return p
}

// argumentFrom takes an argument's lines up to the one that closes its brackets, or to the next item.
func argumentFrom(lines [][]byte, first int) part {
	depth := 0
	for i := first; i < len(lines); i++ {
		if i > first && nextItem.Match(lines[i]) {
			return part{lines[first:i], first, true}
		}
		code := notCode.ReplaceAll(lines[i], nil)
		if depth += bytes.Count(code, []byte("[")) - bytes.Count(code, []byte("]")); depth <= 0 {
			return part{lines[first : i+1], first, false}
		}
	}
	return part{lines[first:], first, true}
}

func (p part) fault(filename string, d *hcl.Diagnostic) Fault {
	if !p.open || d.Subject.Start.Line == p.first+1 {
		return syntaxFault(filename, d)
	}
	return Fault{File: filename, Line: p.first + 1, Column: bytes.IndexByte(p.lines[0], '[') + 1, Message: "The list is not closed. Put ] after its last element."}
}

// blank overwrites the argument with spaces.
func (p part) blank() {
	for _, line := range p.lines {
		for i := range line {
			line[i] = ' '
		}
	}
}
