boundary "b" {
  jurisdictions = [
    "US"
    "SG",
  ]
  realms = [
    "oc1",
    "oc2",
  regions = ["us-ashburn-1"
  class "c" {
    regions = [
      "us-ashburn-1",
      # not closed
  }
  class "d" {
    addresses = ["a.b", "a c"]
    addresses = ["a.b"]
  }
  exception "e" {
    reason = "it's "quoted""
    owner = storage
    ticket = "RES
  }
}
