package plan

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// TestFollow follows the key of a bucket in Ashburn through the configuration to a vault's key in Frankfurt.
func TestFollow(t *testing.T) {
	providers := object{"oci": inRegion("us-ashburn-1"), "oci.eu": inRegion("eu-frankfurt-1")}
	unknown := object{"id": true}
	far := instance{Address: "oci_kms_key.far", Key: "oci.eu", Unknown: unknown}
	farIn := func(module string) instance {
		return instance{Address: module + ".oci_kms_key.far", Key: "oci.eu", Unknown: unknown}
	}
	keys := object{"module": object{"resources": []any{far.config()}, "outputs": object{"id": object{"expression": ref("oci_kms_key.far.id", "oci_kms_key.far")}}}}
	user := instance{Address: bucket, Unknown: object{"kms_key_id": true}}
	inside := instance{Address: "module.data." + bucket, Unknown: object{"kms_key_id": true}}
	using := func(references ...string) instance {
		i := user
		i.Expressions = object{"kms_key_id": ref(references...)}
		return i
	}
	usingIn := func(args object, references ...string) object {
		i := inside
		i.Expressions = object{"kms_key_id": ref(references...)}
		return object{"expressions": args, "module": object{"resources": []any{i.config()}}}
	}
	for name, tt := range map[string]struct {
		sketch  sketch
		address string
		want    boundary.Verdict
		options Options
	}{
		"directly": {sketch: sketch{Resources: []instance{far, using("oci_kms_key.far.id", "oci_kms_key.far")}}, want: boundary.Outside},
		"with a key of an instance": {sketch: sketch{Resources: []instance{
			{Address: `oci_kms_key.far["a"]`, Key: "oci.eu", Unknown: unknown},
			{Address: `oci_kms_key.far["b"]`, Key: "oci.eu", Unknown: unknown, NoConfig: true},
			using(`oci_kms_key.far["a"].id`, `oci_kms_key.far["a"]`, "oci_kms_key.far"),
		}}, want: boundary.Outside},
		"out of a module":            {sketch: sketch{Calls: object{"k": keys}, Resources: []instance{farIn("module.k"), using("module.k.id", "module.k")}}, want: boundary.Outside},
		"out of a module's instance": {sketch: sketch{Calls: object{"k": keys}, Resources: []instance{farIn(`module.k["x"]`), using(`module.k["x"].id`, `module.k["x"]`, "module.k")}}, want: boundary.Outside},
		"into a module":              {sketch: sketch{Calls: object{"data": usingIn(object{"key": ref("oci_kms_key.far.id", "oci_kms_key.far")}, "var.key")}, Resources: []instance{far, inside}}, address: inside.Address, want: boundary.Outside},
		"out of one into another":    {sketch: sketch{Calls: object{"k": keys, "data": usingIn(object{"key": ref("module.k.id", "module.k")}, "var.key")}, Resources: []instance{farIn("module.k"), inside}}, address: inside.Address, want: boundary.Outside},
		"in an object":               {sketch: sketch{Calls: object{"data": usingIn(object{"keys": ref("oci_kms_key.far.id", "oci_kms_key.far", "var.x")}, "var.keys.main", "var.keys")}, Resources: []instance{far, inside}}, address: inside.Address, want: boundary.Outside},
		"to nowhere":                 {sketch: sketch{Resources: []instance{using("local.key")}}, want: boundary.Inside},
		"through a local":            {sketch: sketch{Resources: []instance{far, using("local.key")}}, options: Options{Source: shows{"locals key": {Reference: "oci_kms_key.far.id"}}}, want: boundary.Outside},
		"in a circle":                {sketch: sketch{Calls: object{"data": usingIn(object{"key": ref("module.data.id")}, "var.key")}, Resources: []instance{inside}}, address: inside.Address, want: boundary.Inside},
		"to what is there already": {sketch: sketch{Resources: []instance{
			{Address: "oci_kms_key.far", Key: "oci", Actions: []string{"update"}, Before: object{"id": "ocid1.key.oc1.eu-frankfurt-1.a.b"}, After: object{"id": "ocid1.key.oc1.eu-frankfurt-1.a.b"}},
			using("oci_kms_key.far.id", "oci_kms_key.far"),
		}}, want: boundary.Outside},
		"to something of which the region is not known": {sketch: sketch{Resources: []instance{{Address: "oci_kms_key.far", Key: "oci.late"}, using("oci_kms_key.far.id")}}, want: boundary.Undecided},
	} {
		t.Run(name, func(t *testing.T) {
			if tt.sketch.Providers = providers; tt.address == "" {
				tt.address = bucket
			}
			providers["oci.late"] = object{"region": ref("terraform_data.x.output", "terraform_data.x")}
			got := find(t, tt.sketch.judge(t, tt.options), tt.address)
			assert.Equal(t, tt.want, got.Verdict, "%v", got.Findings)
		})
	}
}

