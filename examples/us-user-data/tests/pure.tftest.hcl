# What needs no cloud: how the populations are kept apart, and what the variables refuse.

mock_provider "residency" {
  mock_resource "residency_autonomous_database" {
    defaults = { id = "ocid1.autonomousdatabase.oc1.iad.aaaaaaaamocked" }
  }
}

mock_provider "residency" {
  alias = "eu"

  mock_resource "residency_autonomous_database" {
    defaults = { id = "ocid1.autonomousdatabase.oc1.iad.aaaaaaaamocked" }
  }
}

variables {
  tenancy_ocid = "ocid1.tenancy.oc1..aaaaaaaatenancy"
  namespace    = "example"
  compartment_ids = {
    us-user-data        = "ocid1.compartment.oc1..aaaaaaaaus"
    us-user-data-legacy = "ocid1.compartment.oc1..aaaaaaaauslegacy"
    eu-user-data        = "ocid1.compartment.oc1..aaaaaaaaeu"
  }
  admin_password = "Rehearsal-Only-1"
}

run "populations" {
  command = plan

  assert {
    condition     = module.us.boundary.jurisdictions != module.eu.boundary.jurisdictions && length(setintersection(module.us.regions, module.eu.regions)) == 0
    error_message = "The populations share a jurisdiction or a region."
  }
  assert {
    condition     = keys(module.us_region) == ["us-ashburn-1", "us-phoenix-1"] && keys(module.eu_region) == ["eu-frankfurt-1"]
    error_message = "The regions are not those of terraform.tfvars."
  }
  assert {
    condition     = timecmp("${module.us.boundary.exceptions["singapore-backup"].expires}T00:00:00Z", plantimestamp()) > 0
    error_message = "The exception of the example has ended: it shows nothing any more."
  }
}

run "home_region_closed" {
  command = plan

  variables {
    home_region = "us-chicago-1"
  }
  expect_failures = [var.home_region]
}

run "partner_not_open" {
  command = plan

  variables {
    us_regions = { us-ashburn-1 = { partner = "us-phoenix-1", vault_id = "ocid1.vault.oc1.iad.examplevault.aaaaaaaaususerdata", kms_key_id = "ocid1.key.oc1.iad.examplevault.aaaaaaaaususerdata" } }
  }
  expect_failures = [var.us_regions]
}

run "one_key_for_both" {
  command = plan

  variables {
    eu_regions = { eu-frankfurt-1 = { vault_id = "ocid1.vault.oc1.iad.examplevault.aaaaaaaaususerdata", kms_key_id = "ocid1.key.oc1.iad.examplevault.aaaaaaaaususerdata" } }
  }
  expect_failures = [var.eu_regions]
}

run "compartments_missing" {
  command = plan

  variables {
    compartment_ids = { data = "ocid1.compartment.oc1..aaaaaaaadata" }
  }
  expect_failures = [var.compartment_ids]
}
