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
  alias  = "sg"
  region = "ap-singapore-1"
}
resource "oci_objectstorage_bucket" "ok" {
  provider       = oci.sg
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "ok"
}
resource "oci_objectstorage_bucket" "live" {
  provider       = oci.sg
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "live"
}
resource "oci_objectstorage_bucket" "counted" {
  provider       = oci.sg
  count          = 1
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "counted"
}
resource "oci_objectstorage_bucket" "expired" {
  provider       = oci.sg
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "expired"
}
resource "oci_objectstorage_bucket" "eukind" {
  provider       = oci.eu
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "eukind"
}
resource "oci_objectstorage_replication_policy" "repl" {
  namespace               = "usdata"
  bucket                  = "b"
  name                    = "r"
  destination_bucket_name = "d"
  destination_region_name = "eu-frankfurt-1"
}
resource "oci_objectstorage_replication_policy" "allowed" {
  namespace               = "usdata"
  bucket                  = "b"
  name                    = "r"
  destination_bucket_name = "d"
  destination_region_name = "eu-frankfurt-1"
}
resource "oci_objectstorage_bucket" "pub" {
  provider       = oci.sg
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "pub"
}
resource "oci_objectstorage_bucket" "pubeu" {
  provider       = oci.eu
  compartment_id = "ocid1.compartment.oc1..public"
  namespace      = "usdata"
  name           = "pubeu"
}
resource "oci_objectstorage_bucket" "pubcomp" {
  provider       = oci.sg
  compartment_id = "ocid1.compartment.oc1..public"
  namespace      = "usdata"
  name           = "pubcomp"
}
resource "oci_objectstorage_bucket" "compok" {
  provider       = oci.sg
  compartment_id = "ocid1.compartment.oc1..excepted"
  namespace      = "usdata"
  name           = "compok"
}
resource "oci_objectstorage_bucket" "tagged" {
  provider       = oci.sg
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "tagged"
  freeform_tags  = { "residency-class" = "public" }
}
module "cdn" {
  source    = "./m"
  providers = { oci = oci.sg }
}
module "cdn2" {
  source    = "./m"
  providers = { oci = oci.sg }
}
