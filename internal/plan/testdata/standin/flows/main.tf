terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
provider "oci" {
  region = "us-ashburn-1"
}
provider "oci" {
  alias  = "phx"
  region = "us-phoenix-1"
}
provider "oci" {
  alias  = "eu"
  region = "eu-frankfurt-1"
}
locals { c = "ocid1.compartment.oc1..aaaa" }
resource "oci_objectstorage_bucket" "public" {
  compartment_id = local.c
  namespace      = "n"
  name           = "pub"
  access_type    = "ObjectRead"
}
resource "oci_objectstorage_preauthrequest" "read" {
  access_type  = "AnyObjectRead"
  bucket       = "b"
  name         = "p"
  namespace    = "n"
  time_expires = "2030-01-01T00:00:00Z"
}
resource "oci_objectstorage_object" "copy_in" {
  bucket    = "b"
  namespace = "n"
  object    = "o"
  source_uri_details {
    region    = "eu-frankfurt-1"
    namespace = "n"
    bucket    = "b"
    object    = "o"
  }
}
resource "oci_objectstorage_object" "copy_out" {
  provider  = oci.eu
  bucket    = "b"
  namespace = "n"
  object    = "o"
  source_uri_details {
    region    = "us-ashburn-1"
    namespace = "n"
    bucket    = "b"
    object    = "o"
  }
}
resource "oci_database_autonomous_database" "primary" {
  compartment_id = local.c
  db_name        = "p"
}
resource "oci_database_autonomous_database" "standby_phx" {
  provider       = oci.phx
  compartment_id = local.c
  db_name        = "p"
  source         = "CROSS_REGION_DISASTER_RECOVERY"
  source_id      = oci_database_autonomous_database.primary.id
  remote_disaster_recovery_type = "ADG"
}
resource "oci_database_autonomous_database" "standby_eu" {
  provider       = oci.eu
  compartment_id = local.c
  db_name        = "p"
  source         = "CROSS_REGION_DATAGUARD"
  source_id      = oci_database_autonomous_database.primary.id
}
resource "oci_database_autonomous_database" "clone_home" {
  compartment_id = local.c
  db_name        = "p"
  source         = "DATABASE"
  clone_type     = "FULL"
  source_id      = "ocid1.autonomousdatabase.oc1.eu-frankfurt-1.aaaa"
}
resource "oci_database_autonomous_database" "refreshable_home" {
  compartment_id = local.c
  db_name        = "p"
  source         = "CLONE_TO_REFRESHABLE"
  source_id      = "ocid1.autonomousdatabase.oc1.eu-frankfurt-1.aaaa"
}
resource "oci_database_autonomous_database" "standby_of_eu" {
  compartment_id = local.c
  db_name        = "p"
  source         = "CROSS_REGION_DATAGUARD"
  source_id      = "ocid1.autonomousdatabase.oc1.eu-frankfurt-1.aaaa"
}
resource "oci_database_autonomous_database" "restore" {
  compartment_id = local.c
  db_name        = "p"
  source         = "BACKUP_FROM_ID"
  autonomous_database_backup_id = "ocid1.autonomousdatabasebackup.oc1.eu-frankfurt-1.aaaa"
}
resource "oci_nosql_table" "t" {
  compartment_id = local.c
  ddl_statement  = "CREATE TABLE t (id INTEGER, PRIMARY KEY(id))"
  name           = "t"
}
resource "oci_nosql_table_replica" "phx" {
  region           = "us-phoenix-1"
  table_name_or_id = oci_nosql_table.t.id
}
resource "oci_nosql_table_replica" "eu" {
  region           = "eu-frankfurt-1"
  table_name_or_id = oci_nosql_table.t.id
}
resource "oci_mysql_mysql_db_system" "m" {
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  compartment_id      = local.c
  shape_name          = "x"
  subnet_id           = "ocid1.subnet.oc1.iad.aaaa"
  backup_policy {
    copy_policies {
      copy_to_region = "eu-frankfurt-1"
    }
  }
}
resource "oci_mysql_mysql_db_system" "ok" {
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  compartment_id      = local.c
  shape_name          = "x"
  subnet_id           = "ocid1.subnet.oc1.iad.aaaa"
}
resource "oci_psql_db_system" "p" {
  compartment_id = local.c
  db_version     = "14"
  display_name   = "p"
  shape          = "x"
  network_details {
    subnet_id = "ocid1.subnet.oc1.iad.aaaa"
  }
  storage_details {
    is_regionally_durable = true
    system_type           = "OCI_OPTIMIZED_STORAGE"
  }
  management_policy {
    backup_policy {
      copy_policy {
        compartment_id = local.c
        regions        = ["us-phoenix-1", "ap-tokyo-1"]
      }
    }
  }
}
resource "oci_core_volume" "v" {
  compartment_id      = local.c
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  block_volume_replicas {
    availability_domain = "Uocm:EU-FRANKFURT-1-AD-1"
  }
}
resource "oci_core_volume" "ok" {
  compartment_id      = local.c
  availability_domain = "Uocm:US-ASHBURN-AD-1"
}
resource "oci_core_volume_backup_policy" "pol" {
  compartment_id     = local.c
  destination_region = "ca-toronto-1"
}
resource "oci_core_volume_backup" "copy_home" {
  source_details {
    region           = "eu-frankfurt-1"
    volume_backup_id = "ocid1.volumebackup.oc1.eu-frankfurt-1.aaaa"
  }
}
resource "oci_file_storage_file_system" "far" {
  provider            = oci.eu
  compartment_id      = local.c
  availability_domain = "Uocm:EU-FRANKFURT-1-AD-1"
}
resource "oci_file_storage_file_system" "near" {
  compartment_id      = local.c
  availability_domain = "Uocm:US-ASHBURN-AD-2"
}
resource "oci_file_storage_replication" "r" {
  compartment_id = local.c
  source_id      = oci_file_storage_file_system.near.id
  target_id      = oci_file_storage_file_system.far.id
}
resource "oci_core_drg" "d" { compartment_id = local.c }
resource "oci_core_remote_peering_connection" "far" {
  provider       = oci.eu
  compartment_id = local.c
  drg_id         = "ocid1.drg.oc1.eu-frankfurt-1.aaaa"
}
resource "oci_core_remote_peering_connection" "near" {
  compartment_id   = local.c
  drg_id           = oci_core_drg.d.id
  peer_id          = oci_core_remote_peering_connection.far.id
  peer_region_name = "eu-frankfurt-1"
}
resource "oci_core_remote_peering_connection" "phx" {
  compartment_id   = local.c
  drg_id           = oci_core_drg.d.id
  peer_id          = "ocid1.remotepeeringconnection.oc1.phx.aaaa"
  peer_region_name = "us-phoenix-1"
}
resource "oci_disaster_recovery_dr_protection_group" "g" {
  compartment_id = local.c
  display_name   = "g"
  log_location {
    bucket    = "b"
    namespace = "n"
  }
  association {
    role        = "PRIMARY"
    peer_id     = "ocid1.drprotectiongroup.oc1.uk-london-1.aaaa"
    peer_region = "uk-london-1"
  }
}
resource "oci_identity_domain" "home" {
  compartment_id = local.c
  description    = "x"
  display_name   = "x"
  home_region    = "us-ashburn-1"
  license_type   = "free"
}
resource "oci_identity_domain_replication_to_region" "eu" {
  domain_id      = oci_identity_domain.home.id
  replica_region = "eu-frankfurt-1"
}
resource "oci_kms_vault" "v" {
  compartment_id = local.c
  display_name   = "v"
  vault_type     = "VIRTUAL_PRIVATE"
}
resource "oci_kms_vault" "ext" {
  compartment_id = local.c
  display_name   = "v"
  vault_type     = "EXTERNAL"
}
resource "oci_kms_vault_replication" "eu" {
  vault_id       = oci_kms_vault.v.id
  replica_region = "eu-frankfurt-1"
}
resource "oci_vault_secret" "s" {
  compartment_id = local.c
  secret_name    = "s"
  vault_id       = oci_kms_vault.v.id
  key_id         = "ocid1.key.oc1.iad.aaaa.bbbb"
  replication_config {
    replication_targets {
      target_key_id   = "ocid1.key.oc1.eu-frankfurt-1.aaaa.bbbb"
      target_region   = "eu-frankfurt-1"
      target_vault_id = "ocid1.vault.oc1.eu-frankfurt-1.aaaa.bbbb"
    }
  }
}
resource "oci_vault_secret" "ok" {
  compartment_id = local.c
  secret_name    = "ok"
  vault_id       = oci_kms_vault.v.id
  key_id         = "ocid1.key.oc1.iad.aaaa.bbbb"
}
resource "oci_cloud_guard_cloud_guard_configuration" "cg" {
  compartment_id   = local.c
  reporting_region = "uk-london-1"
  status           = "ENABLED"
}
resource "oci_identity_policy" "p" {
  compartment_id = "ocid1.tenancy.oc1..aaaa"
  name           = "p"
  description    = "p"
  statements     = ["endorse group A to manage object-family in any-tenancy", "allow group B to read buckets in tenancy"]
}
resource "oci_limits_quota" "q" {
  compartment_id = "ocid1.tenancy.oc1..aaaa"
  name           = "q"
  description    = "q"
  statements     = ["zero object-storage quotas in tenancy", "unset object-storage quotas in tenancy where request.region = 'us-ashburn-1'"]
}
resource "oci_core_instance" "i" {
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  compartment_id      = local.c
  shape               = "x"
  source_details {
    source_type = "image"
    source_id   = "ocid1.image.oc1.iad.aaaa"
  }
  create_vnic_details {
    subnet_id = "ocid1.subnet.oc1.eu-frankfurt-1.aaaa"
  }
}
resource "oci_database_autonomous_container_database" "acd" {
  display_name = "a"
  patch_model  = "x"
  backup_config {
    backup_destination_details {
      type          = "OBJECT_STORE"
      is_remote     = true
      remote_region = "eu-frankfurt-1"
    }
  }
}
resource "oci_sch_service_connector" "c" {
  compartment_id = local.c
  display_name   = "c"
  source {
    kind = "logging"
  }
  target {
    kind      = "streaming"
    stream_id = "ocid1.stream.oc1.eu-frankfurt-1.aaaa"
  }
}
