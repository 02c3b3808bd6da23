# What a sandbox starts with. A seed file that has blocks of a type has them instead of the ones here.

tenancy "sandbox" {
  namespace   = "sandbox"
  home_region = "us-ashburn-1"
  regions     = ["us-ashburn-1", "us-phoenix-1", "us-chicago-1", "eu-frankfurt-1", "ap-singapore-1"]
}

compartment "data" {
  description = "Where a configuration puts its buckets"
}

group "Administrators" {}
group "Provisioners" {}
group "UsEngineers" {}
group "OverseasEngineers" {}

user "admin" {
  groups = ["Administrators"]
}

user "terraform" {
  groups = ["Provisioners"]
}

user "us-engineer" {
  groups = ["UsEngineers"]
}

user "overseas-engineer" {
  groups = ["OverseasEngineers"]
}
