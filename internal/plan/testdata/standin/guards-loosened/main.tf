terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
provider "oci" {
  region = "us-ashburn-1"
}
resource "oci_identity_policy" "dropped" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "dropped"
  description    = "p"
  statements     = ["deny any-user to {BUCKET_CREATE, OBJECT_CREATE, OBJECT_OVERWRITE} in tenancy where all {request.region != 'iad', request.region != 'phx'}"]
}
resource "oci_identity_policy" "loosened" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "loosened"
  description    = "p"
  statements     = ["deny any-user to {PAR_MANAGE} in tenancy where all {request.region != 'iad', request.region != 'fra'}"]
}
resource "oci_identity_policy" "same" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "same"
  description    = "p"
  statements     = ["deny any-user to {VAULT_REPLICATE} in tenancy"]
}
resource "oci_limits_quota" "zdropped" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "zdropped"
  description    = "p"
  statements     = ["zero compute-core quotas in tenancy where request.region = 'eu-frankfurt-1'"]
}
resource "oci_identity_policy" "reworded" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "reworded"
  description    = "p"
  statements     = ["deny any-user to {OBJECT_OVERWRITE, OBJECT_CREATE, BUCKET_CREATE} in compartment X where all {request.region!='iad',request.region!='phx'}"]
}
