package region

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFindHost(t *testing.T) {
	for value, want := range map[string]string{
		// service endpoints, as the SDK's templates have them
		"objectstorage.us-ashburn-1.oraclecloud.com":                       "us-ashburn-1",
		"iaas.us-phoenix-1.oraclecloud.com":                                "us-phoenix-1",
		"identity.us-ashburn-1.oci.oraclecloud.com":                        "us-ashburn-1",
		"mysql.us-ashburn-1.ocp.oraclecloud.com":                           "us-ashburn-1",
		"network-firewall.us-ashburn-1.ocs.oraclecloud.com":                "us-ashburn-1",
		"iaas.us-ashburn-1.ds.oci.oraclecloud.com":                         "us-ashburn-1",
		"inference.generativeai.us-chicago-1.oci.oraclecloud.com":          "us-chicago-1",
		"us-ashburn-1.oraclecloud.com":                                     "us-ashburn-1",
		"swiftobjectstorage.us-ashburn-1.oraclecloud.com/v1/ns/b":          "us-ashburn-1",
		"ns.compat.objectstorage.us-ashburn-1.oraclecloud.com":             "us-ashburn-1",
		"c2tqzjtmmyd.us-phoenix-1.clusters.oci.oraclecloud.com:6443":       "us-phoenix-1",
		"https://fht7ns4mn2q.us-phoenix-1.functions.oci.oraclecloud.com":   "us-phoenix-1",
		"adb.us-ashburn-1.oraclecloud.com":                                 "us-ashburn-1",
		"adb.us-ashburn-1.oraclecloud.com:1522/x_high.adb.oraclecloud.com": "us-ashburn-1",
		"vcenter-my-sddc.sddc.us-phoenix-1.oraclecloud.com":                "us-phoenix-1",

		// what customers make
		"ns.objectstorage.us-ashburn-1.oci.customer-oci.com":                          "us-ashburn-1",
		"ns.objectstorage.us-ashburn-1.ds.oci.customer-oci.com":                       "us-ashburn-1",
		"pe1-ns.private.objectstorage.us-phoenix-1.oci.customer-oci.com":              "us-phoenix-1",
		"pe1-ns.private.compat.objectstorage.us-phoenix-1.oci.customer-oci.com":       "us-phoenix-1",
		"pe1-ns.private.swiftobjectstorage.us-phoenix-1.oci.customer-oci.com":         "us-phoenix-1",
		"bucket.vhcompat.objectstorage.us-sanjose-1.oci.customer-oci.com":             "us-sanjose-1",
		"bucket_1.vhcompat.objectstorage.us-sanjose-1.oci.customer-oci.com":           "us-sanjose-1",
		"laksjd.apigateway.us-phoenix-1.oci.customer-oci.com":                         "us-phoenix-1",
		"https://g1-db.adb.eu-frankfurt-1.oraclecloudapps.com/ords/":                  "eu-frankfurt-1",
		"g1-db.adb.us-langley-1.oraclegovcloudapps.com":                               "us-langley-1",
		"g1-db.adb.uk-gov-london-1.oraclegovcloudapps.uk":                             "uk-gov-london-1",
		"https://bbqehaq3aadfa-management.kms.us-phoenix-1.oraclecloud.com":           "us-phoenix-1",
		"https://bbqehaq3aadfa-crypto.kms.us-phoenix-1.oci.oraclecloud.com/20180608/": "us-phoenix-1",
		"https://bbqehaq3aadfa-management.kms.phx.oraclecloud.com":                    "us-phoenix-1",
		"https://bbqehaq3aadfa-crypto.kms.phx.oci.oraclecloud.com":                    "us-phoenix-1",

		// registries
		"iad.ocir.io":                                      "us-ashburn-1",
		"us-ashburn-1.ocir.io":                             "us-ashburn-1",
		"iad.ocir.io/ns/repo:1.0":                          "us-ashburn-1",
		"iad.ocir.io/ns/repo@sha256:ab":                    "us-ashburn-1",
		"docker://iad.ocir.io/ns/repo":                     "us-ashburn-1",
		"ocir.us-ashburn-1.oci.oraclecloud.com":            "us-ashburn-1",
		"ocir.iad.oci.oraclecloud.com":                     "us-ashburn-1",
		"https://artifacts.ap-osaka-1.oci.oraclecloud.com": "ap-osaka-1",
		"ocir.us-ashburn-1.ocir.io":                        "unknown",
		"ns.iad.ocir.io":                                   "unknown",
		"ocir.io":                                          "unknown",
		"lfi.ocir.io":                                      "unknown",
		"xyz.ocir.io":                                      "unknown",
		"oci://iad.ocir.io/ns/chart":                       "unknown",

		// the parts of a URL
		"HTTPS://OBJECTSTORAGE.US-ASHBURN-1.ORACLECLOUD.COM/N":              "us-ashburn-1",
		"https://objectstorage.us-ashburn-1.oraclecloud.com.":               "us-ashburn-1",
		"https://objectstorage.us-ashburn-1.oraclecloud.com.:443/":          "us-ashburn-1",
		"https://objectstorage.us-ashburn-1.oraclecloud.com:":               "us-ashburn-1",
		"https://user:pass%40@objectstorage.us-ashburn-1.oraclecloud.com/":  "us-ashburn-1",
		"https://@objectstorage.us-ashburn-1.oraclecloud.com/":              "us-ashburn-1",
		"https://objectstorage.us-ashburn-1.oraclecloud.com?r=eu-zurich-1":  "us-ashburn-1",
		"https://objectstorage.us-ashburn-1.oraclecloud.com#eu-zurich-1":    "us-ashburn-1",
		"https://objectstorage.us-ashburn-1.oraclecloud.com/n/ns/b/iad/o/ö": "us-ashburn-1",
		"https://objectstorage.us-ashburn-1.oraclecloud.com/a@b.evil.com":   "us-ashburn-1",
		"objectstorage.us-ashburn-1.oraclecloud.com/?u=https://evil.com":    "us-ashburn-1",
		"https://evil.com@objectstorage.us-ashburn-1.oraclecloud.com":       "us-ashburn-1",

		// every realm's domain
		"objectstorage.us-langley-1.oraclegovcloud.com":     "us-langley-1",
		"objectstorage.us-gov-ashburn-1.oraclegovcloud.com": "us-gov-ashburn-1",
		"objectstorage.uk-gov-london-1.oraclegovcloud.uk":   "uk-gov-london-1",
		"objectstorage.eu-frankfurt-2.oraclecloud.eu":       "eu-frankfurt-2",
		"objectstorage.ap-chiyoda-1.oraclecloud8.com":       "ap-chiyoda-1",
		"objectstorage.ap-dcc-canberra-1.oraclecloud10.com": "ap-dcc-canberra-1",

		// Oracle's domain, but no region that can be told
		"oraclecloud.com":                                          "unknown",
		"oci.oraclecloud.com":                                      "unknown",
		"clusters.oci.oraclecloud.com":                             "unknown",
		"idcs-1234.identity.oraclecloud.com":                       "unknown",
		"example.pss.oraclecloud.com":                              "unknown",
		"idcs-1.us-ashburn-idcs-1.secure.identity.oraclecloud.com": "unknown",
		"objectstorage.us-atlantis-1.oraclecloud.com":              "unknown",
		"objectstorage.us-ashburn-1.xyz.oraclecloud.com":           "unknown",
		"objectstorage.us-ashburn-1.private.oci.oraclecloud.com":   "unknown",
		"us-ashburn-1.objectstorage.us-atlantis-1.oraclecloud.com": "unknown",
		"us-ashburn-1.pss.oraclecloud.com":                         "unknown",
		"objectstorage.iad.oraclecloud.com":                        "unknown",
		"iad.oraclecloud.com":                                      "unknown",
		"kms.oraclecloud.com":                                      "unknown",
		"x-crypto.kms.xyz.oraclecloud.com":                         "unknown",
		"x-crypto.kms.lfi.oraclecloud.com":                         "unknown",
		"adwc.uscom-east-1.oraclecloud.com":                        "unknown",
		"s3://objectstorage.us-ashburn-1.oraclecloud.com/x":        "unknown",
		"file://objectstorage.us-ashburn-1.oraclecloud.com/x":      "unknown",

		// another realm's domain
		"objectstorage.us-langley-1.oraclecloud.com":         "unknown",
		"objectstorage.us-ashburn-1.oraclegovcloud.com":      "unknown",
		"objectstorage.us-ashburn-1.oraclecloud.eu":          "unknown",
		"ns.objectstorage.us-langley-1.oci.customer-oci.com": "unknown",
		"x.adb.us-ashburn-1.oraclegovcloudapps.com":          "unknown",

		// two regions in one host
		"us-ashburn-1.objectstorage.eu-frankfurt-1.oraclecloud.com":               "unknown",
		"eu-frankfurt-1.vhcompat.objectstorage.us-ashburn-1.oci.customer-oci.com": "unknown",
		"objectstorage.eu-frankfurt-1.us-ashburn-1.oraclecloud.com":               "unknown",
		"us-ashburn-1.vhcompat.objectstorage.us-ashburn-1.oci.customer-oci.com":   "us-ashburn-1",
		"fra.vhcompat.objectstorage.us-ashburn-1.oci.customer-oci.com":            "us-ashburn-1",
		"my-bucket-1.vhcompat.objectstorage.us-ashburn-1.oci.customer-oci.com":    "us-ashburn-1",

		// lists
		"https://a.us-ashburn-1.oraclecloud.com/x,https://b.eu-frankfurt-1.oraclecloud.com/y": "unknown",
		"https://a.us-ashburn-1.oraclecloud.com/x;b.pss.oraclecloud.com":                      "unknown",
		"iad.ocir.io/ns/a|fra.ocir.io/ns/b":                                                   "unknown",
		"iad.ocir.io/ns/a,us-ashburn-1.ocir.io/ns/b":                                          "us-ashburn-1",
		"https://a.us-ashburn-1.oraclecloud.com/n/ns/b/x/o/fra,phx.csv":                       "us-ashburn-1",
		"a.us-ashburn-1.oraclecloud.com,b.us-ashburn-1.oraclecloud.com":                       "not a location",

		// not Oracle's
		"us-ashburn-1.evil.example":                                        "not a location",
		"objectstorage.us-ashburn-1.oraclecloud.com.evil.com":              "not a location",
		"https://objectstorage.us-ashburn-1.oraclecloud.com.evil.com/":     "not a location",
		"https://objectstorage.us-ashburn-1.oraclecloud.com@evil.com/":     "not a location",
		"https://objectstorage.us-ashburn-1.oraclecloud.com:443@evil.com":  "not a location",
		"https://evil.com/objectstorage.us-ashburn-1.oraclecloud.com":      "not a location",
		"https://evil.com?objectstorage.us-ashburn-1.oraclecloud.com":      "not a location",
		"https://evil.com#@objectstorage.us-ashburn-1.oraclecloud.com":     "not a location",
		"https://evil.com?@objectstorage.us-ashburn-1.oraclecloud.com":     "not a location",
		"objectstorage.us-ashburn-1.eviloraclecloud.com":                   "not a location",
		"objectstorage.us-ashburn-1-oraclecloud.com":                       "not a location",
		"objectstorage.us-ashburn-1.oraclecloud.com.br":                    "not a location",
		"objectstorage.us-ashburn-1.oraclecloud11.com":                     "not a location",
		"objectstorage.us-ashburn-1.customer-oci.net":                      "not a location",
		"host.us-ashburn-1.vcn.oraclevcn.com":                              "not a location",
		"https://cloud.oracle.com/?region=us-ashburn-1":                    "not a location",
		"http://127.0.0.1:8421/objectstorage.us-ashburn-1.oraclecloud.com": "not a location",
		"us-ashburn-1.oraclecloud.com://evil.com":                          "not a location",

		// what readers of URLs disagree on
		`https://evil.com\@objectstorage.us-ashburn-1.oraclecloud.com`:  "not a location",
		`https://evil.com\.us-ashburn-1.oraclecloud.com`:                "not a location",
		"https://evil.com@x@objectstorage.us-ashburn-1.oraclecloud.com": "not a location",
		"https://evil.com\t.us-ashburn-1.oraclecloud.com":               "not a location",
		"https://evil.com%2f.us-ashburn-1.oraclecloud.com":              "not a location",
		"https://evil.com\uff0f.us-ashburn-1.oraclecloud.com":           "not a location",
		"https://objectstorage.us-ashburn-1\u3002oraclecloud.com":       "not a location",
		"https://objectstorage..us-ashburn-1.oraclecloud.com":           "not a location",
		"https://.us-ashburn-1.oraclecloud.com":                         "not a location",
		"https://objectstorage.us-ashburn-1.oraclecloud.com..":          "not a location",
		"https://-x.us-ashburn-1.oraclecloud.com":                       "not a location",
		"https://[::1].us-ashburn-1.oraclecloud.com":                    "not a location",
		"https://objectstorage.us-ashburn-1.oraclecloud.com:44x":        "not a location",
		"https://objectstorage.us-ashburn-1.oraclecloud.com:123456":     "not a location",
		"https://a.us-ashburn-1.oraclecloud.com,https://b.evil.com":     "not a location",
		"https://a.us-ashburn-1.oraclecloud.com is the endpoint":        "not a location",
		"https:objectstorage.us-ashburn-1.oraclecloud.com":              "not a location",
		"//objectstorage.us-ashburn-1.oraclecloud.com":                  "not a location",
		"alice@objectstorage.us-ashburn-1.oraclecloud.com":              "not a location",
		"mailto:alice@objectstorage.us-ashburn-1.oraclecloud.com":       "not a location",
		"*.us-ashburn-1.oraclecloud.com":                                "not a location",
		"${host}.us-ashburn-1.oraclecloud.com":                          "not a location",
		strings.Repeat("x.", 120) + "us-ashburn-1.oraclecloud.com":      "not a location",
		strings.Repeat("x", 64) + ".us-ashburn-1.oraclecloud.com":       "not a location",

		// not hosts
		"":              "not a location",
		".":             "not a location",
		"https://":      "not a location",
		"us-ashburn-1":  "not a location",
		"iad":           "not a location",
		"Uocm:PHX-AD-1": "not a location",
	} {
		l := FindHost(value)
		assert.Equal(t, want, found(l), "%q", value)
		assertConsistent(t, value, l)
	}
}

