package boundary

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestClaims(t *testing.T) {
	const c = "ocid1.compartment.oc1..aaaa"
	b, err := Parse("us.hcl", []byte(`boundary "us" {
  jurisdictions = ["US"]
  class "public" { addresses = ["module.cdn.*"] }
  class "both" {
    addresses    = ["module.both.*"]
    compartments = ["`+c+`"]
  }
  class "claimed" {}
  exception "e" {
    regions   = ["eu-frankfurt-1"]
    addresses = ["module.legacy.*"]
  }
}`))
	require.NoError(t, err)
	assert.Equal(t, []string{"e"}, b.Exceptions())
	for _, tt := range []struct {
		address, compartment string
		claims, isFor        bool
	}{
		{"module.cdn.oci_objectstorage_bucket.b", "", true, false},
		{"module.both.oci_objectstorage_bucket.b", c, true, false},
		{"module.both.oci_objectstorage_bucket.b", "", false, false},
		{"oci_objectstorage_bucket.b", c, false, false},
		{"module.legacy.oci_objectstorage_bucket.b", c, true, true},
		{"", "", false, false},
	} {
		assert.Equal(t, tt.claims, b.Claims(tt.address, tt.compartment), "%v", tt)
		assert.Equal(t, tt.isFor, b.IsFor("e", tt.address, tt.compartment), "%v", tt)
	}
	assert.False(t, b.IsFor("none", "module.legacy.x.y", ""))
}
