# An engineer abroad, who has been given every permission, with a configuration of their own: their boundary lets them do what
# they want. What stops them is not this provider. It is the deny rule that ../../us-user-data has written into Oracle's cloud.

terraform {
  required_providers {
    residency = {
      source = "data-residency/residency"
    }
  }
}

provider "residency" {
  config_file_profile = "overseas-engineer"
  region              = "ap-singapore-1"
  boundary            = { name = "anything-goes", jurisdictions = ["SG"] }
}

variable "compartment_ids" { type = map(string) }
variable "namespace" { type = string }

resource "residency_bucket" "copy" {
  compartment_id = var.compartment_ids["us-user-data"]
  namespace      = var.namespace
  name           = "copy-for-analytics"
}
