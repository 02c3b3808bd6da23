# A tenancy for trying this out: terraform-provider-residency sandbox exec -seed sandbox.hcl -- terraform apply

tenancy "example" {
  namespace   = "example"
  home_region = "us-ashburn-1"
  regions     = ["us-ashburn-1", "us-phoenix-1", "us-chicago-1", "eu-frankfurt-1", "ap-singapore-1"]
}

compartment "us-user-data" {}
compartment "us-user-data-legacy" { parent = "us-user-data" }
compartment "eu-user-data" {}

group "Provisioners" {}
group "OverseasEngineers" {}
group "Administrators" {}

network_source "us-offices" { public = ["198.51.100.0/24"] }

user "terraform" {
  groups  = ["Provisioners"]
  address = "198.51.100.7"
}

user "overseas-engineer" {
  groups  = ["OverseasEngineers"]
  address = "203.0.113.20"
}

user "admin" { groups = ["Administrators"] }

policy "provisioners" {
  statements = ["allow group Provisioners to manage all-resources in tenancy"]
}

# Replication is carried out by Object Storage itself, and no policy can say where to. Who may start one, the deny rule says.
policy "object-storage" {
  statements = [
    "allow service objectstorage-us-ashburn-1, objectstorage-us-phoenix-1, objectstorage-us-chicago-1 to manage object-family in compartment us-user-data",
  ]
}

# The engineers abroad have been given everything, as happens. The deny rule does not care.
policy "overseas-engineers" {
  statements = ["allow group OverseasEngineers to manage all-resources in tenancy"]
}
