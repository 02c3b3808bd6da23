package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const (
	mixedLimit   = 1.3 // of a refresh of mixed resources against its floor
	regionsLimit = 1.3 // of the peak memory for ten regions against that for one
)

// tenRegions are those that the benchmark's tenancy is subscribed to.
var tenRegions = []string{
	"us-ashburn-1", "us-phoenix-1", "us-chicago-1", "us-sanjose-1", "eu-frankfurt-1", "uk-london-1", "ca-toronto-1", "ap-tokyo-1", "ap-sydney-1", "sa-saopaulo-1",
}

// writeSeed writes the seed of a sandbox whose tenancy has ten regions.
func writeSeed(dir string) (string, error) {
	path := filepath.Join(dir, "seed.hcl")
	text := fmt.Sprintf("tenancy \"bench\" {\n  namespace   = \"bench\"\n  home_region = %q\n  regions     = [\"%s\"]\n}\n", tenRegions[0], strings.Join(tenRegions, `", "`))
	return path, os.WriteFile(path, []byte(text), 0o600)
}

// mixed is what was measured of a thousand resources of all kinds, and of one and of ten regions.
type mixed struct {
	Ours, Still, Gets    []time.Duration
	OneRegion, AllRegion int64 // peak memory in bytes
}

func (m mixed) results(resources int) []result {
	gets, still := median(m.Gets), median(m.Still)
	floor := fmt.Sprintf("= %s for a signed GET of each + %s for a refresh without requests", round(gets), round(still))
	results := []result{compare(fmt.Sprintf("refresh, %d mixed", resources), median(m.Ours), gets+still, floor, mixedLimit)}
	if m.OneRegion > 0 {
		results = append(results, result{
			name: "memory, ten regions", measured: mebibytes(m.AllRegion), floor: mebibytes(m.OneRegion) + " one region",
			ratio: float64(m.AllRegion) / float64(m.OneRegion), limit: regionsLimit,
		})
	}
	return results
}

// measureMixed measures inside the sandbox; count is of all resources together.
func measureMixed(ctx context.Context, s settings, client *bareClient, count int) (m mixed, err error) {
	floors, err := floorEnvironment(s.inside)
	if err != nil {
		return m, err
	}
	secret := "TF_VAR_admin_password=Sesame-Open-1" //nolint:gosec // of databases in the sandbox
	open := func(name string, env []string, configuration string) (w *workspace) {
		if err == nil {
			w, err = newWorkspace(ctx, s.cli, filepath.Join(s.inside, name), append(env, secret), configuration)
		}
		return w
	}
	ours := open("mixed", os.Environ(), ourProvider+mixedConfiguration("residency", count))
	still := open("mixed-still", floors, stillProvider+mixedConfiguration("still", count))
	one := open("one-region", os.Environ(), everywhereProvider+inRegions(tenRegions[:1], count))
	all := open("ten-regions", os.Environ(), everywhereProvider+inRegions(tenRegions, count))
	if err != nil {
		return m, err
	}
	urls, err := ours.urls(ctx)
	if err != nil {
		return m, err
	}
	for i := range s.runs {
		fmt.Fprintf(os.Stderr, "mixed refresh %d of %d\n", i+1, s.runs)
		if err := m.turn(ctx, ours, still, func() error { return client.getAll(ctx, urls) }); err != nil {
			return m, err
		}
	}
	const name = "terraform-provider-residency"
	if _, m.OneRegion, err = one.refresh(ctx, name); err != nil {
		return m, err
	}
	_, m.AllRegion, err = all.refresh(ctx, name)
	return m, err
}

// turn measures each once.
func (m *mixed) turn(ctx context.Context, ours, still *workspace, get func() error) error {
	took, _, err := ours.refresh(ctx, "terraform-provider-residency")
	if err != nil {
		return err
	}
	m.Ours = append(m.Ours, took)
	if took, _, err = still.refresh(ctx, "terraform-provider-still"); err != nil {
		return err
	}
	m.Still = append(m.Still, took)
	start := time.Now()
	err = get()
	m.Gets = append(m.Gets, time.Since(start))
	return err
}

// endpoints are where the services answer in Ashburn, by the type without the provider's name.
var endpoints = map[string]string{
	"autonomous_database":  "https://database.us-ashburn-1.oraclecloud.com/20160918/autonomousDatabases/",
	"nosql_table":          "https://nosql.us-ashburn-1.oci.oraclecloud.com/20190828/tables/",
	"mysql_db_system":      "https://mysql.us-ashburn-1.ocp.oraclecloud.com/20190415/dbSystems/",
	"postgresql_db_system": "https://postgresql.us-ashburn-1.oci.oraclecloud.com/20220915/dbSystems/",
}

