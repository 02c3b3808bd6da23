# What was open at the last review. The plan shows what is legal now and was not then; after the review, add it here.
boundary "us-user-data" {
  jurisdictions = ["US"]
  regions       = ["us-ashburn-1", "us-phoenix-1"]
}
