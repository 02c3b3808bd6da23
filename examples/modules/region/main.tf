# What one region has of one population. Every resource carries its region, so one provider block serves a map of regions.

locals {
  # A database's name is unique in its region, and a standby has its primary's: so it tells from which region it is.
  database   = "data${replace(var.region, "-", "")}"
  replicated = var.partner == null ? {} : { for name, bucket in var.buckets : name => bucket if bucket.replicated }
}

resource "residency_bucket" "this" {
  for_each = var.buckets

  compartment_id = var.compartment_id
  namespace      = var.namespace
  region         = var.region
  name           = "${var.name}-${each.key}"
  kms_key_id     = var.kms_key_id
  versioning     = each.value.versioning ? "Enabled" : "Disabled"
  storage_tier   = each.value.archive ? "Archive" : "Standard"
  retention_rules = each.value.retention_days == null ? null : {
    "retention" = { duration = { time_amount = each.value.retention_days, time_unit = "DAYS" } }
  }
}

# Buckets of their own, because a destination is read-only and takes neither versions nor retention rules, and because a bucket
# has one replication policy at most: so no region's replicas depend on those of another, and opening one changes none.
resource "residency_bucket" "replica" {
  for_each = local.replicated

  compartment_id = var.compartment_id
  namespace      = var.namespace
  region         = var.partner.region
  name           = "${var.name}-${each.key}-of-${var.region}"
  kms_key_id     = var.partner.kms_key_id
  storage_tier   = each.value.archive ? "Archive" : "Standard"
}

resource "residency_bucket_replication" "this" {
  for_each = local.replicated

  compartment_id          = var.compartment_id
  namespace               = var.namespace
  name                    = "to-${var.partner.region}"
  region                  = residency_bucket.this[each.key].region
  bucket                  = residency_bucket.this[each.key].name
  destination_region_name = residency_bucket.replica[each.key].region
  destination_bucket_name = residency_bucket.replica[each.key].name
}

resource "residency_autonomous_database" "this" {
  count = var.database == null ? 0 : 1

  compartment_id            = var.compartment_id
  region                    = var.region
  db_name                   = local.database
  display_name              = "${var.name} ${var.region}"
  db_workload               = "OLTP"
  compute_model             = "ECPU"
  compute_count             = var.database.compute_count
  data_storage_size_in_gb   = var.database.data_storage_size_in_gb
  kms_key_id                = var.database.kms_key_id
  vault_id                  = var.database.vault_id
  whitelisted_ips           = var.database.allowed_from
  subnet_id                 = var.database.subnet_id
  admin_password_wo         = var.admin_password
  admin_password_wo_version = var.database.admin_password_version

  backup_retention_period_in_days = var.database.backup_retention_days
  deletion_protection             = var.database.holds_data
}

resource "residency_autonomous_database_standby" "this" {
  count = var.database == null || var.partner == null ? 0 : 1

  autonomous_database_id = residency_autonomous_database.this[0].id
  region                 = var.partner.region
}

resource "residency_nosql_table" "this" {
  count = var.table == null ? 0 : 1

  compartment_id = var.compartment_id
  region         = var.region
  name           = "${replace(var.name, "-", "_")}_sessions"

  ddl_statement = <<-EOT
    CREATE TABLE ${replace(var.name, "-", "_")}_sessions (
      id     STRING,
      member LONG,
      state  JSON,
      PRIMARY KEY (SHARD (id))
    ) USING TTL 30 DAYS WITH SCHEMA FROZEN
  EOT

  table_limits = {
    max_read_units     = var.table.max_read_units
    max_write_units    = var.table.max_write_units
    max_storage_in_gbs = var.table.max_storage_in_gbs
  }
  replicas = length(var.table.replica_regions) == 0 ? null : { for region in var.table.replica_regions : region => {} }
}
