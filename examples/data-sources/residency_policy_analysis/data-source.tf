# Do these rules keep what is written inside the boundary?
data "residency_policy_analysis" "guard" {
  obligation = "outside"
  statements = [
    "deny any-user to inspect all-resources in tenancy where all {request.region != 'iad', request.region != 'phx'}",
  ]
}

check "guard" {
  assert {
    condition     = data.residency_policy_analysis.guard.proved
    error_message = "Not denied: ${join(", ", [for o in data.residency_policy_analysis.guard.operations : o.operation if !o.denied])}."
  }
  assert {
    condition     = length(data.residency_policy_analysis.guard.findings) == 0
    error_message = join("\n", [for f in data.residency_policy_analysis.guard.findings : "${f.rule} ${f.message} ${f.fix}"])
  }
}

# And those that the tenancy has?
variable "tenancy_ocid" {
  type = string
}

data "residency_policy_analysis" "tenancy" {
  compartment_id            = var.tenancy_ocid
  compartment_id_in_subtree = true
  spare                     = ["Movers", "service objectstorage-us-ashburn-1"]
}

output "ways_out" {
  value = {
    for o in data.residency_policy_analysis.tenancy.operations : "${o.obligation} ${o.service} ${o.operation}" => o.counterexample...
    if !o.denied
  }
}
