resource "residency_bucket" "records" {
  compartment_id = var.compartment_id
  namespace      = var.namespace
  name           = "records"
  region         = "us-ashburn-1"
}

resource "residency_bucket" "copy" {
  compartment_id = var.compartment_id
  namespace      = var.namespace
  name           = "records-copy"
  region         = "us-phoenix-1"
}

resource "residency_bucket_replication" "records" {
  namespace               = var.namespace
  name                    = "records-to-phoenix"
  region                  = residency_bucket.records.region
  bucket                  = residency_bucket.records.name
  destination_region_name = residency_bucket.copy.region
  destination_bucket_name = residency_bucket.copy.name
}
