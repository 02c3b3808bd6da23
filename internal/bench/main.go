// Command bench measures what the provider costs: start-up, the refresh of many buckets, checks of large plans, memory. It compares with floors
// that it measures in the same run, turn by turn, because a time alone says more about the machine than about the provider.
// It refuses to print a number without the one beside it.
//
//	bench -provider bin/terraform-provider-residency -cli terraform
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The limits are promises: see internal/docs/decisions.
const (
	startupLimit = 1.5
	refreshLimit = 1.3
)

type settings struct {
	provider, cli, inside string
	buckets, runs, starts int
	checks, proofs        int
	only, read            string
}

func main() {
	var s settings
	flag.StringVar(&s.provider, "provider", "bin/terraform-provider-residency", "path of the provider")
	flag.StringVar(&s.cli, "cli", "terraform", "path of terraform or tofu")
	flag.StringVar(&s.inside, "inside", "", "folder to work in, when started by itself inside the sandbox")
	flag.IntVar(&s.buckets, "buckets", 1000, "number of buckets to refresh")
	flag.IntVar(&s.runs, "runs", 5, "number of refreshes, of which the median counts")
	flag.IntVar(&s.starts, "starts", 21, "number of starts, of which the median counts")
	flag.IntVar(&s.checks, "checks", 3, "number of checks of each plan, of which the median counts")
	flag.IntVar(&s.proofs, "proofs", 5, "number of proofs of policies, of which the shortest counts")
	flag.StringVar(&s.only, "only", "", "check, prove or mixed: measure nothing but checks of plans or proofs of policies, without a Terraform CLI, or the refresh of mixed resources and its memory")
	flag.StringVar(&s.read, "read", "", "plan to read and forget, when started by itself for a floor")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, s)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s settings) error {
	switch {
	case s.inside != "":
		return refreshInside(ctx, s)
	case s.read != "":
		return readPlan(s.read)
	}
	var proofs []result
	if s.only != "mixed" {
		proofs = measureProve(s.proofs)
	}
	if s.only == "prove" {
		return told(report(os.Stdout, "policies", proofs))
	}
	dir, err := os.MkdirTemp("", "residency-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if s.provider, err = filepath.Abs(s.provider); err != nil {
		return err
	}
	if s.only == "mixed" {
		return mixedOnly(ctx, s, dir)
	}
	checks, err := measureCheck(ctx, s, dir)
	if err != nil {
		return err
	}
	if s.only == "check" {
		return told(report(os.Stdout, "plans", checks))
	}
	empty, err := buildFloor(ctx, dir, "empty")
	if err != nil {
		return err
	}
	if _, err := buildFloor(ctx, dir, "still"); err != nil {
		return err
	}
	startup, err := measureStartup(ctx, s, empty, dir)
	if err != nil {
		return err
	}
	refreshed, err := measureRefresh(ctx, s, dir)
	if err != nil {
		return err
	}
	return reported(ctx, s, slices.Concat([]result{startup}, refreshed.results(s.buckets), checks, proofs))
}

// mixedOnly measures the refresh of mixed resources, and the memory for ten regions.
func mixedOnly(ctx context.Context, s settings, dir string) error {
	if _, err := buildFloor(ctx, dir, "still"); err != nil {
		return err
	}
	refreshed, err := measureRefresh(ctx, s, dir)
	if err != nil {
		return err
	}
	return reported(ctx, s, refreshed.Mixed.results(s.buckets))
}

func reported(ctx context.Context, s settings, results []result) error {
	cli, err := exec.CommandContext(ctx, s.cli, "version").Output()
	if err != nil {
		return err
	}
	name, _, _ := strings.Cut(string(cli), "\n")
	return told(report(os.Stdout, name, results))
}

func told(passed bool) error {
	if !passed {
		return errors.New("a limit is exceeded")
	}
	return nil
}

// buildFloor builds one of the floors as ours is built, and puts it where Terraform looks for a mirrored provider.
func buildFloor(ctx context.Context, dir, name string) (string, error) {
	path := filepath.Join(mirrored(dir, name), "terraform-provider-"+name+"_v1.0.0")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, "./internal/bench/"+name+"provider")
	cmd.Stderr = os.Stderr
	return path, cmd.Run()
}

// measureStartup starts copies on the same file system: pages of a program are read when they are first used.
func measureStartup(ctx context.Context, s settings, emptyPath, dir string) (result, error) {
	ourPath := filepath.Join(dir, "terraform-provider-residency")
	program, err := os.ReadFile(s.provider)
	if err != nil {
		return result{}, err
	}
	if err := os.WriteFile(ourPath, program, 0o700); err != nil { //nolint:gosec // it is a program
		return result{}, err
	}
	var ours, empty []time.Duration
	for i := range s.starts + 1 {
		our, err := startAndDescribe(ctx, ourPath)
		if err != nil {
			return result{}, err
		}
		floor, err := startAndDescribe(ctx, emptyPath)
		if err != nil {
			return result{}, err
		}
		if i > 0 { // the first start reads the programs from disk
			ours, empty = append(ours, our), append(empty, floor)
		}
	}
	return compare("start-up and schema", median(ours), median(empty), "empty provider", startupLimit), nil
}

// measureRefresh runs this program again inside a sandbox, where the provider finds its cloud.
func measureRefresh(ctx context.Context, s settings, dir string) (refreshed, error) {
	self, err := os.Executable()
	if err != nil {
		return refreshed{}, err
	}
	seed, err := writeSeed(dir)
	if err != nil {
		return refreshed{}, err
	}
	cmd := exec.CommandContext(ctx, s.provider, "sandbox", "exec", "-seed", seed, "--", self, "-inside", dir,
		"-cli", s.cli, "-buckets", strconv.Itoa(s.buckets), "-runs", strconv.Itoa(s.runs), "-only", s.only)
	cmd.Stderr = os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	out, err := cmd.Output()
	if err != nil {
		return refreshed{}, err
	}
	var r refreshed
	err = json.Unmarshal(out, &r)
	return r, err
}
