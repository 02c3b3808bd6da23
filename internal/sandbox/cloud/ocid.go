package cloud

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

var unique = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewOCID mints an OCID of a type, such as "bucket", in a region; the zero Region is for types without one.
func NewOCID(kind string, r region.Region) string { return ocid(kind, r, random(32)) }

// OCIDOf is the OCID that a name always gets, so that a seed's tenancy and compartments are the same in every run.
func OCIDOf(kind string, r region.Region, name string) string {
	sum := sha256.Sum256([]byte(kind + "\x00" + r.Name + "\x00" + name))
	return ocid(kind, r, sum[:])
}

func ocid(kind string, r region.Region, id []byte) string {
	realm := r.Realm
	if realm == "" {
		realm = "oc1"
	}
	return "ocid1." + kind + "." + realm + "." + regionPart(r) + ".aaaaaaaa" + unique.EncodeToString(id)
}

// regionPart is the key for the two regions that are older than long names in OCIDs, and the name for all others.
func regionPart(r region.Region) string {
	if r.Name == "us-ashburn-1" || r.Name == "us-phoenix-1" {
		return r.Key
	}
	return r.Name
}

// Endpoint matches host against <service>.<region>.<domain> and <service>.<region>.oci.<domain>.
func Endpoint(service, host string) (region.Region, bool) {
	rest, ok := strings.CutPrefix(strings.ToLower(host), service+".")
	if !ok {
		return region.Region{}, false
	}
	name, domain, _ := strings.Cut(rest, ".")
	r, ok := region.ByName(name)
	if !ok || strings.TrimPrefix(domain, "oci.") != r.Domain {
		return region.Region{}, false
	}
	return r, true
}
