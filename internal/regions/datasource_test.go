package regions

import (
	"context"
	"crypto/md5"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// cloud answers every request with one body, and counts.
type cloud struct {
	status   int
	body     string
	requests []string
}

func (c *cloud) RoundTrip(r *http.Request) (*http.Response, error) {
	c.requests = append(c.requests, r.Method+" "+r.URL.Host+r.URL.Path)
	header := http.Header{"Content-Type": {"application/json"}, "Opc-Request-Id": {"request-1"}}
	return &http.Response{StatusCode: c.status, Header: header, Body: io.NopCloser(strings.NewReader(c.body)), Request: r}, nil
}

const subscribed = `[
	{"regionKey": "IAD", "regionName": "us-ashburn-1", "status": "READY", "isHomeRegion": true},
	{"regionKey": "FRA", "regionName": "eu-frankfurt-1", "status": "READY", "isHomeRegion": false},
	{"regionKey": "AGA", "regionName": "us-saltlake-2", "status": "IN_PROGRESS", "isHomeRegion": false}
]`

// credentials are one API key for all tests: its fingerprint and its PEM.
var credentials = sync.OnceValues(func() (fingerprint, private string) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		panic(err)
	}
	sum := md5.Sum(public)
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	return strings.ReplaceAll(fmt.Sprintf("% x", sum), " ", ":"), string(pem.EncodeToMemory(block))
})

// configured is a data source whose provider talks to c in the region.
func configured(t *testing.T, region string, c *cloud) *DataSource {
	t.Helper()
	fingerprint, private := credentials()
	session, err := oci.NewSession(oci.Config{
		TenancyOCID: "ocid1.tenancy.oc1..aaaa", UserOCID: "ocid1.user.oc1..aaaa",
		Fingerprint:        fingerprint,
		PrivateKey:         private,
		Region:             region,
		DisableAutoRetries: true,
		Getenv:             func(string) string { return "" },
		Transport:          c,
	})
	require.NoError(t, err)
	d := &DataSource{}
	var resp datasource.ConfigureResponse
	d.Configure(context.Background(), datasource.ConfigureRequest{ProviderData: &placement.Provider{Session: session}}, &resp)
	require.False(t, resp.Diagnostics.HasError())
	return d
}

// config is the data source's configuration, with null for what is not given.
func config(t *testing.T, given map[string]tftypes.Value) tfsdk.Config {
	t.Helper()
	var resp datasource.SchemaResponse
	(&DataSource{}).Schema(context.Background(), datasource.SchemaRequest{}, &resp)
	require.False(t, resp.Schema.ValidateImplementation(context.Background()).HasError())
	whole := resp.Schema.Type().TerraformType(context.Background()).(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, typ := range whole.AttributeTypes {
		values[name] = tftypes.NewValue(typ, nil)
	}
	maps.Copy(values, given)
	return tfsdk.Config{Schema: resp.Schema, Raw: tftypes.NewValue(whole, values)}
}

func list(codes ...string) tftypes.Value {
	values := make([]tftypes.Value, len(codes))
	for i, code := range codes {
		values[i] = tftypes.NewValue(tftypes.String, code)
	}
	return tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, values)
}

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
func truth(b bool) tftypes.Value  { return tftypes.NewValue(tftypes.Bool, b) }

// result is what a read gave.
type result struct {
	names       []string
	regions     map[string]object
	diagnostics diag.Diagnostics
}

type object struct {
	Name       string  `tfsdk:"name"`
	Key        string  `tfsdk:"key"`
	Realm      *string `tfsdk:"realm"`
	Country    *string `tfsdk:"country"`
	Documented bool    `tfsdk:"documented"`
	Subscribed *bool   `tfsdk:"subscribed"`
	Home       *bool   `tfsdk:"home"`
}

func readState(t *testing.T, d *DataSource, given map[string]tftypes.Value) result {
	t.Helper()
	ctx := context.Background()
	c := config(t, given)
	resp := datasource.ReadResponse{State: tfsdk.State{Schema: c.Schema, Raw: tftypes.NewValue(c.Raw.Type(), nil)}}
	d.Read(ctx, datasource.ReadRequest{Config: c}, &resp)
	got := result{diagnostics: resp.Diagnostics}
	if resp.Diagnostics.HasError() {
		return got
	}
	var m model
	require.False(t, resp.State.Get(ctx, &m).HasError())
	require.False(t, m.Names.ElementsAs(ctx, &got.names, false).HasError())
	require.False(t, m.Regions.ElementsAs(ctx, &got.regions, false).HasError())
	assert.Len(t, got.regions, len(got.names))
	return got
}

