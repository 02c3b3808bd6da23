# The OCID says the region.
terraform import residency_autonomous_database_standby.ledger ocid1.autonomousdatabase.oc1.phx.aaaaaaaaexample
