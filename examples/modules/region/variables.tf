variable "name" {
  description = "Name of the population, such as `us-user-data`: the buckets' and the table's names begin with it."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,60}$", var.name))
    error_message = "The name begins with a lower-case letter and has 2 to 61 lower-case letters, digits and hyphens, such as us-user-data."
  }
}

variable "region" {
  description = "Name of the region, such as `us-ashburn-1`."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2,}-[a-z0-9]+(-[a-z0-9]+)*-[0-9]+$", var.region))
    error_message = "Give the region by its name, such as us-ashburn-1, not by its key."
  }
}

variable "compartment_id" {
  description = "OCID of the population's compartment."
  type        = string

  validation {
    condition     = startswith(var.compartment_id, "ocid1.compartment.")
    error_message = "The population has a compartment of its own, whose OCID begins with ocid1.compartment."
  }
}

variable "namespace" {
  description = "Object Storage namespace of the tenancy."
  type        = string

  validation {
    condition     = length(var.namespace) > 0
    error_message = "Every tenancy has a namespace: oci os ns get"
  }
}

variable "kms_key_id" {
  description = "OCID of the population's key in the region, for the buckets; null for a key that Oracle manages."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_id == null ? true : startswith(var.kms_key_id, "ocid1.key.")
    error_message = "The key's OCID begins with ocid1.key."
  }
}

variable "partner" {
  description = "Region that has the replicas of the buckets and the standby of the database, and its key; null for none."
  type = object({
    region     = string
    kms_key_id = optional(string)
  })
  default = null

  validation {
    condition     = var.partner == null ? true : var.partner.region != var.region
    error_message = "A region is no partner of its own: what hits it would hit its replicas too."
  }
}

variable "buckets" {
  description = "Buckets by name. `replicated` ones have a replica in the partner region; versions and retention exclude each other."
  type = map(object({
    replicated     = optional(bool, true)
    versioning     = optional(bool, false)
    retention_days = optional(number)
    archive        = optional(bool, false)
  }))
  default = {
    profiles = { versioning = true }
    media    = {}
    logs     = { retention_days = 365 }
  }

  validation {
    condition     = alltrue([for name in keys(var.buckets) : can(regex("^[a-z][a-z0-9-]{0,60}$", name))])
    error_message = "A bucket's name here has lower-case letters, digits and hyphens, such as profiles."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : !(b.versioning && b.retention_days != null)])
    error_message = "Oracle allows no retention rule in a bucket with versioning: choose one of the two."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : b.retention_days == null ? true : b.retention_days >= 1 && floor(b.retention_days) == b.retention_days])
    error_message = "retention_days is a whole number of days, at least 1."
  }
}

variable "database" {
  description = "The Autonomous Database; null for none. `allowed_from` (addresses and networks) or `subnet_id` says who reaches it: one of them is required, for without either everybody does. While `holds_data` is true, no plan destroys it."
  type = object({
    holds_data              = optional(bool, true)
    compute_count           = optional(number, 2)
    data_storage_size_in_gb = optional(number, 100)
    backup_retention_days   = optional(number, 30)
    admin_password_version  = optional(number, 1)
    allowed_from            = optional(list(string))
    subnet_id               = optional(string)
    kms_key_id              = optional(string)
    vault_id                = optional(string)
  })

  validation {
    condition     = var.database == null ? true : length(coalesce(var.database.allowed_from, [])) > 0 || var.database.subnet_id != null
    error_message = "Say who reaches the database: allowed_from, such as [\"198.51.100.0/24\"], or subnet_id. Without either it could be reached from every country."
  }
  validation {
    condition     = var.database == null ? true : (var.database.kms_key_id == null) == (var.database.vault_id == null)
    error_message = "A database's key comes with its vault: give kms_key_id and vault_id, or neither."
  }
}

variable "admin_password" {
  description = "Password of the database's user ADMIN: 12 to 30 characters, required with a database. It is in no state and no plan."
  type        = string
  default     = null
  ephemeral   = true
  sensitive   = true

  validation {
    condition     = var.database == null || var.admin_password != null
    error_message = "The database's user ADMIN needs a password: give admin_password, from an ephemeral variable."
  }
}

variable "table" {
  description = "The NoSQL table, which a population has once: in its home region, with replicas in all others. Null elsewhere."
  type = object({
    replica_regions    = optional(list(string), [])
    max_read_units     = optional(number, 50)
    max_write_units    = optional(number, 50)
    max_storage_in_gbs = optional(number, 5)
  })
  default = null

  validation {
    condition     = var.table == null ? true : !contains(var.table.replica_regions, var.region)
    error_message = "The table itself is in this region: its replicas are in others."
  }
}
