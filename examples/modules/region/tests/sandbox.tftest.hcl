# In the sandbox: terraform-provider-residency sandbox exec -seed tests/sandbox.hcl -- terraform test
# compartment_id and namespace come from there.

variables {
  name       = "us-user-data"
  region     = "us-ashburn-1"
  kms_key_id = "ocid1.key.oc1.iad.examplevault.aaaaaaaakey"
  partner    = { region = "us-phoenix-1", kms_key_id = "ocid1.key.oc1.phx.examplevault.aaaaaaaakey" }
  database = {
    holds_data   = false # so that the test can clean up
    allowed_from = ["198.51.100.0/24"]
    kms_key_id   = "ocid1.key.oc1.iad.examplevault.aaaaaaaakey"
    vault_id     = "ocid1.vault.oc1.iad.examplevault.aaaaaaaavault"
  }
  admin_password = "Rehearsal-Only-1"
  table          = { replica_regions = ["us-phoenix-1"] }
}

provider "residency" {
  owner    = "example/us-user-data"
  region   = "us-ashburn-1"
  boundary = { name = "us-user-data", jurisdictions = ["US"], regions = ["us-ashburn-1", "us-phoenix-1", "us-chicago-1"] }
}

run "opened" {
  assert {
    condition     = length(output.places) == 9 && alltrue([for place in output.places : strcontains(place, "(US)")])
    error_message = "Not nine things in the United States: ${join("; ", output.places)}"
  }
  assert {
    condition     = alltrue([for r in values(residency_bucket_replication.this) : r.status == "ACTIVE"])
    error_message = "A replication is not active."
  }
  assert {
    condition     = residency_autonomous_database_standby.this[0].role == "STANDBY" && residency_autonomous_database_standby.this[0].primary_region == "us-ashburn-1"
    error_message = "The standby is none, or of another primary."
  }
  assert {
    condition     = alltrue([for b in values(residency_bucket.this) : b.kms_key_id == var.kms_key_id]) && residency_autonomous_database.this[0].encryption_key_provider == "OCI"
    error_message = "A bucket or the database has another key than the population's."
  }
  assert {
    condition     = residency_nosql_table.this[0].is_multi_region
    error_message = "The table has no replica."
  }
}

run "one_more_replica" {
  variables {
    table = { replica_regions = ["us-chicago-1", "us-phoenix-1"] }
  }
  assert {
    condition     = toset(keys(residency_nosql_table.this[0].replicas)) == toset(["us-chicago-1", "us-phoenix-1"]) && length(output.places) == 9
    error_message = "The replica in Chicago is missing, or something else changed."
  }
}
