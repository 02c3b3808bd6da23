# What needs no cloud: the boundary that comes of the variables, and what the variables refuse.

mock_provider "residency" {}

variables {
  name           = "us-user-data"
  jurisdictions  = ["US"]
  regions        = ["us-phoenix-1", "us-ashburn-1", "us-phoenix-1"]
  tenancy_ocid   = "ocid1.tenancy.oc1..aaaaaaaatenancy"
  compartment_id = "ocid1.compartment.oc1..aaaaaaaausers"
  spare          = { Provisioners = { reason = "the pipeline", approved_by = "data-security" } }
}

run "boundary" {
  command = plan

  assert {
    condition     = output.boundary.name == "us-user-data" && tolist(output.boundary.jurisdictions) == tolist(["US"])
    error_message = "The boundary is not the one that was asked for."
  }
  assert {
    condition     = tolist(output.regions) == tolist(["us-ashburn-1", "us-phoenix-1"])
    error_message = "The regions are not sorted, each once."
  }
  assert {
    condition     = toset(keys(residency_service_grant.object_storage)) == toset(["us-ashburn-1", "us-phoenix-1"])
    error_message = "There is not one grant for each region."
  }
  assert {
    condition     = alltrue([for g in values(residency_service_grant.object_storage) : !g.allow_copy_and_replication])
    error_message = "Object Storage is let copy, and nobody asked for it."
  }
  assert {
    condition     = tolist(residency_deny_rule.this.compartment_ids) == tolist(["ocid1.compartment.oc1..aaaaaaaausers"])
    error_message = "The deny rule binds something else than the population's compartment."
  }
}

run "another_region_adds_a_grant" {
  command = plan

  variables {
    regions = ["us-ashburn-1", "us-phoenix-1", "us-chicago-1"]
  }
  assert {
    condition     = length(residency_service_grant.object_storage) == 3 && contains(output.boundary.regions, "us-chicago-1")
    error_message = "Chicago is not open."
  }
}

run "no_region" {
  command = plan

  variables {
    regions = []
  }
  expect_failures = [var.regions]
}

run "key_instead_of_name" {
  command = plan

  variables {
    regions = ["iad"]
  }
  expect_failures = [var.regions]
}

run "country_instead_of_code" {
  command = plan

  variables {
    jurisdictions = ["United States"]
  }
  expect_failures = [var.jurisdictions]
}

run "nobody_spared" {
  command = plan

  variables {
    spare = {}
  }
  expect_failures = [var.spare]
}

run "tenancy_as_compartment" {
  command = plan

  variables {
    compartment_id = "ocid1.tenancy.oc1..aaaaaaaatenancy"
  }
  expect_failures = [var.compartment_id]
}

run "exception_without_end" {
  command = plan

  variables {
    exceptions = {
      backup = {
        regions     = ["ap-singapore-1"], addresses = ["module.legacy.*"], reason = "until the cut-over", owner = "storage-team",
        approved_by = "us-data-security", ticket = "RES-42", expires = "some day"
      }
    }
  }
  expect_failures = [var.exceptions]
}

run "exception_approved_by_its_owner" {
  command = plan

  variables {
    exceptions = {
      backup = {
        regions     = ["ap-singapore-1"], addresses = ["module.legacy.*"], reason = "until the cut-over", owner = "storage-team",
        approved_by = "storage-team", ticket = "RES-42", expires = "2031-03-31"
      }
    }
  }
  expect_failures = [var.exceptions]
}

run "exception_for_nothing" {
  command = plan

  variables {
    exceptions = {
      backup = {
        regions = ["ap-singapore-1"], reason = "until the cut-over", owner = "storage-team", approved_by = "us-data-security",
        ticket  = "RES-42", expires = "2031-03-31"
      }
    }
  }
  expect_failures = [var.exceptions]
}
