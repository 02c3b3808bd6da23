import {
  to = residency_service_grant.life_cycles
  identity = {
    compartment_id = "ocid1.compartment.oc1..aaaaaaaaexample"
    name           = "us-user-data-life-cycles"
  }
}
