package report

import (
	"fmt"
	"io"
	"strings"
)

// GitHub is the report as annotations of GitHub Actions. GitHub shows ten errors of a step, so the outcome comes first and what
// is worst after it.
type GitHub struct{}

func (GitHub) Write(w io.Writer, r *Report) error {
	var b buffer
	if r.Passes() {
		b.annotation("notice", "Residency check", "", 0, r.Headline())
	} else {
		b.annotation("error", "Residency check", "", 0, r.Headline())
	}
	for i := range r.Plans {
		p := &r.Plans[i]
		for _, f := range p.byVerdict() {
			message := f.subject() + ": " + f.Message
			if f.Known {
				message = "Known from the baseline. " + message
			}
			if r.several() {
				message = p.planName() + ": " + message
			}
			b.annotation(f.level(), fmt.Sprintf("%s (%s, %s)", r.rule(f.Rule).Title, f.Rule, f.Verdict), f.File, f.Line, message)
		}
	}
	for _, n := range r.notes() {
		level := map[weight]string{told: "notice", warned: "warning", failing: "error"}[n.weight]
		b.annotation(level, "Residency check", "", 0, n.text)
	}
	return b.to(w)
}

func (f *Finding) level() string {
	switch {
	case f.Fails():
		return "error"
	case f.Known:
		return "warning"
	}
	return "notice"
}

// annotation writes one command. Properties are separated by commas and end at a colon, so both are escaped in them.
func (b *buffer) annotation(level, title, file string, line int, message string) {
	properties := ""
	if file != "" {
		properties = fmt.Sprintf("file=%s,line=%d,", commandProperty(file), max(line, 1))
	}
	b.line("::", level, " ", properties, "title=", commandProperty(title), "::", commandData(message))
}

func commandData(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(Line(text))
}

func commandProperty(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(Line(text))
}
