variable "admin_password" {
  type      = string
  ephemeral = true
  sensitive = true
}

resource "residency_autonomous_database" "ledger" {
  compartment_id            = var.compartment_id
  db_name                   = "ledger"
  region                    = "us-ashburn-1"
  compute_model             = "ECPU"
  compute_count             = 4
  data_storage_size_in_tbs  = 1
  whitelisted_ips           = ["203.0.113.0/24"]
  admin_password_wo         = var.admin_password
  admin_password_wo_version = 1
}

# The reference to the primary keeps the order: the standby is made after it, and removed before it. Both regions are held
# against the boundary, for roles switch.
resource "residency_autonomous_database_standby" "ledger" {
  autonomous_database_id = residency_autonomous_database.ledger.id
  region                 = "us-phoenix-1"

  disaster_recovery_type         = "ADG"
  is_replicate_automatic_backups = true
}
