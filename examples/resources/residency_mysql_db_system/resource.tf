variable "admin_password" {
  type      = string
  ephemeral = true
  sensitive = true
}

resource "residency_mysql_db_system" "orders" {
  compartment_id = var.compartment_id
  display_name   = "orders"
  region         = "us-phoenix-1"
  subnet_id      = var.subnet_id
  shape_name     = "MySQL.4"

  admin_username            = "keeper"
  admin_password_wo         = var.admin_password
  admin_password_wo_version = 1

  backup_policy          = { is_enabled = true, retention_in_days = 14 }
  copy_to_regions        = ["us-ashburn-1"]
  copy_retention_in_days = 30
}
