package plan

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

const (
	bucket = "oci_objectstorage_bucket.b"
	subnet = "oci_core_subnet.s"
	iad    = "ocid1.subnet.oc1.iad.aaaa"
	fra    = "ocid1.subnet.oc1.eu-frankfurt-1.aaaa"
)

// inJSON is what a plan keeps of an expression of a configuration in JSON.
func inJSON(template string, references ...string) object {
	return object{"constant_value": template, "references": references}
}

func TestClaim(t *testing.T) {
	call := func(args object, resource object, more object) object {
		m := object{"resources": []object{resource}}
		maps.Copy(m, more)
		return object{"m": object{"expressions": args, "module": m}}
	}
	inModule := instance{Address: "module.m.oci_objectstorage_bucket.b", Key: "module.m:oci"}
	regions := object{"us": object{"home": "us-ashburn-1"}, "eu": object{"home": "eu-frankfurt-1"}}
	for name, tt := range map[string]struct {
		provider object
		vars     object
		defaults object
		after    object
		options  Options
		want     boundary.Verdict
		regions  []string
	}{
		"constant inside":                {provider: inRegion("us-ashburn-1"), want: boundary.Inside},
		"constant outside":               {provider: inRegion("eu-frankfurt-1"), want: boundary.Outside, regions: []string{"eu-frankfurt-1"}},
		"a key":                          {provider: inRegion("iad"), want: boundary.Inside},
		"a typo":                         {provider: inRegion("us-atlantis-9"), want: boundary.Undecided, regions: []string{"us-atlantis-9"}},
		"no country confirmed":           {provider: inRegion("us-saltlake-2"), want: boundary.Undecided, regions: []string{"us-saltlake-2"}},
		"environment":                    {provider: object{}, want: boundary.Undecided},
		"null":                           {provider: object{"region": constant(nil)}, want: boundary.Undecided},
		"empty":                          {provider: object{"region": constant("")}, want: boundary.Undecided},
		"environment, given":             {provider: object{}, options: Options{Region: "us-ashburn-1"}, want: boundary.Inside},
		"environment, given outside":     {provider: object{}, options: Options{Region: "eu-frankfurt-1"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}},
		"environment, given nonsense":    {provider: object{}, options: Options{Region: "home"}, want: boundary.Undecided, regions: []string{"home"}},
		"given does not help a typo":     {provider: inRegion("us-atlantis-9"), options: Options{Region: "us-ashburn-1"}, want: boundary.Undecided, regions: []string{"us-atlantis-9"}},
		"variable inside":                {provider: object{"region": ref("var.r")}, vars: object{"r": "us-ashburn-1"}, want: boundary.Undecided},
		"variable outside":               {provider: object{"region": ref("var.r")}, vars: object{"r": "eu-frankfurt-1"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}},
		"given does not help a variable": {provider: object{"region": ref("var.r")}, vars: object{"r": nil}, options: Options{Region: "us-ashburn-1"}, want: boundary.Undecided},
		"default outside":                {provider: object{"region": ref("var.r")}, defaults: object{"r": "eu-frankfurt-1"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}},
		"nested outside":                 {provider: object{"region": ref("var.r.eu.home", "var.r.eu", "var.r")}, vars: object{"r": regions}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}},
		"nested with keys outside":       {provider: object{"region": ref(`var.r["eu"].home`, `var.r["eu"]`, "var.r")}, vars: object{"r": regions}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}},
		"list outside":                   {provider: object{"region": ref("var.r[1]", "var.r")}, vars: object{"r": []string{"us-ashburn-1", "eu-frankfurt-1"}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}},
		"of a map which is not known":    {provider: object{"region": ref("var.r", "each.key")}, vars: object{"r": regions}, want: boundary.Undecided},
		"conditional":                    {provider: object{"region": ref("var.p", "var.r.us.home", "var.r.us", "var.r", "var.r.eu.home", "var.r.eu", "var.r")}, vars: object{"p": true, "r": regions}, want: boundary.Undecided},
		"JSON, a variable":               {provider: object{"region": inJSON("${var.r}", "var.r")}, vars: object{"r": "us-ashburn-1"}, want: boundary.Inside},
		"JSON, a variable outside":       {provider: object{"region": inJSON("${var.r}", "var.r")}, vars: object{"r": "eu-frankfurt-1"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}},
		"JSON, a template":               {provider: object{"region": inJSON("us-${var.r}", "var.r")}, vars: object{"r": "us-ashburn-1"}, want: boundary.Undecided},
		"JSON, a call":                   {provider: object{"region": inJSON("${lower(var.r)}", "var.r")}, vars: object{"r": "us-ashburn-1"}, want: boundary.Undecided},
		"each.value":                     {provider: object{"region": ref("each.value")}, want: boundary.Undecided},
		"local":                          {provider: object{"region": ref("local.r")}, want: boundary.Undecided},
		"variable, confirmed":            {provider: object{"region": ref("var.r")}, vars: object{"r": "us-ashburn-1"}, after: object{"bucket_id": "ocid1.bucket.oc1.iad.aaaa"}, want: boundary.Inside},
		"environment, confirmed":         {provider: object{}, after: object{"bucket_id": "ocid1.bucket.oc1.iad.aaaa"}, want: boundary.Inside},
		"variable, contradicted":         {provider: object{"region": ref("var.r")}, vars: object{"r": "us-ashburn-1"}, after: object{"bucket_id": "ocid1.bucket.oc1.eu-frankfurt-1.aaaa"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}},
		"another variable, confirmed":    {provider: object{"region": ref("var.r")}, vars: object{"r": "us-phoenix-1"}, after: object{"bucket_id": "ocid1.bucket.oc1.iad.aaaa"}, want: boundary.Inside},
		"outside by variable, inside by identifier": {provider: object{"region": ref("var.r")}, vars: object{"r": "eu-frankfurt-1"}, after: object{"bucket_id": "ocid1.bucket.oc1.iad.aaaa"}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}},
		"an identifier without region":              {provider: object{"region": ref("var.r")}, vars: object{"r": "us-ashburn-1"}, after: object{"bucket_id": "ocid1.bucket.oc1..aaaa"}, want: boundary.Undecided},
		"a tag confirms nothing":                    {provider: object{}, after: object{"freeform_tags": object{"was": "ocid1.bucket.oc1.iad.aaaa"}, "metadata": object{"k": "ocid1.bucket.oc1.iad.aaaa"}}, want: boundary.Undecided},
		"a key confirms nothing":                    {provider: object{}, after: object{"kms_key_id": "ocid1.key.oc1.iad.aaaa"}, want: boundary.Undecided},
		"bare, by the source":                       {provider: object{"region": ref("var.r")}, vars: object{"r": "us-ashburn-1"}, options: Options{Source: shows{"provider.oci region": {Reference: "var.r"}}}, want: boundary.Inside},
		"not bare, by the source":                   {provider: object{"region": ref("var.r")}, vars: object{"r": "us-ashburn-1"}, options: Options{Source: shows{"provider.oci region": {}}}, want: boundary.Undecided},
		"another in the source":                     {provider: object{"region": ref("var.r")}, vars: object{"r": "us-ashburn-1"}, options: Options{Source: shows{"provider.oci region": {Reference: "var.q"}}}, want: boundary.Undecided},
		"local, by the source":                      {provider: object{"region": ref("local.r")}, options: Options{Source: shows{"provider.oci region": {Reference: "local.r"}, "locals r": {Constant: "us-ashburn-1", IsConstant: true}}}, want: boundary.Inside},
		"local of a variable, by the source":        {provider: object{"region": ref("local.r")}, vars: object{"r": regions}, options: Options{Source: shows{"provider.oci region": {Reference: "local.r"}, "locals r": {Reference: "var.r.us.home"}}}, want: boundary.Inside},
		"bare, but ephemeral":                       {provider: object{"region": ref("var.r")}, defaults: object{"r": "us-ashburn-1"}, options: Options{Source: shows{"provider.oci region": {Reference: "var.r"}}}, want: boundary.Undecided},
		"bare, null for a default":                  {provider: object{"region": ref("var.r")}, vars: object{"r": nil}, defaults: object{"r": "eu-frankfurt-1"}, options: Options{Region: "us-ashburn-1", Source: shows{"provider.oci region": {Reference: "var.r"}}}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}},
		"bare, null, given":                         {provider: object{"region": ref("var.r")}, vars: object{"r": nil}, options: Options{Region: "us-ashburn-1", Source: shows{"provider.oci region": {Reference: "var.r"}}}, want: boundary.Inside},
		"bare, of nothing":                          {provider: object{"region": ref("var.r")}, vars: object{"r": nil}, options: Options{Source: shows{"provider.oci region": {Reference: "var.r"}}}, want: boundary.Undecided},
		"resource principal":                        {provider: object{"region": constant("us-ashburn-1"), "auth": constant("ResourcePrincipal")}, want: boundary.Undecided},
		"workload identity":                         {provider: object{"region": constant("us-ashburn-1"), "auth": constant("okeworkloadidentity")}, want: boundary.Undecided},
		"resource principal outside":                {provider: object{"region": constant("eu-frankfurt-1"), "auth": constant("ResourcePrincipal")}, want: boundary.Outside, regions: []string{"eu-frankfurt-1"}},
		"resource principal confirmed":              {provider: object{"region": constant("us-ashburn-1"), "auth": constant("ResourcePrincipal")}, after: object{"bucket_id": "ocid1.bucket.oc1.iad.aaaa"}, want: boundary.Inside},
		"instance principal":                        {provider: object{"region": constant("us-ashburn-1"), "auth": constant("InstancePrincipal")}, want: boundary.Inside},
		"auth by a variable":                        {provider: object{"region": constant("us-ashburn-1"), "auth": ref("var.a")}, vars: object{"a": "ApiKey"}, want: boundary.Inside},
		"auth not known":                            {provider: object{"region": constant("us-ashburn-1"), "auth": ref("local.a")}, want: boundary.Undecided},
	} {
		t.Run(name, func(t *testing.T) {
			s := sketch{Providers: object{"oci": tt.provider}, Variables: tt.vars, Defaults: tt.defaults, Resources: []instance{{Address: bucket, After: tt.after}}}
			got := find(t, s.judge(t, tt.options), bucket)
			assert.Equal(t, tt.want, got.Verdict, "%v", got.Findings)
			if tt.regions == nil {
				tt.regions = []string{}
			}
			assert.Equal(t, tt.regions, regionsOf(got))
		})
	}
	for name, tt := range map[string]struct {
		args    object
		vars    object
		more    object
		options Options
		want    boundary.Verdict
	}{
		"argument constant":          {args: object{"r": constant("eu-frankfurt-1")}, want: boundary.Outside},
		"argument constant inside":   {args: object{"r": constant("us-ashburn-1")}, want: boundary.Undecided},
		"argument by variable":       {args: object{"r": ref("var.top")}, vars: object{"top": "eu-frankfurt-1"}, want: boundary.Outside},
		"default":                    {more: object{"variables": object{"r": object{"default": "eu-frankfurt-1"}}}, want: boundary.Outside},
		"default, bare":              {more: object{"variables": object{"r": object{"default": "us-ashburn-1"}}}, options: Options{Source: shows{"m provider.oci region": {Reference: "var.r"}}}, want: boundary.Inside},
		"null, bare, with a default": {args: object{"r": constant(nil)}, more: object{"variables": object{"r": object{"default": "us-ashburn-1"}}}, options: Options{Source: shows{"m provider.oci region": {Reference: "var.r"}}}, want: boundary.Undecided},
		"nothing":                    {want: boundary.Undecided},
		"bare at every hop":          {args: object{"r": ref("var.top")}, vars: object{"top": "us-ashburn-1"}, options: Options{Source: shows{"m provider.oci region": {Reference: "var.r"}, "module.m r": {Reference: "var.top"}}}, want: boundary.Inside},
		"not bare at the second":     {args: object{"r": ref("var.top")}, vars: object{"top": "us-ashburn-1"}, options: Options{Source: shows{"m provider.oci region": {Reference: "var.r"}}}, want: boundary.Undecided},
		"bare, argument a constant":  {args: object{"r": constant("us-ashburn-1")}, options: Options{Source: shows{"m provider.oci region": {Reference: "var.r"}}}, want: boundary.Inside},
		"a circle":                   {args: object{"r": ref("module.m.out", "module.m")}, more: object{"outputs": object{"out": object{"expression": ref("var.r")}}}, want: boundary.Undecided},
	} {
		t.Run("in a module: "+name, func(t *testing.T) {
			s := sketch{Variables: tt.vars, Calls: call(or2(tt.args), inModule.config(), tt.more), Resources: []instance{inModule}}
			raw := s.json(t)
			raw = replaceOnce(t, raw, `"provider_config":{}`, `"provider_config":{"module.m:oci":{"name":"oci","full_name":"registry.terraform.io/oracle/oci","module_address":"module.m","expressions":{"region":{"references":["var.r"]}}}}`)
			got := find(t, judgeJSON(t, raw, tt.options), inModule.Address)
			assert.Equal(t, tt.want, got.Verdict, "%v", got.Findings)
		})
	}
}

