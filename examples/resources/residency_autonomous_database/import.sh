# The OCID says the region. For one that does not, write us-phoenix-1/ocid1.autonomousdatabase….
terraform import residency_autonomous_database.orders ocid1.autonomousdatabase.oc1.phx.aaaaaaaaexample
