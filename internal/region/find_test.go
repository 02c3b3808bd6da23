package region

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// found is what a table test says of a Location: "us-ashburn-1", "global", "unknown" or "not a location".
func found(l Location) string {
	if l.Kind == Regional {
		return l.Region.Name
	}
	return l.Kind.String()
}

// assertConsistent holds what is true of every Location.
func assertConsistent(t *testing.T, value string, l Location) {
	t.Helper()
	switch l.Kind {
	case Regional:
		r, ok := ByName(l.Region.Name)
		assert.True(t, ok && r == l.Region, "%q: %+v is no row of the table", value, l.Region)
		assert.True(t, l.Realm == "" || l.Realm == r.Realm, "%q: realm %q of %s", value, l.Realm, r.Name)
		assert.Empty(t, l.Reason, "%q", value)
		assertLiteral(t, value, l)
	case Global:
		assert.Contains(t, Realms(), l.Realm, "%q", value)
		assert.Equal(t, Location{Kind: Global, Realm: l.Realm}, l, "%q", value)
	case Unknown:
		assert.NotEmpty(t, l.Reason, "%q", value)
		assert.NotRegexp(t, `\.$`, l.Reason, "%q", value)
		assert.Zero(t, l.Region, "%q", value)
	default:
		assert.Equal(t, Location{}, l, "%q", value)
	}
}

// assertLiteral holds that the region is in the value: its key, its name, or one of the two other spellings.
func assertLiteral(t *testing.T, value string, l Location) {
	t.Helper()
	assert.NotEmpty(t, l.Text)
	assert.Contains(t, lower(value), l.Text)
	r := l.Region
	spellings := []string{r.Key, r.Name, strings.ReplaceAll(r.Name, "-", "_")}
	if r.Name == "us-ashburn-1" {
		spellings = append(spellings, "us-ashburn")
	}
	assert.Contains(t, spellings, l.Text, "%q", value)
}

func TestFind(t *testing.T) {
	for value, want := range map[string]string{
		// names and keys
		"us-ashburn-1":     "us-ashburn-1",
		"US-Ashburn-1":     "us-ashburn-1",
		"iad":              "us-ashburn-1",
		"IAD":              "us-ashburn-1",
		"ord":              "us-chicago-1",
		" eu-frankfurt-1 ": "eu-frankfurt-1",
		"phx\n":            "us-phoenix-1",

		// the other forms
		"ocid1.bucket.oc1.iad.aaaa": "us-ashburn-1",
		"ocid1.tenancy.oc1..aaaa":   "global",
		"Uocm:PHX-AD-1":             "us-phoenix-1",
		"https://objectstorage.us-ashburn-1.oraclecloud.com/n/x/b/y":   "us-ashburn-1",
		"\thttps://objectstorage.us-ashburn-1.oraclecloud.com/n/x\r\n": "us-ashburn-1",
		"fra.ocir.io/ns/repo:1.0@sha256:0123456789abcdef":              "eu-frankfurt-1",

		// what looks like a region and is not in the table
		"us-atlantis-1":      "unknown",
		"US-ATLANTIS-1":      "unknown",
		"us-east-1":          "unknown",
		"eu-dcc-atlantis-12": "unknown",

		// what is no place
		"":                                 "not a location",
		" ":                                "not a location",
		"xyz":                              "not a location",
		"oc1":                              "not a location",
		"us":                               "not a location",
		"US East (Ashburn)":                "not a location",
		"us-ashburn":                       "not a location",
		"us_ashburn_1":                     "not a location",
		"iad-bucket":                       "not a location",
		"iad/bucket":                       "not a location",
		"bucket/iad":                       "not a location",
		"iad,phx":                          "not a location",
		"[\"iad\"]":                        "not a location",
		"us-ashburn-1,us-phoenix-1":        "not a location",
		"us-ashburn-1 us-phoenix-1":        "not a location",
		"the bucket is in us-ashburn-1":    "not a location",
		"in ord":                           "not a location",
		"us-ashburn-1.evil.example":        "not a location",
		"see ocid1.bucket.oc1.iad.aaaa":    "not a location",
		"see Uocm:PHX-AD-1":                "not a location",
		"10.0.0.1":                         "not a location",
		"alice@example.com":                "not a location",
		"arn:aws:s3:::us-ashburn-1":        "not a location",
		"objects/2024/us-ashburn-1/file":   "not a location",
		"uk-london-1 (u\u212a-london-1)":   "not a location",
		"u\u212a-london-1":                 "not a location",
		"\u017fin":                         "not a location",
		"us\u2010ashburn\u20101":           "not a location",
		"us-ashburn-1\x00":                 "not a location",
		"us-ashburn-1\nus-phoenix-1":       "not a location",
		strings.Repeat("us-ashburn-1", 99): "not a location",
	} {
		l := Find(value)
		assert.Equal(t, want, found(l), "%q", value)
		assertConsistent(t, value, l)
	}
}

