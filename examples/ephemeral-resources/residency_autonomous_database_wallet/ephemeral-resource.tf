variable "admin_password" {
  type      = string
  ephemeral = true
  sensitive = true
}

variable "wallet_password" {
  type      = string
  ephemeral = true
  sensitive = true
}

resource "residency_autonomous_database" "billing" {
  compartment_id            = var.compartment_id
  db_name                   = "billing"
  region                    = "us-ashburn-1"
  compute_model             = "ECPU"
  compute_count             = 4
  data_storage_size_in_tbs  = 1
  admin_password_wo         = var.admin_password
  admin_password_wo_version = 1
}

# In no state and no plan. ephemeral.residency_autonomous_database_wallet.billing.content_base64 goes into a provider block or
# a write-only argument, such as that of a secret.
ephemeral "residency_autonomous_database_wallet" "billing" {
  autonomous_database_id = residency_autonomous_database.billing.id
  password               = var.wallet_password
}
