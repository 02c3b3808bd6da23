# A bucket in the provider's region can be imported as n/examplenamespace/b/records.
terraform import residency_bucket.records us-phoenix-1/n/examplenamespace/b/records
