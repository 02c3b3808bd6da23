package boundary

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

func since(t *testing.T, d Declaration) *Boundary {
	t.Helper()
	d.Name = "us-user-data"
	if d.Jurisdictions == nil {
		d.Jurisdictions = []string{"US"}
	}
	b, err := New(d)
	require.NoError(t, err)
	return b
}

func TestSince(t *testing.T) {
	now := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	exception := func(expires string) map[string]Exception {
		return map[string]Exception{"old-backup": {
			Regions: []string{"ap-singapore-1"}, Addresses: []string{"module.legacy.*"}, Reason: "until the cut-over", Owner: "storage",
			ApprovedBy: "security", Ticket: "RES-1", Expires: expires,
		}}
	}
	public := map[string]Class{"public": {Jurisdictions: []string{"US", "SG"}, Addresses: []string{"module.cdn.*"}}}
	before := since(t, Declaration{Regions: []string{"us-ashburn-1", "us-phoenix-1"}, Exceptions: exception("2027-03-31")})
	after := since(t, Declaration{Regions: []string{"us-ashburn-1", "us-chicago-1"}, Exceptions: exception("2027-06-30"), Classes: public})

	d := after.Since(before, now)
	protected := d.Classes[Protected]
	assert.Equal(t, []string{"us-chicago-1"}, protected.Added)
	assert.Equal(t, []string{"us-phoenix-1"}, protected.Removed)
	require.Len(t, protected.Flows, 1)
	assert.Equal(t, "us-chicago-1", protected.Flows[0].Region)
	assert.Equal(t, []string{"us-ashburn-1"}, protected.Flows[0].With)
	assert.Contains(t, protected.Flows[0].Kinds, Standby)
	assert.Contains(t, d.Classes["public"].Added, "ap-singapore-1", "a new class is wider than what its members had")
	assert.Equal(t, []ExceptionDifference{
		{Name: "old-backup", Was: true, Is: true, Regions: []string{"ap-singapore-1"}, Expires: "2027-06-30", Expired: "2027-03-31"},
	}, d.Exceptions, "it lasts longer")

	assert.Empty(t, after.Since(before, now.AddDate(1, 0, 0)).Exceptions, "neither applies any more")
	assert.Equal(t, []ExceptionDifference{
		{Name: "old-backup", Was: true, Regions: nil, Expired: "2027-03-31"},
	}, since(t, Declaration{}).Since(before, now).Exceptions, "it is gone")
	same := after.Since(after, now)
	assert.Empty(t, same.Exceptions)
	for name, class := range same.Classes {
		assert.Empty(t, class.Added, name)
		assert.Empty(t, class.Removed, name)
		assert.Empty(t, class.Flows, name)
	}
}

// What becomes legal by a difference is what Judge then says, and nothing else.
func TestSince_agreesWithJudge(t *testing.T) {
	now := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	before := since(t, Declaration{Regions: []string{"us-ashburn-1"}})
	after := since(t, Declaration{Jurisdictions: []string{"US", "DE"}})
	added := after.Since(before, now).Classes[Protected].Added
	require.NotEmpty(t, added)
	for _, name := range after.RegionNames("") {
		fact := Fact{Type: "residency_bucket", Attribute: "region", Kind: Placement, Place: Place{Location: region.Find(name)}}
		assert.Equal(t, Inside, after.Judge(fact, now).Verdict, name)
		if was := before.Judge(fact, now).Verdict == Inside; was == slices.Contains(added, name) {
			t.Errorf("%s was inside: %t, and is said to be added: %t", name, was, !was)
		}
	}
}
