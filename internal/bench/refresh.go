package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// refreshed is what was measured inside the sandbox: times in nanoseconds, memory in bytes, one time for each run.
type refreshed struct {
	Ours, Still, Empty, Gets []time.Duration
	OurMemory, EmptyMemory   int64
	Mixed                    mixed
}

// results compares a refresh with its floor: the same requests by a bare client, plus the refresh of as many resources of
// the same size by a provider that makes none.
func (r refreshed) results(buckets int) []result {
	gets, still, empty := median(r.Gets), median(r.Still), median(r.Empty)
	name := fmt.Sprintf("refresh, %d buckets", buckets)
	floor := fmt.Sprintf("= %s for as many signed GETs + %s for a refresh without requests", round(gets), round(still))
	small := fmt.Sprintf("= the GETs + %s for a refresh of resources with one attribute", round(empty))
	results := []result{
		compare(name, median(r.Ours), gets+still, floor, refreshLimit),
		compare(name, median(r.Ours), gets+empty, small, 0),
	}
	if r.OurMemory > 0 {
		results = append(results, result{
			name:     "peak memory",
			measured: mebibytes(r.OurMemory),
			floor:    mebibytes(r.EmptyMemory) + " empty provider",
			ratio:    float64(r.OurMemory) / float64(r.EmptyMemory),
		})
	}
	return append(results, r.Mixed.results(buckets)...)
}

func mebibytes(bytes int64) string { return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20)) }

// refreshInside measures; the cloud that the environment names is the sandbox.
func refreshInside(ctx context.Context, s settings) error {
	client, err := newBareClient(os.Getenv("TF_VAR_namespace"))
	if err != nil {
		return err
	}
	var r refreshed
	if s.only != "mixed" {
		if err := r.turns(ctx, s, client); err != nil {
			return err
		}
	}
	if r.Mixed, err = measureMixed(ctx, s, client, s.buckets); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}

// turns measure the refresh of buckets.
func (r *refreshed) turns(ctx context.Context, s settings, client *bareClient) error {
	spaces, err := newWorkspaces(ctx, s)
	if err != nil {
		return err
	}
	for i := range s.runs {
		fmt.Fprintf(os.Stderr, "refresh %d of %d\n", i+1, s.runs)
		if err := r.turn(ctx, spaces, client, s.buckets); err != nil {
			return err
		}
	}
	return nil
}

// turn measures each once.
func (r *refreshed) turn(ctx context.Context, spaces workspaces, client *bareClient, buckets int) error {
	took, memory, err := spaces.ours.refresh(ctx, "terraform-provider-residency")
	if err != nil {
		return err
	}
	r.Ours, r.OurMemory = append(r.Ours, took), max(r.OurMemory, memory)
	if took, _, err = spaces.still.refresh(ctx, "terraform-provider-still"); err != nil {
		return err
	}
	r.Still = append(r.Still, took)
	if took, memory, err = spaces.empty.refresh(ctx, "terraform-provider-empty"); err != nil {
		return err
	}
	r.Empty, r.EmptyMemory = append(r.Empty, took), max(r.EmptyMemory, memory)
	start := time.Now()
	err = client.get(ctx, buckets)
	r.Gets = append(r.Gets, time.Since(start))
	return err
}

// workspaces are the configurations that are refreshed: ours, the floor of the same size, and the smallest.
type workspaces struct{ ours, still, empty *workspace }

func newWorkspaces(ctx context.Context, s settings) (w workspaces, err error) {
	floors, err := floorEnvironment(s.inside)
	if err != nil {
		return w, err
	}
	apply := func(name string, env []string, configuration string) *workspace {
		made, failed := newWorkspace(ctx, s.cli, filepath.Join(s.inside, name), env, configuration)
		err = errors.Join(err, failed)
		return made
	}
	w.ours = apply("ours", os.Environ(), ourProvider+fmt.Sprintf(bucketConfiguration, "residency_bucket", s.buckets))
	w.still = apply("still", floors, stillProvider+fmt.Sprintf(bucketConfiguration, "still_bucket", s.buckets))
	w.empty = apply("empty", floors, fmt.Sprintf(emptyConfiguration, s.buckets))
	return w, err
}

const ourProvider = `
terraform {
  required_providers {
    residency = { source = "data-residency/residency" }
  }
}

provider "residency" {
  region   = "us-ashburn-1"
  boundary = { name = "us", jurisdictions = ["US"] }
}
`

const stillProvider = `
terraform {
  required_providers {
    still = { source = "registry.terraform.io/bench/still" }
  }
}
`

const bucketConfiguration = `
variable "compartment_id" { type = string }
variable "namespace" { type = string }

resource "%s" "bench" {
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
