terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
provider "oci" {
  region = "us-ashburn-1"
}
resource "oci_identity_policy" "denymanage" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "denymanage"
  description    = "p"
  statements     = ["deny any-user to manage object-family in tenancy where all {request.region != 'iad', request.region != 'phx'}"]
}
resource "oci_identity_policy" "denyinspect" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "denyinspect"
  description    = "p"
  statements     = ["deny any-user to inspect object-family in tenancy where all {request.region != 'iad', request.region != 'phx'}"]
}
resource "oci_identity_policy" "denyuse" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "denyuse"
  description    = "p"
  statements     = ["deny any-user to use object-family in tenancy where all {request.region != 'iad', request.region != 'phx'}"]
}
resource "oci_identity_policy" "denyeq" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "denyeq"
  description    = "p"
  statements     = ["deny any-user to inspect all-resources in tenancy where request.region = 'fra'"]
}
resource "oci_identity_policy" "denyeqlong" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "denyeqlong"
  description    = "p"
  statements     = ["deny any-user to inspect all-resources in tenancy where request.region = 'eu-frankfurt-1'"]
}
resource "oci_identity_policy" "denynotin" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "denynotin"
  description    = "p"
  statements     = ["deny any-user to inspect all-resources in tenancy where request.region not in ('iad','phx')"]
}
resource "oci_identity_policy" "denyupper" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "denyupper"
  description    = "p"
  statements     = ["deny any-user to inspect all-resources in tenancy where all {request.region != 'IAD', request.region != 'PHX'}"]
}
resource "oci_identity_policy" "denyhome" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "denyhome"
  description    = "p"
  statements     = ["deny any-user to inspect all-resources in tenancy where request.region = 'iad'"]
}
resource "oci_identity_policy" "denyunkkey" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "denyunkkey"
  description    = "p"
  statements     = ["deny any-user to inspect all-resources in tenancy where request.region != 'xyz'"]
}
resource "oci_identity_policy" "denyparm" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "denyparm"
  description    = "p"
  statements     = ["deny any-user to {PAR_MANAGE} in tenancy"]
}
resource "oci_identity_policy" "denygroup" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "denygroup"
  description    = "p"
  statements     = ["deny group Devs to inspect object-family in tenancy where all {request.region != 'iad', request.region != 'phx'}"]
}
resource "oci_identity_policy" "volcopy" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "volcopy"
  description    = "p"
  statements     = ["Allow group G to use volume-backups in tenancy where all {request.permission='VOLUME_BACKUP_COPY', any {request.region='iad', request.region='phx'}, any {target.region='fra'}}"]
}
resource "oci_identity_policy" "denyendorse" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "denyendorse"
  description    = "p"
  statements     = ["deny endorse any-user to manage object-family in any-tenancy"]
}
resource "oci_identity_policy" "endorseassoc" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "endorseassoc"
  description    = "p"
  statements     = ["define tenancy A as ocid1.tenancy.oc1..a", "endorse group G to manage remote-peering-to in tenancy A"]
}
resource "oci_identity_policy" "svcany" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "svcany"
  description    = "p"
  statements     = ["allow any-user to manage object-family in tenancy"]
}
resource "oci_identity_policy" "svcboth" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "svcboth"
  description    = "p"
  statements     = ["allow service objectstorage-us-ashburn-1, objectstorage-eu-frankfurt-1 to manage object-family in tenancy"]
}
resource "oci_identity_policy" "svcother" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "svcother"
  description    = "p"
  statements     = ["allow service faas to read repos in tenancy"]
}
resource "oci_identity_policy" "comment" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "comment"
  description    = "p"
  statements     = ["// nothing", "allow group A to read buckets in tenancy // where request.region = 'us-ashburn-1'"]
}
resource "oci_identity_policy" "empty" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "empty"
  description    = "p"
  statements     = []
}
resource "oci_limits_quota" "notkey" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "notkey"
  description    = "p"
  statements     = ["zero database quotas in tenancy where request.region != 'iad'"]
}
resource "oci_limits_quota" "two" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "two"
  description    = "p"
  statements     = ["zero database quotas in tenancy where request.region != 'us-ashburn-1'", "zero database quotas in tenancy where request.region != 'us-phoenix-1'"]
}
resource "oci_limits_quota" "wrongorder" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "wrongorder"
  description    = "p"
  statements     = ["unset database quotas in tenancy where request.region = 'us-ashburn-1'", "zero database quotas in tenancy"]
}
resource "oci_limits_quota" "not" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "not"
  description    = "p"
  statements     = ["zero database quotas in tenancy where request.region != 'us-ashburn-1'"]
}
resource "oci_limits_quota" "any" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "any"
  description    = "p"
  statements     = ["zero database quotas in tenancy", "unset database quotas in tenancy where any {request.region = 'us-ashburn-1', request.region = 'us-phoenix-1'}"]
}
resource "oci_limits_quota" "fsabroad" {
  compartment_id = "ocid1.tenancy.oc1..t"
  name           = "fsabroad"
  description    = "p"
  statements     = ["zero filesystem quotas in tenancy", "unset filesystem quotas in tenancy where request.region = 'eu-frankfurt-1'"]
}
