# The country of that region. "eu-zurich-1" is in Switzerland, whatever its name begins with.
output "country" {
  value = provider::residency::country_of("eu-zurich-1")
}
