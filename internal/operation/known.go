package operation

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
)

// Known is a noun's model after an apply: what the plan knew stays, because Terraform refuses any other state, and what it
// did not know, wholly or in a part, comes from what was read. What differs then shows as drift at the next refresh. M is a struct of framework
// values; structs in it are gone through as well.
func Known[M any](plan, read M) M {
	out := plan
	fill(reflect.ValueOf(&out).Elem(), reflect.ValueOf(read))
	return out
}

func fill(out, read reflect.Value) {
	for i := range out.NumField() {
		field := out.Field(i)
		if value, ok := reflect.TypeAssert[attr.Value](field); ok {
			if !whollyKnown(value) {
				field.Set(read.Field(i))
			}
			continue
		}
		if field.Kind() == reflect.Struct {
			fill(field, read.Field(i))
		}
	}
}

func whollyKnown(value attr.Value) bool {
	raw, err := value.ToTerraformValue(context.Background())
	return err == nil && raw.IsFullyKnown()
}
