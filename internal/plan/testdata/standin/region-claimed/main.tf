terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
provider "oci" {}
resource "oci_objectstorage_bucket" "b" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "b"
}
resource "oci_objectstorage_bucket" "keyed" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "keyed"
  kms_key_id     = "ocid1.key.oc1.iad.bbbb.aaaa"
}
resource "oci_core_subnet" "near" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  vcn_id         = "ocid1.vcn.oc1.iad.aaaa"
  cidr_block     = "10.0.0.0/24"
}
resource "oci_core_subnet" "far" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  vcn_id         = "ocid1.vcn.oc1.eu-frankfurt-1.aaaa"
  cidr_block     = "10.0.0.0/24"
}
resource "oci_core_volume" "phx" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:PHX-AD-1"
}
resource "oci_core_volume" "bare" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "AD-1"
}
resource "oci_identity_group" "g" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  name           = "g"
  description    = "g"
}
resource "oci_objectstorage_bucket" "farkey" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "farkey"
  kms_key_id     = "ocid1.key.oc1.eu-frankfurt-1.bbbb.aaaa"
}
