package attribute

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

const (
	mostTags   = 10             // free-form tags that Oracle lets a resource have
	oracleTags = "Oracle-Tags." // namespace of the tags that Oracle adds to everything
)

var definedTag = regexp.MustCompile(`^[^.\s]+\.[^.\s]+$`)

// FreeformTags is the argument freeform_tags.
func FreeformTags() schema.Attribute {
	return schema.MapAttribute{
		MarkdownDescription: "Free-form tags. Tags that are not here are removed, but for the provider's own marks, which are not shown: `" +
			strings.Join(placement.Marks(), "`, `") + "`.",
		ElementType: types.StringType,
		Optional:    true,
		Validators: []validator.Map{
			mapvalidator.SizeAtMost(mostTags),
			mapvalidator.KeysAre(stringvalidator.LengthBetween(1, 100), stringvalidator.NoneOfCaseInsensitive(placement.Marks()...)),
			mapvalidator.ValueStringsAre(stringvalidator.LengthAtMost(256)),
			NoNulls(),
			classTags(),
		},
	}
}

// DefinedTags is the argument defined_tags.
func DefinedTags() schema.Attribute {
	return schema.MapAttribute{
		MarkdownDescription: "Defined tags as `\"Namespace.Key\" = \"value\"`. Tags that are not here, such as those that tag defaults and Oracle add, are left alone.",
		ElementType:         types.StringType,
		Optional:            true,
		Validators: []validator.Map{
			mapvalidator.KeysAre(stringvalidator.RegexMatches(definedTag, `must be a tag namespace and a key, such as "Operations.CostCenter"`)),
			mapvalidator.ValueStringsAre(stringvalidator.LengthAtMost(256)),
			NoNulls(),
			classTags(),
		},
	}
}

// Crowded refuses free-form tags that leave no room for the marks, which Marks gives. noun is such as "bucket".
func Crowded(tags types.Map, marks map[string]string, noun string) (diags diag.Diagnostics) {
	if n := len(tags.Elements()); n+len(marks) > mostTags {
		diags.Append(diagnostic.Error(path.Root("freeform_tags"), "Too many tags",
			fmt.Sprintf("Oracle allows %d free-form tags on a %s, and there are %d here besides the provider's own: %s.",
				mostTags, noun, n, strings.Join(slices.Sorted(maps.Keys(marks)), ", ")),
			"Leave one of them out, or make it a defined tag."))
	}
	return diags
}

// Marks are the marks of something new: the owner's, unless owner is "", and the password's, unless that is "".
func Marks(owner, password string) map[string]string {
	marks := Remarked(nil, password)
	if owner != "" {
		marks[placement.OwnerTag] = owner
	}
	return marks
}

// Freeform is what Oracle says of free-form tags, without the provider's marks.
func Freeform(prior types.Map, api map[string]string) types.Map {
	return TextMap(prior, placement.WithoutMarks(api))
}

// Defined is what Oracle says of the defined tags that the configuration manages: those of prior, or after an import all
// but Oracle's own.
func Defined(prior types.Map, api map[string]map[string]any, imported bool) types.Map {
	managed, all := Texts(prior), flat(api)
	maps.DeleteFunc(all, func(tag, _ string) bool {
		if imported {
			return strings.HasPrefix(tag, oracleTags)
		}
		_, ours := managed[tag]
		return !ours
	})
	return TextMap(prior, all)
}

// WithoutOracleTags are the defined tags, as "Namespace.Key", that a person or a configuration has set.
func WithoutOracleTags(tags map[string]string) map[string]string {
	out := maps.Clone(tags)
	maps.DeleteFunc(out, func(tag, _ string) bool { return strings.HasPrefix(tag, oracleTags) })
	return out
}

// SentDefined are defined tags in the form of a request.
func SentDefined(tags types.Map) map[string]map[string]any { return deep(Texts(tags)) }

// MergedDefined are the defined tags to send in an update: what is there without what the state managed, and what the plan
// says.
func MergedDefined(plan, state types.Map, current map[string]map[string]any) map[string]map[string]any {
	all := flat(current)
	for tag := range Texts(state) {
		delete(all, tag)
	}
	maps.Copy(all, Texts(plan))
	return deep(all)
}

func deep(tags map[string]string) map[string]map[string]any {
	out := map[string]map[string]any{}
	for tag, v := range tags {
		namespace, key, _ := strings.Cut(tag, ".")
		if out[namespace] == nil {
			out[namespace] = map[string]any{}
		}
		out[namespace][key] = v
	}
	return out
}

func flat(tags map[string]map[string]any) map[string]string {
	out := map[string]string{}
	for namespace, keys := range tags {
		for key, v := range keys {
			out[namespace+"."+key] = fmt.Sprint(v)
		}
	}
	return out
}
