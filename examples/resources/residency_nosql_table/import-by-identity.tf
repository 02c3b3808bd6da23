import {
  to = residency_nosql_table.sessions
  identity = {
    id = "ocid1.nosqltable.oc1.phx.aaaaaaaaexample"
  }
}
