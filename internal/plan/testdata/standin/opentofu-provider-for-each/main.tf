terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
variable "regions" { default = { us = "us-ashburn-1", eu = "eu-frankfurt-1" } }
variable "ok" { default = ["us-ashburn-1", "us-phoenix-1"] }
provider "oci" {
  alias    = "by"
  for_each = var.regions
  region   = each.value
}
provider "oci" {
  alias    = "ok"
  for_each = toset(var.ok)
  region   = each.key
}
resource "oci_objectstorage_bucket" "us" {
  provider       = oci.by["us"]
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "us"
}
resource "oci_objectstorage_bucket" "eu" {
  provider       = oci.by["eu"]
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "eu"
}
resource "oci_objectstorage_bucket" "all" {
  provider       = oci.by[each.key]
  for_each       = var.regions
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "all"
}
resource "oci_objectstorage_bucket" "allok" {
  provider       = oci.ok[each.key]
  for_each       = toset(var.ok)
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "allok"
}
resource "oci_core_subnet" "s" {
  provider       = oci.by[each.key]
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  for_each       = var.regions
  cidr_block     = "10.0.0.0/24"
  vcn_id         = each.key == "us" ? "ocid1.vcn.oc1.iad.a" : "ocid1.vcn.oc1.eu-frankfurt-1.a"
}
module "m" {
  source    = "./m"
  for_each  = var.regions
  providers = { oci = oci.by[each.key] }
}
