data "residency_boundary" "this" {}

output "boundary" {
  value = "${data.residency_boundary.this.name} (${data.residency_boundary.this.sha256})"
}

check "two_regions" {
  assert {
    condition     = length(data.residency_boundary.this.regions) >= 2
    error_message = "The boundary leaves no second region to replicate to."
  }
}
