import {
  to = residency_autonomous_database_standby.ledger
  id = "ocid1.autonomousdatabase.oc1.phx.aaaaaaaaexample"
}
