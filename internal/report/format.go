package report

import (
	"io"
	"slices"
	"strings"
)

// Writer writes a report in one format.
type Writer interface {
	Write(w io.Writer, r *Report) error
}

// writers are the formats by name, in the order in which they are told.
var writers = []struct {
	name   string
	writer Writer
}{
	{"text", Text{}},
	{"json", JSON{}},
	{"sarif", SARIF{}},
	{"junit", JUnit{}},
	{"github", GitHub{}},
	{"markdown", Markdown{}},
}

// Formats names the formats.
func Formats() []string {
	var out []string
	for _, one := range writers {
		out = append(out, one.name)
	}
	return out
}

// Format returns the writer of a format, nil if there is none of this name.
func Format(name string) Writer {
	for _, one := range writers {
		if one.name == name {
			return one.writer
		}
	}
	return nil
}

// buffer collects what is written, and keeps the first error.
type buffer struct {
	strings.Builder
}

func (b *buffer) to(w io.Writer) error {
	_, err := io.WriteString(w, b.String())
	return err
}

// line writes the parts as one line.
func (b *buffer) line(parts ...string) {
	for _, p := range parts {
		b.WriteString(p)
	}
	b.WriteByte('\n')
}

// byVerdict are the findings of a plan in the order of reading: worst first, then by address. What the baseline knows comes
// after what is new.
func (p *Plan) byVerdict() []*Finding {
	var out []*Finding
	for i := range p.Findings {
		out = append(out, &p.Findings[i])
	}
	slices.SortStableFunc(out, func(a, b *Finding) int {
		if a.Known != b.Known {
			if b.Known {
				return -1
			}
			return 1
		}
		return a.Verdict.Compare(b.Verdict)
	})
	return out
}

// groups are the findings of a plan in the order of reading, those under one heading together.
func (p *Plan) groups() [][]*Finding {
	var out [][]*Finding
	for _, f := range p.byVerdict() {
		if n := len(out); n > 0 && headingOf(out[n-1][0]) == headingOf(f) {
			out[n-1] = append(out[n-1], f)
		} else {
			out = append(out, []*Finding{f})
		}
	}
	return out
}
