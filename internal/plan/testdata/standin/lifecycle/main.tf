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
locals { c = "ocid1.compartment.oc1..aaaa" }
removed {
  from = oci_objectstorage_bucket.forget
  lifecycle { destroy = false }
}
removed {
  from = oci_objectstorage_bucket.forget_home
  lifecycle { destroy = false }
}
removed {
  from = oci_objectstorage_object_lifecycle_policy.forget_no_id
  lifecycle { destroy = false }
}
resource "oci_objectstorage_bucket" "w1" {
  provider       = oci.eu
  compartment_id = local.c
  namespace      = "n"
  name           = "w1"
}
moved {
  from = oci_objectstorage_bucket.moved_from
  to   = oci_objectstorage_bucket.moved_to
}
import {
  to = oci_core_vcn.imported
  id = "ocid1.vcn.oc1.eu-frankfurt-1.aaaa"
}
import {
  to = oci_core_vcn.imported_home
  id = "ocid1.vcn.oc1.iad.aaaa"
}
resource "oci_core_vcn" "imported" {
  compartment_id = local.c
}
resource "oci_core_vcn" "imported_home" {
  compartment_id = local.c
}
resource "oci_objectstorage_bucket" "moved_to" {
  compartment_id = local.c
  namespace      = "n"
  name           = "moved"
}
resource "oci_objectstorage_bucket" "comes_home" {
  compartment_id = local.c
  namespace      = "n2"
  name           = "home"
}
resource "oci_objectstorage_bucket" "leaves" {
  provider       = oci.eu
  compartment_id = local.c
  namespace      = "n2"
  name           = "leaves"
}
resource "oci_objectstorage_bucket" "noop_eu" {
  provider       = oci.eu
  compartment_id = local.c
  namespace      = "n"
  name           = "noop"
}
