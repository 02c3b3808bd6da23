package iam

import (
	"fmt"
	"testing"
	"time"
)

// mixed is a vocabulary of conditions as people mix them, with names, buckets, patterns and compartments that grow with the tenancy.
func mixed(n int) vocabulary {
	v := realistic()
	v.Names, v.Paths = []string{"Administrators", "Provisioners", "UsEngineers"}, nil
	v.Variables["target.bucket.name"], v.Patterns = nil, []string{"logs-*", "*-public", "*"}
	for i := range n / 10 {
		v.Names = append(v.Names, fmt.Sprintf("team-%d", i))
		v.Paths = append(v.Paths, []string{fmt.Sprintf("unit-%d", i%7), fmt.Sprintf("team-%d", i)})
		v.Variables["target.bucket.name"] = append(v.Variables["target.bucket.name"], fmt.Sprintf("bucket-%d", i))
		v.Variables["request.groups.name"] = append(v.Variables["request.groups.name"], fmt.Sprintf("team-%d", i))
		v.Patterns = append(v.Patterns, fmt.Sprintf("team-%d-*", i), fmt.Sprintf("*-tier%d", i))
	}
	v.Variables["target.resource.tag.ops.env"] = []string{"prod", "test"}
	v.Variables["request.utc-timestamp.day-of-week"] = []string{"monday", "sunday"}
	v.Resources = append(v.Resources, "volume-family", "autonomous-database-family", "file-family", "vault-family", "nosql-family")
	return v
}

// tenancy is a tenancy of so many statements, one of them a guard of the boundary.
func tenancy(n int) []Policy {
	return append(newGenerator(uint64(n), mixed(n)).policies(n-1), NewPolicy(
		"guard", nil, "deny any-user to inspect object-family in tenancy where all {request.region!='iad', request.region!='phx'}",
	))
}

// proveTime is the shortest of several proofs of both obligations.
func proveTime(policies []Policy, complete bool) time.Duration {
	best := time.Hour
	for range 3 {
		start := time.Now()
		Prove(policies, Obligations{Inside: inUSA(), Complete: complete}, Options{})
		best = min(best, time.Since(start))
	}
	return best
}

// BenchmarkProve shows what a proof over a large tenancy costs, and how that grows: ten times the statements may cost
// twelve times as much.
func BenchmarkProve(b *testing.B) {
	for _, complete := range []bool{false, true} {
		var few time.Duration
		for _, n := range []int{500, 5000} {
			policies := tenancy(n)
			b.Run(fmt.Sprintf("statements=%d/complete=%t", n, complete), func(b *testing.B) {
				for b.Loop() {
					Prove(policies, Obligations{Inside: inUSA(), Complete: complete}, Options{})
				}
				if t := proveTime(policies, complete); few == 0 {
					few = t
				} else {
					b.ReportMetric(float64(t)/float64(few), "growth")
				}
			})
		}
	}
}

func BenchmarkDecide(b *testing.B) {
	d := NewDecider(tenancy(500), Options{})
	q := Request{Operation: "PutObject", Region: "iad", Compartment: []string{"unit-1", "team-1"}, Principal: Requester{Type: typeUser, Name: "anna", Groups: []string{"team-1"}}}
	for b.Loop() {
		d.Decide(q)
	}
}
