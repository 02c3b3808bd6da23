# `terraform query` (Terraform 1.14 and later) finds the policies that grant Object Storage's services something.
list "residency_service_grant" "all" {
  provider = residency

  config {
    compartment_id = var.compartment_id
  }
}
