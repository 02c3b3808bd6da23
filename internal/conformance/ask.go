package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// pause is how long to wait between two tries of what is not yet as expected.
const pause = 10 * time.Second

// ask asks everything and compares. Differs says whether the tenancy does what package iam says that it does not.
func ask(ctx context.Context, s settings, config tenancyConfig, out io.Writer) (differs bool, err error) {
	admin, err := config.connect(s.profile)
	if err != nil {
		return false, err
	}
	tester, err := config.connect(s.testProfile)
	if err != nil {
		return false, err
	}
	all, passedOver, err := trials(tester.region.Key)
	if err != nil {
		return false, err
	}
	r, err := enter(ctx, s, admin, tester)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, r.leave(ctx)) }()
	counts := map[verdict]int{}
	for _, group := range together(all) {
		verdicts, refused, err := r.askGroup(ctx, s, group)
		if err != nil {
			return false, err
		}
		for i, t := range group {
			v := verdicts[i]
			counts[v]++
			tell(out, t, v, refused)
		}
	}
	fmt.Fprintf(out, "\n%d as expected, %d stricter than assumed, %d different. %d decisions cannot be asked of one user in one compartment and region.\n",
		counts[same], counts[stricter], counts[different], passedOver)
	return counts[different] > 0, nil
}

// together puts trials of the same statements next to each other, so that each policy is made once.
func together(all []trial) (groups [][]trial) {
	index := map[string]int{}
	for _, t := range all {
		key := strings.Join(t.statements, "\n")
		i, again := index[key]
		if !again {
			i = len(groups)
			index[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], t)
	}
	return groups
}

// verdict is what a trial shows.
type verdict int

const (
	same verdict = iota
	stricter
	different
)

// judge holds what the tenancy did against what was expected of it.
func (t trial) judge(allowed bool) verdict {
	switch {
	case allowed == t.allowed:
		return same
	case t.cautious && !allowed:
		return stricter
	}
	return different
}

// untaken is the verdict where Oracle does not take the statements: then nobody can rely on what they would do.
func (t trial) untaken() verdict {
	if t.cautious {
		return t.judge(false)
	}
	return different
}

// askGroup tries the requests of trials that have their statements in common. Refused is what Oracle says of statements that it
// does not take.
func (r *room) askGroup(ctx context.Context, s settings, group []trial) (verdicts []verdict, refused string, err error) {
	ocid, refused, err := r.attach(ctx, group[0].fill(r.names))
	if err != nil {
		return nil, "", err
	}
	if refused != "" {
		for _, t := range group {
			verdicts = append(verdicts, t.untaken())
		}
		return verdicts, refused, nil
	}
	defer func() { err = errors.Join(err, r.detach(context.WithoutCancel(ctx), ocid)) }()
	deadline := time.Now().Add(s.patience)
	if err := sleep(ctx, s.wait); err != nil {
		return nil, "", err
	}
	for _, t := range group {
		v, err := r.settle(ctx, t, deadline)
		if err != nil {
			return nil, "", err
		}
		verdicts = append(verdicts, v)
	}
	return verdicts, "", nil
}

// settle tries a request until it comes out as expected, or patience ends: policies take a while to be in force everywhere.
func (r *room) settle(ctx context.Context, t trial, deadline time.Time) (verdict, error) {
	for {
		allowed, err := r.try(ctx, t.operation)
		if err != nil {
			return different, err
		}
		if v := t.judge(allowed); v == same || !time.Now().Add(pause).Before(deadline) {
			return v, nil
		}
		if err := sleep(ctx, pause); err != nil {
			return different, err
		}
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// tell writes one line of a trial, and its statements where they did not do what was expected.
func tell(out io.Writer, t trial, v verdict, refused string) {
	expected := map[bool]string{true: "allowed", false: "refused"}[t.allowed]
	switch v {
	case same:
		fmt.Fprintf(out, "ok        %s: %s: %s\n", strings.Join(t.about, ", "), t.name, expected)
		return
	case stricter:
		fmt.Fprintf(out, "stricter  %s: %s: refused\n", strings.Join(t.about, ", "), t.name)
	case different:
		fmt.Fprintf(out, "DIFFERENT %s: %s: should be %s\n", strings.Join(t.about, ", "), t.name, expected)
	}
	for _, s := range t.statements {
		fmt.Fprintf(out, "          %s\n", s)
	}
	if refused != "" {
		fmt.Fprintf(out, "          Oracle does not take the statements: %s\n", refused)
	}
}
