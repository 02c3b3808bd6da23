output "us_places" {
  description = "Where US user data is, region by region."
  value       = { for region, held in module.us_region : region => held.places }
}

output "eu_places" {
  description = "Where EU user data is, region by region."
  value       = { for region, held in module.eu_region : region => held.places }
}

output "abroad" {
  description = "What is abroad under an exception, until when, and who answers for it."
  value = {
    for name, e in data.residency_boundary.us.exceptions : name => {
      where    = e.regions
      until    = e.expires
      reason   = e.reason
      owner    = e.owner
      approved = "${e.approved_by} (${e.ticket})"
      in_force = e.in_force
    }
  }
}

output "becomes_legal" {
  description = "What the boundary lets be that the last reviewed one did not: regions that open or close, and with which regions data may then flow."
  value = {
    opens  = local.legal.regions_added
    closes = local.legal.regions_removed
    flows  = { for region, flow in local.legal.flows_added : region => flow.with }
  }
}

output "guard" {
  description = "What Oracle's own cloud is told to refuse, by population: how many operations are proved stopped, and how many ways are left to the plan. The EU population has less: see the README."
  value = { for name, guard in { us-user-data = module.us, eu-user-data = module.eu } : name => {
    statements       = length(guard.deny_statements)
    stopped          = guard.stopped
    left_to_the_plan = length(guard.gaps)
  } }
}
