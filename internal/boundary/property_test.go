package boundary

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// The pools that random declarations and facts are drawn from: few enough that much of it meets.
var (
	poolCountries    = []string{"US", "SG", "DE", "EU", "EEA", "GB", "JP", "IN", "CH", "RS", "AE"}
	poolRealms       = []string{"oc1", "oc2", "oc20", "oc42"}
	poolRegions      = []string{"us-ashburn-1", "us-phoenix-1", "us-saltlake-2", "ap-singapore-1", "eu-frankfurt-1", "eu-zurich-1", "uk-london-1", "ap-delhi-1", "us-langley-1", "us-newark-1", "eu-jovanovac-1", "us-atlantis-1"}
	poolAddresses    = []string{"module.a.*", "module.b.x.y", "oci_*.logs", `module.a["k"].*`, "x.y"}
	poolCompartments = []string{dataCompartment, publicCompartment}
	poolFacts        = []string{"module.a.x.y", `module.a["k"].x.y`, "module.b.x.y[0]", "oci_core_vcn.logs", "x.y", "", "module.c.x.y"}
	poolValues       = append([]string{
		"", "hello", "ocid1.tenancy.oc1..aaaa", "ocid1.compartment.oc2..aaaa", "ocid1.bucket.oc1.zzz.aaaa",
		"ocid1.bucket.oc2.iad.aaaa", "ocid1.bucket.oc1.us-atlantis-1.aaaa", "ocid1.bucket.oc1.fra.aaaa", "us-nowhere-1",
	}, poolRegions...)
	poolClasses = []string{"c0", "c1", "c2", Protected, "nobody"}
)

type dice struct{ *rand.Rand }

func (d dice) one(pool []string) string { return pool[d.IntN(len(pool))] }

func (d dice) some(pool []string, most int) []string {
	var out []string
	for range d.IntN(most + 1) {
		out = append(out, d.one(pool))
	}
	return out
}

func (d dice) declaration() Declaration {
	out := Declaration{
		Name: "random", Jurisdictions: append([]string{d.one(poolCountries)}, d.some(poolCountries, 2)...),
		Realms:  append(d.some(poolRealms, 3), "oc1"),
		Classes: map[string]Class{}, Exceptions: map[string]Exception{},
	}
	if d.IntN(4) == 0 {
		out.Regions = d.some(poolRegions, 3)
	}
	for _, name := range d.some(poolClasses[:3], 3) {
		c := Class{Jurisdictions: d.some(poolCountries, 2), Addresses: d.some(poolAddresses, 2), Compartments: d.some(poolCompartments, 1)}
		if d.IntN(4) == 0 {
			c.Realms, c.Regions = []string{"oc1"}, d.some(poolRegions, 2)
		}
		out.Classes[name] = c
	}
	for _, name := range d.some([]string{"e0", "e1", "e2"}, 3) {
		out.Exceptions[name] = exceptionFor(d.one(poolRegions), func(e *Exception) {
			e.Regions = append(e.Regions, d.some(poolRegions, 2)...)
			e.Addresses, e.Compartments = d.some(poolAddresses, 2), d.some(poolCompartments, 1)
			if d.IntN(3) == 0 {
				e.Kinds = []string{string(kinds[d.IntN(len(kinds))])}
			}
			if d.IntN(5) == 0 {
				e.Expires = "2025-01-01"
			}
		})
	}
	return out
}

func (d dice) fact() Fact {
	f := Fact{
		Address: d.one(poolFacts), Kind: kinds[d.IntN(len(kinds))], Place: d.place(), TwoWay: d.IntN(4) == 0, Leaving: d.IntN(6) == 0,
	}
	if f.Kind != Placement {
		f.From = d.place()
	}
	if d.IntN(2) == 0 {
		f.Compartment = d.one(poolCompartments)
	}
	if d.IntN(4) == 0 {
		f.Exception = d.one([]string{"e0", "e1", "e2", "nobody"})
	}
	return f
}

func (d dice) place() Place {
	if d.IntN(2) == 0 {
		return Place{Location: region.Find(d.one(poolRegions[:5]))}
	}
	value := d.one(poolValues)
	p := Place{Location: region.Find(value), Deferred: d.IntN(8) == 0, Anywhere: d.IntN(20) == 0}
	if p.Location.Kind == region.NotLocation && d.IntN(2) == 0 {
		p.Location = region.Location{Kind: region.Unknown, Text: value}
	}
	return p
}

// eachRandom calls run with sound random boundaries and facts.
func eachRandom(t *testing.T, run func(d dice, declared Declaration, b *Boundary, f Fact, now time.Time)) {
	t.Helper()
	d := dice{rand.New(rand.NewPCG(1, 2))}
	now, sound := day(t, "2026-12-01"), 0
	for sound < 600 {
		declared := d.declaration()
		b, err := New(declared)
		if err != nil {
			continue
		}
		sound++
		for range 5 {
			run(d, declared, b, d.fact(), now)
		}
	}
}

func TestJudge_addingJurisdictionsNeverPutsOutside(t *testing.T) {
	changed := 0
	eachRandom(t, func(d dice, declared Declaration, b *Boundary, f Fact, now time.Time) {
		before := b.Judge(f, now)
		declared.Jurisdictions = append(slices.Clone(declared.Jurisdictions), d.one(poolCountries))
		wider, err := New(declared)
		require.NoError(t, err, "what allows more allows something, and contradicts less")
		after := wider.Judge(f, now)
		require.GreaterOrEqual(t, after.Verdict.Compare(before.Verdict), 0, "%+v\n%+v\n%s -> %s", declared, f, before.Message, after.Message)
		if before.Verdict != after.Verdict {
			changed++
		}
	})
	assert.Positive(t, changed)
}

