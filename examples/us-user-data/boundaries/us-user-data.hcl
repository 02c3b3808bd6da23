# The rule, of those who own it. The check holds plans against it: `check -boundary`. Keep it in a repository of theirs.
boundary "us-user-data" {
  jurisdictions = ["US"]

  # Who is of this population. What is written here and lands elsewhere is outside, and is not taken for the other's.
  class "us-users" {
    addresses = ["module.us.*", "module.us_region.*", "residency_bucket.*"]
  }

  exception "singapore-backup" {
    regions     = ["ap-singapore-1"]
    addresses   = ["residency_bucket.legacy_backup"]
    kinds       = ["placement"]
    reason      = "backup until the cut-over is complete"
    owner       = "storage-team"
    approved_by = "us-data-security"
    ticket      = "RES-42"
    expires     = "2031-03-31"
  }
}
