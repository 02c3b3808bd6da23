list "residency_nosql_table" "all" {
  provider = residency

  config {
    compartment_id = var.compartment_id
    region         = "us-phoenix-1"
  }
}
