package boundary

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

func TestJudge_placement(t *testing.T) {
	now := day(t, "2026-12-01")
	for name, test := range map[string]struct {
		fact Fact
		want string // rule, verdict, region, country, exception
	}{
		"inside":                     {placement("us-ashburn-1"), "RES101 inside us-ashburn-1 US "},
		"inside by key":              {placement("PHX"), "RES101 inside us-phoenix-1 US "},
		"inside by OCID":             {placement("ocid1.bucket.oc1.iad.aaaa"), "RES101 inside us-ashburn-1 US "},
		"outside":                    {placement("eu-frankfurt-1"), "RES101 outside eu-frankfurt-1 DE "},
		"outside by OCID":            {placement("ocid1.bucket.oc1.eu-zurich-1.aaaa"), "RES101 outside eu-zurich-1 CH "},
		"another realm, same land":   {placement("us-langley-1"), "RES102 outside us-langley-1 US "},
		"another realm, name only":   {placement("us-somerset-1"), "RES102 outside us-somerset-1 US "},
		"name only":                  {placement("us-saltlake-2"), "RES103 undecided us-saltlake-2 US "},
		"name only, elsewhere":       {placement("ap-delhi-1"), "RES103 undecided ap-delhi-1 IN "},
		"not in the table":           {placement("ocid1.bucket.oc1.zzz.aaaa"), "RES104 undecided zzz  "},
		"realm contradicts region":   {placement("ocid1.bucket.oc2.iad.aaaa"), "RES104 undecided iad  "},
		"not a location":             {placement("hello world"), "RES106 undecided   "},
		"nothing":                    {Fact{Kind: Placement}, "RES106 undecided   "},
		"deferred":                   {Fact{Kind: Placement, Place: Place{Deferred: true}}, "RES105 undecided   "},
		"deferred, perhaps inside":   {deferred(placement("us-ashburn-1")), "RES105 undecided us-ashburn-1 US "},
		"deferred, perhaps outside":  {deferred(placement("ap-tokyo-1")), "RES101 outside ap-tokyo-1 JP "},
		"deferred, unknown":          {deferred(placement("ocid1.bucket.oc1.zzz.aaaa")), "RES105 undecided   "},
		"global":                     {placement("ocid1.compartment.oc1..aaaa"), "RES101 global   "},
		"global of another realm":    {placement("ocid1.compartment.oc2..aaaa"), "RES102 outside   "},
		"leaving":                    {leaving(placement("eu-frankfurt-1")), "RES101 leaving eu-frankfurt-1 DE "},
		"leaving from inside":        {leaving(placement("us-ashburn-1")), "RES101 inside us-ashburn-1 US "},
		"leaving from nobody knows":  {leaving(Fact{Kind: Placement, Place: Place{Deferred: true}}), "RES105 leaving   "},
		"public":                     {Fact{Kind: Placement, Place: Place{Anywhere: true, Location: region.Find("iad")}}, "RES208 outside   "},
		"public no more":             {leaving(Fact{Kind: Share, Place: Place{Anywhere: true}}), "RES208 leaving   "},
		"a region made up":           {Fact{Kind: Placement, Place: Place{Location: region.Location{Kind: region.Regional, Region: region.Region{Name: "us-atlantis-1", Country: "US", Documented: true}}}}, "RES104 undecided us-atlantis-1  "},
		"a country made up":          {Fact{Kind: Placement, Place: Place{Location: region.Location{Kind: region.Regional, Region: region.Region{Name: "ap-tokyo-1", Country: "US", Documented: true}}}}, "RES101 outside ap-tokyo-1 JP "},
		"a realm made up":            {Fact{Kind: Placement, Place: Place{Location: region.Location{Kind: region.Regional, Realm: "oc2", Region: region.Region{Name: "us-ashburn-1"}}}}, "RES104 undecided us-ashburn-1  "},
		"a kind of location made up": {Fact{Kind: Placement, Place: Place{Location: region.Location{Kind: 77}}}, "RES106 undecided   "},
		"from outside":               {Fact{Kind: Placement, Place: in("iad"), From: in("fra")}, "RES101 inside us-ashburn-1 US "},
		"two-way from outside":       {Fact{Kind: Placement, Place: in("iad"), From: in("fra"), TwoWay: true}, "RES101 outside eu-frankfurt-1 DE "},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, test.want, describe(us(t).Judge(test.fact, now))) })
	}
}

