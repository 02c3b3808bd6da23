realm = "oc1"

boundry "x" {
}

boundary "us user\ndata" {
  jurisdictions = ["USA", "UK", "", "us", 3, null, var.country, "${local.x}", FR, "EUU"]
  realms        = "oc1"
  regions       = ["iad", "us-ashbrun-1", "us-east-1", "eu-frankfurt-1", "US-ASHBURN-1", upper("us-phoenix-1")]
  jurisdiction  = ["US"]
  ungoverned    = ["oracle/oci", "a w s"]
  exceptions    = {}
  class         = {}

  regions "x" {
  }

  clas "y" {
  }

  class {
  }

  class "protected" {
  }

  class "public" {
    regions      = []
    addresses    = ["module.cdn", "oci_core_vcn", "module.x[\"a", "a.**", "a b.c", "module.cdn.*"]
    compartments = ["ocid1.bucket.oc1.iad.aaa", "*"]
    expires      = "2027-01-01"
  }

  class "public" {
    jurisdictions = ["XX"]
  }

  exception "e" "f" {
    regions = ["*", "mars-north-1"]
    kinds   = ["place", "copy"]
    owner   = ["x"]
    reason  = true
    class "z" {
    }
  }

  exception "g" {
    kinds = []
  }
}

boundary "second" {
}
