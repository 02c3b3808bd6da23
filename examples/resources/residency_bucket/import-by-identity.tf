import {
  to = residency_bucket.records
  identity = {
    region    = "us-phoenix-1"
    namespace = "examplenamespace"
    name      = "records"
  }
}
