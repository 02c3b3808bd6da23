package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// The limits of `check`: cost that grows with the plan, memory below three times its size, and
// 200 MB of plan per second and core.
const (
	growthLimit    = 12.0
	memoryLimit    = 3.0
	bytesPerSecond = 200e6
)

// checked is what a check of one plan cost.
type checked struct {
	resources int
	size      int64
	cpu       time.Duration // of all cores together
	memory    int64
	floor     time.Duration // of another process, for reading the same JSON and nothing else
}

// measureCheck checks plans of growing size, turn by turn with the floor, and takes the median of each.
func measureCheck(ctx context.Context, s settings, dir string) ([]result, error) {
	boundary := filepath.Join(dir, "us.hcl")
	if err := os.WriteFile(boundary, []byte("boundary \"us\" {\n  jurisdictions = [\"US\"]\n}\n"), 0o600); err != nil {
		return nil, err
	}
	var all []checked
	for _, n := range []int{1_000, 10_000, 100_000} {
		path := filepath.Join(dir, fmt.Sprintf("plan-%d.json", n))
		size, err := planFile(path, n)
		if err != nil {
			return nil, err
		}
		is := checked{resources: n, size: size}
		var cpu, floor []time.Duration
		for i := range s.checks + 1 {
			took, memory, err := cost(ctx, s.provider, "check", "-boundary", boundary, "-format", "json", path)
			if err != nil {
				return nil, err
			}
			least, err := readAlone(ctx, path)
			if err != nil {
				return nil, err
			}
			if i > 0 { // the first reads the file from disk
				cpu, floor = append(cpu, took), append(floor, least)
				is.memory = max(is.memory, memory)
			}
		}
		is.cpu, is.floor = median(cpu), median(floor)
		all = append(all, is)
		if err := os.Remove(path); err != nil {
			return nil, err
		}
	}
	return checkResults(all), nil
}

// checkResults hold the largest plan against the limits, and show the others.
func checkResults(all []checked) []result {
	var out []result
	for i, c := range all {
		name := fmt.Sprintf("check, %d resources", c.resources)
		memory := result{name: "  peak memory", measured: mebibytes(c.memory), floor: mebibytes(c.size) + " the plan", ratio: float64(c.memory) / float64(c.size)}
		if i == len(all)-1 {
			memory.limit = memoryLimit
		}
		out = append(out, compare(name, c.cpu, c.floor, fmt.Sprintf("to read the %s of JSON and nothing else", mebibytes(c.size)), 0))
		if c.memory > 0 {
			out = append(out, memory)
		}
	}
	if len(all) < 2 {
		return out
	}
	smaller, largest := all[len(all)-2], all[len(all)-1]
	speed := fmt.Sprintf("  at %.0f MB/s per core", float64(largest.size)/largest.cpu.Seconds()/1e6)
	promised := time.Duration(float64(largest.size) / bytesPerSecond * float64(time.Second))
	return append(out,
		compare("  growth", largest.cpu, smaller.cpu, fmt.Sprintf("for %d resources", smaller.resources), growthLimit),
		compare(speed, largest.cpu, promised, "at 200 MB/s", 1))
}

// cost is what a command costs the processors, and its peak memory. A check that finds something ends with 2.
func cost(ctx context.Context, command string, args ...string) (time.Duration, int64, error) {
	cmd := exec.CommandContext(ctx, command, args...)
	cmd.Stderr = os.Stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 2) {
		return 0, 0, fmt.Errorf("%s %s: %w", command, args[0], err)
	}
	state := cmd.ProcessState
	return state.UserTime() + state.SystemTime(), peakOfProcess(state), nil
}

// readAlone is the floor, in a process of its own: this program again.
func readAlone(ctx context.Context, path string) (time.Duration, error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	took, _, err := cost(ctx, self, "-read", path)
	return took, err
}

// readPlan reads a plan's JSON, checks it for duplicate names and forgets it.
func readPlan(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	d := jsontext.NewDecoder(bufio.NewReaderSize(f, 64<<10))
	for {
		if _, err := d.ReadToken(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
