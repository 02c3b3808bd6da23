package source

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

func TestState(t *testing.T) {
	for name, tt := range map[string]struct {
		src, settled string
		want         plan.Backend
		ok           bool
	}{
		"none":  {src: `locals {}`},
		"empty": {src: `terraform { required_version = ">= 1.8" }`},
		"oci": {
			src:  `terraform {` + "\n" + `backend "oci" {` + "\n" + `region = "us-ashburn-1"` + "\n" + `bucket = "state"` + "\n}\n}",
			want: plan.Backend{Type: "oci", Block: "terraform.backend.oci", Settings: map[string]string{"region": "us-ashburn-1", "bucket": "state"}}, ok: true,
		},
		"endpoints": {
			src: `terraform {` + "\n" + `backend "s3" {` + "\n" + `endpoints = { s3 = "https://n.compat.objectstorage.us-ashburn-1.oraclecloud.com" }` + "\n" + `use_path_style = true` + "\n" + `region = var.r` + "\n}\n}",
			want: plan.Backend{
				Type: "s3", Block: "terraform.backend.s3", Unknown: []string{"region"},
				Settings: map[string]string{"endpoints.s3": "https://n.compat.objectstorage.us-ashburn-1.oraclecloud.com"},
			}, ok: true,
		},
		"cloud": {
			src:  `terraform {` + "\n" + `cloud {` + "\n" + `hostname = "app.eu.terraform.io"` + "\n" + `workspaces {` + "\n" + `name = "w"` + "\n}\n}\n}",
			want: plan.Backend{Type: "cloud", Block: "terraform.cloud", Settings: map[string]string{"hostname": "app.eu.terraform.io", "workspaces.name": "w"}}, ok: true,
		},
		"given to init": {
			src: `terraform {` + "\n" + `backend "oci" {` + "\n" + `bucket = "state"` + "\n}\n}", settled: `{"backend":{"type":"oci","config":{"region":"eu-frankfurt-1","bucket":"other","x":null,"n":[{"a":"b"}]}}}`,
			want: plan.Backend{Type: "oci", Block: "terraform.backend.oci", Settings: map[string]string{"region": "eu-frankfurt-1", "bucket": "state", "n.a": "b"}}, ok: true,
		},
		"of another backend": {
			src: `terraform {` + "\n" + `backend "oci" {}` + "\n}", settled: `{"backend":{"type":"s3","config":{"region":"x"}}}`,
			want: plan.Backend{Type: "oci", Block: "terraform.backend.oci", Settings: map[string]string{}}, ok: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"main.tf": tt.src + "\n" + `module "m" { source = "./m" }`, "m/main.tf": "terraform {\nbackend \"gcs\" {}\n}"}
			if tt.settled != "" {
				files[settled] = tt.settled
			}
			x, err := Read(tree(files), ".")
			require.NoError(t, err)
			got, ok := x.State()
			assert.Equal(t, tt.ok, ok)
			if ok {
				assert.Equal(t, tt.want, got)
				_, line, found := x.Position(nil, tt.want.Block, "region")
				assert.True(t, found && line > 0)
			}
		})
	}
}
