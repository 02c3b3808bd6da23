# Every replication policy of the buckets in a compartment, and so every place that they copy to.
list "residency_bucket_replication" "phoenix" {
  provider         = residency
  include_resource = true

  config {
    compartment_id = var.compartment_id
    region         = "us-phoenix-1"
  }
}