// realmDomains are the domains of the table.
func realmDomains() (names []string) {
	for _, r := range All() {
		if !slices.Contains(names, r.Domain) {
			names = append(names, r.Domain)
		}
	}
	return names
}

func TestFindHost_everyRegionUnderEveryDomain(t *testing.T) {
	for _, r := range All() {
		for _, name := range realmDomains() {
			for _, infix := range []string{"", "oci.", "ocp.", "ocs.", "ds.oci.", "clusters.oci.", "functions.oci."} {
				value := fmt.Sprintf("https://svc.%s.%s%s/20160918", strings.ToUpper(r.Name), infix, name)
				l := FindHost(value)
				if name != r.Domain {
					require.Equal(t, Unknown, l.Kind, value)
					continue
				}
				require.Equal(t, Location{Kind: Regional, Region: r, Realm: r.Realm, Text: r.Name}, l, value)
			}
			vault := FindHost("https://v-crypto.kms." + r.Key + "." + name)
			require.Equal(t, name == r.Domain, vault.Kind == Regional, "%s %s", r.Name, name)
			foreign := FindHost("svc." + r.Name + "." + name + ".example.com")
			require.Equal(t, Location{}, foreign, r.Name)
		}
	}
}

func TestFindHost_everyPairOfRegions(t *testing.T) {
	for _, inside := range All() {
		for _, other := range All() {
			value := fmt.Sprintf("%s.svc.%s.%s", other.Name, inside.Name, inside.Domain)
			want := Unknown
			if inside == other {
				want = Regional
			}
			require.Equal(t, want, FindHost(value).Kind, value)
		}
	}
}

func TestFindHost_realmOfASharedDomain(t *testing.T) {
	for value, want := range map[string]string{
		"svc.us-langley-1.oraclegovcloud.com":     "oc2",
		"svc.us-gov-ashburn-1.oraclegovcloud.com": "oc3",
		"svc.us-atlantis-1.oraclegovcloud.com":    "",
		"svc.us-atlantis-1.oraclecloud.com":       "oc1",
	} {
		assert.Equal(t, want, FindHost(value).Realm, value)
	}
}
