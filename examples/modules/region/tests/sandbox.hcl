# What the module's test in the sandbox needs beforehand: the population's key in each of its regions.

vault "ashburn" {
  region      = "us-ashburn-1"
  compartment = "data"
  ocid        = "ocid1.vault.oc1.iad.examplevault.aaaaaaaavault"

  key "users" { ocid = "ocid1.key.oc1.iad.examplevault.aaaaaaaakey" }
}

vault "phoenix" {
  region      = "us-phoenix-1"
  compartment = "data"
  ocid        = "ocid1.vault.oc1.phx.examplevault.aaaaaaaavault"

  key "users" { ocid = "ocid1.key.oc1.phx.examplevault.aaaaaaaakey" }
}
