variable "admin_password" {
  type      = string
  ephemeral = true
  sensitive = true
}

resource "residency_postgresql_db_system" "orders" {
  compartment_id = var.compartment_id
  display_name   = "orders"
  region         = "us-phoenix-1"
  subnet_id      = var.subnet_id
  db_version     = "16"
  shape          = "PostgreSQL.VM.Standard.E5.Flex"

  instance_ocpu_count         = 4
  instance_memory_size_in_gbs = 64

  admin_username            = "keeper"
  admin_password_wo         = var.admin_password
  admin_password_wo_version = 1

  backup_policy   = { kind = "DAILY", backup_start = "02:00", retention_days = 14 }
  copy_to_regions = ["us-ashburn-1"]
}