// urls are where the resources of a workspace are read, each once.
func (w *workspace) urls(ctx context.Context) ([]string, error) {
	cmd := exec.CommandContext(ctx, w.cli, "show", "-json")
	cmd.Dir, cmd.Env, cmd.Stderr = w.dir, w.env, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var state struct {
		Values struct {
			RootModule struct {
				Resources []struct {
					Type   string
					Values map[string]any
				}
			} `json:"root_module"`
		}
	}
	if err := json.Unmarshal(out, &state); err != nil {
		return nil, err
	}
	var urls []string
	for _, r := range state.Values.RootModule.Resources {
		endpoint, known := endpoints[strings.TrimPrefix(r.Type, "residency_")]
		if known {
			urls = append(urls, fmt.Sprintf("%s%v", endpoint, r.Values["id"]))
			continue
		}
		urls = append(urls, fmt.Sprintf("https://objectstorage.us-ashburn-1.oraclecloud.com/n/%v/b/%v", r.Values["namespace"], r.Values["name"]))
	}
	return urls, nil
}

const everywhereProvider = `
terraform {
  required_providers {
    residency = { source = "data-residency/residency" }
  }
}

provider "residency" {
  region   = "us-ashburn-1"
  boundary = { name = "everywhere", jurisdictions = ["US", "DE", "GB", "CA", "JP", "AU", "BR"] }
}
`

// inRegions is a configuration of buckets, spread over regions.
func inRegions(regions []string, count int) string {
	return fmt.Sprintf(`
variable "compartment_id" { type = string }
variable "namespace" { type = string }
variable "admin_password" { default = "" }

locals { regions = ["%s"] }

resource "residency_bucket" "bench" {
  count          = %d
  compartment_id = var.compartment_id
  namespace      = var.namespace
  region         = local.regions[count.index %% length(local.regions)]
  name           = "regions-%d-${count.index}"
}
`, strings.Join(regions, `", "`), count, len(regions))
}

// mixedConfiguration is a configuration of a provider's resources of all kinds: seven in ten are buckets.
func mixedConfiguration(provider string, count int) string {
	return strings.NewReplacer("PROVIDER_", provider+"_", "TENTH", fmt.Sprint(count/10), "TWENTIETH", fmt.Sprint(count/20), "REST", fmt.Sprint(count-2*(count/10)-2*(count/20))).
		Replace(mixedHCL)
}

const mixedHCL = `
variable "compartment_id" { type = string }
variable "namespace" { type = string }
variable "admin_password" {
  type      = string
  ephemeral = true
}

resource "PROVIDER_bucket" "bench" {
  count          = REST
  compartment_id = var.compartment_id
  namespace      = var.namespace
  name           = "mixed-${count.index}"
}

resource "PROVIDER_nosql_table" "bench" {
  count          = TENTH
  compartment_id = var.compartment_id
  name           = "bench${count.index}"
  ddl_statement  = "CREATE TABLE bench${count.index} (id INTEGER, PRIMARY KEY (id))"
  table_limits   = { max_read_units = 1, max_write_units = 1, max_storage_in_gbs = 1 }
}

resource "PROVIDER_mysql_db_system" "bench" {
  count                     = TENTH
  compartment_id            = var.compartment_id
  display_name              = "bench-${count.index}"
  subnet_id                 = "ocid1.subnet.oc1.iad.aaaaaaaasubnet"
  shape_name                = "MySQL.4"
  admin_username            = "keeper"
  admin_password_wo         = var.admin_password
  admin_password_wo_version = 1
}

resource "PROVIDER_postgresql_db_system" "bench" {
  count                     = TWENTIETH
  compartment_id            = var.compartment_id
  display_name              = "bench-${count.index}"
  subnet_id                 = "ocid1.subnet.oc1.iad.aaaaaaaasubnet"
  db_version                = "16"
  shape                     = "PostgreSQL.VM.Standard.E5.Flex"
  admin_username            = "keeper"
  admin_password_wo         = var.admin_password
  admin_password_wo_version = 1
}

resource "PROVIDER_autonomous_database" "bench" {
  count                     = TWENTIETH
  compartment_id            = var.compartment_id
  db_name                   = "bench${count.index}"
  compute_model             = "ECPU"
  compute_count             = 2
  data_storage_size_in_gb   = 100
  admin_password_wo         = var.admin_password
  admin_password_wo_version = 1
}
`
