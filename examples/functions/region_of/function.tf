# The region that an OCID, an endpoint, an availability domain or a key names.
output "region" {
  value = provider::residency::region_of("ocid1.bucket.oc1.iad.aaaaexample")
}
