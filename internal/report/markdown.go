package report

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// Markdown is the report for a comment on a pull request or the summary of a step: the outcome first, details folded. It is
// never longer than a comment on GitHub may be.
type Markdown struct{}

// maxMarkdown is how many bytes a comment may have; GitHub counts 65,536 characters.
const maxMarkdown = 65_536

// kept are the bytes that the end of the text needs when the findings do not fit.
const kept = 12_000

func (Markdown) Write(w io.Writer, r *Report) error {
	var b buffer
	mark := "✅"
	if !r.Passes() {
		mark = "❌"
	}
	b.line(mark, " **", prose(cut(r.Headline())), "**")
	b.line()
	left := 0
	for i := range r.Plans {
		left += r.markdownPlan(&b, &r.Plans[i])
	}
	if left > 0 {
		b.line("**", amount(left, "finding does", "findings do"), " not fit in here.** The JSON report has all of them.")
		b.line()
	}
	r.markdownNotes(&b)
	return b.to(w)
}

// markdownPlan writes the findings of a plan, a folded table for each verdict, and returns how many did not fit.
func (r *Report) markdownPlan(b *buffer, p *Plan) (left int) {
	if r.several() && len(p.Findings) > 0 && b.Len() < maxMarkdown-kept {
		b.line("Plan ", code(cut(p.planName())))
		b.line()
	}
	for _, group := range p.groups() {
		left += r.markdownTable(b, group)
	}
	return left
}

func (r *Report) markdownTable(b *buffer, found []*Finding) (left int) {
	open := false
	for i, f := range found {
		row := r.markdownRow(f)
		if b.Len()+len(row) > maxMarkdown-kept {
			left = len(found) - i
			break
		}
		if !open {
			b.line("<details><summary>", headingOf(f), ": ", amount(len(found), "finding", "findings"), "</summary>")
			b.line()
			b.line("| Resource | Rule | What was found |")
			b.line("|---|---|---|")
			open = true
		}
		b.line(row)
	}
	if open {
		b.line()
		b.line("</details>")
		b.line()
	}
	return left
}

func (r *Report) markdownRow(f *Finding) string {
	where := ""
	if f.where() != "" {
		where = "<br>" + code(cut(f.where()))
	}
	return fmt.Sprintf("| %s%s | %s | %s |", code(cut(f.subject())), where, prose(f.title(r)), prose(cut(f.Message)))
}

func (r *Report) markdownNotes(b *buffer) {
	b.line("<details><summary>What this check rests on</summary>")
	b.line()
	notes := r.notes()
	const end = 400
	for i, n := range notes {
		item := "- " + prose(cut(n.text))
		if last := i == len(notes)-1; !last && b.Len()+len(item) > maxMarkdown-2*end {
			b.line("- ", amount(len(notes)-1-i, "more note does", "more notes do"), " not fit in here; the JSON report has all of them.")
			b.line("- ", prose(scope))
			break
		}
		b.line(item)
	}
	b.line()
	b.line("</details>")
}

// cut shortens what would leave no room for anything else.
func cut(text string) string {
	const most = 1500
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

// code shows a name as it is. Nobody is mentioned in it, so it can be copied.
func code(text string) string { return "<code>" + literal(text, "") + "</code>" }

// prose is literal text that mentions nobody and refers to nothing: GitHub and GitLab look for mentions, references and emoji
// once more in the finished text, so a word joiner follows their signs.
func prose(text string) string { return literal(text, "&#8288;") }

// literal makes somebody else's text mean nothing but itself in Markdown: every character that could begin markup, a table's
// cell or a link is written as a character reference, which never has a meaning of its own.
func literal(text, joiner string) string {
	text = Line(text)
	var b strings.Builder
	previous := ' '
	for i, c := range text {
		next := firstRune(text[i+len(string(c)):])
		switch {
		case strings.ContainsRune("@#!~$%&:", c) && wordly(next):
			fmt.Fprintf(&b, "&#%d;%s", c, joiner)
		case c == '_' && wordly(previous) && wordly(next), c == '.' && !strings.EqualFold(lastOf(text[:i], 3), "www"), c == ':' && next == ' ':
			b.WriteRune(c)
		case strings.ContainsRune("&<>\\`*_~[]{}|#!$@^.:", c):
			fmt.Fprintf(&b, "&#%d;", c)
		default:
			b.WriteRune(c)
		}
		previous = c
	}
	return b.String()
}

func wordly(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

func firstRune(text string) rune {
	for _, c := range text {
		return c
	}
	return 0
}

func lastOf(text string, n int) string { return text[max(len(text)-n, 0):] }
