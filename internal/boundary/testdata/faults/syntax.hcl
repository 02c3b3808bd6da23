boundary "x" {
  jurisdictions = ["US" "CA"]
  realms = = 3
  regions = ["us-ashburn-1", "nowhere"]
  ungoverned = "abc
  class "p" {
    jurisdictions = ["US
    regions = [
    addresses = ["module.x"]
  }
}
