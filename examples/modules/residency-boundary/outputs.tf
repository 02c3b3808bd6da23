output "boundary" {
  description = "The boundary, for the provider block: `boundary = module.us.boundary`. It depends on variables only."
  value       = local.boundary
}

output "regions" {
  description = "Names of the open regions, sorted."
  value       = local.boundary.regions
}

output "deny_statements" {
  description = "What the deny rule says, in the language of IAM policies and of quotas."
  value       = concat(residency_deny_rule.this.statements, residency_deny_rule.this.quota_statements)
}

output "grant_statements" {
  description = "What Object Storage itself may do, by region."
  value       = { for region, grant in residency_service_grant.object_storage : region => grant.statements }
}

output "stopped" {
  description = "How many operations the deny rule is proved to stop."
  value       = length(residency_deny_rule.this.proof)
}

output "gaps" {
  description = "What no statement can stop, and what does instead."
  value       = distinct([for gap in residency_deny_rule.this.gaps : join(" ", compact([gap.service, gap.operation, gap.variant, "-", gap.instead]))])
}
