// Command modules writes the inputs and outputs of the example modules into their READMEs, between two marks. It knows what a
// variable and an output block say, and nothing of what they mean.
//
//	go run ./internal/docs/modules examples/modules/region …
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The marks between which a README has what is written here.
const (
	begin = "<!-- inputs and outputs: go generate ./internal/docs/modules -->\n"
	end   = "<!-- end of inputs and outputs -->\n"
)

//go:generate go run . ../../../examples/modules/residency-boundary ../../../examples/modules/region ../../../examples/us-user-data

func main() {
	for _, dir := range os.Args[1:] {
		if err := write(dir); err != nil {
			fmt.Fprintln(os.Stderr, "modules:", err)
			os.Exit(1)
		}
	}
}

// write brings the README of one module up to date.
func write(dir string) error {
	file := filepath.Join(dir, "README.md")
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	fresh, err := renew(string(text), dir)
	if err != nil || fresh == string(text) {
		return err
	}
	return os.WriteFile(file, []byte(fresh), 0o644) //nolint:gosec // documentation is for everybody
}

// renew returns the README with the tables of the module in dir.
func renew(readme, dir string) (string, error) {
	before, rest, found := strings.Cut(readme, begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return "", fmt.Errorf("%s has not both marks:\n%s%s", filepath.Join(dir, "README.md"), begin, end)
	}
	inputs, err := table(dir, "variables.tf", "variable")
	if err != nil {
		return "", err
	}
	outputs, err := table(dir, "outputs.tf", "output")
	if err != nil {
		return "", err
	}
	return before + begin + "\n## Inputs\n\n" + inputs + "\n## Outputs\n\n" + outputs + "\n" + end + after, nil
}

// table describes the blocks of one type in a file, one in a row.
func table(dir, name, kind string) (string, error) {
	file := filepath.Join(dir, name)
	src, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	parsed, diags := hclparse.NewParser().ParseHCL(src, file)
	if diags.HasErrors() {
		return "", diags
	}
	body, ok := parsed.Body.(*hclsyntax.Body)
	if !ok {
		return "", errors.New(file + " is not written in HCL")
	}
	var out strings.Builder
	if kind == "variable" {
		out.WriteString("| name | type | default | description |\n|---|---|---|---|\n")
	} else {
		out.WriteString("| name | description |\n|---|---|\n")
	}
	for _, block := range body.Blocks {
		if block.Type != kind {
			continue
		}
		description, diags := text(block.Body.Attributes["description"])
		if diags.HasErrors() {
			return "", diags
		}
		if kind == "variable" {
			fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", block.Labels[0], source(src, block.Body.Attributes["type"]), source(src, block.Body.Attributes["default"]), cell(description))
		} else {
			fmt.Fprintf(&out, "| `%s` | %s |\n", block.Labels[0], cell(description))
		}
	}
	return out.String(), nil
}

func text(a *hclsyntax.Attribute) (string, hcl.Diagnostics) {
	if a == nil {
		return "", nil
	}
	value, diags := a.Expr.Value(nil)
	if diags.HasErrors() {
		return "", diags
	}
	return value.AsString(), nil
}

// source is an expression as it is written, where that is one line; "required" for a default that is not there.
func source(src []byte, a *hclsyntax.Attribute) string {
	if a == nil {
		return "required"
	}
	written := string(a.Expr.Range().SliceBytes(src))
	if strings.Contains(written, "\n") {
		return "[see there](variables.tf)"
	}
	return cell("`" + written + "`")
}

func cell(text string) string { return strings.ReplaceAll(text, "|", "\\|") }
