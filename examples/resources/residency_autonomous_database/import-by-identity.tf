import {
  to = residency_autonomous_database.orders
  identity = {
    id = "ocid1.autonomousdatabase.oc1.phx.aaaaaaaaexample"
  }
}
