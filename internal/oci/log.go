package oci

import (
	"os"

	"github.com/hashicorp/go-hclog"
)

// logger is the caller's; without one it writes what Terraform collects from a provider: JSON lines on standard error.
func (r *resolver) logger() hclog.Logger {
	if r.config.Logger != nil {
		return r.config.Logger
	}
	for _, variable := range []string{"TF_LOG_PROVIDER", "TF_LOG"} {
		level := r.getenv(variable)
		if level == "JSON" {
			level = "TRACE"
		}
		if hclog.LevelFromString(level) != hclog.NoLevel {
			return hclog.New(&hclog.LoggerOptions{
				Name: "residency", Level: hclog.LevelFromString(level), Output: os.Stderr, JSONFormat: true,
			})
		}
	}
	return hclog.NewNullLogger()
}
