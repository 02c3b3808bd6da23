package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

// hostile is text that means something to a terminal, a CI system, or a reader of one of the formats.
var hostile = []string{
	"\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\u009b31m", "\x00", "\x7f", "\b\b\b", "\u202egnp.exe", "\u2066x", "\u2028next", "\ufeffx", "\U000e0041",
	"\n::error::x", "\r\n::stop-commands::t", "::set-output name=x::y", "x ::add-mask::y", "%0A::error::x", "%25", "a:b,c=d",
	"##vso[task.setvariable variable=x]y", "##[group]x", "x\n##[error]y",
	"a|b", `a\|b`, `\`, "`x`", "```", "~~~", "---", "# x", "* x", "1. x", "> x", "- [ ] x", "    x", "a\n\nb", "_a_", "__a__", "*a*", "$x$", "$$\\href{a}{b}$$",
	"</details>", "</code></td>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--", "]]>", "<![CDATA[", "&lt;b&gt;", "&#124;", "<a@b.example>",
	"[x](https://evil.example)", "![x](https://evil.example/x.png)", "[x]: https://evil.example", "[x](1)", "https://evil.example", "www.evil.example", "a@b.example", "ftp://evil.example",
	"@org/team", "#123", "org/repo#1", "!45", "%1", ":smile:", "[[_TOC_]]", "{+ x +}", "{0}", "{{x}}", "${x}", "%{x}", "/close", "=1+1", "'; drop", "\xff\xfe",
	strings.Repeat("x", 5000), strings.Repeat("|", 3000), strings.Repeat("@a ", 3000),
}

// haunted is a report in which s stands wherever a plan, a boundary or a command line can put it.
func haunted(s string) *Report {
	bad := func(rule string, v boundary.Verdict) boundary.Finding {
		return boundary.Finding{Rule: rule, Verdict: v, Attribute: s, Kind: boundary.Placement, Region: s, Country: s, Message: "It is in " + s + ". " + s, Exception: s}
	}
	j := judged(
		resource(fmt.Sprintf(`oci_objectstorage_bucket.a["%s"]`, s), bad("RES101", boundary.Outside), bad("RES207", boundary.Undecided)),
		resource(s, bad("RES101", boundary.Excepted)),
		resource("module."+s+".oci_core_vcn.v", bad("RES203", boundary.Leaving)),
	)
	j.Remarks = []boundary.Finding{{Rule: "RES404", Verdict: boundary.Inside, Address: s, Message: s}}
	j.Unlisted = []string{s}
	j.Ungoverned = map[string]int{s: 1}
	j.Content = []plan.Content{{Address: s, Type: s, What: s}}
	j.Incomplete = []string{s}
	j.Claimed = s
	p := New(s, j, []Finding{{Finding: boundary.Finding{Rule: s, Verdict: boundary.Faulty, Attribute: s, Message: s}}}, func(string, string) (string, int, bool) { return s, 3, true })
	p.Notes = []string{s}
	out := &Report{Version: "1.2.3", Time: sampled, Rules: rules(), Boundaries: []Boundary{{s, digest, s, true}, {"x", digest, s, false}}, Plans: []Plan{p, several().Plans[0]}}
	return out
}

// requireVisible fails on anything that a terminal does not show as it is.
func requireVisible(t *testing.T, format string, raw []byte) {
	t.Helper()
	for _, c := range string(raw) {
		if c != '\n' && c != '\u2060' && !unicode.IsPrint(c) {
			t.Errorf("%s: the report has %U", format, c)
			return
		}
	}
}

func TestFormats_hostile(t *testing.T) {
	t.Parallel()
	schema := sarifSchemaOf(t)
	plainly := haunted("x")
	for _, s := range hostile {
		t.Run(fmt.Sprintf("%.30q", s), func(t *testing.T) {
			t.Parallel()
			r := haunted(s)
			for _, format := range Formats() {
				requireVisible(t, format, written(t, Format(format), r))
			}
			requireText(t, string(written(t, Text{}, r)))
			requireJSON(t, written(t, JSON{}, r), s)
			raw := written(t, SARIF{}, r)
			requireSARIF(t, schema, raw)
			requirePlainSARIF(t, raw)
			root := requireJUnit(t, written(t, JUnit{}, r))
			assert.Equal(t, shape(parseXML(t, bytes.NewReader(written(t, JUnit{}, plainly)))), shape(root))
			requireAnnotations(t, string(written(t, GitHub{}, r)), strings.Count(string(written(t, GitHub{}, plainly)), "\n"))
			requireMarkdown(t, string(written(t, Markdown{}, r)), string(written(t, Markdown{}, plainly)))
		})
	}
}

