package attribute

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Chosen is an argument that Oracle chooses where the configuration leaves it out.
func Chosen(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description, Optional: true, Computed: true, Validators: append(validators, stringvalidator.LengthAtLeast(1)),
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// ChosenBool is Chosen for what is true or false.
func ChosenBool(description string) schema.BoolAttribute {
	return schema.BoolAttribute{
		MarkdownDescription: description, Optional: true, Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
	}
}

// ChosenInt is Chosen for a number.
func ChosenInt(description string, validators ...validator.Int64) schema.Int64Attribute {
	return schema.Int64Attribute{
		MarkdownDescription: description, Optional: true, Computed: true, Validators: validators,
		PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
	}
}

// Fixed is Chosen for an argument whose change replaces the noun, such as "database".
func Fixed(noun, description string, validators ...validator.String) schema.StringAttribute {
	out := Chosen(description+" A change replaces the "+noun+".", validators...)
	out.PlanModifiers = append(out.PlanModifiers, stringplanmodifier.RequiresReplaceIfConfigured())
	return out
}

// Loose is Chosen for an argument that Oracle may tell in another form: what means the same is no change.
func Loose(description string, same func(a, b string) bool, validators ...validator.String) schema.StringAttribute {
	out := Chosen(description, validators...)
	out.PlanModifiers = append(out.PlanModifiers, KeepForm(same))
	return out
}

// KeepForm keeps the state's form of what means the same.
func KeepForm(same func(a, b string) bool) planmodifier.String { return form(same) }

type form func(a, b string) bool

func (form) Description(context.Context) string {
	return "Another form of what means the same is no change."
}

func (f form) MarkdownDescription(ctx context.Context) string { return f.Description(ctx) }

func (f form) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if !req.StateValue.IsNull() && !req.PlanValue.IsUnknown() && f(req.PlanValue.ValueString(), req.StateValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}

// InForm is what Oracle tells, in the form that was there before where that means the same.
func InForm(before types.String, told *string, same func(a, b string) bool) types.String {
	if told != nil && same(before.ValueString(), *told) {
		return before
	}
	return Text(told)
}

// clocks are the forms in which Oracle takes and tells a time of the day.
var clocks = []string{"15:04", "15:04:05", "15:04Z07:00", "15:04:05Z07:00"}

// SameWindow says whether two beginnings of a window mean the same. They read "{day of the week} {time of the day}" or the time alone.
// Oracle takes the day in any case and the time with or without seconds, which it drops, and a zone.
func SameWindow(a, b string) bool { return a != "" && window(a) == window(b) }

func window(s string) string {
	words := strings.Fields(strings.ToLower(s))
	for i, word := range words {
		for _, layout := range clocks {
			if t, err := time.Parse(layout, strings.ToUpper(word)); err == nil {
				words[i] = t.UTC().Format("15:04")
			}
		}
		if len(word) > 3 && !strings.ContainsAny(word, "0123456789") {
			words[i] = word[:3] // the day in full
		}
	}
	return strings.Join(words, " ")
}
