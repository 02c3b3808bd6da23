terraform {
  required_providers {
    residency = {
      source = "data-residency/residency"
    }
  }
}

provider "residency" {
  region = "us-ashburn-1"
  owner  = "platform/us-prod"

  boundary = {
    name          = "us-user-data"
    jurisdictions = ["US"]
  }
}
