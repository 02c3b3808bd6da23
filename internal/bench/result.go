package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"
)

// result is one comparison: the provider's median against the floor's, both measured in this run, turn by turn.
type result struct {
	name            string
	measured, floor string // as people read them
	ratio, limit    float64
}

func (r result) ok() bool { return r.limit == 0 || r.ratio <= r.limit }

// compare makes a result of two durations.
func compare(name string, measured, floor time.Duration, floorName string, limit float64) result {
	return result{
		name:     name,
		measured: round(measured),
		floor:    round(floor) + " " + floorName,
		ratio:    float64(measured) / float64(floor),
		limit:    limit,
	}
}

func round(d time.Duration) string {
	if d > time.Second {
		return d.Round(10 * time.Millisecond).String()
	}
	return d.Round(100 * time.Microsecond).String()
}

func median[T int64 | time.Duration](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// report prints the results and says whether all are within their limits.
func report(w io.Writer, cli string, results []result) bool {
	fmt.Fprintf(w, "\n%s, %s, %d CPUs, %s/%s, %s\n\n", time.Now().UTC().Format(time.DateOnly), cli, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	passed := true
	for _, r := range results {
		verdict := "no limit"
		if r.limit > 0 {
			verdict = fmt.Sprintf("limit %.2f  %s", r.limit, map[bool]string{true: "ok", false: "TOO SLOW"}[r.ok()])
		}
		fmt.Fprintf(w, "%-24s %10s  floor %s\n%-24s %10.2f  %s\n", r.name, r.measured, r.floor, "  ratio", r.ratio, verdict)
		passed = passed && r.ok()
	}
	return passed
}
