package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

// workspace is a folder with an applied configuration.
type workspace struct {
	cli, dir string
	env      []string
}

func newWorkspace(ctx context.Context, cli, dir string, env []string, configuration string) (*workspace, error) {
	w := &workspace{cli, dir, append(env, "CHECKPOINT_DISABLE=1")}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(configuration), 0o600); err != nil {
		return nil, err
	}
	if err := w.run(ctx, "init", "-input=false"); err != nil {
		return nil, err
	}
	return w, w.run(ctx, "apply", "-input=false", "-auto-approve")
}

// refresh is how long a refresh takes, and the provider's peak memory in it.
func (w *workspace) refresh(ctx context.Context, providerName string) (time.Duration, int64, error) {
	watching, stop := context.WithCancel(ctx)
	peak := make(chan int64, 1)
	go func() { peak <- watchMemory(watching, providerName) }()
	start := time.Now()
	err := w.run(ctx, "plan", "-refresh-only", "-input=false", "-parallelism=10")
	took := time.Since(start)
	stop()
	return took, <-peak, err
}

func (w *workspace) run(ctx context.Context, args ...string) error {
	cmd := exec.CommandContext(ctx, w.cli, args...)
	cmd.Dir = w.dir
	cmd.Env = w.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w\n%s", w.cli, args[0], err, out)
	}
	return nil
}

// mirrored is the folder below dir where a CLI looks for a floor's provider.
func mirrored(dir, name string) string {
	return filepath.Join(dir, "mirror", "registry.terraform.io", "bench", name, "1.0.0", runtime.GOOS+"_"+runtime.GOARCH)
}

// floorEnvironment lets the CLI find the floors' providers, and no others.
func floorEnvironment(dir string) ([]string, error) {
	path := filepath.Join(dir, "cli.tfrc")
	config := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.Join(dir, "mirror"))
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		return nil, err
	}
	// Ours writes no SDK log that nobody asked for, so the floors write none either: what is compared is the provider.
	return append(os.Environ(), "TF_CLI_CONFIG_FILE="+path, "TF_LOG_SDK=OFF"), nil
}
