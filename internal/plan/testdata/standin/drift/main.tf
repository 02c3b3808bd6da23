terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
provider "oci" {
  region = "us-ashburn-1"
}
resource "oci_objectstorage_bucket" "b" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "b"
}
resource "oci_objectstorage_bucket" "closed" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "closed"
  access_type    = "NoPublicAccess"
}
resource "oci_nosql_table" "t" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  name           = "t"
  ddl_statement  = "x"
}
resource "oci_database_autonomous_database" "d" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  db_name        = "d"
}
resource "oci_database_autonomous_database" "p" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  db_name        = "d"
}
resource "oci_core_volume" "v" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
}
