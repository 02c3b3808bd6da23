# The compartment that the policy is kept in, and its name.
terraform import residency_service_grant.life_cycles ocid1.compartment.oc1..aaaaaaaaexample/us-user-data-life-cycles
