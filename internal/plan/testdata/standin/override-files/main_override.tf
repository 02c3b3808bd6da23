provider "oci" {
  region = var.x ? "eu-frankfurt-1" : var.us
}
