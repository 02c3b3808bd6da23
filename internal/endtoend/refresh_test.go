package endtoend

import (
	"strings"
	"testing"
)

// A refresh reads each bucket once. What it needs besides is the same for few and for many.
func TestEndToEnd_refreshIsOneRequestForEachBucket(t *testing.T) {
	t.Parallel()
	few, many := refreshRequests(t, 5), refreshRequests(t, 25)
	if many-few != 20 {
		t.Errorf("a refresh of 5 buckets made %d requests, of 25 buckets %d; want 20 more", few, many)
	}
	if few > 7 {
		t.Errorf("a refresh of 5 buckets made %d requests; a constant of at most 2 is allowed", few)
	}
}

// refreshRequests is how many requests a plan of n unchanged buckets makes.
func refreshRequests(t *testing.T, n int) int {
	t.Helper()
	c := newCloud(t)
	w := newWorkspace(t, c, head("us-ashburn-1")+buckets(n))
	w.apply(t)
	before := len(c.sent(t, isToOracle))
	w.mustPlanNothing(t)
	return len(c.sent(t, isToOracle)) - before
}

// isToOracle leaves out what a CLI asks of registries.
func isToOracle(r request) bool { return strings.HasSuffix(r.Host, ".oraclecloud.com") }
