boundary "us-user-data" {
  jurisdictions = ["US"]

  class "public" {
    jurisdictions = ["US", "SG", "IE"]
    compartments  = ["ocid1.compartment.oc1..aaaaaaaapublicassets"]
  }

  exception "singapore-backup" {
    regions     = ["ap-singapore-1"]
    addresses   = ["module.legacy.*"]
    kinds       = ["placement"]
    reason      = "backup until the cut-over is complete"
    owner       = "storage-team"
    approved_by = "us-data-security"
    ticket      = "RES-42"
    expires     = "2027-03-31"
  }
}
