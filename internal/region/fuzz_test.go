package region

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// seeds are one value of each form, and the ways to deceive that the tables of the other tests know.
var seeds = []string{
	"", "iad", "us-ashburn-1", "US-Atlantis-1", " phx\n", "xyz",
	"ocid1.bucket.oc1.iad.aaaa", "ocid1.filesystem.oc1.eu_frankfurt_1.aaaa", "ocid1.key.oc1.phx.vault.aaaa", "ocid1.tenancy.oc1..aaaa",
	"ocid1.bucket.oc2.iad.aaaa", "ocid1.bucket.oc1..iad.aaaa", "ocid1.bucket.oc1.iad", "ocidv1:tenancy:oc1:phx:1:aaaa",
	"Uocm:PHX-AD-1", "HsqI:AP-OSAKA-1-AD-1", "kIdk:US-ASHBURN-AD-1", "web-ad-1", "Uocm:XYZ-AD-1",
	"https://objectstorage.us-ashburn-1.oraclecloud.com/n/ns/b/iad", "ns.objectstorage.us-ashburn-1.ds.oci.customer-oci.com:443",
	"svc.us-langley-1.oraclegovcloud.com.", "v-crypto.kms.phx.oci.oraclecloud.com", "iad.ocir.io/ns/repo:1.0@sha256:ab",
	"https://user:pass@objectstorage.us-ashburn-1.oraclecloud.com@evil.com", `https://evil.com\@x.us-ashburn-1.oraclecloud.com`,
	"us-ashburn-1.svc.eu-frankfurt-1.oraclecloud.com", "s3://svc.us-ashburn-1.oraclecloud.com", "u\u212a-london-1",
	"c1.us-phoenix-1.clusters.oci.oraclecloud.com:6443", "svc.us-ashburn-1.oraclecloud.com.evil.com",
}

// fuzz adds the seeds and holds, of find, what is true of every value: no panic, a consistent answer, the same answer in
// any case.
func fuzz(f *testing.F, find func(string) Location, check func(t *testing.T, value string, l Location)) {
	f.Helper()
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, value string) {
		l := find(value)
		assertConsistent(t, value, l)
		assert.Equal(t, l, find(lower(value)), "in lower case")
		assert.Equal(t, l, find(upper(value)), "in upper case")
		check(t, value, l)
	})
}

func upper(s string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' {
			return r + 'A' - 'a'
		}
		return r
	}, s)
}

func FuzzFind(f *testing.F) {
	fuzz(f, Find, func(t *testing.T, value string, l Location) {
		t.Helper()
		assert.Equal(t, l, Find(" "+value+"\n"), "with white space around it")
		if l.Kind == NotLocation {
			_, known := Lookup(value)
			assert.False(t, known)
			return
		}
		// What was found is in one piece: Find reads a value, not a text with values in it.
		assert.NotEqual(t, Regional, Find("x "+value).Kind)
		if list := Find(value + ",fra.ocir.io"); list.Kind == Regional {
			assert.Equal(t, "fra", list.Region.Key)
		}
		assert.NotEqual(t, Regional, Find("\""+value+"\"").Kind)
	})
}

func FuzzFindOCID(f *testing.F) {
	fuzz(f, FindOCID, func(t *testing.T, value string, l Location) {
		t.Helper()
		parts := strings.Split(lower(value), ".")
		switch l.Kind {
		case Regional:
			assert.GreaterOrEqual(t, len(parts), 5)
			assert.Equal(t, []string{"ocid1", l.Region.Realm, l.Text}, []string{parts[0], parts[2], parts[3]})
			for _, other := range All() {
				if other.Realm != l.Realm {
					assert.Equal(t, Unknown, FindOCID(strings.Replace(lower(value), "."+l.Realm+".", "."+other.Realm+".", 1)).Kind)
					break
				}
			}
		case Global:
			assert.GreaterOrEqual(t, len(parts), 5)
			assert.Empty(t, parts[3])
		case Unknown:
			assert.True(t, parts[0] == "ocid1" || strings.HasPrefix(lower(value), "ocidv1:"))
		default:
			assert.False(t, parts[0] == "ocid1" && len(parts) > 1)
		}
	})
}

// FuzzFindHost lets net/url read the same value: a region that is found must be a label of the host that it sees, and that
// host must end in one of Oracle's domains.
func FuzzFindHost(f *testing.F) {
	fuzz(f, FindHost, func(t *testing.T, value string, l Location) {
		t.Helper()
		if l.Kind != Regional {
			assert.NotEqual(t, Global, l.Kind)
			return
		}
		src := value
		if before, _, ok := strings.Cut(value, "://"); !ok || !schemePattern.MatchString(before) {
			src = "https://" + value
		}
		// net/url also judges the path's escapes, which are nobody's business here.
		_, rest, _ := strings.Cut(src, "://")
		if i := strings.IndexAny(rest, "/?#"); i >= 0 {
			rest = rest[:i]
		}
		u, err := url.Parse("https://" + rest)
		if err != nil {
			assert.ErrorContains(t, err, "userinfo")
			return
		}
		labels := strings.Split(strings.TrimSuffix(lower(u.Hostname()), "."), ".")
		i := slices.Index(labels, l.Text)
		assert.GreaterOrEqual(t, i, 0, "%s is not in the host %q", l.Text, u.Hostname())
		d, _, ok := cutDomain(labels)
		assert.True(t, ok && slices.Contains(d.realms, l.Realm), "%q", u.Hostname())
		assert.NotEqual(t, Regional, FindHost(u.Hostname()+".example").Kind)
		assert.Equal(t, l, FindHost(u.Hostname()))
	})
}

func FuzzFindAvailabilityDomain(f *testing.F) {
	fuzz(f, FindAvailabilityDomain, func(t *testing.T, value string, l Location) {
		t.Helper()
		if l.Kind == NotLocation {
			return
		}
		assert.NotEqual(t, Global, l.Kind)
		assert.Empty(t, l.Realm)
		before, _, _ := strings.Cut(lower(value), l.Text+"-ad-")
		assert.True(t, before == "" || strings.HasSuffix(before, ":"), "%q", before)
		assert.Equal(t, l.Kind, FindAvailabilityDomain("Uocm:"+value[len(before):]).Kind)
	})
}