func TestRead_table(t *testing.T) {
	c := &cloud{}
	d := configured(t, "us-ashburn-1", c)
	for name, test := range map[string]struct {
		given map[string]tftypes.Value
		want  []string
	}{
		"countries, in any case": {
			map[string]tftypes.Value{"countries": list("ch", "RS")},
			[]string{"eu-crissier-1", "eu-dcc-zurich-1", "eu-jovanovac-1", "eu-zurich-1"},
		},
		"documented countries": {map[string]tftypes.Value{"countries": list("CH"), "documented": truth(true)}, []string{"eu-zurich-1"}},
		"undocumented":         {map[string]tftypes.Value{"realm": text("oc1"), "documented": truth(false)}, []string{"ap-delhi-1", "us-saltlake-2"}},
		"realm":                {map[string]tftypes.Value{"realm": text("OC2")}, []string{"us-langley-1", "us-luke-1"}},
		"jurisdiction": {
			map[string]tftypes.Value{"jurisdictions": list("US"), "realm": text("oc1")},
			[]string{"us-ashburn-1", "us-chicago-1", "us-phoenix-1", "us-sanjose-1"},
		},
		"group": {map[string]tftypes.Value{"jurisdictions": list("eu"), "realm": text("oc1")}, []string{
			"eu-amsterdam-1", "eu-frankfurt-1", "eu-madrid-1", "eu-madrid-3", "eu-marseille-1", "eu-milan-1", "eu-paris-1",
			"eu-stockholm-1", "eu-turin-1",
		}},
		"jurisdiction and country": {
			map[string]tftypes.Value{"jurisdictions": list("EEA"), "countries": list("ES", "GB")},
			[]string{"eu-madrid-1", "eu-madrid-3"},
		},
		"a country without regions":             {map[string]tftypes.Value{"jurisdictions": list("FJ")}, nil},
		"a country with undocumented ones only": {map[string]tftypes.Value{"jurisdictions": list("HU")}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := readState(t, d, test.given)
			assert.Empty(t, got.diagnostics)
			assert.Equal(t, append([]string{}, test.want...), got.names)
		})
	}
	assert.Empty(t, c.requests, "the table alone answers")
}

func TestRead_everyRegion(t *testing.T) {
	got := readState(t, &DataSource{}, nil)
	assert.Empty(t, got.diagnostics)
	assert.Len(t, got.names, 85)
	assert.IsIncreasing(t, got.names)
	assert.Equal(t, object{Name: "us-saltlake-2", Key: "aga", Realm: new("oc1"), Country: new("US")}, got.regions["us-saltlake-2"])
	assert.Equal(t, object{Name: "eu-zurich-1", Key: "zrh", Realm: new("oc1"), Country: new("CH"), Documented: true}, got.regions["eu-zurich-1"])
}

func TestRead_tenancy(t *testing.T) {
	for name, test := range map[string]struct {
		given map[string]tftypes.Value
		want  []string
	}{
		"subscribed":             {map[string]tftypes.Value{"subscribed": truth(true)}, []string{"eu-frankfurt-1", "us-ashburn-1", "us-saltlake-2"}},
		"home":                   {map[string]tftypes.Value{"home": truth(true)}, []string{"us-ashburn-1"}},
		"subscribed but home":    {map[string]tftypes.Value{"subscribed": truth(true), "home": truth(false)}, []string{"eu-frankfurt-1", "us-saltlake-2"}},
		"subscribed in the US":   {map[string]tftypes.Value{"subscribed": truth(true), "jurisdictions": list("US")}, []string{"us-ashburn-1"}},
		"not subscribed in Rome": {map[string]tftypes.Value{"subscribed": truth(false), "countries": list("IT"), "realm": text("oc1")}, []string{"eu-milan-1", "eu-turin-1"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := &cloud{status: http.StatusOK, body: subscribed}
			got := readState(t, configured(t, "us-phoenix-1", c), test.given)
			assert.Empty(t, got.diagnostics)
			assert.Equal(t, test.want, got.names)
			assert.Equal(t, []string{
				"GET identity.us-phoenix-1.oci.oraclecloud.com/20160918/tenancies/ocid1.tenancy.oc1..aaaa/regionSubscriptions",
			}, c.requests)
		})
	}
}

