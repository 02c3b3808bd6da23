terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
provider "oci" {
  region = "us-ashburn-1"
}
variable "us" { default = "us-ashburn-1" }
module "expr" {
  source = "./m"
  r      = lower(var.us)
}
module "bare" {
  source = "./m"
  r      = var.us
}
module "default" { source = "./d" }
module "null_nn" {
  source = "./d"
  r      = null
}
module "null_ok" {
  source = "./n"
  r      = null
}
module "opt" {
  source = "./o"
  cfg    = {}
}
module "optset" {
  source = "./o"
  cfg    = { region = "us-phoenix-1" }
}
module "out" {
  source = "./x"
  r      = var.us
}
provider "oci" {
  alias  = "out"
  region = module.out.region
}
provider "oci" {
  alias  = "outbare"
  region = module.out.bare
}
provider "oci" {
  alias  = "outlocal"
  region = module.out.local
}
resource "oci_objectstorage_bucket" "out" {
  provider       = oci.out
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "out"
}
resource "oci_objectstorage_bucket" "outbare" {
  provider       = oci.outbare
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "outbare"
}
resource "oci_objectstorage_bucket" "outlocal" {
  provider       = oci.outlocal
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "outlocal"
}
