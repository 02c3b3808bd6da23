package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// Text is the report for people: by verdict, worst first, each finding with its reason, and the outcome in the last line.
type Text struct {
	Colour bool // the reader is a terminal that shows colours
}

const width = 110

func (t Text) Write(w io.Writer, r *Report) error {
	var b buffer
	for i := range r.Plans {
		t.plan(&b, r, &r.Plans[i])
	}
	for _, n := range r.notes() {
		b.line(t.wrapped("- ", "  ", n.text))
	}
	b.line()
	colour := green
	if !r.Passes() {
		colour = red
	}
	b.line(t.paint(colour, shown(r.Headline())))
	return b.to(w)
}

func (t Text) plan(b *buffer, r *Report, p *Plan) {
	if r.several() {
		b.line("== ", shown(p.planName()))
		b.line()
	}
	for _, group := range p.groups() {
		b.line(t.paint(colours[group[0].Verdict], fmt.Sprintf("%s (%s)", headingOf(group[0]), amount(len(group), "finding", "findings"))))
		b.line()
		subject := ""
		for _, f := range group {
			if s := f.subject(); s != subject {
				b.line("  * ", shown(s), t.paint(faint, at(f)))
				subject = s
			}
			b.line("    ", shown(f.title(r)))
			b.line(t.wrapped("      ", "      ", f.Message))
			b.line()
		}
	}
}

// headingOf is the group that a finding is read in.
func headingOf(f *Finding) string {
	if f.Known {
		return "Known from the baseline"
	}
	return titleOf(f.Verdict)
}

// title is a finding's rule. What the baseline knows says its verdict here.
func (f *Finding) title(r *Report) string {
	out := f.Rule + " " + r.rule(f.Rule).Title
	if f.Known {
		out += " (" + string(f.Verdict) + ")"
	}
	return out
}

func at(f *Finding) string {
	if where := f.where(); where != "" {
		return "  " + shown(where)
	}
	return ""
}

// shown makes somebody else's text fit for a terminal and for the log of a CI system. Azure Pipelines takes ##vso[ for a
// command wherever it stands in a line, GitHub Actions takes :: for one where a line begins.
func shown(text string) string {
	text = strings.ReplaceAll(Line(text), "##", "# #")
	if rest, ok := strings.CutPrefix(text, "::"); ok {
		return ": :" + rest
	}
	return text
}

// wrapped breaks a text into lines, none of which begins with ::.
func (t Text) wrapped(first, indent, text string) string {
	var b strings.Builder
	b.WriteString(first)
	column := utf8.RuneCountInString(first)
	for i, word := range strings.Fields(shown(text)) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case column+1+n > width && !strings.HasPrefix(word, "::"):
			b.WriteString("\n" + indent)
			column = len(indent)
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += n
	}
	return b.String()
}

// The colours of a terminal.
const (
	red    = "31"
	yellow = "33"
	green  = "32"
	cyan   = "36"
	faint  = "2"
)

var colours = map[boundary.Verdict]string{
	boundary.Outside: red, boundary.Faulty: red, boundary.Undecided: yellow, boundary.Excepted: cyan, boundary.Leaving: cyan,
}

func (t Text) paint(colour, text string) string {
	if !t.Colour || text == "" || colour == "" {
		return text
	}
	return fmt.Sprintf("\x1b[%sm%s\x1b[0m", colour, text)
}
