# What must not happen in the compartment of US users' data. The pipeline may replicate, copy and share keys inside: the
# provider and the check judge its plans. Nobody may place anything outside.
resource "residency_deny_rule" "us_user_data" {
  name            = "us-user-data"
  compartment_id  = var.tenancy_ocid
  compartment_ids = [var.compartment_id]

  spare = {
    "Provisioners" = {
      reason      = "applies reviewed plans"
      approved_by = "us-data-security"
      expires     = "2031-03-31"
    }
  }

  lifecycle {
    create_before_destroy = true # another name makes another rule, and the old one must not go first
  }
}

# What no statement can stop, and what does instead.
output "gaps" {
  value = [for gap in residency_deny_rule.us_user_data.gaps : gap if gap.obligation != "beyond"]
}
