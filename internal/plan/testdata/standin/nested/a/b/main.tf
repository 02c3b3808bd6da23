terraform {
  required_providers {
    oci = { source = "oracle/oci", configuration_aliases = [oci.far] }
  }
}
variable "cfg" {}
variable "vcn" {}
module "c" {
  source    = "./c"
  providers = { oci = oci.far }
  for_each  = toset(["p", "q"])
}
resource "oci_objectstorage_bucket" "b" {
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_bucket" "far" {
  provider       = oci.far
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_replication_policy" "r" {
  namespace               = "n"
  bucket                  = oci_objectstorage_bucket.b.name
  name                    = "r"
  destination_bucket_name = "x"
  destination_region_name = var.cfg.region
}
resource "oci_core_subnet" "s" {
  compartment_id = "ocid1.compartment.oc1..aaaa"
  cidr_block     = "10.0.0.0/24"
  vcn_id         = var.vcn
}
output "vcn" { value = oci_core_subnet.s.vcn_id }
