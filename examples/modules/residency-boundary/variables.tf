variable "name" {
  description = "Name of the population, such as `us-user-data`: of its boundary, its deny rule and its grants."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,60}$", var.name))
    error_message = "The name begins with a lower-case letter and has 2 to 61 lower-case letters, digits and hyphens, such as us-user-data."
  }
}

variable "jurisdictions" {
  description = "Where the population's data may be: ISO 3166-1 alpha-2 codes, or `EU` and `EEA`."
  type        = list(string)

  validation {
    condition     = length(var.jurisdictions) > 0 && alltrue([for code in var.jurisdictions : can(regex("^([A-Z]{2}|EEA)$", code))])
    error_message = "Give at least one country by its two upper-case letters, such as US, or one of the groups EU and EEA."
  }
}

variable "regions" {
  description = "Names of the regions that are open to the population. Others are outside, in whatever country they are."
  type        = list(string)

  validation {
    condition     = length(var.regions) > 0 && alltrue([for name in var.regions : can(regex("^[a-z]{2,}-[a-z0-9]+(-[a-z0-9]+)*-[0-9]+$", name))])
    error_message = "Give at least one region by its name, such as us-ashburn-1, not by its key."
  }
}

variable "classes" {
  description = "Data classes by name, for data that may be elsewhere too. Everything else is protected."
  type = map(object({
    jurisdictions = optional(list(string))
    regions       = optional(list(string))
    addresses     = optional(list(string))
    compartments  = optional(list(string))
  }))
  default = {}
}

variable "exceptions" {
  description = "Exceptions by name: what may be outside, why, and until when. Given by compartments alone, the deny rule follows them."
  type = map(object({
    regions      = list(string)
    addresses    = optional(list(string))
    compartments = optional(list(string))
    kinds        = optional(list(string))
    reason       = string
    owner        = string
    approved_by  = string
    ticket       = string
    expires      = string
  }))
  default = {}

  validation {
    condition     = alltrue([for e in values(var.exceptions) : can(formatdate("YYYY-MM-DD", "${e.expires}T00:00:00Z"))])
    error_message = "An exception ends: expires is a date such as 2031-03-31."
  }
  validation {
    condition     = alltrue([for e in values(var.exceptions) : e.owner != e.approved_by])
    error_message = "Nobody approves their own exception: approved_by differs from owner."
  }
  validation {
    condition     = alltrue([for e in values(var.exceptions) : length(coalesce(e.addresses, [])) + length(coalesce(e.compartments, [])) > 0])
    error_message = "An exception is for something: give addresses, compartments or both."
  }
}

variable "tenancy_ocid" {
  description = "OCID of the tenancy, where the deny rule is kept."
  type        = string

  validation {
    condition     = startswith(var.tenancy_ocid, "ocid1.tenancy.")
    error_message = "The tenancy's OCID begins with ocid1.tenancy."
  }
}

variable "compartment_id" {
  description = "OCID of the population's compartment, which the deny rule binds with all that is below it."
  type        = string

  validation {
    condition     = startswith(var.compartment_id, "ocid1.compartment.")
    error_message = "The population has a compartment of its own, whose OCID begins with ocid1.compartment. The tenancy itself is not one."
  }
}

variable "spare" {
  description = "Groups that the deny rule lets send data and change the rule, such as the pipeline's. Who applies must be in one."
  type = map(object({
    reason      = string
    approved_by = string
    expires     = optional(string)
  }))

  validation {
    condition     = length(var.spare) > 0
    error_message = "Spare the group that applies this: without one nobody but an Administrator could ever change the rule."
  }
}

variable "services" {
  description = "Services whose data the deny rule is about; null for all, outside also those that the provider does not know."
  type        = list(string)
  default     = null
}

variable "network_sources" {
  description = "Names of the network sources from which data may be read; null to let IAM not look at where people are."
  type        = list(string)
  default     = null
}

variable "layers" {
  description = "What the deny rule is written in: `iam`, `quota` or, with null, both. Deny policies must be enabled in the tenancy."
  type        = list(string)
  default     = null
}

variable "allow_replication" {
  description = "Whether the grants let Object Storage copy and replicate too, which replicas need. No policy can say where to, so `check` leaves them undecided until a baseline has them: see the README."
  type        = bool
  default     = false
}
