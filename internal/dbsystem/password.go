package dbsystem

import (
	"context"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
)

// password accepts what both services document for an administrator's password. Its diagnostics never have the password in
// them.
type password struct{}

// classes are what a password must have one of each.
var classes = []*regexp.Regexp{regexp.MustCompile(`[a-z]`), regexp.MustCompile(`[A-Z]`), regexp.MustCompile(`[0-9]`), regexp.MustCompile(`[^a-zA-Z0-9]`)}

// Description implements validator.Describer.
func (password) Description(context.Context) string {
	return "value must have 8 to 32 characters, with upper and lower case letters, digits and special characters"
}

// MarkdownDescription implements validator.Describer.
func (v password) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements validator.String.
func (v password) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	given := req.ConfigValue.ValueString()
	lacks := func(class *regexp.Regexp) bool { return !class.MatchString(given) }
	if len(given) < 8 || len(given) > 32 || slices.ContainsFunc(classes, lacks) {
		resp.Diagnostics.Append(diagnostic.Error(req.Path, "Password refused", "Oracle refuses this password: the "+v.Description(ctx)+".",
			"Choose another one; the value is not shown."))
	}
}
