# The regions that are open. Another one is one line, with the population's own vault and key in that region.

us_regions = {
  us-ashburn-1 = { partner = "us-phoenix-1", vault_id = "ocid1.vault.oc1.iad.examplevault.aaaaaaaaususerdata", kms_key_id = "ocid1.key.oc1.iad.examplevault.aaaaaaaaususerdata" }
  us-phoenix-1 = { partner = "us-ashburn-1", vault_id = "ocid1.vault.oc1.phx.examplevault.aaaaaaaaususerdata", kms_key_id = "ocid1.key.oc1.phx.examplevault.aaaaaaaaususerdata" }
}

eu_regions = {
  eu-frankfurt-1 = { vault_id = "ocid1.vault.oc1.eu-frankfurt-1.examplevault.aaaaaaaaeuuserdata", kms_key_id = "ocid1.key.oc1.eu-frankfurt-1.examplevault.aaaaaaaaeuuserdata" }
}
