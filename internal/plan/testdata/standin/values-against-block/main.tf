terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
provider "oci" {
  region = "us-ashburn-1"
}
provider "oci" {
  alias  = "phx"
  region = "us-phoenix-1"
}
resource "oci_core_volume" "ok" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-3"
}
resource "oci_core_volume" "key" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "xYz1:IAD-AD-1"
}
resource "oci_core_volume" "low" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "uocm:us-ashburn-ad-1"
}
resource "oci_core_volume" "fra" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:EU-FRANKFURT-1-AD-2"
}
resource "oci_core_volume" "sjc" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-SANJOSE-1-AD-1"
}
resource "oci_core_subnet" "fra" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  vcn_id         = "ocid1.vcn.oc1.eu-frankfurt-1.aaaa"
  cidr_block     = "10.0.0.0/24"
}
resource "oci_core_subnet" "frakey" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  vcn_id         = "ocid1.vcn.oc1.fra.aaaa"
  cidr_block     = "10.0.0.0/24"
}
resource "oci_core_subnet" "upper" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  vcn_id         = "ocid1.vcn.OC1.IAD.aaaa"
  cidr_block     = "10.0.0.0/24"
}
resource "oci_core_subnet" "phx" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  vcn_id         = "ocid1.vcn.oc1.phx.aaaa"
  cidr_block     = "10.0.0.0/24"
}
resource "oci_core_subnet" "gov" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  vcn_id         = "ocid1.vcn.oc2.us-langley-1.aaaa"
  cidr_block     = "10.0.0.0/24"
}
resource "oci_core_subnet" "newtown" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  vcn_id         = "ocid1.vcn.oc1.us-newtown-9.aaaa"
  cidr_block     = "10.0.0.0/24"
}
resource "oci_core_subnet" "blank" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  vcn_id         = "ocid1.vcn.oc1..aaaa"
  cidr_block     = "10.0.0.0/24"
}
resource "oci_kms_key" "fra" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name        = "k"
  management_endpoint = "https://x-management.kms.eu-frankfurt-1.oraclecloud.com"
  key_shape {
    algorithm = "AES"
    length    = 32
  }
}
resource "oci_kms_key" "iad" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name        = "k"
  management_endpoint = "https://x-management.kms.us-ashburn-1.oci.oraclecloud.com"
  key_shape {
    algorithm = "AES"
    length    = 32
  }
}
resource "oci_core_instance" "img" {
  compartment_id      = "ocid1.compartment.oc1..aaaaaaaauserdata"
  availability_domain = "Uocm:US-ASHBURN-AD-1"
  shape               = "VM"
  source_details {
    source_type = "image"
    source_id   = "ocid1.image.oc1.eu-frankfurt-1.aaaa"
  }
  create_vnic_details {
    subnet_id = "ocid1.subnet.oc1.iad.aaaa"
  }
}
resource "oci_objectstorage_bucket" "text" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  namespace      = "usdata"
  name           = "text"
  freeform_tags  = { failover = "eu-frankfurt-1", url = "https://objectstorage.eu-frankfurt-1.oraclecloud.com/n/x" }
}
resource "oci_core_vcn" "named" {
  compartment_id = "ocid1.compartment.oc1..aaaaaaaauserdata"
  display_name   = "eu-frankfurt-1"
  cidr_blocks    = ["10.0.0.0/16"]
  dns_label      = "fra"
}
