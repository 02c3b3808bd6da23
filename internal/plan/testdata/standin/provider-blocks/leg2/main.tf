terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
variable "r" {}
provider "oci" {
  alias  = "x"
  region = var.r
}
resource "oci_objectstorage_bucket" "b" {
  provider       = oci.x
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_bucket" "root" {
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
