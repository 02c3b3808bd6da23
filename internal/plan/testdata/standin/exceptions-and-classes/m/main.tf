terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
resource "oci_objectstorage_bucket" "b" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "b"
}
