terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
provider "oci" {
  region = "us-ashburn-1"
}
resource "oci_identity_policy" "restored" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "restored"
  description    = "p"
  statements     = ["deny any-user to {PAR_MANAGE} in tenancy where all {request.region != 'iad', request.region != 'phx'}"]
}
resource "oci_identity_policy" "gonebyhand" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "gonebyhand"
  description    = "p"
  statements     = ["deny any-user to {VAULT_REPLICATE} in tenancy where all {request.region != 'iad', request.region != 'phx'}"]
}
removed {
  from = oci_identity_policy.forgotten
  lifecycle { destroy = false }
}
removed {
  from = oci_limits_quota.forgotten
  lifecycle { destroy = false }
}
moved {
  from = oci_identity_policy.oldname
  to   = oci_identity_policy.newname
}
resource "oci_identity_policy" "newname" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "newname"
  description    = "p"
  statements     = ["deny any-user to {VOLUME_BACKUP_COPY} in tenancy where all {request.region != 'iad', request.region != 'phx'}"]
}
