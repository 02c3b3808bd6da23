package placement_test

import (
	"crypto/md5"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

func fingerprint(t *testing.T) string {
	t.Helper()
	block, _ := pem.Decode([]byte(keyPEM()))
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	require.NoError(t, err)
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	require.NoError(t, err)
	var pairs []string
	for _, b := range md5.Sum(der) {
		pairs = append(pairs, fmt.Sprintf("%02x", b))
	}
	return strings.Join(pairs, ":")
}

func TestResolve(t *testing.T) {
	phoenix := region("us-phoenix-1")
	for name, test := range map[string]struct {
		request placement.Request
		region  string
		says    []string
	}{
		"the provider's region for a new resource": {placement.Request{Change: placement.Create}, "us-ashburn-1", nil},
		"the region that is written":               {placement.Request{Change: placement.Create, Config: phoenix}, "us-phoenix-1", nil},
		"the region in state":                      {placement.Request{Change: placement.Update, State: &phoenix}, "us-phoenix-1", []string{"W Provider region differs"}},
		"the region in state is written": {
			placement.Request{Change: placement.Nothing, Config: phoenix, State: &phoenix}, "us-phoenix-1", nil,
		},
		"a change of region": {
			placement.Request{Change: placement.Update, Config: region("us-chicago-1"), State: &phoenix},
			"us-chicago-1",
			[]string{"W Data does not move with a change of region"},
		},
		"an unknown region": {
			placement.Request{Change: placement.Create, Config: placement.Model{Region: types.StringUnknown()}},
			"",
			[]string{"E Region not known in the plan"},
		},
		"a region that is none": {
			placement.Request{Change: placement.Create, Config: region("us-ashbrun-1")}, "", []string{"E Unknown region"},
		},
		"a replacement that would move": {
			placement.Request{Change: placement.Create, Prior: "us-phoenix-1"}, "", []string{"E Replacement would change the region"},
		},
		"a replacement that stays": {placement.Request{Change: placement.Create, Prior: "us-ashburn-1"}, "us-ashburn-1", nil},
		"a replacement that moves as written": {
			placement.Request{Change: placement.Create, Config: region("us-chicago-1"), Prior: "us-phoenix-1"}, "us-chicago-1", nil,
		},
		"an unknown class": {
			placement.Request{Change: placement.Create, Config: placement.Model{DataClass: types.StringUnknown()}},
			"",
			[]string{"E Data class not known in the plan"},
		},
		"a class that the boundary does not have": {
			placement.Request{Change: placement.Create, Config: placement.Model{DataClass: types.StringValue("publik")}},
			"",
			[]string{"E Unknown data class"},
		},
		"a class that would loosen": {
			placement.Request{Change: placement.Create, Config: placement.Model{DataClass: types.StringValue("public")}},
			"us-ashburn-1",
			[]string{"W Data class has no effect"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, diags := provider(t).Resolve(test.request)
			says(t, diags, test.says...)
			if diags.HasError() {
				return
			}
			assert.Equal(t, test.region, got.Region.ValueString())
			assert.Equal(t, "US", got.Country.ValueString())
		})
	}
}

func TestResolve_class(t *testing.T) {
	for name, test := range map[string]struct {
		compartment types.String
		claim       types.String
		want        types.String
	}{
		"protected by default":      {types.StringValue("ocid1.compartment.oc1..other"), types.StringNull(), types.StringValue("protected")},
		"given by compartment":      {types.StringValue(compartment), types.StringNull(), types.StringValue("public")},
		"tightened by a claim":      {types.StringValue(compartment), types.StringValue("protected"), types.StringValue("protected")},
		"not known yet":             {types.StringUnknown(), types.StringNull(), types.StringUnknown()},
		"not loosened by the claim": {types.StringValue("ocid1.compartment.oc1..other"), types.StringValue("public"), types.StringValue("protected")},
	} {
		t.Run(name, func(t *testing.T) {
			got, diags := provider(t).Resolve(placement.Request{
				Change: placement.Create, Config: placement.Model{DataClass: test.claim}, Compartment: test.compartment,
			})
			assert.False(t, diags.HasError(), "%v", diags)
			assert.Equal(t, test.want, got.EffectiveDataClass)
		})
	}
}

// The warning is given once, however many resources take the region.
func TestResolve_operatorsRegion(t *testing.T) {
	p := provider(t)
	p.Session = session(t, "", "us-phoenix-1")
	got, diags := p.Resolve(placement.Request{Change: placement.Create})
	says(t, diags, "W Region taken from the operator's machine")
	assert.Contains(t, diags[0].Detail(), "OCI_REGION")
	assert.Equal(t, "us-phoenix-1", got.Region.ValueString())
	_, diags = p.Resolve(placement.Request{Change: placement.Create})
	says(t, diags)
	_, diags = p.Resolve(placement.Request{Change: placement.Create, Config: region("us-ashburn-1")})
	says(t, diags)
}

// A name that is none is only wrong: nobody is told to write it down.
func TestResolve_operatorsMistake(t *testing.T) {
	p := provider(t)
	p.Session = session(t, "", "us-ashbrun-1")
	_, diags := p.Resolve(placement.Request{Change: placement.Create})
	says(t, diags, "E Unknown region")
}

func TestResolve_noRegion(t *testing.T) {
	p := provider(t)
	p.Session = session(t, "", "")
	_, diags := p.Resolve(placement.Request{Change: placement.Create})
	says(t, diags, "E Region missing")
}

// What the provider does not know yet stops a plan that would do something, and no other.
func TestResolve_deferred(t *testing.T) {
	state := region("us-ashburn-1")
	for change, want := range map[placement.Change]string{
		placement.Create: "E ", placement.Update: "E ", placement.Mend: "W ", placement.Nothing: "W ",
	} {
		p := &placement.Provider{Deferred: []string{"boundary.jurisdictions", "region"}}
		_, diags := p.Resolve(placement.Request{Change: change, State: &state})
		says(t, diags, want+"Provider configuration not known in the plan")
		assert.Contains(t, diags[0].Detail(), "boundary.jurisdictions, region")
		assert.Empty(t, p.Judge(change, placement.Placement(state, "residency_bucket", types.StringNull())))
		assert.Empty(t, p.Audit())
	}
}