// TestClaim_unresolvedModuleProvider holds that a module's block that the plan does not resolve is not taken for the root's.
func TestClaim_unresolvedModuleProvider(t *testing.T) {
	r := instance{Address: "module.m.oci_objectstorage_bucket.b", Key: "module.m:oci"}
	s := sketch{Providers: object{"oci": inRegion("us-ashburn-1"), "oci.eu": inRegion("eu-frankfurt-1")}, Calls: object{"m": object{"module": object{"resources": []object{r.config()}}}}, Resources: []instance{r}}
	assert.Equal(t, boundary.Undecided, find(t, s.judge(t, Options{Region: "us-ashburn-1"}), r.Address).Verdict)
}

func TestClaim_isSaid(t *testing.T) {
	s := sketch{Providers: object{"oci": object{}, "oci.us": inRegion("us-phoenix-1")}, Resources: []instance{{Address: bucket}, {Address: "oci_objectstorage_bucket.c", Key: "oci.us"}}}
	report := s.judge(t, Options{Region: "us-ashburn-1"})
	assert.Equal(t, "us-ashburn-1", report.Claimed)
	assert.True(t, find(t, report, bucket).Claimed)
	assert.False(t, find(t, report, "oci_objectstorage_bucket.c").Claimed)
	assert.Equal(t, "us-ashburn-1", find(t, report, bucket).Region)
	assert.True(t, report.Passes())
	assert.Empty(t, s.judge(t, Options{}).Claimed)
}

