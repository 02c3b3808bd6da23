package placement_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

const compartment = "ocid1.compartment.oc1..aaaacdn"

var keyPEM = sync.OnceValue(func() string {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
})

// session is one whose region comes from the provider block, or from the environment.
func session(t *testing.T, configured, environment string) *oci.Session {
	t.Helper()
	s, err := oci.NewSession(oci.Config{
		TenancyOCID: "ocid1.tenancy.oc1..aaaa", UserOCID: "ocid1.user.oc1..aaaa", PrivateKey: keyPEM(), Fingerprint: fingerprint(t), Region: configured,
		Getenv: func(name string) string {
			if name == "OCI_REGION" {
				return environment
			}
			return ""
		},
	})
	require.NoError(t, err)
	return s
}

func declared(t *testing.T) *boundary.Boundary {
	t.Helper()
	b, err := boundary.New(boundary.Declaration{
		Name: "us-user-data", Jurisdictions: []string{"US"},
		Classes: map[string]boundary.Class{"public": {Jurisdictions: []string{"US", "SG"}, Compartments: []string{compartment}}},
		Exceptions: map[string]boundary.Exception{"frankfurt": {
			Regions: []string{"eu-frankfurt-1"}, Addresses: []string{"module.legacy.*"}, Reason: "until the cut-over",
			Owner: "storage-team", ApprovedBy: "us-data-security", Ticket: "RES-42", Expires: "2026-12-31",
		}},
	})
	require.NoError(t, err)
	return b
}

// provider is one in Ashburn, in November 2026.
func provider(t *testing.T) *placement.Provider {
	t.Helper()
	return &placement.Provider{
		Session: session(t, "us-ashburn-1", ""), Boundary: declared(t),
		Clock: func() time.Time { return time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC) },
	}
}

func region(name string) placement.Model { return placement.Model{Region: types.StringValue(name)} }

// says asserts that the diagnostics are one for each summary, errors with an "E ", warnings with a "W " in front.
func says(t *testing.T, diags diag.Diagnostics, summaries ...string) {
	t.Helper()
	var got []string
	for _, d := range diags {
		got = append(got, map[diag.Severity]string{diag.SeverityError: "E ", diag.SeverityWarning: "W "}[d.Severity()]+d.Summary())
	}
	assert.Equal(t, summaries, got, "%v", diags)
}
