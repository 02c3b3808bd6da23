boundary "b" {
  jurisdictions = ("US")
  realms        = { oc1 = true }
  regions       = [for r in ["us-ashburn-1"] : r]
  ungoverned    = var.providers["x"]

  class "c" {
    jurisdictions = "US"
    regions       = ["a${1}b", "%{if true}x%{endif}", ["us-ashburn-1"], { a = 1 }, -1, 1 + 1, true ? "a" : "b", local.x[*]]
    addresses     = 42
    compartments  = null
  }

  exception "e" {
    reason  = 12
    owner   = null
    expires = timestamp()
    ticket  = each
    kinds   = [null, true]
    regions = concat(["a"], ["b"])
  }
}
