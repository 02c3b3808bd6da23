variable "r" {}
locals { r2 = var.r }
output "region" { value = local.r2 }
