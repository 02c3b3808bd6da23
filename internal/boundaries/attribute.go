package boundaries

import (
	_ "embed"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
)

//go:embed attribute.md
var description string

// Attribute is the provider block's attribute "boundary": the same declaration as a boundary file, with the blocks as maps.
// It is dynamic because Terraform drops from a typed object what its type does not have, and says nothing: a misspelt
// "regions", which narrows, would leave a wider boundary than was meant.
func Attribute() schema.DynamicAttribute {
	return schema.DynamicAttribute{MarkdownDescription: strings.TrimSpace(description), Optional: true}
}
