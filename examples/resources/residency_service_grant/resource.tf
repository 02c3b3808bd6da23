# Life cycles run, and nothing can be copied or replicated: not by anybody, and without deny policies.
resource "residency_service_grant" "life_cycles" {
  name           = "us-user-data-life-cycles"
  compartment_id = var.compartment_id
  regions        = ["us-ashburn-1", "us-phoenix-1"]
}
