terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
variable "us" { default = "us-ashburn-1" }
variable "x" { default = true }
provider "oci" {
  region = var.us
}
provider "oci" {
  alias  = "b"
  region = var.us
}
resource "oci_objectstorage_bucket" "a" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "a"
}
resource "oci_objectstorage_bucket" "b" {
  provider       = oci.b
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "b"
}