func deferred(f Fact) Fact {
	f.Place.Deferred = true
	return f
}

func leaving(f Fact) Fact {
	f.Leaving = true
	return f
}

func TestJudge_flows(t *testing.T) {
	now := day(t, "2026-12-01")
	oneWay := map[Kind]string{Replication: "RES201", Copy: "RES202", Clone: "RES204", BackupCopy: "RES206", Key: "RES207", Share: "RES208"}
	twoWay := map[Kind]string{Standby: "RES203", Replica: "RES205", Peering: "RES209"}
	for kind, rule := range oneWay {
		t.Run(string(kind), func(t *testing.T) {
			for from, to := range map[string]map[string]string{
				"us-ashburn-1":   {"us-phoenix-1": "inside us-phoenix-1 US", "ap-tokyo-1": "outside ap-tokyo-1 JP"},
				"eu-frankfurt-1": {"us-phoenix-1": "inside us-phoenix-1 US", "ap-tokyo-1": "outside ap-tokyo-1 JP"}, // a read from outside is fine
				"":               {"us-phoenix-1": "inside us-phoenix-1 US"},
			} {
				for destination, want := range to {
					f := Fact{Kind: kind, From: in(from), Place: in(destination)}
					assert.Equal(t, rule+" "+want+" ", describe(us(t).Judge(f, now)))
				}
			}
			f := Fact{Kind: kind, From: in("eu-frankfurt-1"), Place: in("us-phoenix-1"), TwoWay: true}
			assert.Equal(t, rule+" outside eu-frankfurt-1 DE ", describe(us(t).Judge(f, now)))
		})
	}
	for kind, rule := range twoWay {
		t.Run(string(kind), func(t *testing.T) {
			for _, test := range []struct{ from, to, want string }{
				{"us-ashburn-1", "us-phoenix-1", "inside us-phoenix-1 US "},
				{"us-ashburn-1", "ap-tokyo-1", "outside ap-tokyo-1 JP "},
				{"ap-tokyo-1", "us-ashburn-1", "outside ap-tokyo-1 JP "},
				{"ap-tokyo-1", "eu-frankfurt-1", "outside eu-frankfurt-1 DE "},
				{"us-saltlake-2", "us-ashburn-1", "undecided us-saltlake-2 US "},
				{"", "us-ashburn-1", "undecided   "},
				{"ocid1.tenancy.oc1..aaaa", "us-ashburn-1", "undecided   "},
			} {
				f := Fact{Kind: kind, From: in(test.from), Place: in(test.to)}
				assert.Equal(t, rule+" "+test.want, describe(us(t).Judge(f, now)), "%s to %s", test.from, test.to)
			}
			oneEnd := Fact{Kind: kind, Place: in("us-ashburn-1")}
			assert.Equal(t, rule+" undecided   ", describe(us(t).Judge(oneEnd, now)), "of the other end nothing is known")
		})
	}
}

func TestJudge_flowTowardsNothing(t *testing.T) {
	now := day(t, "2026-12-01")
	for kind, rule := range flowRules {
		for name, place := range map[string]Place{
			"nothing stated":  {},
			"deferred":        {Deferred: true},
			"a global OCID":   in("ocid1.key.oc1..aaaa"),
			"an unknown OCID": in("ocid1.key.oc1.zzz.aaaa"),
		} {
			f := us(t).Judge(Fact{Kind: kind, Place: place, From: in("iad")}, now)
			assert.Equal(t, Undecided, f.Verdict, "%s to %s", kind, name)
			assert.Equal(t, rule, f.Rule, "%s to %s", kind, name)
		}
	}
}

func TestJudge_unknownKind(t *testing.T) {
	now := day(t, "2026-12-01")
	for _, kind := range []Kind{"", "teleport"} {
		f := us(t).Judge(Fact{Kind: kind, Place: in("iad")}, now)
		assert.Equal(t, "RES200 undecided us-ashburn-1 US ", describe(f))
		assert.Contains(t, f.Message, "this kind of flow is not known")
		f = us(t).Judge(Fact{Kind: kind, Place: in("iad"), From: in("fra")}, now)
		assert.Equal(t, "RES200 outside eu-frankfurt-1 DE ", describe(f))
		f = us(t).Judge(Fact{Kind: kind, Place: in("lhr"), Compartment: dataCompartment}, now)
		assert.Equal(t, Undecided, f.Verdict)
	}
}

