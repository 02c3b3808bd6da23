provider "oci" {
  alias  = "b"
  region = lower(var.us)
}
