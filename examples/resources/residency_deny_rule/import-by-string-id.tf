import {
  to = residency_deny_rule.us_user_data
  id = "ocid1.tenancy.oc1..aaaaaaaaexample/us-user-data"
}
