terraform {
  required_providers {
    oci = { source = "oracle/oci", configuration_aliases = [oci.second] }
  }
}
variable "reg" {}
variable "cfg" {}
variable "vcn" {}
module "b" {
  source    = "./b"
  count     = 2
  providers = { oci = oci, oci.far = oci.second }
  cfg       = var.cfg.dest
  vcn       = var.vcn
}
resource "oci_core_vcn" "here" {
  compartment_id = "ocid1.compartment.oc1..aaaa"
  cidr_blocks    = ["10.0.0.0/16"]
}
resource "oci_kms_key" "k" {
  compartment_id      = "ocid1.compartment.oc1..aaaa"
  display_name        = "k"
  management_endpoint = "https://x-management.kms.us-ashburn-1.oraclecloud.com"
  key_shape {
    algorithm = "AES"
    length    = 32
  }
}
output "key" { value = oci_kms_key.k.id }
output "vcn" { value = module.b[1].vcn }
