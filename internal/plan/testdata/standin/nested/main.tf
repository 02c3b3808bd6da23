terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
variable "regions" {
  type = map(object({ name = string, dr = optional(string, "eu-frankfurt-1") }))
  default = { home = { name = "us-ashburn-1" }, far = { name = "ap-tokyo-1", dr = "us-phoenix-1" } }
}
variable "list" { default = ["us-chicago-1", "uk-london-1"] }
variable "plain" {}
locals {
  home = var.regions["home"].name
  deep = { x = { y = var.list[0] } }
  lit  = "us-sanjose-1"
}
provider "oci" {
  region = local.home
}
provider "oci" {
  alias  = "dr"
  region = var.regions.far.dr
}
provider "oci" {
  alias  = "tokyo"
  region = var.regions["far"].name
}
provider "oci" {
  alias  = "chi"
  region = local.deep.x.y
}
provider "oci" {
  alias  = "lit"
  region = local.lit
}
provider "oci" {
  alias  = "plain"
  region = var.plain
}
provider "oci" {
  alias  = "expr"
  region = lower(var.plain)
}
provider "oci" {
  alias = "env"
}
provider "oci" {
  alias  = "rp"
  auth   = "ResourcePrincipal"
  region = "us-ashburn-1"
}
provider "oci" {
  alias  = "out"
  region = module.pick.region
}
module "pick" {
  source = "./pick"
  r      = var.list[1]
}
module "a" {
  source    = "./a"
  for_each  = { x = "1", y = "2" }
  providers = { oci = oci.dr, oci.second = oci.tokyo }
  reg       = each.value
  cfg       = { dest = { region = "us-phoenix-1" } }
  vcn       = oci_core_vcn.v.id
}
resource "oci_core_vcn" "v" {
  compartment_id = "ocid1.compartment.oc1..aaaa"
  cidr_blocks    = ["10.0.0.0/16"]
}
resource "oci_objectstorage_bucket" "each" {
  for_each       = { home = 1, chi = 2 }
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace      = "n"
  name           = each.key
}
resource "oci_objectstorage_bucket" "chi" {
  provider       = oci.chi
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace      = "n"
  name           = "chi"
}
resource "oci_objectstorage_bucket" "lit" {
  provider       = oci.lit
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace      = "n"
  name           = "lit"
}
resource "oci_objectstorage_bucket" "plain" {
  provider       = oci.plain
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace      = "n"
  name           = "plain"
}
resource "oci_objectstorage_bucket" "expr" {
  provider       = oci.expr
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace      = "n"
  name           = "expr"
}
resource "oci_objectstorage_bucket" "env" {
  provider       = oci.env
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace      = "n"
  name           = "env"
}
resource "oci_objectstorage_bucket" "rp" {
  provider       = oci.rp
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace      = "n"
  name           = "rp"
}
resource "oci_core_subnet" "rp" {
  provider       = oci.rp
  compartment_id = "ocid1.compartment.oc1..aaaa"
  cidr_block     = "10.0.0.0/24"
  vcn_id         = "ocid1.vcn.oc1.iad.aaaa"
}
resource "oci_objectstorage_bucket" "out" {
  provider       = oci.out
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace      = "n"
  name           = "out"
}
resource "oci_objectstorage_replication_policy" "each" {
  for_each                = var.regions
  namespace               = "n"
  bucket                  = oci_objectstorage_bucket.each["home"].name
  name                    = each.key
  destination_bucket_name = "x"
  destination_region_name = each.value.name
}
resource "oci_objectstorage_bucket" "modkey" {
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace      = "n"
  name           = "modkey"
  kms_key_id     = module.a["x"].key
}
resource "oci_core_subnet" "modvcn" {
  compartment_id = "ocid1.compartment.oc1..aaaa"
  cidr_block     = "10.0.0.0/24"
  vcn_id         = module.a["y"].vcn
}
