package boundary

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// Whatever is in a file, there is a boundary that allows something and can be declared again, or a list of faults that are
// in the file.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*/*.hcl")
	require.NoError(f, err)
	for _, file := range files {
		src, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(src)
	}
	f.Add([]byte("\xef\xbb\xbfboundary b {\r\n jurisdictions=[\"EU\"]\r\n}"))
	f.Fuzz(func(t *testing.T, src []byte) {
		b, err := Parse("fuzz.hcl", src)
		if err != nil {
			var faults Faults
			require.True(t, errors.As(err, &faults) && len(faults) > 0)
			lines := strings.Count(string(src), "\n") + 1
			for _, fault := range faults {
				require.True(t, fault.Line >= 1 && fault.Line <= lines+1 && fault.Column >= 1, "%s", fault)
				require.NotEmpty(t, fault.Message)
			}
			return
		}
		require.NotEmpty(t, b.RegionNames(""))
		for _, class := range b.Classes() {
			require.NotEmpty(t, b.RegionNames(class))
		}
		again, err := New(b.Declaration())
		require.NoError(t, err)
		require.Equal(t, b.Digest(), again.Digest())
		now := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
		for _, e := range b.Audit(now) {
			require.False(t, b.InForce(e.Exception, now))
		}
	})
}

// Whatever a fact says, what is inside is known, and known to be inside.
func FuzzJudge(f *testing.F) {
	d := usDeclaration()
	d.Regions = []string{"us-ashburn-1", "us-phoenix-1", "us-saltlake-2", "us-atlantis-1"}
	b := mustNew(f, d)
	f.Add("placement", "us-ashburn-1", "", "module.cdn.a.b", dataCompartment, "public", "london", uint8(0), int64(1_800_000_000))
	f.Add("standby", "ocid1.bucket.oc1.fra.aaaa", "us-atlantis-1", `module.legacy["]."].a.b[0]`, "", "", "singapore-backup", uint8(1), int64(0))
	f.Add("teleport", "Uocm:PHX-AD-1", "ocid1.tenancy.oc1..x", "", "", "cards", "", uint8(255), int64(1_700_000_000))
	f.Fuzz(func(t *testing.T, kind, value, from, address, compartment, class, exception string, flags uint8, unix int64) {
		fact := Fact{
			Kind: Kind(kind), Address: address, Compartment: compartment, Class: class, Exception: exception,
			Place:  Place{Location: region.Find(value), Deferred: flags&1 != 0, Anywhere: flags&2 != 0, Evidence: value},
			From:   Place{Location: region.Find(from), Deferred: flags&4 != 0},
			TwoWay: flags&8 != 0, Leaving: flags&16 != 0,
		}
		if flags&32 != 0 {
			fact.Place.Location = region.Location{Kind: region.Kind(flags >> 6), Text: value, Realm: from, Region: region.Region{Name: value, Country: "US", Documented: true}}
		}
		now := time.Unix(unix%4_000_000_000, 0)
		checkFuzzed(t, b, fact, b.Judge(fact, now), now)
	})
}

func checkFuzzed(t *testing.T, b *Boundary, f Fact, got Finding, now time.Time) {
	t.Helper()
	require.NotEmpty(t, got.Message)
	require.NotRegexp(t, `[\x00-\x1f]`, got.Region)
	allowed := b.RegionNames(b.EffectiveClass(f))
	require.NotEmpty(t, b.EffectiveClass(f))
	if got.Verdict == Inside {
		for _, p := range judgedPlaces(f) {
			require.False(t, p.Deferred || p.Anywhere)
			require.Contains(t, []region.Kind{region.Regional, region.Unknown}, p.Location.Kind)
			require.Contains(t, allowed, strings.ToLower(nameOf(p)))
		}
	}
	if got.Verdict == Excepted {
		require.True(t, b.InForce(got.Exception, now))
	}
	if f.Class != "" || f.Exception != "" {
		plain := f
		plain.Class = ""
		require.LessOrEqual(t, got.Verdict.Compare(b.Judge(plain, now).Verdict), 0, "a claimed class never loosens")
	}
}
