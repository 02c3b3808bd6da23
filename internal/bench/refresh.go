package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// refreshed is what was measured inside the sandbox: times in nanoseconds, memory in bytes, one element for each run.
type refreshed struct {
	Ours, Empty, Gets      []time.Duration
	OurMemory, EmptyMemory int64
}

// results compares a refresh with its floor: the same requests by a bare client, plus the same refresh by a provider that
// makes none.
func (r refreshed) results(buckets int) []result {
	gets, empty := median(r.Gets), median(r.Empty)
	floor := fmt.Sprintf("= %s for %d signed GETs + %s for an empty refresh", round(gets), buckets, round(empty))
	results := []result{compare(fmt.Sprintf("refresh, %d buckets", buckets), median(r.Ours), gets+empty, floor, refreshLimit)}
	if r.OurMemory > 0 {
		results = append(results, result{
			name:     "peak memory",
			measured: mebibytes(r.OurMemory),
			floor:    mebibytes(r.EmptyMemory) + " empty provider",
			ratio:    float64(r.OurMemory) / float64(r.EmptyMemory),
		})
	}
	return results
}

func mebibytes(bytes int64) string { return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20)) }

// refreshInside measures; the cloud that the environment names is the sandbox.
func refreshInside(ctx context.Context, s settings) error {
	ours, err := newWorkspace(ctx, s.cli, filepath.Join(s.inside, "ours"), os.Environ(), fmt.Sprintf(ourConfiguration, s.buckets))
	if err != nil {
		return err
	}
	env, err := emptyEnvironment(s.inside)
	if err != nil {
		return err
	}
	empty, err := newWorkspace(ctx, s.cli, filepath.Join(s.inside, "empty"), env, fmt.Sprintf(emptyConfiguration, s.buckets))
	if err != nil {
		return err
	}
	client, err := newBareClient(os.Getenv("TF_VAR_namespace"))
	if err != nil {
		return err
	}
	var r refreshed
	for i := range s.runs {
		fmt.Fprintf(os.Stderr, "refresh %d of %d\n", i+1, s.runs)
		if err := r.turn(ctx, ours, empty, client, s.buckets); err != nil {
			return err
		}
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}

// turn measures each once.
func (r *refreshed) turn(ctx context.Context, ours, empty *workspace, client *bareClient, buckets int) error {
	took, memory, err := ours.refresh(ctx, "terraform-provider-residency")
	if err != nil {
		return err
	}
	r.Ours, r.OurMemory = append(r.Ours, took), max(r.OurMemory, memory)
	if took, memory, err = empty.refresh(ctx, "terraform-provider-empty"); err != nil {
		return err
	}
	r.Empty, r.EmptyMemory = append(r.Empty, took), max(r.EmptyMemory, memory)
	start := time.Now()
	err = client.get(ctx, buckets)
	r.Gets = append(r.Gets, time.Since(start))
	return err
}

const ourConfiguration = `
terraform {
  required_providers {
    residency = { source = "data-residency/residency" }
  }
}

provider "residency" {
  region   = "us-ashburn-1"
  boundary = { name = "us", jurisdictions = ["US"] }
}

variable "compartment_id" { type = string }
variable "namespace" { type = string }

resource "residency_bucket" "bench" {
  count          = %d
  compartment_id = var.compartment_id
  namespace      = var.namespace
  name           = "bench-${count.index}"
}
`

const emptyConfiguration = `
terraform {
  required_providers {
    empty = { source = "registry.terraform.io/bench/empty" }
  }
}

resource "empty_thing" "bench" {
  count = %d
  id    = "bench-${count.index}"
}
`
