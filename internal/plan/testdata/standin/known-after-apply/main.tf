terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
provider "oci" {
  region = "us-ashburn-1"
}
provider "oci" {
  alias  = "eu"
  region = "eu-frankfurt-1"
}
resource "terraform_data" "r" { input = "us-phoenix-1" }
resource "terraform_data" "ad" { input = "Uocm:PHX-AD-1" }
resource "oci_objectstorage_bucket" "b" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "b"
}
resource "oci_objectstorage_replication_policy" "r" {
  namespace               = "usdata"
  bucket                  = oci_objectstorage_bucket.b.name
  name                    = "r"
  destination_bucket_name = "d"
  destination_region_name = terraform_data.r.output
}
resource "oci_core_volume" "v" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  block_volume_replicas {
    availability_domain = terraform_data.ad.output
  }
}
resource "oci_core_volume" "ad" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = terraform_data.ad.output
}
resource "oci_core_volume_backup_policy" "p" {
  compartment_id     = "ocid1.compartment.oc1..aaaaaaaauserdata"
  destination_region = terraform_data.r.output
}
resource "oci_nosql_table_replica" "r" {
  compartment_id   = "ocid1.compartment.oc1..aaaaaaaauserdata"
  table_name_or_id = "t"
  region           = terraform_data.r.output
}
resource "oci_kms_vault_replication" "r" {
  vault_id       = "ocid1.vault.oc1.iad.bbbb.aaaa"
  replica_region = terraform_data.r.output
}
resource "oci_file_storage_replication" "r" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  source_id      = "ocid1.filesystem.oc1.iad.aaaa"
  target_id      = terraform_data.r.output
}
resource "oci_database_autonomous_database" "s" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  db_name        = "s"
  source         = "CROSS_REGION_DATAGUARD"
  source_id      = terraform_data.r.output
}
resource "oci_core_remote_peering_connection" "r" {
  compartment_id   = "ocid1.compartment.oc1..aaaaaaaauserdata"
  drg_id           = "ocid1.drg.oc1.iad.aaaa"
  peer_id          = terraform_data.r.output
  peer_region_name = terraform_data.r.output
}
resource "oci_objectstorage_bucket" "key" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "key"
  kms_key_id     = terraform_data.r.output
}
resource "oci_objectstorage_bucket" "access" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "access"
  access_type    = terraform_data.r.output
}