func TestFindings_bothEnds(t *testing.T) {
	findings := us(t).Findings(Fact{Kind: Standby, Place: in("nrt"), From: in("fra"), Class: "nope", Exception: "nope"}, day(t, "2026-12-01"))
	var got []string
	for _, f := range findings {
		got = append(got, describe(f)+f.Attribute)
	}
	assert.Equal(t, []string{
		"RES203 outside ap-tokyo-1 JP ", "RES203 outside eu-frankfurt-1 DE ",
		"RES408 undecided   data_class", "RES406 faulty   nopeexception",
	}, got)
}

func TestJudge_classes(t *testing.T) {
	now := day(t, "2026-12-01")
	for name, test := range map[string]struct {
		address, compartment, claim string
		class                       string
		inside, outside             string // regions, separated by spaces
	}{
		"no class":                    {class: "protected", inside: "iad phx", outside: "sin fra nrt"},
		"by address":                  {address: "module.cdn.a.b", class: "public", inside: "iad sin", outside: "fra"},
		"by address, deep":            {address: `module.cdn["eu"].module.x.a.b[0]`, class: "public", inside: "iad sin", outside: "fra"},
		"by another address":          {address: "module.cdn2.a.b", class: "protected", inside: "iad", outside: "sin"},
		"injected by a key":           {address: `module.x["module.cdn.y"].a.b`, class: "protected", inside: "iad", outside: "sin"},
		"injected by a key with ]":    {address: `module.x["\"].module.cdn.y"].a.b`, class: "protected", inside: "iad", outside: "sin"},
		"by compartment":              {compartment: publicCompartment, class: "shared", inside: "iad fra", outside: "sin"},
		"by compartment, in check":    {address: "a.b", compartment: publicCompartment, class: "shared", inside: "iad fra", outside: "sin"},
		"by part of a compartment":    {compartment: publicCompartment + "x", class: "protected", inside: "iad", outside: "fra"},
		"both lists, only address":    {address: "module.jp.a.b", class: "protected", inside: "iad", outside: "nrt"},
		"both lists match, so both":   {address: "module.jp.a.b", compartment: publicCompartment, class: "both & shared", inside: "iad", outside: "nrt fra"},
		"two classes, both hold":      {address: "module.cdn.a.b", compartment: publicCompartment, class: "public & shared", inside: "iad", outside: "sin fra"},
		"claim tightens":              {address: "module.cdn.a.b", claim: "protected", class: "protected", inside: "iad", outside: "sin"},
		"claim tightens further":      {claim: "cards", class: "cards", inside: "iad", outside: "phx sin"},
		"claim tightens a class":      {address: "module.cdn.a.b", claim: "cards", class: "cards", inside: "iad", outside: "phx sin"},
		"claim loosens nothing":       {claim: "public", class: "protected", inside: "iad", outside: "sin"},
		"claim loosens not locked":    {address: "module.locked.a.b", claim: "protected", class: "locked", inside: "phx", outside: "iad"},
		"claim of the equal":          {claim: "unnamed", class: "unnamed", inside: "iad", outside: "sin"},
		"claim and class apart":       {address: "module.locked.a.b", claim: "cards", class: "cards & locked", outside: "iad phx sin"},
		"the provider has no address": {claim: "", compartment: dataCompartment, class: "protected", inside: "iad", outside: "sin"},
	} {
		t.Run(name, func(t *testing.T) {
			b := us(t)
			f := Fact{Kind: Placement, Address: test.address, Compartment: test.compartment, Class: test.claim}
			assert.Equal(t, test.class, b.EffectiveClass(f))
			names := b.RegionNames(test.class)
			for key := range strings.FieldsSeq(test.inside) {
				f.Place = in(key)
				assert.Equal(t, Inside, b.Judge(f, now).Verdict, key)
				assert.Contains(t, names, f.Place.Location.Region.Name)
			}
			for key := range strings.FieldsSeq(test.outside) {
				f.Place = in(key)
				assert.Equal(t, Outside, b.Judge(f, now).Verdict, key)
				assert.NotContains(t, names, f.Place.Location.Region.Name)
			}
		})
	}
}

