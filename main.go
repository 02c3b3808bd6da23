// Terraform and OpenTofu start this binary as a provider; people and CI start it with a command.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"

	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/data-residency/terraform-provider-residency/internal/cli"
	"github.com/data-residency/terraform-provider-residency/provider"
)

// version is set by the release build. It is a plain release version: a mirror never selects another.
var version = "0.1.0"

func main() {
	if args := os.Args[1:]; len(args) > 0 && strings.TrimLeft(args[0], "-") != "debug" {
		os.Exit(cli.Run(args, version))
	}
	debug := flag.Bool("debug", false, "serve for a debugger, and tell what to put in TF_REATTACH_PROVIDERS")
	flag.Parse()
	if !logWanted(os.Environ()) {
		_ = os.Setenv("TF_LOG_SDK", "OFF") // cannot fail: the name is well-formed
	}
	serve := func() framework.Provider { return provider.New(version) }
	err := providerserver.Serve(context.Background(), serve, providerserver.ServeOpts{
		Address: "registry.terraform.io/data-residency/residency",
		Debug:   *debug,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// logWanted says whether anybody asked for a log. The SDK writes its own in any case, and Terraform parses every line only to
// drop it: for a thousand buckets that takes longer than the planning.
func logWanted(environ []string) bool {
	return slices.ContainsFunc(environ, func(entry string) bool {
		name, value, _ := strings.Cut(entry, "=")
		return value != "" && (strings.HasPrefix(name, "TF_LOG") || strings.HasPrefix(name, "TF_ACC_LOG"))
	})
}
