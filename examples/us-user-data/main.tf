# US user data in US regions, beside EU user data in EU regions, and one backup abroad that is on its way home.
#
# Adding a region to the US population is one line in terraform.tfvars.

provider "residency" {
  boundary            = module.us.boundary
  owner               = "example/us-user-data"
  region              = var.home_region
  config_file_profile = var.profile
}

provider "residency" {
  alias               = "eu"
  boundary            = module.eu.boundary
  owner               = "example/eu-user-data"
  region              = sort(keys(var.eu_regions))[0]
  config_file_profile = var.profile
}

locals {
  spare = {
    (var.pipeline_group) = { reason = "the pipeline, whose plans are judged", approved_by = "data-security" }
  }
}

# The US population.

module "us" {
  source = "../modules/residency-boundary"

  name            = "us-user-data"
  jurisdictions   = ["US"]
  regions         = keys(var.us_regions)
  tenancy_ocid    = var.tenancy_ocid
  compartment_id  = var.compartment_ids["us-user-data"]
  network_sources = var.network_sources
  spare           = local.spare

  exceptions = {
    "singapore-backup" = {
      regions      = ["ap-singapore-1"]
      compartments = [var.compartment_ids["us-user-data-legacy"]]
      kinds        = ["placement"]
      reason       = "backup until the cut-over is complete"
      owner        = "storage-team"
      approved_by  = "us-data-security"
      ticket       = "RES-42"
      expires      = "2031-03-31"
    }
  }
}

# The five lines that open a region are the ones of this module; the map in terraform.tfvars says for which.
module "us_region" {
  source   = "../modules/region"
  for_each = var.us_regions

  name           = "us-user-data"
  region         = each.key
  compartment_id = var.compartment_ids["us-user-data"]
  namespace      = var.namespace
  kms_key_id     = each.value.kms_key_id
  partner        = { region = each.value.partner, kms_key_id = var.us_regions[each.value.partner].kms_key_id }
  admin_password = var.admin_password

  database = {
    holds_data   = each.value.holds_data
    allowed_from = var.office_addresses
    kms_key_id   = each.value.kms_key_id
    vault_id     = each.value.vault_id
  }

  table = each.key == var.home_region ? { replica_regions = setsubtract(keys(var.us_regions), [each.key]) } : null

  depends_on = [module.us] # no data before its guard
}

# A backup from before. It claims an exception, which ends: see expires above.
resource "residency_bucket" "legacy_backup" {
  compartment_id = var.compartment_ids["us-user-data-legacy"]
  namespace      = var.namespace
  region         = "ap-singapore-1"
  name           = "us-user-data-backup-2019"
  exception      = "singapore-backup"

  depends_on = [module.us]
}

# For a try: set overseas_bucket to a region, and see what becomes of the plan.
resource "residency_bucket" "overseas" {
  count = var.overseas_bucket == null ? 0 : 1

  compartment_id = var.compartment_ids["us-user-data"]
  namespace      = var.namespace
  region         = var.overseas_bucket
  name           = "us-user-data-copy"
}

# The EU population: its own boundary, compartment and keys. Nothing of the one is inside the other.

module "eu" {
  source    = "../modules/residency-boundary"
  providers = { residency = residency.eu }

  name           = "eu-user-data"
  jurisdictions  = ["EU"]
  regions        = keys(var.eu_regions)
  tenancy_ocid   = var.tenancy_ocid
  compartment_id = var.compartment_ids["eu-user-data"]
  spare          = local.spare
  layers         = ["quota"] # the tenancy's home region is not in the EU: deny statements would keep those out who write policies
}

module "eu_region" {
  source    = "../modules/region"
  providers = { residency = residency.eu }
  for_each  = var.eu_regions

  name           = "eu-user-data"
  region         = each.key
  compartment_id = var.compartment_ids["eu-user-data"]
  namespace      = var.namespace
  kms_key_id     = each.value.kms_key_id
  admin_password = var.admin_password

  database = {
    holds_data   = each.value.holds_data
    allowed_from = var.office_addresses
    kms_key_id   = each.value.kms_key_id
    vault_id     = each.value.vault_id
  }

  depends_on = [module.eu]
}

# What this plan makes legal: the boundary against the one that was reviewed last.
data "residency_boundary" "us" {
  previous_file = "${path.module}/boundaries/us-user-data.reviewed.hcl"
}

locals {
  # A mocked provider, in tests, has no classes.
  legal = try(data.residency_boundary.us.diff.classes["protected"], { regions_added = [], regions_removed = [], flows_added = {} })
}
