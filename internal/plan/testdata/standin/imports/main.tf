terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
provider "oci" {
  region = "us-ashburn-1"
}
import {
  to = oci_kms_key.k
  id = "managementEndpoint/https://x-management.kms.eu-frankfurt-1.oraclecloud.com/keys/ocid1.key.oc1.eu-frankfurt-1.b.a"
}
import {
  to = oci_objectstorage_bucket.b
  id = "n/usdata/b/b"
}
import {
  to = oci_database_data_guard_association.d
  id = "databases/ocid1.database.oc1.iad.a/dataGuardAssociations/ocid1.dgassociation.oc1.iad.b"
}
import {
  to       = oci_core_vcn.v[each.key]
  for_each = { a = "ocid1.vcn.oc1.eu-frankfurt-1.a", b = "ocid1.vcn.oc1.iad.a" }
  id       = each.value
}
resource "oci_kms_key" "k" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name        = "k"
  management_endpoint = "https://x-management.kms.us-ashburn-1.oraclecloud.com"
  key_shape {
    algorithm = "AES"
    length    = 32
  }
}
resource "oci_objectstorage_bucket" "b" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "b"
}
resource "oci_database_data_guard_association" "d" {
  creation_type                    = "ExistingDbSystem"
  database_id                      = "ocid1.database.oc1.iad.a"
  database_admin_password          = "x"
  delete_standby_db_home_on_delete = "true"
  protection_mode                  = "MAXIMUM_AVAILABILITY"
  transport_type                   = "SYNC"
  peer_db_system_id                = "ocid1.dbsystem.oc1.phx.aaaa"
}
resource "oci_core_vcn" "v" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  for_each       = { a = 1, b = 2 }
  cidr_blocks    = ["10.0.0.0/16"]
}
