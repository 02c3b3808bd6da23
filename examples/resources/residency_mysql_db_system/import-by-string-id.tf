import {
  to = residency_mysql_db_system.orders
  id = "ocid1.mysqldbsystem.oc1.phx.aaaaaaaaexample"
}
