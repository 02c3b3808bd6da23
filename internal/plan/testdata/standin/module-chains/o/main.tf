terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
variable "cfg" {
  type = object({ region = optional(string, "eu-frankfurt-1") })
}
provider "oci" {
  region = var.cfg.region
}
resource "oci_objectstorage_bucket" "b" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "b"
}
