package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// SARIF is the report for code scanning, in SARIF 2.1.0.
type SARIF struct{}

const (
	sarifSchema   = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	repository    = "https://github.com/data-residency/terraform-provider-residency"
	guide         = repository + "/blob/main/docs/guides/checking-plans-in-ci.md"
	fingerprinted = "residencyFinding/v1"
	base          = "%SRCROOT%"
)

func (SARIF) Write(w io.Writer, r *Report) error {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "terraform-provider-residency", Version: r.Version, InformationURI: repository, Rules: r.sarifRules()}},
		Results:    []sarifResult{},
		ColumnKind: "unicodeCodePoints",
		Properties: map[string]any{"boundaries": r.boundariesJSON(), "summary": summaryJSON(r.summary()), "passes": r.Passes()},
	}
	run.Invocations = []sarifInvocation{r.sarifInvocation()}
	seen := map[string]int{}
	for i := range r.Plans {
		p := &r.Plans[i]
		for j := range p.Findings {
			run.Results = append(run.Results, r.sarifResult(p, &p.Findings[j], seen))
		}
	}
	if r.Baseline != nil {
		for _, f := range r.Baseline.Gone {
			run.Results = append(run.Results, r.sarifGone(f, seen))
		}
	}
	return writeJSON(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

func (r *Report) sarifRules() []sarifRule {
	out := make([]sarifRule, 0, len(r.Rules))
	for _, rule := range r.Rules {
		out = append(out, sarifRule{
			ID: rule.ID, Short: sarifText{rule.Title}, Full: sarifText{rule.Meaning},
			Help:       sarifText{rule.Meaning + " " + mend(rule.ID)},
			HelpURI:    guide,
			Properties: map[string]any{"tags": []string{"security", "data-residency"}},
		})
	}
	return out
}

// mend says what to do about a finding of a rule, by what the rule is about. The finding's message says it of the one case.
func mend(id string) string {
	switch {
	case strings.HasPrefix(id, "RES1"):
		return "Put the resource into a region that is inside, state a region that the plan can know, or have the owners of the boundary approve an exception until a date."
	case strings.HasPrefix(id, "RES2"):
		return "Choose a destination that is inside, take the flow away, or have the owners of the boundary approve an exception until a date."
	case strings.HasPrefix(id, "RES3"):
		return "Rewrite the statement as the message says, and look at it once more with iam lint and iam prove."
	}
	return "The owners of the boundary mend this in the boundary's declaration, not in the code that it guards."
}

func (r *Report) sarifInvocation() sarifInvocation {
	out := sarifInvocation{Successful: true}
	if !r.Passes() {
		out.ExitCode = 2
	}
	for _, n := range r.notes() {
		level := map[weight]string{told: "note", warned: "warning", failing: "error"}[n.weight]
		out.Notifications = append(out.Notifications, sarifNotification{level, plainText(n.text)})
	}
	return out
}

func (r *Report) sarifResult(p *Plan, f *Finding, seen map[string]int) sarifResult {
	name := ""
	if r.several() {
		name = p.Name
	}
	out := r.sarifBare(f.json(name), seen)
	out.Locations = []sarifLocation{r.sarifLocation(p, f)}
	switch {
	case f.Verdict == boundary.Excepted:
		out.Suppressions = []sarifSuppression{{"external", "accepted", fmt.Sprintf("The boundary's exception %q: %s", f.Exception, f.Message)}}
	case r.Baseline != nil && f.Known:
		out.BaselineState = "unchanged"
	case r.Baseline != nil:
		out.BaselineState = "new"
	}
	return out
}

// sarifBare is a result without its place.
func (r *Report) sarifBare(f jsonFinding, seen map[string]int) sarifResult {
	out := sarifResult{RuleID: f.Rule, Level: "error", Message: plainText(f.subject() + ": " + f.Message)}
	if boundary.Verdict(f.Verdict).Passes() {
		out.Level = "note"
	}
	if i := slices.IndexFunc(r.Rules, func(one boundary.Rule) bool { return one.ID == f.Rule }); i >= 0 {
		out.RuleIndex = &i
	}
	mark := f.fingerprint()
	seen[mark]++
	if n := seen[mark]; n > 1 {
		mark = fmt.Sprintf("%s/%d", mark, n)
	}
	out.Fingerprints = map[string]string{fingerprinted: mark}
	out.Properties = map[string]any{
		"verdict": f.Verdict, "kind": f.Kind, "attribute": f.Attribute, "region": f.Region, "country": f.Country, "exception": f.Exception,
	}
	if f.Plan != "" {
		out.Properties["plan"] = f.Plan
	}
	return out
}

// plainText is a message without placeholders and links, which SARIF knows in plain text too.
func plainText(text string) sarifText {
	return sarifText{strings.NewReplacer("{", "{{", "}", "}}", "](", "] (").Replace(Line(text))}
}

// fingerprint is the same for the same finding in every run.
func (f *jsonFinding) fingerprint() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", f.identity(f.Plan)))
	return hex.EncodeToString(sum[:16])
}

func (r *Report) sarifGone(f jsonFinding, seen map[string]int) sarifResult {
	out := r.sarifBare(f, seen)
	out.BaselineState = "absent"
	out.Locations = []sarifLocation{{Physical: sarifPhysical{artifact(r.Baseline.Source), sarifRegion{1}}}}
	return out
}

// sarifLocation is the place in the configuration, or else in the boundary or the plan.
func (r *Report) sarifLocation(p *Plan, f *Finding) sarifLocation {
	file, line := f.File, max(f.Line, 1)
	switch {
	case file != "":
	case f.Address == "" && len(r.Boundaries) == 1 && !r.Boundaries[0].Own:
		file = r.Boundaries[0].Source
	default:
		file = p.Name
	}
	out := sarifLocation{Physical: sarifPhysical{artifact(file), sarifRegion{line}}}
	if f.Address != "" {
		out.Logical = []sarifLogical{{f.Address, "resource"}}
	}
	return out
}

// artifact is a file as a URI: absolute, or below the root of the sources.
func artifact(file string) sarifArtifact {
	switch slashed := filepath.ToSlash(file); {
	case file == "-":
		return sarifArtifact{URI: "standard-input"}
	case strings.HasPrefix(slashed, "/"):
		return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: slashed}).String()}
	case filepath.IsAbs(file): // with the letter of a drive
		return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: "/" + slashed}).String()}
	default:
		return sarifArtifact{URI: (&url.URL{Path: strings.TrimPrefix(slashed, "./")}).String(), Base: base}
	}
}
