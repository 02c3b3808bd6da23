# terraform query (Terraform 1.14 and later) finds the buckets that nobody manages yet, and writes their import blocks.
list "residency_bucket" "all" {
  provider = residency

  config {
    compartment_id = var.compartment_id
    namespace      = var.namespace
    regions        = ["us-ashburn-1", "us-phoenix-1"]
  }
}
