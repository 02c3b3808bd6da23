variable "r" {}
locals {
  l = var.r
}
output "region" { value = var.r == "" ? "eu-frankfurt-1" : var.r }
output "bare" { value = var.r }
output "local" { value = local.l }
