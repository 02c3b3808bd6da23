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

# Administrators have the policy that every tenancy has for them. With these policies there is one more, object-storage-services,
# that lets Object Storage copy, replicate, carry out life cycles and use keys, in each subscribed region.

policy "provisioners" {
  statements = ["allow group Provisioners to manage all-resources in tenancy"]
}

policy "us-engineers" {
  statements = ["allow group UsEngineers to use all-resources in compartment data"]
}

policy "overseas-engineers" {
  statements = ["allow group OverseasEngineers to read all-resources in compartment data"]
}