func TestJudge_unknownClass(t *testing.T) {
	b, now := us(t), day(t, "2026-12-01")
	f := placement("iad")
	f.Class = "pubic"
	got := b.Judge(f, now)
	assert.Equal(t, Undecided, got.Verdict)
	assert.Equal(t, "RES408", got.Rule)
	assert.Equal(t, "data_class", got.Attribute)
	assert.Contains(t, got.Message, `"pubic"`)
	assert.Contains(t, got.Message, `Did you mean "public"?`)
	assert.Equal(t, Protected, b.EffectiveClass(f))

	f = placement("sin")
	f.Address, f.Class = "module.cdn.a.b", "pubic"
	assert.Equal(t, "RES101 outside ap-singapore-1 SG ", describe(b.Judge(f, now)), "judged as protected, not as public")
	assert.Equal(t, Inside, b.Judge(leaving(Fact{Kind: Placement, Place: in("iad"), Class: "pubic"}), now).Verdict)
}

func TestJudge_exceptions(t *testing.T) {
	now := day(t, "2026-12-01")
	legacy := "module.legacy.a.b"
	for name, test := range map[string]struct {
		fact Fact
		want string
	}{
		"by address":                        {Fact{Kind: Placement, Address: legacy, Place: in("sin")}, "RES101 excepted ap-singapore-1 SG singapore-backup"},
		"any kind":                          {Fact{Kind: Copy, Address: legacy, Place: in("sin")}, "RES202 excepted ap-singapore-1 SG singapore-backup"},
		"another address":                   {Fact{Kind: Placement, Address: "module.new.a.b", Place: in("sin")}, "RES101 outside ap-singapore-1 SG "},
		"another region":                    {Fact{Kind: Placement, Address: legacy, Place: in("fra")}, "RES101 outside eu-frankfurt-1 DE "},
		"the other region of the city":      {Fact{Kind: Placement, Address: legacy, Place: in("ap-singapore-2")}, "RES101 outside ap-singapore-2 SG "},
		"inside needs none":                 {Fact{Kind: Placement, Address: legacy, Place: in("iad")}, "RES101 inside us-ashburn-1 US "},
		"injected by a key":                 {Fact{Kind: Placement, Address: `a.x["module.legacy.b"]`, Place: in("sin")}, "RES101 outside ap-singapore-1 SG "},
		"not an address":                    {Fact{Kind: Placement, Address: `module.legacy.a.b["`, Place: in("sin")}, "RES101 outside ap-singapore-1 SG "},
		"a claim is no address":             {Fact{Kind: Placement, Address: "module.new.a.b", Exception: "singapore-backup", Place: in("sin")}, "RES101 outside ap-singapore-1 SG "},
		"claimed in the provider":           {Fact{Kind: Placement, Exception: "singapore-backup", Place: in("sin")}, "RES101 excepted ap-singapore-1 SG singapore-backup"},
		"not claimed in the provider":       {Fact{Kind: Placement, Place: in("sin")}, "RES101 outside ap-singapore-1 SG "},
		"another one claimed":               {Fact{Kind: Placement, Exception: "london", Place: in("sin")}, "RES101 outside ap-singapore-1 SG "},
		"by compartment":                    {Fact{Kind: Placement, Compartment: dataCompartment, Place: in("lhr")}, "RES101 excepted uk-london-1 GB london"},
		"by compartment, at an address":     {Fact{Kind: Placement, Address: "a.b", Compartment: dataCompartment, Place: in("lhr")}, "RES101 excepted uk-london-1 GB london"},
		"another compartment":               {Fact{Kind: Placement, Compartment: publicCompartment, Place: in("lhr")}, "RES101 outside uk-london-1 GB "},
		"unknown compartment":               {Fact{Kind: Placement, Exception: "london", Place: in("lhr")}, "RES101 outside uk-london-1 GB "},
		"claimed, wrong compartment":        {Fact{Kind: Placement, Exception: "tokyo-placement", Compartment: publicCompartment, Place: in("nrt")}, "RES101 outside ap-tokyo-1 JP "},
		"claimed, right compartment":        {Fact{Kind: Placement, Exception: "tokyo-placement", Compartment: dataCompartment, Place: in("nrt")}, "RES101 excepted ap-tokyo-1 JP tokyo-placement"},
		"wrong kind":                        {Fact{Kind: Copy, Exception: "tokyo-placement", Compartment: dataCompartment, Place: in("nrt")}, "RES202 outside ap-tokyo-1 JP "},
		"a kind in capitals":                {Fact{Kind: Standby, Exception: "tokyo-placement", Compartment: dataCompartment, Place: in("nrt"), From: in("iad")}, "RES203 excepted ap-tokyo-1 JP tokyo-placement"},
		"one end only":                      {Fact{Kind: Standby, Exception: "tokyo-placement", Compartment: dataCompartment, Place: in("nrt"), From: in("fra")}, "RES203 outside eu-frankfurt-1 DE "},
		"leaving needs none":                {leaving(Fact{Kind: Placement, Address: legacy, Place: in("sin")}), "RES101 leaving ap-singapore-1 SG "},
		"deferred gets none":                {deferred(Fact{Kind: Placement, Address: legacy, Place: in("sin")}), "RES105 undecided ap-singapore-1 SG "},
		"public gets none":                  {Fact{Kind: Share, Address: legacy, Place: Place{Anywhere: true}}, "RES208 outside   "},
		"expired":                           {Fact{Kind: Placement, Address: legacy, Place: in("kix")}, "RES101 outside ap-osaka-1 JP "},
		"self-approved":                     {Fact{Kind: Placement, Address: legacy, Place: in("icn")}, "RES101 outside ap-seoul-1 KR "},
		"expired and claimed":               {Fact{Kind: Placement, Exception: "expired", Place: in("kix")}, "RES101 outside ap-osaka-1 JP "},
		"expired and claimed, now inside":   {Fact{Kind: Placement, Exception: "expired", Place: in("iad")}, "RES407 faulty   expired"},
		"unknown and claimed":               {Fact{Kind: Placement, Exception: "singapore", Place: in("iad")}, "RES406 faulty   singapore"},
		"unknown, claimed, being destroyed": {leaving(Fact{Kind: Placement, Exception: "singapore", Place: in("iad")}), "RES101 inside us-ashburn-1 US "},
		"claimed and not needed":            {Fact{Kind: Placement, Exception: "singapore-backup", Place: in("iad")}, "RES101 inside us-ashburn-1 US "},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, test.want, describe(us(t).Judge(test.fact, now))) })
	}
}

