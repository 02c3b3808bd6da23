// Package attribute is what the attributes of many nouns have in common: Oracle's optional values as Terraform's and back,
// tags, OCIDs, and the parts of a schema that read the same everywhere. It knows no noun and decides nothing.
package attribute

import (
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
)

// Value is what p points to, or the zero value.
func Value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// Or is what s points to, or otherwise.
func Or(s *string, otherwise string) string {
	if s == nil {
		return otherwise
	}
	return *s
}

// Text is null for what Oracle leaves out or empty.
func Text(s *string) types.String {
	if s == nil || *s == "" {
		return types.StringNull()
	}
	return types.StringValue(*s)
}

// Setting is what Oracle says of a setting that always has a value, or its default where Oracle leaves it out.
func Setting(api, otherwise string) types.String {
	if api == "" {
		api = otherwise
	}
	return types.StringValue(api)
}

// Moment is a time in RFC 3339 and UTC, or null.
func Moment(t *common.SDKTime) types.String {
	if t == nil {
		return types.StringNull()
	}
	return types.StringValue(t.UTC().Format(time.RFC3339Nano))
}

// Int64 is null for what Oracle leaves out.
func Int64(n *int) types.Int64 {
	if n == nil {
		return types.Int64Null()
	}
	return types.Int64Value(int64(*n))
}

// Sent is the value of an argument for a request: nil for one that is null, unknown or empty, so that it is left out.
func Sent(s types.String) *string {
	if s.ValueString() == "" {
		return nil
	}
	return common.String(s.ValueString())
}

// Given is nil for "", so that it is left out.
func Given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// SentInt is nil for a number that is null or unknown.
func SentInt(n types.Int64) *int {
	if n.IsNull() || n.IsUnknown() {
		return nil
	}
	return common.Int(int(n.ValueInt64()))
}

// SentBool is nil for what is null or unknown.
func SentBool(b types.Bool) *bool {
	if b.IsNull() || b.IsUnknown() {
		return nil
	}
	return common.Bool(b.ValueBool())
}

// Texts is the content of a map of strings without what is unknown; it is never nil.
func Texts(m types.Map) map[string]string {
	out := map[string]string{}
	for key, element := range m.Elements() {
		if s, ok := element.(types.String); ok && !s.IsUnknown() {
			out[key] = s.ValueString()
		}
	}
	return out
}

// TextMap is api as an attribute. Where it is empty, an attribute that was there and empty stays so.
func TextMap(prior types.Map, api map[string]string) types.Map {
	if len(api) == 0 {
		if !prior.IsNull() && !prior.IsUnknown() && len(prior.Elements()) == 0 {
			return prior
		}
		return types.MapNull(types.StringType)
	}
	elements := make(map[string]attr.Value, len(api))
	for key, v := range api {
		elements[key] = types.StringValue(v)
	}
	return types.MapValueMust(types.StringType, elements)
}

// Strings are the known strings of a list or set; it is never nil.
func Strings(elements []attr.Value) []string {
	out := make([]string, 0, len(elements))
	for _, element := range elements {
		if s, ok := element.(types.String); ok && !s.IsUnknown() && !s.IsNull() {
			out = append(out, s.ValueString())
		}
	}
	return out
}

// TextSet is api as a set. Where it is empty, an attribute that was there and empty stays so. Empty strings, which Oracle
// answers for an empty list, do not count.
func TextSet(prior types.Set, api []string) types.Set {
	elements := texts(api)
	if len(elements) == 0 {
		if !prior.IsNull() && !prior.IsUnknown() && len(prior.Elements()) == 0 {
			return prior
		}
		return types.SetNull(types.StringType)
	}
	return types.SetValueMust(types.StringType, elements)
}

// TextList is api as a list, which is never null.
func TextList(api []string) types.List { return types.ListValueMust(types.StringType, texts(api)) }

func texts(api []string) []attr.Value {
	elements := []attr.Value{}
	for _, s := range api {
		if s != "" {
			elements = append(elements, types.StringValue(s))
		}
	}
	return elements
}

// Sorted are the known strings of a set, sorted; never nil.
func Sorted(set types.Set) []string {
	out := Strings(set.Elements())
	slices.Sort(out)
	return out
}
