package compile

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/quota"
)

// Every operation that lets data out, opens or loosens has a block, and every row is about an operation that there is.
func TestWays_coverTheCatalogue(t *testing.T) {
	seen := map[operationKey]bool{}
	for _, o := range iam.Operations() {
		seen[keyOf(o)] = true
		w, listed := ways()[keyOf(o)]
		if o.Has("send", "open", "loosen", "read") {
			assert.True(t, listed, "%v has no block", keyOf(o))
		}
		for _, block := range w.blocks {
			assert.Contains(t, Blocks(), block, "%v", keyOf(o))
		}
		if o.Has("create", "write", "copyin", "clone", "restore", "replicate") {
			assert.NotEmpty(t, placedBy(o), "%v", keyOf(o))
		}
	}
	for key := range ways() {
		assert.True(t, seen[key], "%v is in no catalogue", key)
	}
}

// Who is not bound by a rule for a compartment acts on the tenancy, and the operations of the home region that are about a compartment
// are few.
func TestWays_root(t *testing.T) {
	var inCompartments []string
	for _, o := range iam.Operations() {
		if w, listed := ways()[keyOf(o)]; listed && o.Home && !w.root {
			inCompartments = append(inCompartments, o.Name)
		}
	}
	slices.Sort(inCompartments)
	assert.Equal(t, []string{"BulkMoveResources", "CreatePolicy", "DeletePolicy", "EnableReplicationToRegion", "MoveCompartment", "UpdatePolicy"}, inCompartments)
}

func TestServices_resourcesAreKnown(t *testing.T) {
	for _, s := range services {
		for _, r := range s.resources {
			assert.True(t, iam.IsResource(r), r)
		}
	}
}

func TestLimited(t *testing.T) {
	for _, l := range limitedTable() {
		assert.Contains(t, Services(), l.service)
		_, err := quota.Parse("zero " + l.family + " quotas in tenancy")
		assert.NoError(t, err)
		assert.NotContains(t, l.family, " ")
		if l.operation == "" {
			assert.Empty(t, l.names)
			continue
		}
		found := iam.FindOperation(l.service, l.operation)
		assert.NotEmpty(t, found, "%s %s", l.service, l.operation)
		assert.True(t, found[0].Has("create", "write"), "%s %s: only what places data is claimed", l.service, l.operation)
		assert.NotEmpty(t, l.names)
		for _, name := range l.names {
			_, err := quota.Parse("zero " + l.family + " quota " + name + " in tenancy")
			assert.NoError(t, err)
		}
	}
}
