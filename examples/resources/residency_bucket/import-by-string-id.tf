import {
  to = residency_bucket.records
  id = "us-phoenix-1/n/examplenamespace/b/records"
}
