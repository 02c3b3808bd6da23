terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
resource "oci_objectstorage_bucket" "c" {
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace      = "n"
  name           = "c"
}
