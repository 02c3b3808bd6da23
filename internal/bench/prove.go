package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// The limits of a proof: so long for the statements of a large tenancy, and so many times that for ten times as many.
const (
	proveLimit  = 2 * time.Second
	proveGrowth = 12.0
)

// measureProve proves a tenancy and one ten times as large, turn by turn, and takes the shortest time of each: a proof does the
// same every time, so what is longer is other work on the machine.
func measureProve(runs int) []result {
	var all []result
	for _, complete := range []bool{false, true} {
		few, many := tenancy(500), tenancy(5000)
		short, long := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
		for range max(runs, 1) {
			for range 3 {
				short = min(short, proveOnce(few, complete))
			}
			long = min(long, proveOnce(many, complete))
		}
		name := map[bool]string{false: "prove", true: "prove -complete"}[complete]
		all = append(all,
			compare(name+", 500", short, proveLimit, "that it may take", 1),
			compare("  and 5,000 statements", long, short, "for 500", proveGrowth))
	}
	return all
}

var started = time.Now()

// proveOnce is what a proof of both obligations costs the processors, the reading of the statements included.
func proveOnce(statements []string, complete bool) time.Duration {
	var inside []region.Region
	for _, name := range []string{"us-ashburn-1", "us-phoenix-1"} {
		r, _ := region.ByName(name)
		inside = append(inside, r)
	}
	runtime.GC() // what others left is not theirs
	start := processorTime()
	iam.Prove([]iam.Policy{iam.NewPolicy("tenancy", nil, statements...)}, iam.Obligations{Inside: inside, Complete: complete}, iam.Options{})
	return processorTime() - start
}

// tenancy makes so many statements as people mix them, the same every time. Groups, compartments and buckets grow with them.
func tenancy(n int) []string {
	g := statements{rand.New(rand.NewPCG(7, uint64(n))), max(n/10, 1)} //nolint:gosec // the same every time is what is wanted
	all := []string{"deny any-user to inspect object-family in tenancy where all {request.region != 'iad', request.region != 'phx'}"}
	for len(all) < n {
		all = append(all, g.statement())
	}
	return all
}

// statements makes statements at random.
type statements struct {
	*rand.Rand
	teams int
}

func (g statements) of(choices ...string) string { return choices[g.IntN(len(choices))] }

func (g statements) team() int { return g.IntN(g.teams) }

func (g statements) statement() string {
	text := fmt.Sprintf("%s %s to %s in %s", g.of("allow", "allow", "deny"), g.subject(), g.action(), g.place())
	if g.IntN(10) < 7 {
		text += " where " + g.condition(3)
	}
	return text
}

func (g statements) subject() string {
	return g.of("any-user", "any-user", "any-group", "service objectstorage-us-ashburn-1",
		fmt.Sprintf("group team-%d", g.team()), fmt.Sprintf("group team-%d, Corp/team-%d", g.team(), g.team()), fmt.Sprintf("dynamic-group hosts-%d", g.team()))
}

func (g statements) action() string {
	permissions := []string{"BUCKET_CREATE", "BUCKET_UPDATE", "OBJECT_CREATE", "OBJECT_OVERWRITE", "OBJECT_READ", "PAR_MANAGE", "VOLUME_BACKUP_COPY", "POLICY_UPDATE", "VAULT_REPLICATE"}
	if g.IntN(3) == 0 {
		return fmt.Sprintf("{%s, %s}", g.of(permissions...), g.of(permissions...))
	}
	return g.of("inspect", "read", "use", "manage") + " " + g.of("buckets", "objects", "object-family", "all-resources", "volume-family", "autonomous-database-family",
		"database-family", "file-family", "vault-family", "secret-family", "nosql-family", "mysql-family", "policies", "groups", "quotas")
}

func (g statements) place() string {
	return g.of("tenancy", fmt.Sprintf("compartment unit-%d", g.IntN(7)), fmt.Sprintf("compartment unit-%d:team-%d", g.IntN(7), g.team()))
}

func (g statements) condition(depth int) string {
	if depth > 0 && g.IntN(2) == 0 {
		members := make([]string, 1+g.IntN(3))
		for i := range members {
			members[i] = g.condition(depth - 1)
		}
		return g.of("any", "all") + " {" + strings.Join(members, ", ") + "}"
	}
	equals := g.of("=", "!=")
	return g.of(
		fmt.Sprintf("request.region %s '%s'", equals, g.of("iad", "phx", "fra", "lhr", "sin")),
		fmt.Sprintf("request.region %s /*%s*/", equals, g.of("i", "p", "r")),
		fmt.Sprintf("target.bucket.name %s 'bucket-%d'", equals, g.team()),
		fmt.Sprintf("target.bucket.name %s /team-%d-*/", equals, g.team()),
		fmt.Sprintf("target.bucket.name %s /*-tier%d/", equals, g.team()),
		"!target.bucket.name",
		fmt.Sprintf("request.groups.name %s 'team-%d'", equals, g.team()),
		fmt.Sprintf("any {!request.networkSource.name, request.networkSource.name %s 'corp'}", equals),
		fmt.Sprintf("target.resource.tag.ops.env %s '%s'", equals, g.of("prod", "test")),
		"target.resource.tag.ops.team = request.principal.group.tag.ops.team",
		fmt.Sprintf("request.operation %s '%s'", equals, g.of("PutObject", "CreateCopyRequest", "CopyObjectRequest", "CreateReplicationPolicy")),
		fmt.Sprintf("request.permission %s '%s'", equals, g.of("OBJECT_CREATE", "OBJECT_OVERWRITE", "PAR_MANAGE")),
		"request.utc-timestamp.day-of-week in ('monday', 'friday')",
		"request.utc-timestamp.time-of-day between '08:00:00Z' and '17:00:00Z'",
		"request.utc-timestamp before '2027-01-01T00:00:00Z'",
		fmt.Sprintf("target.compartment.name %s 'team-%d'", equals, g.team()),
	)
}