// TestFollow_contradiction holds that what will be in Frankfurt's subnet is not in Ashburn.
func TestFollow_contradiction(t *testing.T) {
	s := sketch{Providers: object{"oci": inRegion("us-ashburn-1"), "oci.eu": inRegion("eu-frankfurt-1")}, Resources: []instance{
		{Address: "oci_core_subnet.far", Key: "oci.eu"},
		{Address: "oci_mysql_mysql_db_system.m", Unknown: object{"subnet_id": true}, Expressions: object{"subnet_id": ref("oci_core_subnet.far.id", "oci_core_subnet.far")}},
	}}
	got := find(t, s.judge(t, Options{}), "oci_mysql_mysql_db_system.m")
	assert.Equal(t, boundary.Outside, got.Verdict)
	assert.Equal(t, []string{"eu-frankfurt-1"}, regionsOf(got))
	assert.True(t, hasRule(got, ruleContradicted))
}

// TestFollow_block holds that a block is followed which the configuration keeps as one expression, unless something in it may
// lead elsewhere.
func TestFollow_block(t *testing.T) {
	for name, tt := range map[string]struct {
		region, inside string
		want           boundary.Verdict
	}{
		"abroad":                        {"eu-frankfurt-1", "subnet_id", boundary.Outside},
		"at home":                       {"us-ashburn-1", "subnet_id", boundary.Inside},
		"elsewhere":                     {"us-phoenix-1", "subnet_id", boundary.Undecided},
		"a key":                         {"us-phoenix-1", "kms_key_id", boundary.Inside},
		"a key abroad":                  {"eu-frankfurt-1", "kms_key_id", boundary.Outside},
		"nothing that names a resource": {"eu-frankfurt-1", "hostname_label", boundary.Inside},
	} {
		s := sketch{Providers: object{"oci": inRegion("us-ashburn-1"), "oci.x": inRegion(tt.region)}, Resources: []instance{
			{Address: subnet, Key: "oci.x"},
			{Address: "oci_core_instance.i", After: object{"create_vnic_details": []any{object{}}}, Unknown: object{"create_vnic_details": []any{object{tt.inside: true}}}, Expressions: object{"create_vnic_details": ref(subnet+".id", subnet)}},
		}}
		got := find(t, s.judge(t, Options{}), "oci_core_instance.i")
		assert.Equal(t, tt.want, got.Verdict, "%s: %v", name, got.Findings)
	}
}

// TestFollow_domain holds that people are where the domain is whose host they are written to.
func TestFollow_domain(t *testing.T) {
	for home, want := range map[string]boundary.Verdict{"eu-frankfurt-1": boundary.Outside, "us-phoenix-1": boundary.Inside} {
		s := sketch{Providers: object{"oci": inRegion("us-ashburn-1")}, Resources: []instance{
			{Address: "oci_identity_domain.d", After: object{"home_region": home}, Unknown: object{"url": true}},
			{Address: "oci_identity_domains_user.u", Unknown: object{"idcs_endpoint": true}, Expressions: object{"idcs_endpoint": ref("oci_identity_domain.d.url", "oci_identity_domain.d")}},
		}}
		got := find(t, s.judge(t, Options{}), "oci_identity_domains_user.u")
		assert.Equal(t, want, got.Verdict, "%v", got.Findings)
	}
}

