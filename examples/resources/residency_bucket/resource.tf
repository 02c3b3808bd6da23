resource "residency_bucket" "records" {
  compartment_id = var.compartment_id
  namespace      = var.namespace
  name           = "records"
  region         = "us-phoenix-1"

  retention_rules = {
    "audit" = { duration = { time_amount = 7, time_unit = "YEARS" } }
  }
}
