package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// environment is the tests' environment for the CLI at path, with config as its configuration file: that of the user may
// override providers, or be missing. OpenTofu looks for providers under its own registry's host, so the harness must serve
// ours there.
func environment(ctx context.Context, path, config string) ([]string, error) {
	if path == "" {
		return nil, errors.New("no Terraform CLI was named: give -cli the path of terraform or tofu")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	env := append(os.Environ(), "TF_ACC=1", "TF_ACC_TERRAFORM_PATH="+path, "TF_CLI_CONFIG_FILE="+config, "CHECKPOINT_DISABLE=1")
	version, err := cliVersion(ctx, path, env)
	if err != nil {
		return nil, err
	}
	fmt.Printf("Testing with %s (%s)\n", version, path)
	if strings.HasPrefix(version, "OpenTofu") {
		env = append(env, "TF_ACC_PROVIDER_HOST=registry.opentofu.org", "TF_ACC_PROVIDER_NAMESPACE=hashicorp")
	}
	return env, nil
}

// cliVersion is the line with which the CLI names itself, such as "OpenTofu v1.12.6".
func cliVersion(ctx context.Context, path string, env []string) (string, error) {
	cmd := exec.CommandContext(ctx, path, "version")
	cmd.Env = env
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s version: %w", path, err)
	}
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "Terraform v") || strings.HasPrefix(line, "OpenTofu v") {
			return strings.TrimSpace(line), nil
		}
	}
	return "", fmt.Errorf("%s version: neither Terraform nor OpenTofu in its answer: %q", path, out)
}
