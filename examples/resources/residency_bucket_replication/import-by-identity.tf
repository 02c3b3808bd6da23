import {
  to = residency_bucket_replication.records
  identity = {
    region         = "us-ashburn-1"
    namespace      = "examplenamespace"
    bucket         = "records"
    replication_id = "7f3c1d62-5b1e-4c0a-9d3e-2f6a8b4c9e01"
  }
}
