jurisdictions = ["US"]

terraform {
}

"boundary" "b" {
}
