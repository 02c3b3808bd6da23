variable "kms_key_id" {
  type    = string
  default = "ocid1.key.oc1.iad.example.aaaaexample"

  validation {
    condition     = provider::residency::inside(var.kms_key_id, { jurisdictions = ["US"] })
    error_message = "The key must be in the United States."
  }
}
