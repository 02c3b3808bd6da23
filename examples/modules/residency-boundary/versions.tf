terraform {
  required_version = ">= 1.11"

  required_providers {
    residency = {
      source  = "data-residency/residency"
      version = "~> 0.1"
    }
  }
}
