terraform {
  required_providers {
    oci = { source = "oracle/oci" }
  }
}
provider "oci" {
  region = "us-ashburn-1"
}
provider "oci" {
  alias  = "eu"
  region = "eu-frankfurt-1"
}
module "net_us" {
  source = "./net"
}
module "net_eu" {
  source    = "./net"
  providers = { oci = oci.eu }
}
module "nets" {
  source    = "./net"
  for_each  = toset(["a", "b"])
  providers = { oci = oci.eu }
}
module "netc" {
  source = "./net"
  count  = 1
}
module "app_ok" {
  source = "./app"
  subnet = module.net_us.subnet_id
  key    = module.net_us.key
  nested = { ids = [module.net_us.subnet_id] }
}
module "app_far" {
  source = "./app"
  subnet = module.net_eu.subnet_id
  key    = module.net_eu.key
  nested = { ids = [module.net_eu.subnet_id] }
}
module "app_mixed" {
  source = "./app"
  subnet = module.net_us.subnet_id
  key    = module.nets["a"].key
  nested = { ids = [module.netc[0].subnet_id] }
}