// TestFollow_several holds that one of several places has to be the resource's own.
func TestFollow_several(t *testing.T) {
	for name, tt := range map[string]struct {
		regions [2]string
		want    boundary.Verdict
	}{
		"one agrees":                 {[2]string{"us-ashburn-1", "eu-frankfurt-1"}, boundary.Inside},
		"none agrees":                {[2]string{"us-phoenix-1", "us-chicago-1"}, boundary.Undecided},
		"none agrees, one is abroad": {[2]string{"us-phoenix-1", "eu-frankfurt-1"}, boundary.Outside},
	} {
		s := sketch{Providers: object{"oci": inRegion("us-ashburn-1"), "oci.a": inRegion(tt.regions[0]), "oci.b": inRegion(tt.regions[1])}, Resources: []instance{
			{Address: "oci_core_vcn.a", Key: "oci.a"},
			{Address: "oci_core_vcn.b", Key: "oci.b"},
			{Address: subnet, Unknown: object{"vcn_id": true}, Expressions: object{"vcn_id": ref("oci_core_vcn.a.id", "oci_core_vcn.a", "oci_core_vcn.b.id", "oci_core_vcn.b", "var.x")}},
		}}
		got := find(t, s.judge(t, Options{}), subnet)
		assert.Equal(t, tt.want, got.Verdict, "%s: %v", name, got.Findings)
	}
}

// TestFollow_instances holds that in a module's instance a reference means what is in the same instance.
func TestFollow_instances(t *testing.T) {
	key := func(instance, region string) instance {
		return instanceOf(instance, "oci_kms_key.k", object{"management_endpoint": "https://x-management.kms." + region + ".oraclecloud.com"}, object{"id": true}, nil)
	}
	user := func(instance string) instance {
		return instanceOf(instance, bucket, object{}, object{"kms_key_id": true}, object{"kms_key_id": ref("oci_kms_key.k.id", "oci_kms_key.k")})
	}
	near, far := key("near", "us-ashburn-1"), key("far", "eu-frankfurt-1")
	s := sketch{
		Providers: object{"oci": object{}}, Resources: []instance{near, far, user("near"), user("far")},
		Calls: object{"m": object{"for_each_expression": ref("var.r"), "module": object{"resources": []any{near.config(), user("near").config()}}}},
	}
	report := s.judge(t, Options{Region: "us-ashburn-1"})
	assert.Equal(t, boundary.Inside, find(t, report, user("near").Address).Verdict)
	assert.Equal(t, boundary.Outside, find(t, report, user("far").Address).Verdict)
}

func instanceOf(key, address string, after, unknown, expressions object) instance {
	return instance{Address: `module.m["` + key + `"].` + address, After: after, Unknown: unknown, Expressions: expressions}
}

// TestFollow_elsewhere holds that a reference to where something else is leads there.
func TestFollow_elsewhere(t *testing.T) {
	providers := object{"oci": inRegion("us-ashburn-1"), "oci.eu": inRegion("eu-frankfurt-1")}
	user := instance{Address: bucket, Unknown: object{"kms_key_id": true}, Expressions: object{"kms_key_id": ref("oci_core_volume.v.kms_key_id", "oci_core_volume.v")}}
	for name, volume := range map[string]instance{
		"known":   {Address: "oci_core_volume.v", After: object{"kms_key_id": "ocid1.key.oc1.eu-frankfurt-1.a.b"}},
		"unknown": {Address: "oci_core_volume.v", Unknown: object{"kms_key_id": true}, Expressions: object{"kms_key_id": ref("oci_kms_key.far.id", "oci_kms_key.far")}},
	} {
		s := sketch{Providers: providers, Resources: []instance{{Address: "oci_kms_key.far", Key: "oci.eu", Unknown: object{"id": true}}, volume, user}}
		assert.Equal(t, boundary.Outside, find(t, s.judge(t, Options{}), bucket).Verdict, name)
	}
}

func TestLongest(t *testing.T) {
	for _, tt := range []struct{ in, want []string }{
		{[]string{"var.a.b", "var.a"}, []string{"var.a.b"}},
		{[]string{`var.a["x"].b`, `var.a["x"]`, "var.a", "var.a", "each.key"}, []string{`var.a["x"].b`, "var.a", "each.key"}},
		{[]string{"var.ab", "var.a"}, []string{"var.ab", "var.a"}},
		{[]string{"t.n.id", "t.n", "t.n.id", "t.n"}, []string{"t.n.id"}},
	} {
		assert.Equal(t, tt.want, longest(tt.in))
	}
}

func TestWithoutKeys(t *testing.T) {
	for in, want := range map[string]string{
		`a.b`: "a.b", `a.b[0]`: "a.b", `module.m["x.y[\"]"].a.b["k"]`: "module.m.a.b", `a.b["`: "a.b", "": "", "[": "",
	} {
		assert.Equal(t, want, withoutKeys(in), in)
	}
	assert.Equal(t, "module.a.module.b", moduleOf("module.a.module.b.t.n"))
	assert.Equal(t, ".module.a.x", instancePrefix(`module.a["x"].t.n[1]`))
}
