# A tenancy for trying this out: terraform-provider-residency sandbox exec -seed sandbox.hcl -- terraform apply

tenancy "example" {
  namespace   = "example"
  home_region = "us-ashburn-1"
  regions     = ["us-ashburn-1", "us-phoenix-1", "us-chicago-1", "eu-frankfurt-1", "ap-singapore-1"]
}

compartment "us-user-data" {}
compartment "us-user-data-legacy" { parent = "us-user-data" }
compartment "us-user-data-keys" {}
compartment "eu-user-data" {}
compartment "eu-user-data-keys" {}

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
    "allow service objectstorage-us-ashburn-1, objectstorage-us-phoenix-1, objectstorage-us-chicago-1 to use keys in compartment us-user-data-keys",
    "allow service objectstorage-eu-frankfurt-1 to use keys in compartment eu-user-data-keys",
  ]
}

# Each population has a vault and a key of its own in each of its regions, also in one that is yet to be opened: in a compartment of
# those who keep the keys, which the deny rule does not bind. Vaults of this type can be replicated to the partner region, which the
# standby of a database with such a key needs.
vault "us-user-data-us-ashburn-1" {
  region      = "us-ashburn-1"
  compartment = "us-user-data-keys"
  type        = "VIRTUAL_PRIVATE"
  ocid        = "ocid1.vault.oc1.iad.examplevault.aaaaaaaaususerdata"

  key "us-user-data" { ocid = "ocid1.key.oc1.iad.examplevault.aaaaaaaaususerdata" }
}

vault "us-user-data-us-phoenix-1" {
  region      = "us-phoenix-1"
  compartment = "us-user-data-keys"
  type        = "VIRTUAL_PRIVATE"
  ocid        = "ocid1.vault.oc1.phx.examplevault.aaaaaaaaususerdata"

  key "us-user-data" { ocid = "ocid1.key.oc1.phx.examplevault.aaaaaaaaususerdata" }
}

vault "us-user-data-us-chicago-1" {
  region      = "us-chicago-1"
  compartment = "us-user-data-keys"
  type        = "VIRTUAL_PRIVATE"
  ocid        = "ocid1.vault.oc1.us-chicago-1.examplevault.aaaaaaaaususerdata"

  key "us-user-data" { ocid = "ocid1.key.oc1.us-chicago-1.examplevault.aaaaaaaaususerdata" }
}

vault "eu-user-data-eu-frankfurt-1" {
  region      = "eu-frankfurt-1"
  compartment = "eu-user-data-keys"
  type        = "VIRTUAL_PRIVATE"
  ocid        = "ocid1.vault.oc1.eu-frankfurt-1.examplevault.aaaaaaaaeuuserdata"

  key "eu-user-data" { ocid = "ocid1.key.oc1.eu-frankfurt-1.examplevault.aaaaaaaaeuuserdata" }
}

# The engineers abroad have been given everything, as happens. The deny rule does not care.
policy "overseas-engineers" {
  statements = ["allow group OverseasEngineers to manage all-resources in tenancy"]
}
