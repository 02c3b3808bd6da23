# Where in the United States can this tenancy put data?
data "residency_regions" "us" {
  jurisdictions = ["US"]
  realm         = "oc1"
  subscribed    = true
}

output "us_regions" {
  value = data.residency_regions.us.names
}
