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
variable "days" { default = 7 }
variable "on" { default = true }
resource "terraform_data" "r" { input = "x" }
resource "oci_database_autonomous_container_database" "acd" {
  display_name = "a"
  patch_model  = "x"
  backup_config {
    recovery_window_in_days = var.days
    backup_destination_details {
      type = "OBJECT_STORE"
    }
  }
}
resource "oci_database_autonomous_container_database" "late" {
  display_name = "a"
  patch_model  = "x"
  backup_config {
    recovery_window_in_days = var.days
    backup_destination_details {
      type          = "OBJECT_STORE"
      remote_region = terraform_data.r.output
    }
  }
}
resource "oci_mysql_mysql_db_system" "pol" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  shape_name          = "x"
  subnet_id           = "ocid1.subnet.oc1.iad.aaaa"
  backup_policy {
    is_enabled        = var.on
    retention_in_days = var.days
  }
}
resource "oci_mysql_mysql_db_system" "polres" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  shape_name          = "x"
  subnet_id           = "ocid1.subnet.oc1.iad.aaaa"
  backup_policy {
    is_enabled        = var.on
    window_start_time = terraform_data.r.output
  }
}
resource "oci_mysql_mysql_db_system" "src" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  shape_name          = "x"
  subnet_id           = "ocid1.subnet.oc1.iad.aaaa"
  source {
    source_type = "BACKUP"
    backup_id   = oci_mysql_mysql_backup.b.id
  }
}
resource "oci_mysql_mysql_backup" "b" {
  db_system_id = oci_mysql_mysql_db_system.pol.id
}
resource "oci_mysql_mysql_db_system" "enc" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  shape_name          = "x"
  subnet_id           = "ocid1.subnet.oc1.iad.aaaa"
  encrypt_data {
    key_generation_type = var.on ? "SYSTEM" : "BYOK"
  }
}
resource "oci_psql_db_system" "p" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  db_version     = "14"
  display_name   = "p"
  shape          = "x"
  network_details {
    subnet_id = oci_core_subnet.s.id
  }
  storage_details {
    is_regionally_durable = var.on
    system_type           = "OCI"
  }
  management_policy {
    backup_policy {
      retention_days = var.days
      kind           = "DAILY"
    }
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
resource "oci_core_instance" "i" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  shape               = "x"
  create_vnic_details {
    subnet_id    = oci_core_subnet.s.id
    display_name = terraform_data.r.output
  }
  source_details {
    source_type             = "image"
    source_id               = "ocid1.image.oc1.iad.a"
    boot_volume_size_in_gbs = var.days
  }
}
resource "oci_core_volume" "v" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  source_details {
    type = "volume"
    id   = oci_core_volume.w.id
  }
}
resource "oci_core_volume" "w" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
}
resource "oci_core_volume_group" "g" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  source_details {
    type       = "volumeIds"
    volume_ids = [oci_core_volume.v.id, oci_core_volume.w.id]
  }
}
resource "oci_database_db_system" "d" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  hostname            = "h"
  shape               = "x"
  ssh_public_keys     = ["x"]
  subnet_id           = oci_core_subnet.s.id
  db_home {
    db_version = "19"
    database {
      admin_password = "x"
      db_name        = "n"
      db_backup_config {
        auto_backup_enabled     = var.on
        recovery_window_in_days = var.days
      }
    }
  }
}
resource "oci_disaster_recovery_dr_protection_group" "g" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name   = "g"
  log_location {
    bucket    = "b"
    namespace = "n"
  }
  members {
    member_id   = oci_core_instance.i.id
    member_type = "COMPUTE_INSTANCE_MOVABLE"
    is_movable  = var.on
  }
}
resource "oci_vault_secret" "s" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  secret_name    = "s"
  vault_id       = "ocid1.vault.oc1.iad.b.a"
  key_id         = "ocid1.key.oc1.iad.b.a"
  secret_content {
    content_type = "BASE64"
    content      = terraform_data.r.output
  }
}
resource "oci_events_rule" "e" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  condition      = "x"
  display_name   = "e"
  is_enabled     = true
  actions {
    actions {
      action_type = "ONS"
      is_enabled  = var.on
      topic_id    = oci_ons_notification_topic.t.id
    }
  }
}
resource "oci_ons_notification_topic" "t" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  name           = "t"
}
resource "oci_sch_service_connector" "c" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name   = "c"
  source {
    kind = "logging"
    log_sources {
      compartment_id = "c"
      log_group_id   = oci_logging_log_group.l.id
    }
  }
  target {
    kind     = "notifications"
    topic_id = oci_ons_notification_topic.t.id
  }
}
resource "oci_sch_service_connector" "b" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name   = "c"
  source {
    kind      = "streaming"
    stream_id = "ocid1.stream.oc1.iad.a"
  }
  target {
    kind      = "objectStorage"
    bucket    = oci_objectstorage_bucket.b.name
    namespace = "n"
  }
}
resource "oci_objectstorage_bucket" "b" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "n"
  name           = "b"
}
resource "oci_logging_log_group" "l" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name   = "l"
}
resource "oci_monitoring_alarm" "a" {
  compartment_id        = "ocid1.compartment.oc1..aaaaaaaauserdata"
  destinations          = [oci_ons_notification_topic.t.id]
  display_name          = "a"
  is_enabled            = true
  metric_compartment_id = "c"
  namespace             = "n"
  query                 = "x"
  severity              = "CRITICAL"
}
resource "oci_database_autonomous_database" "a" {
  compartment_id  = "ocid1.compartment.oc1..aaaaaaaauserdata"
  db_name         = "d"
  subnet_id       = oci_core_subnet.s.id
  nsg_ids         = [oci_core_network_security_group.n.id]
  whitelisted_ips = [oci_core_vcn.v.id]
}
resource "oci_core_network_security_group" "n" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  vcn_id         = oci_core_vcn.v.id
}
resource "oci_containerengine_node_pool" "np" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  cluster_id     = oci_containerengine_cluster.c.id
  name           = "n"
  node_shape     = "x"
  node_config_details {
    size = var.days
    placement_configs {
      availability_domain = "Uocm:US-ASHBURN-AD-1"
      subnet_id           = oci_core_subnet.s.id
    }
  }
}
resource "oci_containerengine_cluster" "c" {
  compartment_id     = "ocid1.compartment.oc1..aaaaaaaauserdata"
  kubernetes_version = "1"
  name               = "c"
  vcn_id             = oci_core_vcn.v.id
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
    length    = var.days
  }
}
resource "oci_golden_gate_deployment" "g" {
  compartment_id  = "ocid1.compartment.oc1..aaaaaaaauserdata"
  deployment_type = "x"
  display_name    = "g"
  subnet_id       = oci_core_subnet.s.id
  ogg_data {
    deployment_name    = "x"
    password_secret_id = oci_vault_secret.s.id
  }
}
resource "oci_nosql_table" "t" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  name           = "t"
  ddl_statement  = "x"
  table_limits {
    max_read_units     = var.days
    max_storage_in_gbs = 1
    max_write_units    = 1
  }
}
resource "oci_functions_function" "f" {
  application_id = "ocid1.fnapp.oc1.iad.a"
  display_name   = "f"
  memory_in_mbs  = "128"
  image          = "iad.ocir.io/n/x:1"
  config         = { K = oci_kms_key.k.id }
}
resource "oci_integration_integration_instance" "i" {
  compartment_id            = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name              = "i"
  integration_instance_type = "x"
  is_byol                   = var.on
  message_packs             = 1
  idcs_at                   = terraform_data.r.output
}
resource "oci_redis_redis_cluster" "r" {
  compartment_id     = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name       = "r"
  node_count         = 1
  node_memory_in_gbs = 1
  software_version   = "x"
  subnet_id          = oci_core_subnet.s.id
}
resource "oci_opensearch_opensearch_cluster" "o" {
  compartment_id                     = "ocid1.compartment.oc1..aaaaaaaauserdata"
  data_node_count                    = 1
  data_node_host_memory_gb           = 1
  data_node_host_ocpu_count          = 1
  data_node_host_type                = "x"
  data_node_storage_gb               = 1
  display_name                       = "o"
  master_node_count                  = 1
  master_node_host_memory_gb         = 1
  master_node_host_ocpu_count        = 1
  master_node_host_type              = "x"
  opendashboard_node_count           = 1
  opendashboard_node_host_memory_gb  = 1
  opendashboard_node_host_ocpu_count = 1
  software_version                   = "2"
  subnet_compartment_id              = "c"
  subnet_id                          = oci_core_subnet.s.id
  vcn_compartment_id                 = "c"
  vcn_id                             = oci_core_vcn.v.id
}