func TestJudge_expiredException(t *testing.T) {
	b := us(t)
	f := Fact{Kind: Placement, Address: "module.legacy.a.b", Place: in("sin")}
	pacific := time.FixedZone("UTC-8", -8*3600)
	for name, test := range map[string]struct {
		now  time.Time
		want Verdict
	}{
		"the day before":                  {day(t, "2027-03-30"), Excepted},
		"the last moment":                 {time.Date(2027, 3, 31, 23, 59, 59, 999999999, time.UTC), Excepted},
		"the first moment after":          {time.Date(2027, 4, 1, 0, 0, 0, 0, time.UTC), Outside},
		"still March in the west":         {time.Date(2027, 3, 31, 20, 0, 0, 0, pacific), Outside},
		"years later":                     {day(t, "2031-01-01"), Outside},
		"no time, so nothing is in force": {time.Time{}, Outside},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, test.want, b.Judge(f, test.now).Verdict) })
	}
	message := b.Judge(f, day(t, "2027-04-01")).Message
	assert.Contains(t, message, `The exception "singapore-backup" does not allow it: it expired on 2027-03-31.`)
	assert.Contains(t, b.Judge(placement("sin"), day(t, "2026-12-01")).Message, `claim it with exception = "singapore-backup"`)
}

func TestJudge_unconfirmedCountry(t *testing.T) {
	now := day(t, "2026-12-01")
	d := usDeclaration()
	d.Regions = []string{"us-ashburn-1", "US-SaltLake-2"}
	b := mustNew(t, d)
	assert.Equal(t, Inside, b.Judge(placement("us-saltlake-2"), now).Verdict, "named, so confirmed")
	assert.Equal(t, Inside, b.Judge(placement("us-ashburn-1"), now).Verdict)
	assert.Equal(t, Outside, b.Judge(placement("us-phoenix-1"), now).Verdict, "not named, so narrowed away")
	assert.Equal(t, Outside, b.Judge(placement("ap-delhi-1"), now).Verdict, "not named, whatever its country")

	f := placement("us-saltlake-2")
	f.Address = "module.cdn.a.b"
	assert.Equal(t, Inside, b.Judge(f, now).Verdict, "confirmed for a class, too")
	f.Place = in("us-phoenix-1")
	assert.Equal(t, Inside, b.Judge(f, now).Verdict, "a class with jurisdictions of its own is not narrowed")
	f.Class = "unnamed"
	assert.Equal(t, Outside, b.Judge(f, now).Verdict, "a class without any takes over the boundary's regions")

	d = usDeclaration()
	d.Exceptions["salt-lake"] = exceptionFor("us-saltlake-2", func(e *Exception) { e.Compartments = []string{dataCompartment} })
	f = placement("us-saltlake-2")
	f.Compartment = dataCompartment
	assert.Equal(t, "RES103 excepted us-saltlake-2 US salt-lake", describe(mustNew(t, d).Judge(f, now)))
}

