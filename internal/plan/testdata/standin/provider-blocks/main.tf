terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
variable "sec" {
  default   = "us-ashburn-1"
  sensitive = true
}
variable "num" { default = 1 }
variable "nul" {
  default = null
}
variable "eph" {
  default   = "us-ashburn-1"
  ephemeral = true
}
provider "oci" {
  region = "us-ashburn-1"
}
provider "oci" {
  alias  = "sec"
  region = var.sec
}
provider "oci" {
  alias  = "nul"
  region = var.nul
}
provider "oci" {
  alias  = "eph"
  region = var.eph
}
provider "oci" {
  alias  = "short"
  region = "iad"
}
provider "oci" {
  alias  = "upper"
  region = "US-ASHBURN-1"
}
provider "oci" {
  alias  = "typo"
  region = "us-ashbrn-1"
}
provider "oci" {
  alias  = "salt"
  region = "us-saltlake-2"
}
provider "oci" {
  alias  = "gov"
  region = "us-langley-1"
}
provider "oci" {
  alias  = "zur"
  region = "eu-zurich-1"
}
provider "oci" {
  alias  = "tmpl"
  region = "us-${var.num == 1 ? "ashburn" : "phoenix"}-1"
}
provider "oci" {
  alias  = "data"
  region = data.oci_identity_regions_fake.x.region
}
data "oci_identity_regions_fake" "x" {}
provider "oci" {
  alias  = "empty"
  region = ""
}
provider "oci" {
  alias  = "space"
  region = " us-ashburn-1"
}
provider "oci" {
  alias  = "prof"
  config_file_profile = "us"
}
provider "oci" {
  alias  = "oke"
  region = "us-ashburn-1"
  auth   = "OKEWorkloadIdentity"
}
provider "oci" {
  alias  = "ip"
  region = "us-ashburn-1"
  auth   = "InstancePrincipal"
}
module "legacy" { source = "./legacy" }
module "leg2" {
  source = "./leg2"
  r      = "uk-london-1"
}
locals { p = { sec = 1 } }
resource "oci_objectstorage_bucket" "sec" {
  provider       = oci.sec
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_bucket" "nul" {
  provider       = oci.nul
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_bucket" "eph" {
  provider       = oci.eph
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_bucket" "short" {
  provider       = oci.short
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_bucket" "upper" {
  provider       = oci.upper
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_bucket" "typo" {
  provider       = oci.typo
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_bucket" "salt" {
  provider       = oci.salt
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_bucket" "gov" {
  provider       = oci.gov
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_bucket" "zur" {
  provider       = oci.zur
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_bucket" "tmpl" {
  provider       = oci.tmpl
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_bucket" "data" {
  provider       = oci.data
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_bucket" "empty" {
  provider       = oci.empty
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_bucket" "space" {
  provider       = oci.space
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_bucket" "prof" {
  provider       = oci.prof
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_bucket" "oke" {
  provider       = oci.oke
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
resource "oci_objectstorage_bucket" "ip" {
  provider       = oci.ip
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
}
resource "oci_identity_group" "g" {
  provider       = oci.zur
  compartment_id = "ocid1.tenancy.oc1..a"
  name           = "g"
  description    = "g"
}
resource "oci_objectstorage_bucket" "class" {
  compartment_id = "ocid1.compartment.oc1..a"
  namespace      = "n"
  name           = "b"
  freeform_tags  = { residency-class = "nosuch" }
}
resource "terraform_data" "t" { input = "eu-frankfurt-1" }
