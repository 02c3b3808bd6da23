package attribute_test

import (
	"context"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// tags are pairs of a name and a value.
func tags(pairs ...string) types.Map {
	elements := map[string]attr.Value{}
	for i := 0; i < len(pairs); i += 2 {
		elements[pairs[i]] = types.StringValue(pairs[i+1])
	}
	return types.MapValueMust(types.StringType, elements)
}

func TestTimeouts(t *testing.T) {
	all, is := attribute.Timeouts(t.Context(), 12*time.Hour, 90*time.Minute).(schema.SingleNestedAttribute)
	assert.True(t, is)
	assert.True(t, all.Optional)
	assert.NotEmpty(t, all.MarkdownDescription)
	for operation, limit := range map[string]string{"create": "`12h`", "read": "`90m`", "update": "`12h`", "delete": "`12h`"} {
		assert.Contains(t, all.Attributes[operation].GetDescription(), "Default "+limit)
	}
}

func TestTextMap(t *testing.T) {
	none, empty := types.MapNull(types.StringType), tags()
	assert.Equal(t, none, attribute.TextMap(none, nil))
	assert.Equal(t, empty, attribute.TextMap(empty, nil), "what is written empty stays so")
	assert.Equal(t, none, attribute.TextMap(tags("a", "b"), map[string]string{}), "what was removed by hand is gone")
	assert.Equal(t, none, attribute.TextMap(types.MapUnknown(types.StringType), nil))
	assert.Equal(t, tags("a", "b"), attribute.TextMap(none, map[string]string{"a": "b"}))
}

func TestValues(t *testing.T) {
	assert.True(t, attribute.Text(nil).IsNull())
	assert.True(t, attribute.Text(common.String("")).IsNull())
	assert.Equal(t, types.StringValue("a"), attribute.Text(common.String("a")))
	assert.Equal(t, types.StringValue("ADG"), attribute.Setting("", "ADG"))
	assert.Equal(t, types.StringValue("x"), attribute.Setting("x", "ADG"))
	assert.Equal(t, types.Int64Value(3), attribute.Int64(common.Int(3)))
	assert.True(t, attribute.Int64(nil).IsNull())
	assert.Empty(t, attribute.Value[string](nil))
	assert.Equal(t, "b", attribute.Or(nil, "b"))
	at := time.Date(2026, 11, 22, 3, 4, 5, 0, time.FixedZone("", 3600))
	assert.Equal(t, types.StringValue("2026-11-22T02:04:05Z"), attribute.Moment(&common.SDKTime{Time: at}))
	assert.True(t, attribute.Moment(nil).IsNull())
}

// What is null or unknown is left out of a request.
func TestSent(t *testing.T) {
	assert.Nil(t, attribute.Sent(types.StringUnknown()))
	assert.Nil(t, attribute.Sent(types.StringValue("")))
	assert.Equal(t, "a", *attribute.Sent(types.StringValue("a")))
	assert.Nil(t, attribute.SentInt(types.Int64Unknown()))
	assert.Equal(t, 0, *attribute.SentInt(types.Int64Value(0)))
	assert.Nil(t, attribute.SentBool(types.BoolNull()))
	assert.False(t, *attribute.SentBool(types.BoolValue(false)))
	assert.Equal(t, []string{"a"}, attribute.Strings([]attr.Value{types.StringUnknown(), types.StringValue("a"), types.StringNull()}))
}

func TestTags(t *testing.T) {
	marks := attribute.Marks("platform/us-prod", "2")
	assert.Equal(t, map[string]string{placement.OwnerTag: "platform/us-prod", placement.PasswordTag: "2"}, marks)
	assert.Equal(t, tags("team", "data"), attribute.Freeform(tags(), placement.KeepMarks(map[string]string{"team": "data"}, marks)), "the marks are not shown")
	assert.Empty(t, attribute.Marks("", ""))

	current := map[string]map[string]any{"Oracle-Tags": {"CreatedBy": "me"}, "Operations": {"CostCenter": "42", "Team": "data"}}
	assert.Equal(t, tags("Operations.CostCenter", "42"), attribute.Defined(tags("Operations.CostCenter", "7"), current, false), "only what is managed")
	assert.Equal(t, tags("Operations.CostCenter", "42", "Operations.Team", "data"), attribute.Defined(tags(), current, true), "an import brings all but Oracle's")
	assert.Equal(t, map[string]map[string]any{"Oracle-Tags": {"CreatedBy": "me"}, "Operations": {"Team": "sales"}, "A": {"b": "c"}},
		attribute.MergedDefined(tags("Operations.Team", "sales", "A.b", "c"), tags("Operations.CostCenter", "42"), current))
	assert.Equal(t, map[string]string{"A.b": "c"}, attribute.WithoutOracleTags(map[string]string{"A.b": "c", "Oracle-Tags.CreatedBy": "me"}))
}

// The marks are tags too.
func TestCrowded(t *testing.T) {
	nine := tags("1", "", "2", "", "3", "", "4", "", "5", "", "6", "", "7", "", "8", "", "9", "")
	one := attribute.Marks("me", "")
	assert.Empty(t, attribute.Crowded(nine, one, "bucket"))
	assert.True(t, attribute.Crowded(nine, attribute.Marks("me", "1"), "database").HasError())
	assert.Empty(t, attribute.Crowded(tags("1", ""), one, "bucket"))
}

func TestOCID(t *testing.T) {
	for written, ok := range map[string]bool{
		"ocid1.key.oc1.phx.bbqehaq3aadfa.abyh": true, "ocid1.key.oc1.eu-frankfurt-1.abc": true,
		"ocid1.key.oc1..abc": false, "ocid1.vault.oc1.phx.abc": false, "key": false, "": false, "ocid1.key.oc1.phx.abc def": false,
	} {
		var resp validator.StringResponse
		attribute.OCID("key").ValidateString(context.Background(), validator.StringRequest{Path: path.Root("kms_key_id"), ConfigValue: types.StringValue(written)}, &resp)
		assert.Equal(t, ok, !resp.Diagnostics.HasError(), written)
	}
}

// What is marked is read back as what was wanted.
func TestPassword(t *testing.T) {
	number, text := types.Int64Null(), types.StringNull()
	for mark, p := range map[string]attribute.Password{
		"":                                 {Version: number, SecretID: text, SecretVersion: text},
		"2":                                {Version: types.Int64Value(2), SecretID: text, SecretVersion: text},
		"ocid1.vaultsecret.oc1.iad.aaaa":   {Version: number, SecretID: types.StringValue("ocid1.vaultsecret.oc1.iad.aaaa"), SecretVersion: text},
		"ocid1.vaultsecret.oc1.iad.aaaa/7": {Version: number, SecretID: types.StringValue("ocid1.vaultsecret.oc1.iad.aaaa"), SecretVersion: types.StringValue("7")},
	} {
		assert.Equal(t, mark, p.Mark())
		got, marked := attribute.MarkedPassword(attribute.Remarked(map[string]string{placement.PasswordTag: "1", "team": "data"}, mark))
		assert.Equal(t, p, got, mark)
		assert.Equal(t, mark != "", marked)
	}
	byHand, marked := attribute.MarkedPassword(map[string]string{placement.PasswordTag: "by hand"})
	assert.True(t, marked)
	assert.Empty(t, byHand.Mark())
	assert.Empty(t, attribute.Password{Version: types.Int64Unknown()}.Mark())
}

// What Oracle tells in another form means the same, and what it tells otherwise does not.
func TestSameWindow(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"SUN 03:00", "sun 03:00", true},
		{"Sunday 3:00", "SUN 03:00:00Z", true},
		{"05:00", "05:00:00", true},
		{"05:00Z", "06:00+01:00", true},
		{"SUN 03:00", "MON 03:00", false},
		{"05:00", "05:30", false},
		{"", "", false},
		{"whenever", "05:00", false},
	} {
		assert.Equal(t, c.same, attribute.SameWindow(c.a, c.b), "%s and %s", c.a, c.b)
	}
	told := "sun 03:00"
	assert.Equal(t, types.StringValue("SUN 03:00"), attribute.InForm(types.StringValue("SUN 03:00"), &told, attribute.SameWindow))
	assert.Equal(t, types.StringValue(told), attribute.InForm(types.StringUnknown(), &told, attribute.SameWindow))
	assert.True(t, attribute.InForm(types.StringValue("SUN 03:00"), nil, attribute.SameWindow).IsNull())
}

func TestTextSet(t *testing.T) {
	empty, null := types.SetValueMust(types.StringType, nil), types.SetNull(types.StringType)
	assert.Equal(t, empty, attribute.TextSet(empty, []string{""}), "what was empty stays so")
	assert.Equal(t, null, attribute.TextSet(types.SetUnknown(types.StringType), nil))
	assert.Equal(t, []string{"a", "b"}, attribute.Sorted(attribute.TextSet(null, []string{"b", "", "a"})))
	assert.Empty(t, attribute.TextList(nil).Elements())
	assert.Nil(t, attribute.Given(""))
}
