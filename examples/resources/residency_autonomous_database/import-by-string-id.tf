import {
  to = residency_autonomous_database.orders
  id = "ocid1.autonomousdatabase.oc1.phx.aaaaaaaaexample"
}
