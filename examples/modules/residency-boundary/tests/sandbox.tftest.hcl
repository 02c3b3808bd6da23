# In the sandbox: terraform-provider-residency sandbox exec -- terraform test
# Its variables tenancy_ocid and compartment_id come from there.

variables {
  name          = "us-user-data"
  jurisdictions = ["US"]
  regions       = ["us-ashburn-1", "us-phoenix-1"]
  spare         = { Provisioners = { reason = "the pipeline", approved_by = "data-security" } }
}

provider "residency" {
  region   = "us-ashburn-1"
  boundary = { name = "us-user-data", jurisdictions = ["US"], regions = ["us-ashburn-1", "us-phoenix-1"] }
}

run "rule_and_grants" {
  assert {
    condition     = output.stopped > 50
    error_message = "The rule is proved to stop ${output.stopped} operations only."
  }
  assert {
    condition     = anytrue([for s in output.deny_statements : strcontains(s, "OBJECT_CREATE") && strcontains(s, "request.region != 'iad'")])
    error_message = "No statement keeps objects inside."
  }
  assert {
    condition     = length(output.gaps) > 0
    error_message = "No policy stops everything, and this one claims to."
  }
  assert {
    condition     = alltrue([for s in flatten(values(output.grant_statements)) : !strcontains(s, "OBJECT_READ")])
    error_message = "Object Storage is let read objects, which copying needs and life cycles do not."
  }
}

