boundary "us-user-data" {
  jurisdictions = ["US"]              # ISO 3166-1 alpha-2 codes, or the groups EU and EEA
  realms        = ["oc1"]             # default: the commercial realm
  # regions     = ["us-ashburn-1"]    # optional: narrows, and confirms a region whose country is not confirmed
  # ungoverned  = ["aws", "github"]   # other clouds' providers: counted and named, not judged; without it: undecided

  class "public" {                    # who is in a class is said here, not by the guarded code
    jurisdictions = ["US", "SG", "IE"]
    addresses     = ["module.cdn.*"]
    compartments  = ["ocid1.compartment.oc1..aaaa…"]
  }

  exception "singapore-backup" {
    regions     = ["ap-singapore-1"]
    addresses   = ["module.legacy.*"] # required: addresses, compartments or both
    kinds       = ["placement"]       # optional: placement replication copy standby clone replica backup_copy key share peering
    reason      = "backup until the cut-over is complete"
    owner       = "storage-team"
    approved_by = "us-data-security"  # must differ from owner
    ticket      = "RES-42"
    expires     = "2027-03-31"        # required; inclusive, UTC; past or malformed makes the exception faulty
  }
}
