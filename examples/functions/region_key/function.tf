# The key, which IAM conditions want.
output "key" {
  value = provider::residency::region_key("us-ashburn-1")
}
