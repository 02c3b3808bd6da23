terraform {
  required_providers {
    residency = { source = "data-residency/residency" }
  }
}
variable "regions" {
  type = map(object({ name = string }))
  default = { home = { name = "us-ashburn-1" }, dr = { name = "us-phoenix-1" } }
}
variable "env" { default = "prod" }
variable "keys" { default = ["a","b"] }
locals { r = var.regions["home"].name }
provider "residency" {
  region = local.r
  boundary = { name = "x", jurisdictions = ["US"] }
}
provider "residency" {
  alias = "dr"
  region = var.regions.dr.name
  boundary = { name = "x", jurisdictions = ["US"] }
}
provider "residency" {
  alias = "cond"
  region = var.env == "prod" ? var.regions["home"].name : var.regions[var.env].name
  boundary = { name = "x", jurisdictions = ["US"] }
}
resource "terraform_data" "k" { input = "ocid1.key.oc1.iad.x" }
resource "residency_bucket" "a" {
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace = "ns"
  name = "a"
}
resource "residency_bucket" "c" {
  provider = residency.cond
  compartment_id = "ocid1.compartment.oc1..aaaa"
  namespace = "ns"
  name = "c"
}
module "m" {
  source = "./m"
  for_each = toset(var.keys)
  providers = { residency = residency.dr, residency.other = residency.cond }
  reg = var.regions["dr"].name
  cfg = { a = { b = var.regions.dr.name } , key = terraform_data.k.output}
  bucket = residency_bucket.a.name
}
resource "residency_bucket_replication" "r" {
  namespace = "ns"
  bucket = residency_bucket.a.name
  name = "r"
  destination_bucket_name = module.m["a"].bucket
  destination_region_name = module.m["a"].reg
}
