# The configuration of `make demo`. It is an ordinary one: nothing in it says that the cloud is a sandbox.

terraform {
  required_providers {
    residency = {
      source = "data-residency/residency"
    }
  }
}

provider "residency" {
  config_file_profile = var.engineer
  region              = "us-ashburn-1"
  boundary            = { name = "us-user-data", jurisdictions = ["US"] }
}

variable "compartment_id" { type = string }
variable "namespace" { type = string }

variable "engineer" {
  description = "Whose credentials sign the requests: a profile of the OCI config file."
  type        = string
  default     = null
}

variable "versioning" {
  description = "Whether the bucket keeps old versions."
  type        = string
  default     = "Disabled"
}

variable "extra_bucket_in" {
  description = "The region of one more bucket."
  type        = string
  default     = null
}

resource "residency_bucket" "records" {
  compartment_id = var.compartment_id
  namespace      = var.namespace
  name           = "user-records"
  versioning     = var.versioning
}

resource "residency_bucket" "extra" {
  count          = var.extra_bucket_in == null ? 0 : 1
  compartment_id = var.compartment_id
  namespace      = var.namespace
  name           = "user-records-copy"
  region         = var.extra_bucket_in
}

output "records" {
  value = "${residency_bucket.records.id} is in ${residency_bucket.records.country}"
}
