package boundary

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// compartment OCIDs that the tests use.
const (
	dataCompartment   = "ocid1.compartment.oc1..aaaadata"
	publicCompartment = "ocid1.compartment.oc1..aaaapublic"
)

// day is noon of a date, in UTC.
func day(t testing.TB, date string) time.Time {
	t.Helper()
	at, err := time.Parse(time.DateOnly, date)
	require.NoError(t, err)
	return at.Add(12 * time.Hour)
}

func mustParse(t testing.TB, src string) *Boundary {
	t.Helper()
	b, err := Parse("test.hcl", []byte(src))
	require.NoError(t, err)
	return b
}

func mustNew(t testing.TB, d Declaration) *Boundary {
	t.Helper()
	b, err := New(d)
	require.NoError(t, err)
	return b
}

// us is the boundary of most tests: US, and an exception and a class of each sort.
func us(t testing.TB) *Boundary {
	t.Helper()
	return mustNew(t, usDeclaration())
}

func usDeclaration() Declaration {
	return Declaration{
		Name:          "us-user-data",
		Jurisdictions: []string{"US"},
		Classes: map[string]Class{
			"public":  {Jurisdictions: []string{"US", "SG", "IE"}, Addresses: []string{"module.cdn.*"}},
			"shared":  {Jurisdictions: []string{"US", "DE"}, Compartments: []string{publicCompartment}},
			"both":    {Jurisdictions: []string{"US", "JP"}, Addresses: []string{"module.jp.*"}, Compartments: []string{publicCompartment}},
			"cards":   {Regions: []string{"us-ashburn-1"}},
			"locked":  {Regions: []string{"us-phoenix-1"}, Addresses: []string{"module.locked.*"}},
			"unnamed": {},
		},
		Exceptions: map[string]Exception{
			"singapore-backup": exceptionFor("ap-singapore-1", func(e *Exception) { e.Addresses = []string{"module.legacy.*"} }),
			"london":           exceptionFor("uk-london-1", func(e *Exception) { e.Compartments = []string{dataCompartment} }),
			"tokyo-placement": exceptionFor("ap-tokyo-1", func(e *Exception) {
				e.Addresses = []string{"*"}
				e.Compartments = []string{dataCompartment}
				e.Kinds = []string{"placement", "Standby"}
			}),
			"expired":       exceptionFor("ap-osaka-1", func(e *Exception) { e.Addresses, e.Expires = []string{"module.legacy.*"}, "2026-01-31" }),
			"self-approved": exceptionFor("ap-seoul-1", func(e *Exception) { e.Addresses, e.ApprovedBy = []string{"module.legacy.*"}, "Storage-Team " }),
		},
	}
}

func exceptionFor(region string, change func(*Exception)) Exception {
	e := Exception{
		Regions: []string{region}, Reason: "until the cut-over is complete", Owner: "storage-team",
		ApprovedBy: "us-data-security", Ticket: "RES-42", Expires: "2027-03-31",
	}
	change(&e)
	return e
}

func in(value string) Place {
	return Place{Location: region.Find(value), Evidence: `attribute "region"`}
}

func placement(value string) Fact {
	return Fact{Kind: Placement, Place: in(value), Attribute: "region"}
}

// golden compares with testdata/NAME, or writes it when UPDATE_GOLDEN is set.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func describe(f Finding) string {
	return fmt.Sprintf("%s %s %s %s %s", f.Rule, f.Verdict, f.Region, f.Country, f.Exception)
}
