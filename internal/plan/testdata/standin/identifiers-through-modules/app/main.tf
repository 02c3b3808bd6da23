terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
variable "subnet" {}
variable "key" {}
variable "nested" {}
resource "oci_core_instance" "i" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  shape               = "x"
  create_vnic_details {
    subnet_id = var.nested.ids[0]
  }
  source_details {
    source_type = "image"
    source_id   = "ocid1.image.oc1.iad.a"
  }
}
resource "oci_objectstorage_bucket" "b" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "b"
  kms_key_id     = var.key
}
resource "oci_mysql_mysql_db_system" "m" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  shape_name          = "x"
  subnet_id           = var.subnet
}
