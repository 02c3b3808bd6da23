terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
variable "cfg" {}
resource "oci_objectstorage_bucket" "b" {
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace      = "n"
  name           = "b"
  kms_key_id     = var.cfg.key
}