func TestFind_everyRegion(t *testing.T) {
	for _, r := range All() {
		want := Location{Kind: Regional, Region: r}
		for _, s := range []string{r.Name, r.Key, strings.ToUpper(r.Name), strings.ToUpper(r.Key)} {
			want.Text = lower(s)
			assert.Equal(t, want, Find(s), s)
		}
	}
}

func TestFind_unknownSaysWhatWasRead(t *testing.T) {
	for value, want := range map[string]Location{
		"US-Atlantis-1":                     unknown("", "us-atlantis-1", `no region called "us-atlantis-1" is known`),
		"ocid1.bucket.oc1.us-atlantis-1.aa": unknown("oc1", "us-atlantis-1", `no region called "us-atlantis-1" is known`),
		"ocid1.bucket.oc2.iad.aa": unknown("oc2", "iad",
			"the OCID is of realm oc2, but us-ashburn-1 is in realm oc1"),
		"objectstorage.us-langley-1.oraclecloud.com": unknown("oc1", "us-langley-1",
			"us-langley-1 is in realm oc2, but oraclecloud.com is a domain of oc1"),
		"objectstorage.us-ashburn-1.oraclegovcloud.com": unknown("", "us-ashburn-1",
			"us-ashburn-1 is in realm oc1, but oraclegovcloud.com is a domain of oc2 and oc3"),
		"Uocm:XYZ-AD-1": unknown("", "xyz", `no region called "xyz" is known that has availability domains`),
	} {
		assert.Equal(t, want, Find(value), value)
	}
}

func TestFind_longValuesGiveShortReasons(t *testing.T) {
	long := strings.Repeat("a", 1e6)
	for _, value := range []string{"ocid1.bucket.oc1." + long + ".x", "ocid1.bucket." + long + ".iad.x", "ocid1.key.oc1." + long + ".fra.x", "Uocm:" + long + "-AD-1"} {
		l := Find(value)
		assert.Equal(t, Unknown, l.Kind)
		assert.Less(t, len(l.Reason), 200)
	}
	assert.Equal(t, Location{}, Find(long))
}

// A boundary may vouch for a region that is not in the table by naming it, and then an Unknown with that Text passes. So
// where a value contradicts itself, Text must not be the part that is new.
func TestFind_contradictionIsNotVouchedFor(t *testing.T) {
	for value, want := range map[string]string{
		"ocid1.key.oc1.us-atlantis-1.vault.aaaa":                                               "us-atlantis-1",
		"ocid1.key.oc1.us-atlantis-1.fra.aaaa":                                                 "fra",
		"svc.us-atlantis-1.oraclecloud.com":                                                    "us-atlantis-1",
		"eu-frankfurt-1.svc.us-atlantis-1.oraclecloud.com":                                     "eu-frankfurt-1",
		"https://a.us-atlantis-1.oraclecloud.com/x,https://b.us-atlantis-1.oraclecloud.com/y":  "us-atlantis-1",
		"https://a.us-atlantis-1.oraclecloud.com/x,https://b.eu-frankfurt-1.oraclecloud.com/y": "",
		"https://a.eu-frankfurt-1.oraclecloud.com/x,https://b.us-atlantis-1.oraclecloud.com/y": "",
		"https://a.us-atlantis-1.oraclecloud.com/x,https://b.us-atlantis-2.oraclecloud.com/y":  "",
		"s3://svc.us-atlantis-1.oraclecloud.com":                                               "",
	} {
		l := Find(value)
		assert.Equal(t, Unknown, l.Kind, value)
		assert.Equal(t, want, l.Text, value)
	}
}

