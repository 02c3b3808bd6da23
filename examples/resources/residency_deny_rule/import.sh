# The compartment that the policies are kept in, and the rule's name. Further policies and the quota are found by the name.
terraform import residency_deny_rule.us_user_data ocid1.tenancy.oc1..aaaaaaaaexample/us-user-data