func TestPlace_contradictions(t *testing.T) {
	for name, tt := range map[string]struct {
		region  string
		after   object
		want    boundary.Verdict
		regions []string
		rule    bool
	}{
		"agrees":                 {"us-ashburn-1", object{"vcn_id": iad}, boundary.Inside, []string{}, false},
		"outside by the subnet":  {"us-ashburn-1", object{"vcn_id": fra}, boundary.Outside, []string{"eu-frankfurt-1"}, true},
		"outside by the block":   {"eu-frankfurt-1", object{"vcn_id": iad}, boundary.Outside, []string{"eu-frankfurt-1"}, true},
		"both inside":            {"us-phoenix-1", object{"vcn_id": iad}, boundary.Undecided, []string{}, true},
		"a domain":               {"us-ashburn-1", object{"availability_domain": "Uocm:EU-FRANKFURT-1-AD-1"}, boundary.Outside, []string{"eu-frankfurt-1"}, true},
		"an endpoint":            {"us-ashburn-1", object{"x_endpoint": "https://x.objectstorage.eu-frankfurt-1.oraclecloud.com/n"}, boundary.Outside, []string{"eu-frankfurt-1"}, true},
		"a host":                 {"us-ashburn-1", object{"x_url": "https://x.objectstorage.eu-frankfurt-1.oraclecloud.com/n"}, boundary.Outside, []string{"eu-frankfurt-1"}, false},
		"a host inside":          {"us-ashburn-1", object{"x_url": "https://x.objectstorage.us-phoenix-1.oraclecloud.com/n"}, boundary.Inside, []string{}, false},
		"its own identifier":     {"us-ashburn-1", object{"id": "ocid1.subnet.oc1.eu-frankfurt-1.a"}, boundary.Outside, []string{"eu-frankfurt-1"}, true},
		"a joined identifier":    {"us-ashburn-1", object{"id": "ocid1.subnet.oc1.iad.a:eu-frankfurt-1"}, boundary.Inside, []string{}, false},
		"two, one outside":       {"us-ashburn-1", object{"x_id": iad + ";" + fra}, boundary.Outside, []string{"eu-frankfurt-1"}, true},
		"an old identifier":      {"us-ashburn-1", object{"x_id": "ocidv1:tenancy:oc1:phx:1:a"}, boundary.Undecided, []string{}, false},
		"an unknown identifier":  {"us-ashburn-1", object{"vcn_id": "ocid1.vcn.oc1.us-atlantis-1.a"}, boundary.Undecided, []string{"us-atlantis-1"}, false},
		"free text":              {"us-ashburn-1", object{"display_name": fra, "freeform_tags": object{"a": fra}}, boundary.Inside, []string{}, false},
		"deep in a list":         {"us-ashburn-1", object{"a": []any{object{"b": []any{"x", fra}}}}, boundary.Outside, []string{"eu-frankfurt-1"}, true},
		"escaped":                {"us-ashburn-1", object{"vcn_id": fra, "q\"\\": "\"\\"}, boundary.Outside, []string{"eu-frankfurt-1"}, true},
		"a new region attribute": {"us-ashburn-1", object{"backup_region_name": "eu-frankfurt-1"}, boundary.Outside, []string{"eu-frankfurt-1"}, false},
		"a new one of nowhere":   {"us-ashburn-1", object{"backup_region_name": "eu-atlantis-1"}, boundary.Undecided, []string{"eu-atlantis-1"}, false},
		"no region's name":       {"us-ashburn-1", object{"region_label": "north-side-office"}, boundary.Inside, []string{}, false},
		"a new one inside":       {"us-ashburn-1", object{"backup_region_name": "us-phoenix-1"}, boundary.Inside, []string{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := sketch{Providers: object{"oci": inRegion(tt.region)}, Resources: []instance{{Address: subnet, After: tt.after}}}
			got := find(t, s.judge(t, Options{}), subnet)
			assert.Equal(t, tt.want, got.Verdict, "%v", got.Findings)
			assert.Equal(t, tt.regions, regionsOf(got))
			assert.Equal(t, tt.rule, hasRule(got, ruleContradicted), "%v", got.Findings)
		})
	}
}

func hasRule(j Judged, rule string) bool {
	for _, f := range j.Findings {
		if f.Rule == rule {
			return true
		}
	}
	return false
}
