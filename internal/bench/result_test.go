package main

import (
	"strings"
	"testing"
	"time"
)

func TestReport(t *testing.T) {
	fast := compare("start-up", 12*time.Millisecond, 10*time.Millisecond, "empty provider", 1.5)
	slow := compare("refresh", 3*time.Second, 2*time.Second, "floor", 1.3)
	unlimited := compare("memory", 3, 1, "floor", 0)
	var out strings.Builder
	if !report(&out, "Terraform v1.11.4", []result{fast, unlimited}) {
		t.Errorf("within the limits is not reported as passed:\n%s", out.String())
	}
	if report(&out, "Terraform v1.11.4", []result{fast, slow}) {
		t.Errorf("an exceeded limit is reported as passed:\n%s", out.String())
	}
	for _, part := range []string{"Terraform v1.11.4", "12ms", "1.20  limit 1.50  ok", "1.50  limit 1.30  TOO SLOW", "no limit"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("%q is not in the report:\n%s", part, out.String())
		}
	}
}

func TestMedian(t *testing.T) {
	if got := median([]time.Duration{9, 1, 5}); got != 5 {
		t.Errorf("got %d, want 5", got)
	}
}
