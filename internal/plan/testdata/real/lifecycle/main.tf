terraform {
  required_providers {
    residency = { source = "data-residency/residency" }
  }
}
variable "compartment_id" {}
variable "namespace" {}
variable "tenancy_ocid" {}
provider "residency" {
  region = "us-ashburn-1"
  boundary = { name = "x", jurisdictions = ["US"] }
}
resource "residency_bucket" "keep" {
  compartment_id = var.compartment_id
  namespace      = var.namespace
  name           = "keep"
}
removed {
  from = residency_bucket.forgot
  lifecycle {
    destroy = false
  }
}
