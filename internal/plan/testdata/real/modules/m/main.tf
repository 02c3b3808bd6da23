terraform {
  required_providers {
    residency = { source = "data-residency/residency", configuration_aliases = [residency.other] }
  }
}
variable "reg" {}
variable "cfg" {}
variable "bucket" {}
resource "residency_bucket" "b" {
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace = "ns"
  name = "b"
}
resource "residency_bucket" "o" {
  provider = residency.other
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace = "ns"
  name = "o"
  region = var.cfg.a.b
}
output "bucket" { value = residency_bucket.b.name }
output "reg" { value = lower(var.reg) }
