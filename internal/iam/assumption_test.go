package iam

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAssumptions_identifiers(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range Assumptions() {
		assert.False(t, seen[a.ID], a.ID)
		seen[a.ID] = true
		assert.NotEmpty(t, a.Text+a.Otherwise, a.ID)
	}
	for _, id := range []string{
		assumeService, assumeAdmitted, assumeAbsent, assumeIn, assumeOperation, assumeType, assumeServiceRegion, assumePrincipalType,
		assumeGroupName, assumeReach, assumeSeconds, assumeEnabled, assumeRecompiled, assumeTags, assumeKept, assumeComplete, assumeListed, assumeCross,
	} {
		assert.True(t, seen[id], id)
		delete(seen, id)
	}
	assert.Empty(t, seen, "every assumption has a name in the code")
	for _, d := range Doubts() {
		assert.False(t, seen[d.ID], d.ID)
		seen[d.ID] = true
		assert.NotEmpty(t, d.Question+d.Side)
	}
}
