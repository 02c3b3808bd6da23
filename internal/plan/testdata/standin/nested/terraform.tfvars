plain = "us-ashburn-1"
