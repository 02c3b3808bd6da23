package main

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

type functionJSON struct {
	Description string           `json:"description,omitempty"`
	Summary     string           `json:"summary,omitempty"`
	Deprecation string           `json:"deprecation_message,omitempty"`
	Return      tftypes.Type     `json:"return_type"`
	Parameters  []*parameterJSON `json:"parameters,omitempty"`
	Variadic    *parameterJSON   `json:"variadic_parameter,omitempty"`
}

type parameterJSON struct {
	Name        string       `json:"name"`
	Description string       `json:"description,omitempty"`
	Nullable    bool         `json:"is_nullable,omitempty"`
	Type        tftypes.Type `json:"type"`
}

func newFunction(f *tfprotov6.Function) *functionJSON {
	parameters := make([]*parameterJSON, 0, len(f.Parameters))
	for _, p := range f.Parameters {
		parameters = append(parameters, newParameter(p))
	}
	return &functionJSON{
		Description: f.Description,
		Summary:     f.Summary,
		Deprecation: f.DeprecationMessage,
		Return:      f.Return.Type,
		Parameters:  parameters,
		Variadic:    newParameter(f.VariadicParameter),
	}
}

func newParameter(p *tfprotov6.FunctionParameter) *parameterJSON {
	if p == nil {
		return nil
	}
	return &parameterJSON{Name: p.Name, Description: p.Description, Nullable: p.AllowNullValue, Type: p.Type}
}
