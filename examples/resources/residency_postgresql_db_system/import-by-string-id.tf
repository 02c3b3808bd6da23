import {
  to = residency_postgresql_db_system.orders
  id = "ocid1.postgresqldbsystem.oc1.phx.aaaaaaaaexample"
}
