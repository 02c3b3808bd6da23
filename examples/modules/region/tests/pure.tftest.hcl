# What needs no cloud: what one region gets, and what the variables refuse.

mock_provider "residency" {
  mock_resource "residency_autonomous_database" {
    defaults = { id = "ocid1.autonomousdatabase.oc1.iad.aaaaaaaamocked" }
  }
}

variables {
  name           = "us-user-data"
  region         = "us-ashburn-1"
  compartment_id = "ocid1.compartment.oc1..aaaaaaaausers"
  namespace      = "example"
  kms_key_id     = "ocid1.key.oc1.iad.examplevault.aaaaaaaakey"
  partner        = { region = "us-phoenix-1", kms_key_id = "ocid1.key.oc1.phx.examplevault.aaaaaaaakey" }
  database       = { allowed_from = ["198.51.100.0/24"] }
  admin_password = "Rehearsal-Only-1"
}

run "everything" {
  command = plan

  assert {
    condition     = toset(keys(residency_bucket.this)) == toset(["profiles", "media", "logs"])
    error_message = "The buckets are not profiles, media and logs."
  }
  assert {
    condition     = alltrue([for b in values(residency_bucket.this) : b.region == "us-ashburn-1" && b.kms_key_id == var.kms_key_id])
    error_message = "A bucket is elsewhere, or has another key."
  }
  assert {
    condition     = alltrue([for b in values(residency_bucket.replica) : b.region == "us-phoenix-1" && b.kms_key_id == var.partner.kms_key_id])
    error_message = "A replica is elsewhere, or has another key."
  }
  assert {
    condition     = residency_bucket.this["profiles"].versioning == "Enabled" && residency_bucket.this["logs"].retention_rules["retention"].duration.time_amount == 365
    error_message = "The profiles have no versions, or the logs no retention."
  }
  assert {
    condition     = alltrue([for b in values(residency_bucket.replica) : b.retention_rules == null])
    error_message = "A destination takes no retention rules."
  }
  assert {
    condition     = alltrue([for r in values(residency_bucket_replication.this) : r.region == "us-ashburn-1" && r.destination_region_name == "us-phoenix-1"])
    error_message = "A replication does not lead from the region to its partner."
  }
  assert {
    condition     = residency_autonomous_database.this[0].region == "us-ashburn-1" && residency_autonomous_database.this[0].deletion_protection
    error_message = "The database is elsewhere, or anybody can destroy it."
  }
  assert {
    condition     = residency_autonomous_database_standby.this[0].region == "us-phoenix-1"
    error_message = "The standby is not in the partner region."
  }
  assert {
    condition     = length(residency_nosql_table.this) == 0
    error_message = "There is a table, which only the home region has."
  }
}

run "home" {
  command = plan

  variables {
    table = { replica_regions = ["us-chicago-1", "us-phoenix-1"] }
  }
  assert {
    condition     = residency_nosql_table.this[0].region == "us-ashburn-1" && toset(keys(residency_nosql_table.this[0].replicas)) == toset(["us-chicago-1", "us-phoenix-1"])
    error_message = "The table or its replicas are elsewhere."
  }
  assert {
    condition     = residency_nosql_table.this[0].name == "us_user_data_sessions"
    error_message = "The table's name is ${residency_nosql_table.this[0].name}."
  }
}

run "alone" {
  command = plan

  variables {
    partner  = null
    database = null
  }
  assert {
    condition     = length(residency_bucket.replica) + length(residency_bucket_replication.this) + length(residency_autonomous_database_standby.this) + length(residency_autonomous_database.this) == 0
    error_message = "Without a partner and a database there is a replica, a replication, a standby or a database."
  }
}

run "partner_of_its_own" {
  command = plan

  variables {
    partner = { region = "us-ashburn-1" }
  }
  expect_failures = [var.partner]
}

run "versions_and_retention" {
  command = plan

  variables {
    buckets = { profiles = { versioning = true, retention_days = 30 } }
  }
  expect_failures = [var.buckets]
}

run "half_a_day" {
  command = plan

  variables {
    buckets = { logs = { retention_days = 0.5 } }
  }
  expect_failures = [var.buckets]
}

run "key_instead_of_name" {
  command = plan

  variables {
    region = "iad"
  }
  expect_failures = [var.region]
}

run "key_without_vault" {
  command = plan

  variables {
    database = { allowed_from = ["198.51.100.0/24"], kms_key_id = "ocid1.key.oc1.iad.examplevault.aaaaaaaakey" }
  }
  expect_failures = [var.database]
}

run "database_open_to_everywhere" {
  command = plan

  variables {
    database = { allowed_from = [] }
  }
  expect_failures = [var.database]
}

run "database_without_password" {
  command = plan

  variables {
    admin_password = null
  }
  expect_failures = [var.admin_password]
}

run "replica_at_home" {
  command = plan

  variables {
    table = { replica_regions = ["us-ashburn-1"] }
  }
  expect_failures = [var.table]
}