func TestRead_tenancyMarksEveryRegion(t *testing.T) {
	got := readState(t, configured(t, "iad", &cloud{status: http.StatusOK, body: subscribed}), map[string]tftypes.Value{"home": truth(false)})
	assert.Len(t, got.names, 84)
	assert.NotContains(t, got.names, "us-ashburn-1")
	frankfurt, zurich := got.regions["eu-frankfurt-1"], got.regions["eu-zurich-1"]
	assert.Equal(t, []*bool{new(true), new(false)}, []*bool{frankfurt.Subscribed, frankfurt.Home})
	assert.Equal(t, []*bool{new(false), new(false)}, []*bool{zurich.Subscribed, zurich.Home})
}

// A dedicated region, or one that is newer than the table, must not be hidden: the tenancy can hold data there.
func TestRead_subscribedRegionThatTheTableLacks(t *testing.T) {
	const body = `[{"regionKey": "XAT", "regionName": "us-atlantis-1", "status": "READY", "isHomeRegion": false}, {"status": "READY"}]`
	c := &cloud{status: http.StatusOK, body: body}
	got := readState(t, configured(t, "us-ashburn-1", c), map[string]tftypes.Value{"subscribed": truth(true)})
	assert.Empty(t, got.diagnostics)
	assert.Equal(t, map[string]object{
		"us-atlantis-1": {Name: "us-atlantis-1", Key: "xat", Subscribed: new(true), Home: new(false)},
	}, got.regions)

	got = readState(t, configured(t, "us-ashburn-1", c), map[string]tftypes.Value{"subscribed": truth(true), "jurisdictions": list("US")})
	assert.Empty(t, got.names)
	require.Len(t, got.diagnostics, 1)
	assert.Equal(t, diag.SeverityWarning, got.diagnostics[0].Severity())
	assert.Equal(t, "Subscribed region not known", got.diagnostics[0].Summary())
	assert.Contains(t, got.diagnostics[0].Detail(), "us-atlantis-1")

	got = readState(t, configured(t, "us-ashburn-1", c), map[string]tftypes.Value{"subscribed": truth(false), "jurisdictions": list("US")})
	assert.Empty(t, got.diagnostics)
}

func TestRead_failures(t *testing.T) {
	ask := map[string]tftypes.Value{"subscribed": truth(true)}
	denied := &cloud{status: http.StatusNotFound, body: `{"code": "NotAuthorizedOrNotFound", "message": "Authorization failed or requested resource not found."}`}
	for name, test := range map[string]struct {
		source *DataSource
		want   []string
	}{
		"denied": {configured(t, "us-ashburn-1", denied), []string{
			"Cannot list region subscriptions", "ocid1.tenancy.oc1..aaaa", "us-ashburn-1", "404 NotAuthorizedOrNotFound",
			"Authorization failed or requested resource not found.", "opc-request-id: request-1",
		}},
		"no region":      {configured(t, "", &cloud{}), []string{"Provider configuration not usable", "region"}},
		"unknown region": {configured(t, "us-ashbrun-1", &cloud{}), []string{"Provider configuration not usable", "us-ashbrun-1", "us-ashburn-1"}},
		"not configured": {&DataSource{}, []string{"Provider configuration not known in the plan", "subscribed and home"}},
		"not known yet": {&DataSource{provider: &placement.Provider{Deferred: []string{"user_ocid", "region"}}}, []string{
			"Provider configuration not known in the plan", "user_ocid, region",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got := readState(t, test.source, ask)
			require.Equal(t, 1, got.diagnostics.ErrorsCount(), "%v", got.diagnostics)
			d := got.diagnostics.Errors()[0]
			for _, part := range test.want {
				assert.Contains(t, d.Summary()+"\n"+d.Detail(), part)
			}
		})
	}
}

