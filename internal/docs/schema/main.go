// Command schema prints the provider's schema as `terraform providers schema -json` would, for tfplugindocs. It asks the
// provider in process, so that the documentation does not depend on which CLI is installed: only the newest ones know
// resource identities and list resources.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/data-residency/terraform-provider-residency/provider"
)

// address is the one under which tfplugindocs looks.
const address = "registry.terraform.io/hashicorp/residency"

func main() {
	described, err := describe(context.Background(), providerserver.NewProtocol6(provider.New("dev"))())
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(map[string]any{
			"format_version":   "1.0",
			"provider_schemas": map[string]any{address: described},
		})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

// describe asks the server for everything that the documentation shows.
func describe(ctx context.Context, server tfprotov6.ProviderServer) (*providerJSON, error) {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, err
	}
	if err := faults(append(schemas.Diagnostics, identities.Diagnostics...)); err != nil {
		return nil, err
	}
	return &providerJSON{
		Provider:      newSchema(schemas.Provider),
		Resources:     each(schemas.ResourceSchemas, newSchema),
		DataSources:   each(schemas.DataSourceSchemas, newSchema),
		ListResources: each(schemas.ListResourceSchemas, newSchema),
		Ephemerals:    each(schemas.EphemeralResourceSchemas, newSchema),
		Functions:     each(schemas.Functions, newFunction),
		Identities:    each(identities.IdentitySchemas, newIdentity),
	}, nil
}

// faults is the errors among the diagnostics.
func faults(diagnostics []*tfprotov6.Diagnostic) error {
	var errs []error
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			errs = append(errs, fmt.Errorf("%s: %s", d.Summary, d.Detail))
		}
	}
	return errors.Join(errs...)
}
