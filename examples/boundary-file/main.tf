# The boundary in a file of its own: the people who own the rule can keep it away from the code that it guards.

terraform {
  required_providers {
    residency = {
      source = "data-residency/residency"
    }
  }
}

provider "residency" {
  region        = "us-ashburn-1"
  boundary_file = "${path.module}/us-user-data.hcl"
}

data "residency_boundary" "this" {}

output "boundary" {
  value = {
    name    = data.residency_boundary.this.name
    sha256  = data.residency_boundary.this.sha256
    regions = data.residency_boundary.this.regions
  }
}
