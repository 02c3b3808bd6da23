boundary "us-user-data" {
  jurisdictions = ["US"]
  regions       = ["us-ashburn-1", "us-phoenix-1"]
}
