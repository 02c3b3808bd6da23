package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
	"github.com/data-residency/terraform-provider-residency/internal/plan/guard"
	"github.com/data-residency/terraform-provider-residency/internal/report"
)

// checkJob is what plans are held against.
type checkJob struct {
	in         io.Reader
	now        time.Time
	region     string
	boundaries []*boundary.Boundary // none: those that the plans declare
	sources    []*configuration     // none, one for all plans, or one for each
	baseline   *report.Baseline
	shared     plan.Shared // what the plans judged so far use
}

// job reads all that is not a plan.
func (c *checkCommand) job(flags *checkFlags) (*checkJob, error) {
	now, err := c.now(flags)
	if err != nil {
		return nil, err
	}
	j := &checkJob{in: c.in, now: now, region: flags.region}
	if j.boundaries, err = readBoundaries(flags.boundaries); err != nil {
		return nil, err
	}
	for _, dir := range flags.sources {
		one, err := readConfiguration(dir, namedFrom(flags.format))
		if err != nil {
			return nil, err
		}
		j.sources = append(j.sources, one)
	}
	if flags.baseline != "" {
		j.baseline, err = readBaseline(flags.baseline)
	}
	return j, err
}

func readBaseline(file string) (*report.Baseline, error) {
	f, err := openFile(file)
	if err != nil {
		return nil, fmt.Errorf("-baseline: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	b, err := report.ReadBaseline(file, io.LimitReader(f, maxPlan))
	if err != nil {
		return nil, fmt.Errorf("-baseline %s: %w; make one with: check -format json -out %s PLAN.json", file, err, file)
	}
	return b, nil
}

// report judges the plans, one after the other.
func (j *checkJob) report(files []string) (*report.Report, error) {
	r := &report.Report{Rules: checkRules(), Time: j.now}
	for i, file := range files {
		p, err := j.read(file)
		if err != nil {
			return nil, err
		}
		judged, against, err := j.judge(file, p, j.source(i))
		if err != nil {
			return nil, err
		}
		if i > 0 && !slices.Equal(digests(against), digests(r.Boundaries)) {
			return nil, fmt.Errorf("%s and %s declare different boundaries: check them one by one, or give -boundary", inputName(files[0]), inputName(file))
		}
		if i == 0 {
			r.Boundaries = against
		}
		r.Plans = append(r.Plans, judged)
	}
	r.Once()
	if j.baseline != nil {
		r.Apply(j.baseline)
	}
	return r, nil
}

func digests(all []report.Boundary) []string {
	out := make([]string, 0, len(all))
	for _, b := range all {
		out = append(out, b.Digest)
	}
	return out
}

func (j *checkJob) source(i int) *configuration {
	switch len(j.sources) {
	case 0:
		return nil
	case 1:
		return j.sources[0]
	}
	return j.sources[i]
}

// read reads a plan as it streams by.
func (j *checkJob) read(file string) (*plan.Plan, error) {
	in := j.in
	if file != "-" {
		f, err := openFile(file)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }() // it was only read
		in = f
	}
	p, err := plan.Read(in)
	if err == nil {
		return p, nil
	}
	if wrong, ok := errors.AsType[*plan.InputError](err); ok {
		return nil, fmt.Errorf("%s: %w", inputName(file), wrong)
	}
	return nil, unreadable(file, err)
}

func openFile(file string) (*os.File, error) {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return nil, unreadable(file, err)
	case info.IsDir():
		return nil, fmt.Errorf("%s is a directory: name a file", file)
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, unreadable(file, err)
	}
	return f, nil
}

// judge holds one plan against the boundaries of the check, or against the plan's own. A configuration that is not the plan's is
// not believed.
func (j *checkJob) judge(file string, p *plan.Plan, from *configuration) (report.Plan, []report.Boundary, error) {
	judged, against, err := j.judgeWith(file, p, from)
	foreign := from.foreign(judged.Resources)
	if err != nil || foreign == "" {
		return judged, against, err
	}
	if judged, against, err = j.judgeWith(file, p, nil); err != nil {
		return judged, against, fmt.Errorf("%w. %s", err, foreign)
	}
	judged.Notes = append(judged.Notes, foreign)
	return judged, against, nil
}

func (j *checkJob) judgeWith(file string, p *plan.Plan, from *configuration) (report.Plan, []report.Boundary, error) {
	declared := j.declared(file, p, from)
	boundaries, told := j.boundaries, []report.Boundary{}
	for _, b := range boundaries {
		told = append(told, report.Boundary{Name: b.Name(), Digest: b.Digest(), Source: b.Source()})
	}
	if len(boundaries) == 0 {
		own, err := declared.own()
		if err != nil {
			return report.Plan{}, nil, fmt.Errorf("%s: %w", inputName(file), err)
		}
		boundaries, told = []*boundary.Boundary{own.boundary}, []report.Boundary{own.told()}
	}
	o := plan.Options{Region: j.region, Source: from.source(), Guard: guard.Judge, Boundaries: declared.byBlock(), Shared: &j.shared}
	judged := p.JudgeSplit(boundaries, j.now, o)
	out := report.New(file, judged, declared.differing(boundaries), from.position())
	out.Notes = declared.untold(boundaries)
	return out, told, nil
}

// checkRules are all rules that a check finds by, sorted by id.
func checkRules() []boundary.Rule {
	all := slices.Concat(boundary.Rules(), guard.Rules(), plan.Rules(), []boundary.Rule{otherBoundary})
	slices.SortStableFunc(all, func(a, b boundary.Rule) int { return strings.Compare(a.ID, b.ID) })
	return slices.CompactFunc(all, func(a, b boundary.Rule) bool { return a.ID == b.ID })
}