func requireText(t *testing.T, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		assert.False(t, strings.HasPrefix(strings.TrimSpace(line), "::"), line)
		assert.NotContains(t, line, "##")
	}
}

// requireJSON checks that addresses come back as they are: they are what scripts match by.
func requireJSON(t *testing.T, raw []byte, s string) {
	t.Helper()
	var is struct {
		Resources []struct{ Address string }
	}
	require.NoError(t, json.Unmarshal(raw, &is))
	assert.True(t, slices.ContainsFunc(is.Resources, func(r struct{ Address string }) bool {
		return r.Address == strings.ToValidUTF8(s, "\ufffd") || !strings.Contains(s, "\xff") && r.Address == s || strings.Contains(s, "\xff")
	}))
}

func requirePlainSARIF(t *testing.T, raw []byte) {
	t.Helper()
	var log struct {
		Runs []struct {
			Results []struct{ Message struct{ Text string } }
		}
	}
	require.NoError(t, json.Unmarshal(raw, &log))
	for _, result := range log.Runs[0].Results {
		assert.NotContains(t, result.Message.Text, "](")
		assert.NotRegexp(t, `(^|[^{])\{\d`, result.Message.Text)
	}
}

// shape is the elements of a document, without texts.
func shape(e *element) string {
	parts := make([]string, 0, len(e.Children))
	for _, c := range e.Children {
		parts = append(parts, shape(c))
	}
	return e.XMLName.Local + "(" + strings.Join(parts, " ") + ")"
}

var annotation = regexp.MustCompile(`^::(error|warning|notice) (file=[^,:]*,line=\d+,)?title=[^,:]*::[^\n]*\n$`)

func requireAnnotations(t *testing.T, text string, lines int) {
	t.Helper()
	n := 0
	for line := range strings.Lines(text) {
		n++
		assert.Regexp(t, annotation, line)
		assert.NotRegexp(t, `%(0A|0D)`, line)
	}
	assert.Equal(t, lines, n)
}

var (
	reference = regexp.MustCompile(`&#\d+;`)
	tag       = regexp.MustCompile(`</?(details|summary|code|br)>`)
)

// requireMarkdown checks that nothing but what the writer wrote itself is markup: the same lines with the same tags as for
// plain text, in which no other character can begin anything.
func requireMarkdown(t *testing.T, text, plain string) {
	t.Helper()
	assert.LessOrEqual(t, len(text), maxMarkdown)
	if strings.Contains(text, "not fit") {
		return // it has fewer lines, each of them as below
	}
	assert.Equal(t, strings.Count(plain, "\n"), strings.Count(text, "\n"))
	assert.Equal(t, tag.FindAllString(plain, -1), tag.FindAllString(text, -1))
	for line := range strings.Lines(text) {
		line = tag.ReplaceAllString(reference.ReplaceAllString(line, ""), "")
		if strings.HasPrefix(line, "|") {
			assert.Equal(t, 4, strings.Count(line, "|"), line)
			line = strings.ReplaceAll(line, "|", "")
		}
		line = strings.NewReplacer("**", "", "mixed", "").Replace(line)
		assert.NotRegexp(t, "[<>&|`*\\[\\]{}~@#$!^\\\\]|https?:|ftp:|www\\.|:[\\w:]", line)
	}
}

func TestMarkdown_bounded(t *testing.T) {
	t.Parallel()
	var all []plan.Judged
	for i := range 5000 {
		all = append(all, resource(fmt.Sprintf("oci_objectstorage_bucket.b%05d", i), found("RES101", boundary.Undecided, "", "", "eu-frankfurt-1")))
	}
	all = append(all, resource("oci_objectstorage_bucket.worst", found("RES101", boundary.Outside, "", "", "eu-paris-1")))
	r := report(all...)
	for range 300 {
		r.Plans[0].Notes = append(r.Plans[0].Notes, strings.Repeat("A note of some length. ", 20))
	}
	text := string(written(t, Markdown{}, r))
	assert.LessOrEqual(t, len(text), maxMarkdown)
	assert.Greater(t, len(text), maxMarkdown/2)
	assert.Contains(t, text, "<code>oci_objectstorage_bucket.worst</code>", "the worst comes first")
	assert.Regexp(t, `\*\*\d+ findings do not fit in here\.\*\* The JSON report has all of them\.`, text)
	assert.Contains(t, text, "not of the estate")
	assert.Equal(t, strings.Count(text, "<details>"), strings.Count(text, "</details>"))
	shown := strings.Count(text, "<code>oci_")
	left := regexp.MustCompile(`\*\*(\d+) findings do not`).FindStringSubmatch(text)[1]
	assert.Equal(t, fmt.Sprint(5001-shown), left)
}
