variable "admin_password" {
  type      = string
  ephemeral = true
  sensitive = true
}

resource "residency_autonomous_database" "orders" {
  compartment_id = var.compartment_id
  db_name        = "orders"
  display_name   = "Orders"
  region         = "us-phoenix-1"

  db_workload              = "OLTP"
  compute_model            = "ECPU"
  compute_count            = 4
  data_storage_size_in_tbs = 1
  is_auto_scaling_enabled  = true

  # In no state, no plan and no log. Another version sets the password anew.
  admin_password_wo         = var.admin_password
  admin_password_wo_version = 1

  subnet_id                   = var.subnet_id
  is_mtls_connection_required = false

  backup_retention_period_in_days = 30
  customer_contacts               = [{ email = "dba@example.com" }]
}