func TestJudge_claimingNeverLoosens(t *testing.T) {
	changed := 0
	eachRandom(t, func(d dice, declared Declaration, b *Boundary, f Fact, now time.Time) {
		without := b.Judge(f, now)
		assigned := b.RegionNames(b.EffectiveClass(f))
		f.Class = d.one(poolClasses)
		with := b.Judge(f, now)
		require.LessOrEqual(t, with.Verdict.Compare(without.Verdict), 0, "%+v\n%+v\n%s -> %s", declared, f, without.Message, with.Message)
		require.Subset(t, assigned, b.RegionNames(b.EffectiveClass(f)), "%+v\n%+v", declared, f)
		if with.Verdict != without.Verdict {
			changed++
		}
	})
	assert.Positive(t, changed)
}

func TestJudge_removingAnExceptionNeverHelps(t *testing.T) {
	changed := 0
	eachRandom(t, func(_ dice, declared Declaration, b *Boundary, f Fact, now time.Time) {
		before := b.Judge(f, now)
		for name := range declared.Exceptions {
			fewer := declared.clone()
			delete(fewer.Exceptions, name)
			after := mustNew(t, fewer).Judge(f, now)
			require.LessOrEqual(t, after.Verdict.Compare(before.Verdict), 0, "%+v\n%+v\n%s -> %s", declared, f, before.Message, after.Message)
			if before.Verdict != after.Verdict {
				changed++
			}
		}
	})
	assert.Positive(t, changed)
}

// Outside is also what a later time, another order and a smaller universe make of it.
func TestJudge_laterNeverHelps(t *testing.T) {
	eachRandom(t, func(_ dice, _ Declaration, b *Boundary, f Fact, now time.Time) {
		later := b.Judge(f, now.AddDate(1, 0, 0))
		require.LessOrEqual(t, later.Verdict.Compare(b.Judge(f, now).Verdict), 0)
	})
}

func TestJudge_insideIsKnown(t *testing.T) {
	inside := 0
	eachRandom(t, func(d dice, _ Declaration, b *Boundary, f Fact, now time.Time) {
		f.Class = d.one(append(poolClasses, "", "", ""))
		checkFinding(t, b, f, b.Judge(f, now), now)
		if b.Judge(f, now).Verdict == Inside {
			inside++
		}
	})
	assert.Greater(t, inside, 50)
}

// checkFinding holds a finding against what must be true of any.
func checkFinding(t testing.TB, b *Boundary, f Fact, got Finding, now time.Time) {
	t.Helper()
	findings := b.Findings(f, now)
	require.Equal(t, Worst(findings), got.Verdict)
	require.Contains(t, findings, got)
	require.NotEmpty(t, got.Message)
	require.Less(t, len(got.Message), 3000)
	require.NotRegexp(t, `[\x00-\x1f]`, got.Message+got.Region)
	require.True(t, slices.ContainsFunc(Rules(), func(r Rule) bool { return r.ID == got.Rule }), got.Rule)
	switch got.Verdict {
	case Inside:
		allowed := b.RegionNames(b.EffectiveClass(f))
		for _, p := range judgedPlaces(f) {
			require.True(t, known(p), "%+v", f)
			require.Contains(t, allowed, nameOf(p), "%+v", f)
		}
	case GlobalOK:
		require.Equal(t, Placement, f.Kind)
		require.Equal(t, region.Global, f.Place.Location.Kind)
	case Excepted:
		require.True(t, b.InForce(got.Exception, now))
		require.Contains(t, b.Declaration().Exceptions[got.Exception].Regions, got.Region)
	case Leaving:
		require.True(t, f.Leaving)
	case Outside:
		require.False(t, f.Leaving)
	case Undecided, Faulty:
	default:
		t.Fatalf("%q is no verdict", got.Verdict)
	}
}

func judgedPlaces(f Fact) []Place {
	if f.bothEnds() {
		return []Place{f.Place, f.From}
	}
	return []Place{f.Place}
}

func known(p Place) bool {
	return !p.Deferred && !p.Anywhere && (p.Location.Kind == region.Regional || p.Location.Kind == region.Unknown && nameOf(p) == "us-atlantis-1")
}

func nameOf(p Place) string {
	if p.Location.Kind == region.Regional {
		return p.Location.Region.Name
	}
	return p.Location.Text
}

// What is inside is exactly what Regions lists, for every class and every region of the table.
func TestRegions_agreesWithJudge(t *testing.T) {
	d := dice{rand.New(rand.NewPCG(3, 4))}
	now := day(t, "2026-12-01")
	for range 100 {
		declared := d.declaration()
		declared.Exceptions = nil
		b, err := New(declared)
		if err != nil {
			continue
		}
		for _, address := range poolFacts {
			f := Fact{Kind: Placement, Address: address, Compartment: d.one(poolCompartments)}
			regions := b.Regions(b.EffectiveClass(f))
			for _, r := range region.All() {
				f.Place = Place{Location: region.Location{Kind: region.Regional, Region: r}}
				require.Equal(t, slices.Contains(regions, r), b.Judge(f, now).Verdict == Inside, "%s for %+v", r.Name, f)
			}
		}
	}
}