func TestJudge_regionThatTheTableDoesNotHave(t *testing.T) {
	now := day(t, "2026-12-01")
	d := usDeclaration()
	d.Regions = []string{"us-ashburn-1", "us-atlantis-1"}
	d.Exceptions["new"] = exceptionFor("ap-atlantis-2", func(e *Exception) { e.Addresses = []string{"module.legacy.*"} })
	b := mustNew(t, d)
	for value, want := range map[string]string{
		"us-atlantis-1":                        "RES101 inside us-atlantis-1  ",
		"ocid1.bucket.oc1.us-atlantis-1.aaaa":  "RES101 inside us-atlantis-1  ",
		"ocid1.bucket.oc2.us-atlantis-1.aaaa":  "RES104 undecided us-atlantis-1  ",
		"ocid1.key.oc1.us-atlantis-1.fra.aaaa": "RES104 undecided fra  ",
		"ocid1.bucket.oc1.zzz.aaaa":            "RES104 undecided zzz  ",
		"ocid1.bucket.oc1.us-atlantis-2.aaaa":  "RES104 undecided us-atlantis-2  ",
		"ocid1.bucket.oc1.ap-atlantis-2.aaaa":  "RES104 excepted ap-atlantis-2  new",
	} {
		f := placement(value)
		if f.Place.Location.Kind == region.NotLocation { // a bare name that no table has
			f.Place.Location = region.Location{Kind: region.Unknown, Text: value}
		}
		f.Address = "module.legacy.a.b"
		assert.Equal(t, want, describe(b.Judge(f, now)), value)
	}
	made := placement("us-ashburn-1")
	made.Place.Location.Region.Name = "us-atlantis-1"
	assert.Equal(t, "RES104 undecided us-atlantis-1  ", describe(b.Judge(made, now)), "no row of the table has that name")
	made.Place.Location = region.Location{Kind: region.Regional, Region: region.Region{Name: "us-ashburn-1"}, Realm: "oc2"}
	assert.Equal(t, "RES104 undecided us-ashburn-1  ", describe(b.Judge(made, now)), "the row is of another realm than the value states")
	assert.Equal(t, []string{"us-ashburn-1", "us-atlantis-1"}, b.RegionNames(""))
	assert.Len(t, b.Regions(""), 1, "Regions has rows of the table only")
	assert.Equal(t, Undecided, us(t).Judge(Fact{Kind: Placement, Place: Place{Location: region.Location{Kind: region.Unknown, Text: "us-atlantis-1"}}}, now).Verdict)
}

func TestJudge_groups(t *testing.T) {
	now := day(t, "2026-12-01")
	all := []string{"oc1", "oc19", "oc20", "oc24"}
	eu := mustNew(t, Declaration{Name: "eu", Jurisdictions: []string{"EU"}, Realms: all})
	eea := mustNew(t, Declaration{Name: "eea", Jurisdictions: []string{"eea"}, Realms: all})
	for _, b := range []*Boundary{eu, eea} {
		for name, want := range map[string]Verdict{
			"eu-frankfurt-1": Inside, "eu-paris-1": Inside, "eu-stockholm-1": Inside, "eu-frankfurt-2": Inside,
			"eu-zurich-1": Outside, "eu-jovanovac-1": Outside, "uk-london-1": Outside, "uk-cardiff-1": Outside, "us-ashburn-1": Outside,
			"eu-madrid-2": Undecided, "eu-crissier-1": Undecided, "uk-gov-london-1": Outside,
		} {
			assert.Equal(t, want, b.Judge(placement(name), now).Verdict, "%s in %s", name, b.Name())
		}
	}
	assert.Len(t, eu.Countries(""), 27)
	assert.Len(t, eea.Countries(""), 30)
	for _, outside := range []string{"CH", "RS", "GB"} {
		assert.NotContains(t, eea.Countries(""), outside)
	}
}