func TestRead_unknownCodes(t *testing.T) {
	for name, test := range map[string]struct {
		given map[string]tftypes.Value
		want  []string
	}{
		"country":              {map[string]tftypes.Value{"countries": list("US", "uk")}, []string{"Unknown country", `"UK"`, "GB (United Kingdom)"}},
		"country far from any": {map[string]tftypes.Value{"countries": list("somewhere")}, []string{"Unknown country", `"SOMEWHERE"`}},
		"group as country":     {map[string]tftypes.Value{"countries": list("EU")}, []string{"Unknown country", `"EU"`}},
		"jurisdiction":         {map[string]tftypes.Value{"jurisdictions": list("USA")}, []string{"Unknown jurisdiction", `"USA"`, `"US"`}},
		"region as a country":  {map[string]tftypes.Value{"jurisdictions": list("us-ashburn-1")}, []string{"Unknown jurisdiction"}},
		"realm":                {map[string]tftypes.Value{"realm": text("oc5")}, []string{"Unknown realm", `"oc5"`, "oc1, oc2"}},
		"empty realm":          {map[string]tftypes.Value{"realm": text("")}, []string{"Unknown realm", `""`}},
		"null country":         {map[string]tftypes.Value{"countries": tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, nil)})}, []string{"Unknown country"}},
	} {
		t.Run(name, func(t *testing.T) {
			var validated datasource.ValidateConfigResponse
			(&DataSource{}).ValidateConfig(context.Background(), datasource.ValidateConfigRequest{Config: config(t, test.given)}, &validated)
			got := readState(t, &DataSource{}, test.given)
			assert.Equal(t, validated.Diagnostics, got.diagnostics)
			require.Equal(t, 1, got.diagnostics.ErrorsCount(), "%v", got.diagnostics)
			d := got.diagnostics.Errors()[0]
			for _, part := range test.want {
				assert.Contains(t, d.Summary()+"\n"+d.Detail(), part)
			}
			_, placed := d.(diag.DiagnosticWithPath)
			assert.True(t, placed, "the error is at the attribute")
		})
	}
}

func TestValidateConfig_unknownValues(t *testing.T) {
	strings := tftypes.List{ElementType: tftypes.String}
	for name, given := range map[string]map[string]tftypes.Value{
		"list":    {"countries": tftypes.NewValue(strings, tftypes.UnknownValue), "jurisdictions": tftypes.NewValue(strings, tftypes.UnknownValue)},
		"element": {"countries": tftypes.NewValue(strings, []tftypes.Value{tftypes.NewValue(tftypes.String, tftypes.UnknownValue), text("US")})},
		"realm":   {"realm": tftypes.NewValue(tftypes.String, tftypes.UnknownValue)},
		"truths":  {"subscribed": tftypes.NewValue(tftypes.Bool, tftypes.UnknownValue), "home": tftypes.NewValue(tftypes.Bool, tftypes.UnknownValue)},
	} {
		var resp datasource.ValidateConfigResponse
		(&DataSource{}).ValidateConfig(context.Background(), datasource.ValidateConfigRequest{Config: config(t, given)}, &resp)
		assert.Empty(t, resp.Diagnostics, name)
	}
}

func TestConfigure(t *testing.T) {
	d := &DataSource{}
	var resp datasource.ConfigureResponse
	d.Configure(context.Background(), datasource.ConfigureRequest{}, &resp)
	assert.Empty(t, resp.Diagnostics)
	d.Configure(context.Background(), datasource.ConfigureRequest{ProviderData: "something else"}, &resp)
	require.Equal(t, 1, resp.Diagnostics.ErrorsCount())
	assert.Contains(t, resp.Diagnostics[0].Detail(), "string")
	assert.Nil(t, d.provider)
}

func TestMetadata(t *testing.T) {
	var resp datasource.MetadataResponse
	NewDataSource().Metadata(context.Background(), datasource.MetadataRequest{ProviderTypeName: "residency"}, &resp)
	assert.Equal(t, "residency_regions", resp.TypeName)
}

// The groups of the data source are those of a boundary, and a list that is meant to be inside one has no region that
// the boundary would not let pass.
func TestMembers(t *testing.T) {
	for code, want := range map[string]int{"EU": 27, "EEA": 30, "US": 1, "FJ": 1} {
		got, err := members(code)
		require.NoError(t, err, code)
		assert.Len(t, got, want, code)
	}
	for _, code := range []string{"", "UK", "XX", "us-ashburn-1"} {
		_, err := members(code)
		require.Error(t, err, code)
	}
	assert.Equal(t, types.StringNull(), row{}.object().(types.Object).Attributes()["realm"])
}
