terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
variable "cfg" {
  type    = object({ primary = object({ region = string }), dr = object({ region = optional(string, "ca-montreal-1") }), list = optional(list(string), ["us-phoenix-1"]) })
  default = { primary = { region = "us-ashburn-1" }, dr = {} }
}
variable "given" { default = "us-ashburn-1" }
variable "kept" {
  type    = object({ r = optional(string, "us-chicago-1") })
  default = {}
}
variable "prod" { default = true }
variable "eu" { default = "eu-frankfurt-1" }
variable "us" { default = "us-ashburn-1" }
variable "regions" { default = { a = "us-ashburn-1", b = "eu-frankfurt-1" } }
variable "pick" { default = "a" }
variable "city" { default = "ashburn" }
locals {
  home   = "us-ashburn-1"
  far    = "eu-frankfurt-1"
  cond   = var.prod ? "us-ashburn-1" : "us-phoenix-1"
  map    = { x = { region = "us-sanjose-1" }, y = { region = "uk-london-1" } }
  viavar = var.cfg.primary.region
  chain  = local.viavar
  picked = var.regions[var.pick]
}
provider "oci" {
  alias  = "primary"
  region = var.cfg.primary.region
}
provider "oci" {
  alias  = "optdef"
  region = var.cfg.dr.region
}
provider "oci" {
  alias  = "optlist"
  region = var.cfg.list[0]
}
provider "oci" {
  alias  = "given"
  region = var.given
}
provider "oci" {
  alias  = "kept"
  region = var.kept.r
}
provider "oci" {
  alias  = "cond"
  region = var.prod ? "us-ashburn-1" : "eu-frankfurt-1"
}
provider "oci" {
  alias  = "condvar"
  region = var.prod ? var.us : var.eu
}
provider "oci" {
  alias  = "condus"
  region = var.prod ? var.us : var.given
}
provider "oci" {
  alias  = "tmpl"
  region = "us-${var.city}-1"
}
provider "oci" {
  alias  = "bare_tmpl"
  region = var.us
}
provider "oci" {
  alias  = "eu"
  region = var.eu
}
provider "oci" {
  alias  = "lowereu"
  region = lower(var.eu)
}
provider "oci" {
  alias  = "lowerus"
  region = lower(var.us)
}
provider "oci" {
  alias  = "home"
  region = local.home
}
provider "oci" {
  alias  = "far"
  region = local.far
}
provider "oci" {
  alias  = "lcond"
  region = local.cond
}
provider "oci" {
  alias  = "lmap"
  region = local.map.x.region
}
provider "oci" {
  alias  = "lmapidx"
  region = local.map["y"].region
}
provider "oci" {
  alias  = "chain"
  region = local.chain
}
provider "oci" {
  alias  = "picked"
  region = local.picked
}
provider "oci" {
  alias  = "idxvar"
  region = var.regions[var.pick]
}
provider "oci" {
  alias  = "idxlit"
  region = var.regions["a"]
}
provider "oci" {
  alias  = "paren"
  region = (var.us)
}
provider "oci" {
  alias  = "lit_fn"
  region = join("-", ["us", "ashburn", "1"])
}
provider "oci" {
  alias  = "coalesce"
  region = coalesce(var.us, "eu-frankfurt-1")
}
provider "oci" {
  alias  = "trylit"
  region = try(var.cfg.nope, "us-ashburn-1")
}
resource "oci_objectstorage_bucket" "primary" {
  provider       = oci.primary
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "primary"
}
resource "oci_objectstorage_bucket" "optdef" {
  provider       = oci.optdef
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "optdef"
}
resource "oci_objectstorage_bucket" "optlist" {
  provider       = oci.optlist
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "optlist"
}
resource "oci_objectstorage_bucket" "given" {
  provider       = oci.given
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "given"
}
resource "oci_objectstorage_bucket" "kept" {
  provider       = oci.kept
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "kept"
}
resource "oci_objectstorage_bucket" "cond" {
  provider       = oci.cond
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "cond"
}
resource "oci_objectstorage_bucket" "condvar" {
  provider       = oci.condvar
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "condvar"
}
resource "oci_objectstorage_bucket" "condus" {
  provider       = oci.condus
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "condus"
}
resource "oci_objectstorage_bucket" "tmpl" {
  provider       = oci.tmpl
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "tmpl"
}
resource "oci_objectstorage_bucket" "bare_tmpl" {
  provider       = oci.bare_tmpl
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "bare_tmpl"
}
resource "oci_objectstorage_bucket" "eu" {
  provider       = oci.eu
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "eu"
}
resource "oci_objectstorage_bucket" "lowereu" {
  provider       = oci.lowereu
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "lowereu"
}
resource "oci_objectstorage_bucket" "lowerus" {
  provider       = oci.lowerus
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "lowerus"
}
resource "oci_objectstorage_bucket" "home" {
  provider       = oci.home
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "home"
}
resource "oci_objectstorage_bucket" "far" {
  provider       = oci.far
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "far"
}
resource "oci_objectstorage_bucket" "lcond" {
  provider       = oci.lcond
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "lcond"
}
resource "oci_objectstorage_bucket" "lmap" {
  provider       = oci.lmap
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "lmap"
}
resource "oci_objectstorage_bucket" "lmapidx" {
  provider       = oci.lmapidx
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "lmapidx"
}
resource "oci_objectstorage_bucket" "chain" {
  provider       = oci.chain
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "chain"
}
resource "oci_objectstorage_bucket" "picked" {
  provider       = oci.picked
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "picked"
}
resource "oci_objectstorage_bucket" "idxvar" {
  provider       = oci.idxvar
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "idxvar"
}
resource "oci_objectstorage_bucket" "idxlit" {
  provider       = oci.idxlit
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "idxlit"
}
resource "oci_objectstorage_bucket" "paren" {
  provider       = oci.paren
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "paren"
}
resource "oci_objectstorage_bucket" "lit_fn" {
  provider       = oci.lit_fn
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "lit_fn"
}
resource "oci_objectstorage_bucket" "coalesce" {
  provider       = oci.coalesce
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "coalesce"
}
resource "oci_objectstorage_bucket" "trylit" {
  provider       = oci.trylit
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "trylit"
}
