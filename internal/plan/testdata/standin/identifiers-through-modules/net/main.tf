terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
resource "oci_core_vcn" "v" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  cidr_blocks    = ["10.0.0.0/16"]
}
resource "oci_core_subnet" "s" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  cidr_block     = "10.0.0.0/24"
  vcn_id         = oci_core_vcn.v.id
}
resource "oci_kms_vault" "v" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name   = "v"
  vault_type     = "DEFAULT"
}
resource "oci_kms_key" "k" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name        = "k"
  management_endpoint = oci_kms_vault.v.management_endpoint
  key_shape {
    algorithm = "AES"
    length    = 32
  }
}
output "subnet_id" { value = oci_core_subnet.s.id }
output "key" { value = oci_kms_key.k.id }