func TestFindOCID(t *testing.T) {
	for value, want := range map[string]string{
		"ocid1.bucket.oc1.iad.aaaa":                     "us-ashburn-1",
		"ocid1.bucket.oc1.us-ashburn-1.aaaa":            "us-ashburn-1",
		"OCID1.BUCKET.OC1.PHX.AAAA":                     "us-phoenix-1",
		"ocid1.autonomousdatabase.oc1.us-chicago-1.anu": "us-chicago-1",
		"ocid1.bucket.oc2.us-langley-1.aaaa":            "us-langley-1",
		"ocid1.bucket.oc3.ric.aaaa":                     "us-gov-ashburn-1",
		"ocid1.bucket.oc19.str.aaaa":                    "eu-frankfurt-2",

		// file storage
		"ocid1.filesystem.oc1.eu_frankfurt_1.aaaa": "eu-frankfurt-1",
		"ocid1.mounttarget.oc1.iad.aaaa":           "us-ashburn-1",
		"ocid1.export.oc2.eu_frankfurt_1.aaaa":     "unknown",

		// more than five parts
		"ocid1.key.oc1.phx.bbqehaq3aadfa.abyhqljr":         "us-phoenix-1",
		"ocid1.key.oc1.eu-frankfurt-1.bbqehaq3aadfa.abyhq": "eu-frankfurt-1",
		"ocid1.key.oc1.phx.a.b.c.d":                        "us-phoenix-1",
		"ocid1.key.oc1.phx.phx.aaaa":                       "us-phoenix-1",
		"ocid1.key.oc1.phx.us-phoenix-1.aaaa":              "us-phoenix-1",
		"ocid1.key.oc1.phx.eu-frankfurt-1.aaaa":            "unknown",
		"ocid1.key.oc1.phx.fra.aaaa":                       "unknown",
		"ocid1.key.oc1..fra.aaaa":                          "unknown",
		"ocid1.key.oc1.phx..aaaa":                          "us-phoenix-1",

		// no region
		"ocid1.tenancy.oc1..aaaa":     "global",
		"ocid1.compartment.oc2..aaaa": "global",
		"ocid1.key.oc1..vault.aaaa":   "global",

		// another realm's, or none that is known
		"ocid1.bucket.oc2.iad.aaaa":          "unknown",
		"ocid1.bucket.oc1.us-langley-1.aaaa": "unknown",
		"ocid1.bucket.oc99.iad.aaaa":         "unknown",
		"ocid1.tenancy.oc99..aaaa":           "unknown",
		"ocid1.user.region1..aaaa":           "unknown",
		"ocid1.bucket..iad.aaaa":             "unknown",

		// a region that is not in the table
		"ocid1.bucket.oc1.us-atlantis-1.aaaa": "unknown",
		"ocid1.bucket.oc1.xyz.aaaa":           "unknown",
		"ocid1.bucket.oc1.sea.aaaa":           "unknown",
		"ocid1.key.oc1.iad-ad-1.aaaa":         "unknown",
		"ocid1.key.oc1.us_ashburn-1x.aaaa":    "unknown",

		// malformed
		"ocid1.":                                           "unknown",
		"ocid1.bucket":                                     "unknown",
		"ocid1.tenancy.oc1.aaaa":                           "unknown",
		"ocid1.bucket.oc1.iad":                             "unknown",
		"ocid1.bucket.oc1.iad.":                            "unknown",
		"ocid1.bucket.oc1..":                               "unknown",
		"ocid1..oc1.iad.aaaa":                              "unknown",
		"ocid1.bucket.oc1.iad.aaaa ":                       "unknown",
		"ocid1.bucket.oc1.iad.aaaa/x":                      "unknown",
		"ocid1.bucket.oc1.iad.<uniqueID>":                  "unknown",
		"ocid1.bucket.oc1.iad.aa,ocid1.bucket.oc1.fra.bb":  "unknown",
		"ocid1.filesystem.oc1.iad.aa:10.0.0.6:/FileSystem": "unknown",
		"ocidv1:tenancy:oc1:phx:1460406592660:aaaaaaaa":    "unknown",

		// no OCID
		"":                           "not a location",
		"ocid1":                      "not a location",
		"ocid2.bucket.oc1.iad.aaaa":  "not a location",
		"iad":                        "not a location",
		" ocid1.bucket.oc1.iad.aaaa": "not a location",
		"xocid1.bucket.oc1.iad.aaaa": "not a location",
	} {
		l := FindOCID(value)
		assert.Equal(t, want, found(l), "%q", value)
		assertConsistent(t, value, l)
	}
}

