package main

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The types below are the JSON of `terraform providers schema`, as
// https://developer.hashicorp.com/terraform/cli/commands/providers/schema describes it.

type providerJSON struct {
	Provider      *schemaJSON              `json:"provider"`
	Resources     map[string]*schemaJSON   `json:"resource_schemas,omitempty"`
	DataSources   map[string]*schemaJSON   `json:"data_source_schemas,omitempty"`
	ListResources map[string]*schemaJSON   `json:"list_resource_schemas,omitempty"`
	Ephemerals    map[string]*schemaJSON   `json:"ephemeral_resource_schemas,omitempty"`
	Functions     map[string]*functionJSON `json:"functions,omitempty"`
	Identities    map[string]*identityJSON `json:"resource_identity_schemas,omitempty"`
}

type schemaJSON struct {
	Version int64      `json:"version"`
	Block   *blockJSON `json:"block"`
}

type blockJSON struct {
	Attributes  map[string]*attributeJSON   `json:"attributes,omitempty"`
	Blocks      map[string]*nestedBlockJSON `json:"block_types,omitempty"`
	Description string                      `json:"description,omitempty"`
	Kind        string                      `json:"description_kind,omitempty"`
	Deprecated  bool                        `json:"deprecated,omitempty"`
}

type nestedBlockJSON struct {
	Nesting string     `json:"nesting_mode"`
	Block   *blockJSON `json:"block"`
	Min     int64      `json:"min_items,omitempty"`
	Max     int64      `json:"max_items,omitempty"`
}

type attributeJSON struct {
	Type        tftypes.Type         `json:"type,omitempty"`
	Nested      *nestedAttributeJSON `json:"nested_type,omitempty"`
	Description string               `json:"description,omitempty"`
	Kind        string               `json:"description_kind,omitempty"`
	Deprecated  bool                 `json:"deprecated,omitempty"`
	Required    bool                 `json:"required,omitempty"`
	Optional    bool                 `json:"optional,omitempty"`
	Computed    bool                 `json:"computed,omitempty"`
	Sensitive   bool                 `json:"sensitive,omitempty"`
	WriteOnly   bool                 `json:"write_only,omitempty"`
}

type nestedAttributeJSON struct {
	Attributes map[string]*attributeJSON `json:"attributes"`
	Nesting    string                    `json:"nesting_mode"`
}

type identityJSON struct {
	Version    int64                             `json:"version"`
	Attributes map[string]*identityAttributeJSON `json:"attributes"`
}

type identityAttributeJSON struct {
	Type        tftypes.Type `json:"type"`
	Description string       `json:"description,omitempty"`
	Required    bool         `json:"required_for_import,omitempty"`
	Optional    bool         `json:"optional_for_import,omitempty"`
}

// each converts every value of a map.
func each[V, W any](in map[string]V, convert func(V) W) map[string]W {
	out := make(map[string]W, len(in))
	for name, value := range in {
		out[name] = convert(value)
	}
	return out
}

func newSchema(s *tfprotov6.Schema) *schemaJSON {
	return &schemaJSON{Version: s.Version, Block: newBlock(s.Block)}
}

func newBlock(b *tfprotov6.SchemaBlock) *blockJSON {
	blocks := make(map[string]*nestedBlockJSON, len(b.BlockTypes))
	for _, nested := range b.BlockTypes {
		blocks[nested.TypeName] = &nestedBlockJSON{
			Nesting: strings.ToLower(nested.Nesting.String()),
			Block:   newBlock(nested.Block),
			Min:     nested.MinItems,
			Max:     nested.MaxItems,
		}
	}
	return &blockJSON{
		Attributes:  newAttributes(b.Attributes),
		Blocks:      blocks,
		Description: b.Description,
		Kind:        kind(b.DescriptionKind),
		Deprecated:  b.Deprecated,
	}
}

func newAttributes(attributes []*tfprotov6.SchemaAttribute) map[string]*attributeJSON {
	out := make(map[string]*attributeJSON, len(attributes))
	for _, a := range attributes {
		out[a.Name] = &attributeJSON{
			Type:        a.Type,
			Nested:      newNested(a.NestedType),
			Description: a.Description,
			Kind:        kind(a.DescriptionKind),
			Deprecated:  a.Deprecated,
			Required:    a.Required,
			Optional:    a.Optional,
			Computed:    a.Computed,
			Sensitive:   a.Sensitive,
			WriteOnly:   a.WriteOnly,
		}
	}
	return out
}

func newNested(o *tfprotov6.SchemaObject) *nestedAttributeJSON {
	if o == nil {
		return nil
	}
	return &nestedAttributeJSON{Attributes: newAttributes(o.Attributes), Nesting: strings.ToLower(o.Nesting.String())}
}

func newIdentity(s *tfprotov6.ResourceIdentitySchema) *identityJSON {
	attributes := make(map[string]*identityAttributeJSON, len(s.IdentityAttributes))
	for _, a := range s.IdentityAttributes {
		attributes[a.Name] = &identityAttributeJSON{a.Type, a.Description, a.RequiredForImport, a.OptionalForImport}
	}
	return &identityJSON{Version: s.Version, Attributes: attributes}
}

func kind(k tfprotov6.StringKind) string { return strings.ToLower(k.String()) }
