# `terraform query` (Terraform 1.14 and later) finds the databases that are there, whoever made them, standbys of
# databases abroad among them, and can write their import blocks: terraform query -generate-config-out=found.tf
list "residency_autonomous_database" "phoenix" {
  provider = residency

  config {
    compartment_id = var.compartment_id
    region         = "us-phoenix-1"
  }
}
