locals {
  statement = "deny any-user to {OBJECT_CREATE, OBJECT_OVERWRITE} in tenancy where request.region != 'us-ashburn-1'"
}

# One problem, RES301: in IAM a region is its key, so the comparison is true in us-ashburn-1 too, and the deny takes everything.
output "problems" {
  value = provider::residency::policy_statement_problems(local.statement)
}
