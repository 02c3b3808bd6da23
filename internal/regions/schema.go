package regions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Schema describes the arguments, which are combined with and, and the regions.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The regions of Oracle Cloud that this release of the provider knows, by jurisdiction, country and realm, and by the tenancy's " +
			"subscriptions. A region must match every argument that is given; without arguments all regions are listed.\n\n" +
			"The list is part of the provider. A request is sent, one, only when `subscribed` or `home` is given.\n\n" +
			"This list says where regions are, not what a boundary allows: for that use `residency_boundary`.",
		Attributes: attributes(),
	}
}

func attributes() map[string]schema.Attribute {
	notEmpty := []validator.List{listvalidator.SizeAtLeast(1)}
	return map[string]schema.Attribute{
		"jurisdictions": schema.ListAttribute{
			MarkdownDescription: "ISO 3166-1 alpha-2 codes, or the groups `EU` and `EEA`, as in a boundary. Like there, a region counts only if Oracle's " +
				"documentation states its country: that a name suggests one is no evidence.",
			ElementType: types.StringType,
			Optional:    true,
			Validators:  notEmpty,
		},
		"countries": schema.ListAttribute{
			MarkdownDescription: "ISO 3166-1 alpha-2 codes. Unlike `jurisdictions` it also selects regions whose country is known only from their name; " +
				"add `documented = true` to leave them out.",
			ElementType: types.StringType,
			Optional:    true,
			Validators:  notEmpty,
		},
		"realm": schema.StringAttribute{
			MarkdownDescription: "Realm, such as `oc1`, the commercial one. A tenancy is in one realm and cannot reach the regions of another.",
			Optional:            true,
		},
		"documented": schema.BoolAttribute{
			MarkdownDescription: "Only regions whose country Oracle's documentation states (`true`), or only the others (`false`).",
			Optional:            true,
		},
		"subscribed": schema.BoolAttribute{
			MarkdownDescription: "Only regions that the tenancy is subscribed to (`true`), or only the others (`false`). A subscription counts from the moment it " +
				"is asked for, because it cannot be undone.",
			Optional: true,
		},
		"home": schema.BoolAttribute{
			MarkdownDescription: "Only the tenancy's home region (`true`), or only the others (`false`).",
			Optional:            true,
		},
		"names": schema.ListAttribute{
			MarkdownDescription: "Names of the regions, sorted.",
			ElementType:         types.StringType,
			Computed:            true,
		},
		"regions": schema.MapNestedAttribute{
			MarkdownDescription: "The regions, by name.",
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: regionAttributes()},
		},
	}
}

func regionAttributes() map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	truth := func(description string) schema.Attribute {
		return schema.BoolAttribute{MarkdownDescription: description, Computed: true}
	}
	return map[string]schema.Attribute{
		"name":       text("Name, such as `us-ashburn-1`."),
		"key":        text("Key in lower case, such as `iad`, as IAM conditions want it."),
		"realm":      text("Realm; null for a subscribed region that this release does not know."),
		"country":    text("Country, as ISO 3166-1 alpha-2 code; null for a subscribed region that this release does not know."),
		"documented": truth("Whether Oracle's documentation states the country. Where not, the country is known from the region's name only."),
		"subscribed": truth("Whether the tenancy is subscribed to the region; null unless `subscribed` or `home` is given."),
		"home":       truth("Whether it is the tenancy's home region; null unless `subscribed` or `home` is given."),
	}
}
