import {
  to = residency_deny_rule.us_user_data
  identity = {
    compartment_id = "ocid1.tenancy.oc1..aaaaaaaaexample"
    name           = "us-user-data"
  }
}
