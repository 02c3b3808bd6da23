boundary "us-user-data" {
  jurisdictions = ["US"]
  class "public" {
    jurisdictions = ["US", "SG"]
    addresses     = ["module.cdn.*", "oci_objectstorage_bucket.pub"]
  }
  class "open" {
    jurisdictions = ["US", "SG"]
    compartments  = ["ocid1.compartment.oc1..public"]
  }
  exception "sg" {
    regions = ["ap-singapore-1"]
    addresses = ["oci_objectstorage_bucket.ok", "oci_objectstorage_bucket.counted[*]", "oci_core_volume.*"]
    reason = "r"
    owner = "o"
    approved_by = "a"
    ticket = "t"
    expires = "2027-03-31"
  }
  exception "fra-placement" {
    regions = ["eu-frankfurt-1"]
    addresses = ["oci_objectstorage_replication_policy.repl", "oci_objectstorage_bucket.eukind"]
    kinds = ["placement"]
    reason = "r"
    owner = "o"
    approved_by = "a"
    ticket = "t"
    expires = "2027-03-31"
  }
  exception "fra-repl" {
    regions = ["eu-frankfurt-1"]
    addresses = ["oci_objectstorage_replication_policy.allowed"]
    kinds = ["replication"]
    reason = "r"
    owner = "o"
    approved_by = "a"
    ticket = "t"
    expires = "2027-03-31"
  }
  exception "comp" {
    regions = ["ap-singapore-1"]
    compartments = ["ocid1.compartment.oc1..excepted"]
    reason = "r"
    owner = "o"
    approved_by = "a"
    ticket = "t"
    expires = "2026-12-01"
  }
  exception "old" {
    regions = ["ap-singapore-1"]
    addresses = ["oci_objectstorage_bucket.expired"]
    reason = "r"
    owner = "o"
    approved_by = "a"
    ticket = "t"
    expires = "2026-11-30"
  }
}
