# Where data may be. In your organisation this file is in a repository of the people who own the rule.
boundary "us-user-data" {
  jurisdictions = ["US"]
}