func TestFindOCID_everyRegionInEveryRealm(t *testing.T) {
	for _, r := range All() {
		for _, realm := range Realms() {
			for _, part := range []string{r.Name, r.Key, strings.ReplaceAll(r.Name, "-", "_"), strings.ToUpper(r.Key)} {
				value := "ocid1.bucket." + realm + "." + part + ".aaaa"
				want := Location{Kind: Regional, Region: r, Realm: realm, Text: lower(part)}
				l := FindOCID(value)
				if realm != r.Realm {
					require.Equal(t, Unknown, l.Kind, value)
					continue
				}
				require.Equal(t, want, l, value)
			}
		}
	}
}

func TestFindAvailabilityDomain(t *testing.T) {
	for value, want := range map[string]string{
		"Uocm:PHX-AD-1":            "us-phoenix-1",
		"uocm:phx-ad-3":            "us-phoenix-1",
		"PHX-AD-1":                 "us-phoenix-1",
		"HsqI:AP-OSAKA-1-AD-1":     "ap-osaka-1",
		"AP-OSAKA-1-AD-1":          "ap-osaka-1",
		"kIdk:US-ASHBURN-AD-1":     "us-ashburn-1",
		"us-ashburn-ad-3":          "us-ashburn-1",
		"kIdk:US-ASHBURN-2-AD-1":   "us-ashburn-2",
		"fDHV:EU-FRANKFURT-1-AD-2": "eu-frankfurt-1",

		"Uocm:XYZ-AD-1":           "unknown",
		"Uocm:EU-ATLANTIS-1-AD-1": "unknown",
		"EU-ATLANTIS-1-AD-1":      "unknown",
		"Uocm:PHX-AD-1-AD-1":      "unknown",
		"Uocm:US-PHOENIX-AD-1":    "unknown",
		"Uocm:-AD-1":              "not a location",

		"":                                    "not a location",
		"web-ad-1":                            "not a location",
		"xyz-ad-1":                            "not a location",
		"us-phoenix-ad-1":                     "not a location",
		"PHX-AD-0":                            "not a location",
		"PHX-AD-":                             "not a location",
		"PHX-AD-1 ":                           "not a location",
		"PHX-AD-123":                          "not a location",
		"Uocm:PHX-AD-1:FAULT-DOMAIN-1":        "not a location",
		"FAULT-DOMAIN-1":                      "not a location",
		"Uocm:PHX":                            "not a location",
		"a:b:PHX-AD-1":                        "not a location",
		":PHX-AD-1":                           "not a location",
		"Uocm:PHX-AD-1,Uocm:PHX-AD-2":         "not a location",
		"phx":                                 "not a location",
		"subnet in PHX-AD-1":                  "not a location",
		"ocid1.bucket.oc1.phx.aaaa-AD-1":      "not a location",
		strings.Repeat("x", 99) + ":PHX-AD-1": "not a location",
	} {
		l := FindAvailabilityDomain(value)
		assert.Equal(t, want, found(l), "%q", value)
		assertConsistent(t, value, l)
	}
}

func TestFindAvailabilityDomain_everyRegion(t *testing.T) {
	for _, r := range All() {
		for _, text := range []string{r.Name, r.Key, strings.ToUpper(r.Name), strings.ToUpper(r.Key)} {
			want := Location{Kind: Regional, Region: r, Text: lower(text)}
			require.Equal(t, want, FindAvailabilityDomain("Uocm:"+text+"-AD-1"), text)
			require.Equal(t, want, FindAvailabilityDomain(text+"-ad-2"), text)
		}
	}
}
