# In the provider's region, the part before n/ can be left out.
terraform import residency_bucket_replication.records us-ashburn-1/n/examplenamespace/b/records/replicationPolicies/7f3c1d62-5b1e-4c0a-9d3e-2f6a8b4c9e01
