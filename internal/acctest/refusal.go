package acctest

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

// Refusal validates and plans a new resource in process, as Terraform does, and returns the summaries and details of the errors:
// "" for a plan that is accepted. block is one resource block of literal values, and the provider block is that of ProviderHCL.
// Computed attributes within nested ones stay null. Most of the time that a refused plan takes is the CLI's own.
func (e *Env) Refusal(region, block string) string {
	e.t.Helper()
	ctx := e.t.Context()
	server, schemas := e.configured(region)
	typeName, arguments := e.parseResource(block)
	schema := schemas.ResourceSchemas[typeName]
	proposed := map[string]any{}
	for _, a := range schema.Block.Attributes {
		proposed[a.Name] = arguments[a.Name]
		if arguments[a.Name] == nil && a.Computed {
			proposed[a.Name] = tftypes.NewValue(a.ValueType(), tftypes.UnknownValue)
		}
	}
	for name := range arguments {
		if _, known := proposed[name]; !known {
			return fmt.Sprintf("An argument named %q is not expected here.", name)
		}
	}
	t := schema.ValueType()
	config := e.dynamic(t, arguments)
	validated, err := server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: typeName, Config: config})
	e.must(err, nil)
	if text := errorsOf(validated.Diagnostics); text != "" {
		return text
	}
	planned, err := server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeName, PriorState: e.dynamic(t, nil), ProposedNewState: e.dynamic(t, proposed), Config: config,
	})
	e.must(err, nil)
	return errorsOf(planned.Diagnostics)
}

// ImportRefusal imports a resource by its id in process, as Terraform does, and returns the summaries and details of the errors: "" for
// what can be imported. The provider block is that of ProviderHCL.
func (e *Env) ImportRefusal(region, typeName, id string) string {
	e.t.Helper()
	ctx := e.t.Context()
	server, _ := e.configured(region)
	imported, err := server.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: typeName, ID: id})
	e.must(err, nil)
	if text := errorsOf(imported.Diagnostics); text != "" {
		return text
	}
	one := imported.ImportedResources[0]
	read, err := server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: typeName, CurrentState: one.State, CurrentIdentity: one.Identity, Private: one.Private,
	})
	e.must(err, nil)
	return errorsOf(read.Diagnostics)
}

func (e *Env) configured(region string) (tfprotov6.ProviderServer, *tfprotov6.GetProviderSchemaResponse) {
	e.t.Helper()
	server := e.server()
	schemas, err := server.GetProviderSchema(e.t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	e.must(err, schemas.Diagnostics)
	e.configure(e.t.Context(), server, schemas.Provider.ValueType(), region)
	return server, schemas
}

// parseResource is the type and the arguments of a resource block. What is Terraform's own in it is left out.
func (e *Env) parseResource(block string) (typeName string, arguments map[string]any) {
	e.t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(block), "block.tf", hcl.InitialPos)
	body, ok := file.Body.(*hclsyntax.Body)
	if diags.HasErrors() || !ok || len(body.Blocks) != 1 {
		e.t.Fatalf("%q is not one block: %v", block, diags)
	}
	resource := body.Blocks[0]
	arguments = map[string]any{}
	for name, a := range resource.Body.Attributes {
		if name == "depends_on" {
			continue
		}
		v, diags := a.Expr.Value(nil)
		if diags.HasErrors() {
			e.t.Fatal(diags)
		}
		arguments[name] = literal(v)
	}
	return resource.Labels[0], arguments
}

// literal is a value in the form that encode takes.
func literal(v cty.Value) any {
	switch t := v.Type(); {
	case v.IsNull():
		return nil
	case t == cty.String:
		return v.AsString()
	case t == cty.Bool:
		return v.True()
	case t == cty.Number:
		return v.AsBigFloat()
	case t.IsTupleType():
		elements := []any{}
		for _, element := range v.AsValueSlice() {
			elements = append(elements, literal(element))
		}
		return elements
	}
	members := map[string]any{}
	for name, member := range v.AsValueMap() {
		members[name] = literal(member)
	}
	return members
}
