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
resource "oci_kms_vault" "near" {
  compartment_id = "ocid1.compartment.oc1..aaaa"
  display_name   = "near"
  vault_type     = "DEFAULT"
}
resource "oci_kms_vault" "far" {
  provider       = oci.eu
  compartment_id = "ocid1.compartment.oc1..aaaa"
  display_name   = "far"
  vault_type     = "DEFAULT"
}
resource "oci_kms_key" "near" {
  compartment_id      = "ocid1.compartment.oc1..aaaa"
  display_name        = "near"
  management_endpoint = oci_kms_vault.near.management_endpoint
  key_shape {
    algorithm = "AES"
    length    = 32
  }
}
resource "oci_kms_key" "far" {
  provider            = oci.eu
  compartment_id      = "ocid1.compartment.oc1..aaaa"
  display_name        = "far"
  management_endpoint = oci_kms_vault.far.management_endpoint
  key_shape {
    algorithm = "AES"
    length    = 32
  }
}
locals {
  keys = { near = oci_kms_key.near.id, far = oci_kms_key.far.id }
}
module "store" {
  source   = "./store"
  for_each = { a = { key = oci_kms_key.near.id, n = "x" }, b = { key = oci_kms_key.far.id, n = "y" } }
  cfg      = { key = each.value.key, other = oci_kms_key.far.id }
}
resource "oci_objectstorage_bucket" "local" {
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace      = "n"
  name           = "local"
  kms_key_id     = local.keys.near
}
resource "oci_objectstorage_bucket" "each" {
  for_each       = { near = oci_kms_key.near.id, far = oci_kms_key.far.id }
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace      = "n"
  name           = each.key
  kms_key_id     = each.value
}
resource "oci_objectstorage_bucket" "lookup" {
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace      = "n"
  name           = "lookup"
  kms_key_id     = lookup(local.keys, "near", null)
}
resource "oci_objectstorage_bucket" "cond" {
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace      = "n"
  name           = "cond"
  kms_key_id     = var.far ? oci_kms_key.far.id : oci_kms_key.near.id
}
variable "far" { default = false }
