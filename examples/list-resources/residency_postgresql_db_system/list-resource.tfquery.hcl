list "residency_postgresql_db_system" "all" {
  provider = residency

  config {
    compartment_id = var.compartment_id
    region         = "us-phoenix-1"
  }
}
