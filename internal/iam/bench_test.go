package iam

import (
	"fmt"
	"testing"
	"time"
)

// mixed is a vocabulary of conditions as people mix them, with names, buckets and compartments that grow with the tenancy.
func mixed(n int) vocabulary {
	v := realistic()
	v.Names, v.Paths = []string{"Administrators", "Provisioners", "UsEngineers"}, nil
	v.Variables["target.bucket.name"], v.Patterns = nil, []string{"logs-*", "*-public", "*"}
	for i := range n / 10 {
		v.Names = append(v.Names, fmt.Sprintf("team-%d", i))
		v.Paths = append(v.Paths, []string{fmt.Sprintf("unit-%d", i%7), fmt.Sprintf("team-%d", i)})
		v.Variables["target.bucket.name"] = append(v.Variables["target.bucket.name"], fmt.Sprintf("bucket-%d", i))
		v.Patterns = append(v.Patterns, fmt.Sprintf("team-%d-*", i), fmt.Sprintf("*-tier%d", i))
	}
	v.Variables["target.resource.tag.ops.env"] = []string{"prod", "test"}
	v.Variables["request.utc-timestamp.day-of-week"] = []string{"monday", "sunday"}
	v.Resources = append(v.Resources, "volume-family", "autonomous-database-family", "file-family", "vault-family", "nosql-family")
	return v
}

func tenancy(n int) []Policy {
	return newGenerator(uint64(n), mixed(n)).policies(n)
}

func TestProve_time(t *testing.T) {
	for _, n := range []int{50, 500, 5000} {
		policies := tenancy(n)
		start := time.Now()
		proof := Prove(policies, Obligations{Inside: inUSA()}, Options{})
		fmt.Println(n, time.Since(start), proof.Proved, len(proof.Operations), len(proof.Later))
		guarded := append(policies, NewPolicy("guard", nil, "deny any-user to inspect all-resources in tenancy where all {request.region!='iad', request.region!='phx'}"))
		start = time.Now()
		proof = Prove(guarded, Obligations{Inside: inUSA()}, Options{})
		fmt.Println(n, time.Since(start), proof.Proved)
		start = time.Now()
		proof = Prove(policies, Obligations{Inside: inUSA(), Complete: true}, Options{})
		fmt.Println(n, "complete", time.Since(start), proof.Proved)
	}
}
