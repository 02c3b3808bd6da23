# `terraform query` (Terraform 1.14 and later) finds the standbys that are there, whoever made them, and can write their
# import blocks: terraform query -generate-config-out=found.tf
list "residency_autonomous_database_standby" "ashburn" {
  provider = residency

  config {
    compartment_id = var.compartment_id
    region         = "us-ashburn-1"
  }
}
