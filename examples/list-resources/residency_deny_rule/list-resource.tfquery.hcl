# `terraform query` (Terraform 1.14 and later) finds the deny rules that are kept in the tenancy.
list "residency_deny_rule" "all" {
  provider = residency

  config {
    compartment_id = var.tenancy_ocid
  }
}
