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
provider "oci" {
  alias  = "phx"
  region = "us-phoenix-1"
}
resource "terraform_data" "r" { input = "x" }
resource "oci_kms_vault" "near" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name   = "v"
  vault_type     = "DEFAULT"
}
resource "oci_kms_key" "near" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name        = "k"
  management_endpoint = oci_kms_vault.near.management_endpoint
  key_shape {
    algorithm = "AES"
    length    = 32
  }
}
resource "oci_kms_vault" "far" {
  provider       = oci.eu
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name   = "v"
  vault_type     = "DEFAULT"
}
resource "oci_kms_key" "far" {
  provider            = oci.eu
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name        = "k"
  management_endpoint = oci_kms_vault.far.management_endpoint
  key_shape {
    algorithm = "AES"
    length    = 32
  }
}
resource "oci_core_instance" "k" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  shape               = "x"
  create_vnic_details {
    subnet_id = "ocid1.subnet.oc1.iad.a"
  }
  source_details {
    source_type = "image"
    source_id   = "ocid1.image.oc1.iad.a"
    kms_key_id  = oci_kms_key.far.id
  }
}
resource "oci_core_instance" "kn" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  shape               = "x"
  create_vnic_details {
    subnet_id = "ocid1.subnet.oc1.iad.a"
  }
  source_details {
    source_type = "image"
    source_id   = "ocid1.image.oc1.iad.a"
    kms_key_id  = oci_kms_key.near.id
  }
}
resource "oci_mysql_mysql_db_system" "enc" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  shape_name          = "x"
  subnet_id           = "ocid1.subnet.oc1.iad.aaaa"
  encrypt_data {
    key_generation_type = "BYOK"
    key_id              = oci_kms_key.far.id
  }
}
resource "oci_mysql_mysql_db_system" "late" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  shape_name          = "x"
  subnet_id           = "ocid1.subnet.oc1.iad.aaaa"
  backup_policy {
    copy_policies {
      copy_to_region = terraform_data.r.output
    }
  }
}
resource "oci_core_vcn" "far" {
  provider       = oci.eu
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  cidr_blocks    = ["10.0.0.0/16"]
}
resource "oci_core_subnet" "far" {
  provider       = oci.eu
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  cidr_block     = "10.0.0.0/24"
  vcn_id         = oci_core_vcn.far.id
}
resource "oci_core_network_security_group" "far" {
  provider       = oci.eu
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  vcn_id         = oci_core_vcn.far.id
}
resource "oci_container_instances_container_instance" "c" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  shape               = "x"
  containers {
    image_url = "fra.ocir.io/n/x:1"
  }
  shape_config {
    ocpus = 1
  }
  vnics {
    subnet_id = oci_core_subnet.far.id
  }
}
resource "oci_psql_db_system" "p" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  db_version     = "14"
  display_name   = "p"
  shape          = "x"
  network_details {
    subnet_id = oci_core_subnet.far.id
  }
  storage_details {
    is_regionally_durable = true
    system_type           = "OCI"
  }
}
resource "oci_containerengine_cluster" "c" {
  compartment_id     = "ocid1.compartment.oc1..aaaaaaaauserdata"
  kubernetes_version = "1"
  name               = "c"
  vcn_id             = oci_core_vcn.far.id
}
resource "oci_functions_application" "a" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name   = "a"
  subnet_ids     = [oci_core_subnet.far.id]
}
resource "oci_load_balancer_load_balancer" "l" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name   = "l"
  shape          = "x"
  subnet_ids     = [oci_core_subnet.far.id]
}
resource "oci_core_instance" "nsg" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  shape               = "x"
  create_vnic_details {
    nsg_ids   = [oci_core_network_security_group.far.id]
    subnet_id = "ocid1.subnet.oc1.iad.a"
  }
  source_details {
    source_type = "image"
    source_id   = "ocid1.image.oc1.iad.a"
  }
}
resource "oci_core_volume_attachment" "va" {
  attachment_type = "iscsi"
  instance_id     = oci_core_instance.kn.id
  volume_id       = "ocid1.volume.oc1.eu-frankfurt-1.a"
}
resource "oci_containerengine_node_pool" "np" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  cluster_id     = "ocid1.cluster.oc1.iad.a"
  name           = "n"
  node_shape     = "x"
  node_config_details {
    size = 1
    placement_configs {
      availability_domain = "Uocm:US-ASHBURN-AD-1"
      subnet_id           = oci_core_subnet.far.id
    }
  }
}
resource "oci_file_storage_export" "e" {
  export_set_id  = "ocid1.exportset.oc1.iad.a"
  file_system_id = "ocid1.filesystem.oc1.phx.a"
  path           = "/x"
}
resource "oci_golden_gate_connection" "g" {
  compartment_id  = "ocid1.compartment.oc1..aaaaaaaauserdata"
  connection_type = "ORACLE"
  display_name    = "g"
  technology_type = "x"
  database_id     = "ocid1.autonomousdatabase.oc1.phx.a"
}
resource "oci_identity_domains_user" "u" {
  idcs_endpoint = "https://idcs-1.identity.oraclecloud.com:443"
  schemas       = ["x"]
  user_name     = "u"
}
resource "oci_logging_log" "l" {
  display_name = "l"
  log_group_id = "ocid1.loggroup.oc1.iad.a"
  log_type     = "SERVICE"
  configuration {
    source {
      category    = "write"
      resource    = "b"
      service     = "objectstorage"
      source_type = "OCISERVICE"
    }
  }
}
resource "oci_monitoring_alarm" "a" {
  compartment_id        = "ocid1.compartment.oc1..aaaaaaaauserdata"
  destinations          = ["ocid1.onstopic.oc1.iad.a"]
  display_name          = "a"
  is_enabled            = true
  metric_compartment_id = "c"
  namespace             = "n"
  query                 = "Cpu[1m]{region = \"eu-frankfurt-1\"}.mean() > 1"
  severity              = "CRITICAL"
}
