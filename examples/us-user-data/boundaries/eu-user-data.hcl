boundary "eu-user-data" {
  jurisdictions = ["EU"]

  class "eu-users" {
    addresses = ["module.eu.*", "module.eu_region.*"]
  }
}
