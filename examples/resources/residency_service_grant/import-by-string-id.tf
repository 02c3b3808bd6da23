import {
  to = residency_service_grant.life_cycles
  id = "ocid1.compartment.oc1..aaaaaaaaexample/us-user-data-life-cycles"
}
