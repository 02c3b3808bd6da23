# In the sandbox: terraform-provider-residency sandbox exec -seed sandbox.hcl -- terraform test
# tenancy_ocid, namespace and compartment_ids come from there.

variables {
  admin_password = "Rehearsal-Only-1"
  us_regions = { # without data, so that the test can clean up
    us-ashburn-1 = { partner = "us-phoenix-1", vault_id = "ocid1.vault.oc1.iad.examplevault.aaaaaaaaususerdata", kms_key_id = "ocid1.key.oc1.iad.examplevault.aaaaaaaaususerdata", holds_data = false }
    us-phoenix-1 = { partner = "us-ashburn-1", vault_id = "ocid1.vault.oc1.phx.examplevault.aaaaaaaaususerdata", kms_key_id = "ocid1.key.oc1.phx.examplevault.aaaaaaaaususerdata", holds_data = false }
  }
  eu_regions = {
    eu-frankfurt-1 = { vault_id = "ocid1.vault.oc1.eu-frankfurt-1.examplevault.aaaaaaaaeuuserdata", kms_key_id = "ocid1.key.oc1.eu-frankfurt-1.examplevault.aaaaaaaaeuuserdata", holds_data = false }
  }
}

run "two_regions" {
  assert {
    condition     = alltrue([for place in flatten(values(output.us_places)) : strcontains(place, "(US)")])
    error_message = "US user data is elsewhere: ${join("; ", flatten(values(output.us_places)))}"
  }
  assert {
    condition     = alltrue([for place in flatten(values(output.eu_places)) : strcontains(place, "(DE)")])
    error_message = "EU user data is elsewhere."
  }
  assert {
    condition     = length(output.becomes_legal.opens) + length(output.becomes_legal.closes) == 0
    error_message = "The boundary is not the one that was reviewed."
  }
  assert {
    condition     = output.abroad["singapore-backup"].in_force && residency_bucket.legacy_backup.country == "SG"
    error_message = "The backup abroad has no exception that is in force."
  }
}

run "chicago" {
  variables {
    us_regions = {
      us-ashburn-1 = { partner = "us-phoenix-1", vault_id = "ocid1.vault.oc1.iad.examplevault.aaaaaaaaususerdata", kms_key_id = "ocid1.key.oc1.iad.examplevault.aaaaaaaaususerdata", holds_data = false }
      us-phoenix-1 = { partner = "us-ashburn-1", vault_id = "ocid1.vault.oc1.phx.examplevault.aaaaaaaaususerdata", kms_key_id = "ocid1.key.oc1.phx.examplevault.aaaaaaaaususerdata", holds_data = false }
      us-chicago-1 = { partner = "us-phoenix-1", vault_id = "ocid1.vault.oc1.us-chicago-1.examplevault.aaaaaaaaususerdata", kms_key_id = "ocid1.key.oc1.us-chicago-1.examplevault.aaaaaaaaususerdata", holds_data = false }
    }
  }
  assert {
    condition     = output.becomes_legal.opens == tolist(["us-chicago-1"]) && output.becomes_legal.flows["us-chicago-1"] == tolist(["us-ashburn-1", "us-phoenix-1"])
    error_message = "The plan does not say what becomes legal."
  }
  assert {
    condition     = length(output.us_places["us-chicago-1"]) == 8 && length(output.us_places["us-phoenix-1"]) == 8
    error_message = "Chicago has not everything, or Phoenix changed."
  }
}