func TestWorst(t *testing.T) {
	order := []Verdict{Outside, Faulty, Undecided, Excepted, Leaving, Inside, GlobalOK}
	for i, worse := range order {
		for _, better := range order[i:] {
			assert.Equal(t, worse, Worst([]Finding{{Verdict: better}, {Verdict: worse}}))
			assert.Equal(t, worse, Worst([]Finding{{Verdict: worse}, {Verdict: better}}))
			assert.LessOrEqual(t, worse.Compare(better), 0)
		}
		assert.Equal(t, i > 2, worse.Passes(), worse)
	}
	assert.Equal(t, Undecided, Worst(nil))
	assert.False(t, Verdict("").Passes())
	assert.Equal(t, Outside, Worst([]Finding{{Verdict: ""}, {Verdict: Outside}}))
}

func TestJudge_messages(t *testing.T) {
	now := day(t, "2026-12-01")
	facts := []Fact{
		placement("us-ashburn-1"), placement("ap-tokyo-1"), placement("us-langley-1"), placement("us-saltlake-2"),
		placement("ocid1.bucket.oc1.zzz.aaaa"), placement("ocid1.bucket.oc2.iad.aaaa"), placement("hello"),
		{Kind: Placement},
		{Kind: Placement, Place: Place{Deferred: true, Evidence: "the provider block"}},
		deferred(placement("nrt")), deferred(placement("iad")),
		placement("ocid1.tenancy.oc1..aaaa"), placement("ocid1.tenancy.oc3..aaaa"), leaving(placement("fra")),
		{Kind: Placement, Address: "module.cdn.a.b", Place: in("fra")},
		{Kind: Placement, Class: "cards", Place: in("fra")},
		{Kind: Placement, Class: "cards", Place: in("phx")},
		{Kind: Placement, Class: "crds", Place: in("iad")},
		{Kind: Placement, Address: "module.legacy.a.b", Place: in("sin")},
		{Kind: Placement, Place: in("sin")},
		{Kind: Placement, Address: "module.legacy.a.b", Place: in("kix")},
		{Kind: Placement, Exception: "self-approved", Place: in("iad")},
		{Kind: Placement, Exception: "londn", Place: in("iad")},
		{Kind: Share, Place: Place{Anywhere: true, Evidence: `attribute "public_access_type"`}},
		{Kind: "teleport", Place: in("iad")},
		{Kind: Key, Place: in("ocid1.key.oc1..aaaa")},
		{Kind: Placement, Place: Place{Location: region.Location{Kind: region.Unknown, Text: strings.Repeat("\x1b[31mé", 100)}, Evidence: "a\nb"}},
		{Kind: Placement, Place: Place{Location: region.Location{Kind: region.Regional, Realm: "oc2", Region: region.Region{Name: "us-ashburn-1"}}}},
		{Kind: Placement, Place: Place{Location: region.Location{Kind: region.Regional, Region: region.Region{Name: "us-atlantis-1"}}}},
	}
	for _, kind := range append(kinds[1:], "teleport") {
		facts = append(facts, Fact{Kind: kind, Place: in("iad"), From: in("fra"), TwoWay: true}, Fact{Kind: kind, Place: in("fra"), From: in("iad")})
	}
	var out strings.Builder
	for _, f := range facts {
		for _, finding := range us(t).Findings(f, now) {
			out.WriteString(string(finding.Verdict) + ": " + finding.Message + "\n")
			if !finding.Verdict.Passes() {
				assert.Contains(t, finding.Message, `"us-user-data"`, "a finding names the boundary")
				assert.Contains(t, finding.Message, "rule "+finding.Rule, "a finding names its rule")
			}
			assert.NotContains(t, finding.Message+finding.Region, "\x1b")
			assert.Less(t, len(finding.Message), 1000)
		}
	}
	eu := mustNew(t, Declaration{Name: "eu", Jurisdictions: []string{"EU", "CH"}})
	out.WriteString(eu.Judge(placement("iad"), now).Message + "\n")
	golden(t, "messages.txt", out.String())
}
