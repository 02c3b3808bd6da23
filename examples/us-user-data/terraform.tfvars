# The regions that are open. Another one is one line. Its key comes from the population's vault in that region.

us_regions = {
  us-ashburn-1 = { partner = "us-phoenix-1", kms_key_id = "ocid1.key.oc1.iad.examplevault.aaaaaaaaususerdata" }
  us-phoenix-1 = { partner = "us-ashburn-1", kms_key_id = "ocid1.key.oc1.phx.examplevault.aaaaaaaaususerdata" }
}

eu_regions = {
  eu-frankfurt-1 = { kms_key_id = "ocid1.key.oc1.eu-frankfurt-1.examplevault.aaaaaaaaeuuserdata" }
}
