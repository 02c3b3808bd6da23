variable "tenancy_ocid" {
  description = "OCID of the tenancy."
  type        = string
}

variable "namespace" {
  description = "Object Storage namespace of the tenancy."
  type        = string
}

variable "compartment_ids" {
  description = "OCIDs of the compartments by name: `us-user-data`, in it `us-user-data-legacy`, and `eu-user-data`."
  type        = map(string)

  validation {
    condition     = alltrue([for name in ["us-user-data", "us-user-data-legacy", "eu-user-data"] : contains(keys(var.compartment_ids), name)])
    error_message = "Three compartments are needed: us-user-data, us-user-data-legacy and eu-user-data. In the sandbox, start with -seed sandbox.hcl."
  }
}

variable "home_region" {
  description = "The US region that has the NoSQL table itself. A table cannot move."
  type        = string
  default     = "us-ashburn-1"

  validation {
    condition     = contains(keys(var.us_regions), var.home_region)
    error_message = "The home region has the table, and with it data: it cannot be closed."
  }
}

variable "us_regions" {
  description = "The US regions that are open, by name: the partner with the replicas, the key of buckets and database with its vault, which is replicated to the partner for the standby, and whether the database holds data."
  type = map(object({
    partner    = string
    vault_id   = string
    kms_key_id = string
    holds_data = optional(bool, true)
  }))

  validation {
    condition     = alltrue([for name, region in var.us_regions : contains(keys(var.us_regions), region.partner)])
    error_message = "A region's partner has its replicas and its standby, so it is open itself. Close the region that uses it first, or give that another partner."
  }
}

variable "eu_regions" {
  description = "The EU regions that are open, by name, with their keys and vaults."
  type = map(object({
    vault_id   = string
    kms_key_id = string
    holds_data = optional(bool, true)
  }))

  validation {
    condition = length(setintersection(
      flatten([for r in values(var.eu_regions) : [r.vault_id, r.kms_key_id]]),
      flatten([for r in values(var.us_regions) : [r.vault_id, r.kms_key_id]]),
    )) == 0
    error_message = "The populations have keys and vaults of their own: whoever may use one that both have reaches the data of both."
  }
}

variable "network_sources" {
  description = "Network sources from which US user data may be read; null to let IAM not look at where people are."
  type        = list(string)
  default     = ["us-offices"]
}

variable "office_addresses" {
  description = "Addresses from which the databases can be reached."
  type        = list(string)
  default     = ["198.51.100.0/24"]
}

variable "pipeline_group" {
  description = "The group that applies this. The deny rules spare it, because its plans are judged."
  type        = string
  default     = "Provisioners"
}

variable "admin_password" {
  description = "Password of the databases' user ADMIN: 12 to 30 characters. It is in no state and no plan."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "profile" {
  description = "Profile of the OCI config file, whose credentials sign the requests; null for the default one."
  type        = string
  default     = null
}

variable "overseas_bucket" {
  description = "For a try: a region abroad in which to ask for one more bucket of US user data."
  type        = string
  default     = null
}
