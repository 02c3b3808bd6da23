package boundary

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

const usFile = `boundary "us-user-data" {
  jurisdictions = ["US"]
  class "public" {
    compartments  = ["ocid1.compartment.oc1..b", "ocid1.compartment.oc1..a"]
    jurisdictions = ["sg", "US"]
    addresses     = ["module.cdn.*"]
  }
  class "cards" {
    regions = ["US-Ashburn-1"]
  }
  exception "e" {
    regions     = ["ap-tokyo-1"]
    addresses   = ["a.b"]
    kinds       = ["COPY", "placement"]
    reason      = " why "
    owner       = "o"
    approved_by = "p"
    ticket      = "T-1"
    expires     = "2027-03-31"
  }
  realms     = ["oc1"]
  ungoverned = ["aws"]
}
`

func usBlock() Declaration {
	return Declaration{
		Name: "us-user-data", Jurisdictions: []string{"us", "US"}, Ungoverned: []string{"AWS"},
		Classes: map[string]Class{
			"public": {
				Jurisdictions: []string{"US", "SG"}, Realms: []string{"oc1"}, Addresses: []string{"module.cdn.*"},
				Compartments: []string{"ocid1.compartment.oc1..a", "ocid1.compartment.oc1..b"},
			},
			"cards": {Jurisdictions: []string{"US"}, Regions: []string{"us-ashburn-1"}},
		},
		Exceptions: map[string]Exception{"e": {
			Regions: []string{"ap-tokyo-1"}, Addresses: []string{"a.b"}, Compartments: []string{}, Kinds: []string{"placement", "copy"},
			Reason: "why", Owner: "o", ApprovedBy: "p", Ticket: "T-1", Expires: "2027-03-31",
		}},
	}
}

func TestDigest_sameMeaning(t *testing.T) {
	file, block := mustParse(t, usFile), mustNew(t, usBlock())
	assert.Equal(t, file.Digest(), block.Digest())
	assert.Regexp(t, "^[0-9a-f]{64}$", file.Digest())
	assert.Equal(t, ProviderBlock, block.Source())
	again := mustNew(t, file.Declaration())
	assert.Equal(t, file.Digest(), again.Digest(), "the effective declaration declares the same")
	assert.Equal(t, "62e7c369", file.Digest()[:8], "reports keep digests: a change of the encoding is a change for users")
}

func TestDigest_otherMeaning(t *testing.T) {
	seen := map[string]string{mustNew(t, usBlock()).Digest(): "unchanged"}
	for name, change := range map[string]func(*Declaration){
		"name":          func(d *Declaration) { d.Name = "x" },
		"jurisdiction":  func(d *Declaration) { d.Jurisdictions = []string{"US", "SG"} },
		"realm":         func(d *Declaration) { d.Realms = []string{"oc1", "oc2"} },
		"region":        func(d *Declaration) { d.Regions = []string{"us-ashburn-1"} },
		"ungoverned":    func(d *Declaration) { d.Ungoverned = nil },
		"class gone":    func(d *Declaration) { delete(d.Classes, "cards") },
		"class renamed": func(d *Declaration) { d.Classes["card"] = d.Classes["cards"]; delete(d.Classes, "cards") },
		"class address": func(d *Declaration) {
			set(d.Classes, "public", func(c *Class) { c.Addresses = []string{"module.cdn2.*"} })
		},
		"class list swapped": func(d *Declaration) {
			set(d.Classes, "public", func(c *Class) { c.Addresses, c.Compartments = nil, c.Compartments[:1] })
		},
		"class realms":   func(d *Declaration) { set(d.Classes, "public", func(c *Class) { c.Realms = []string{"oc1", "oc2"} }) },
		"exception gone": func(d *Declaration) { d.Exceptions = nil },
		"exception region": func(d *Declaration) {
			set(d.Exceptions, "e", func(e *Exception) { e.Regions = []string{"ap-osaka-1"} })
		},
		"exception kinds": func(d *Declaration) { set(d.Exceptions, "e", func(e *Exception) { e.Kinds = nil }) },
		"exception owner": func(d *Declaration) { set(d.Exceptions, "e", func(e *Exception) { e.Owner = "q" }) },
		"owner and approver": func(d *Declaration) {
			set(d.Exceptions, "e", func(e *Exception) { e.Owner, e.ApprovedBy = e.ApprovedBy, e.Owner })
		},
		"exception expires":   func(d *Declaration) { set(d.Exceptions, "e", func(e *Exception) { e.Expires = "2027-04-01" }) },
		"exception ticket":    func(d *Declaration) { set(d.Exceptions, "e", func(e *Exception) { e.Ticket = "T-2" }) },
		"text across a field": func(d *Declaration) { set(d.Exceptions, "e", func(e *Exception) { e.Reason, e.Owner = "whyo", "" }) },
		"compartments": func(d *Declaration) {
			set(d.Exceptions, "e", func(e *Exception) { e.Compartments = []string{dataCompartment} })
		},
	} {
		d := usBlock()
		change(&d)
		digest := mustNew(t, d).Digest()
		assert.NotContains(t, seen, digest, "%s", name)
		seen[digest] = name
	}
}

func set[T any](m map[string]T, name string, change func(*T)) {
	v := m[name]
	change(&v)
	m[name] = v
}

// A boundary shares nothing with what it was made of, nor with what it returns.
func TestBoundary_isImmutable(t *testing.T) {
	d := usBlock()
	b := mustNew(t, d)
	digest := b.Digest()
	d.Jurisdictions[0], d.Classes["public"].Addresses[0] = "DE", "*"
	delete(d.Classes, "cards")
	returned := b.Declaration()
	returned.Jurisdictions[0], returned.Exceptions["e"].Regions[0], returned.Classes["public"].Compartments[0] = "DE", "x", "y"
	delete(returned.Exceptions, "e")
	b.Regions("")[0].Country = "XX"
	Rules()[0].ID = ""
	assert.Equal(t, mustNew(t, usBlock()).Declaration(), b.Declaration())
	assert.Equal(t, digest, mustNew(t, b.Declaration()).Digest())
	assert.Equal(t, Outside, b.Judge(placement("fra"), day(t, "2026-12-01")).Verdict)
	assert.Equal(t, "RES101", Rules()[0].ID)
}

func TestBoundary_classes(t *testing.T) {
	b := us(t)
	assert.Equal(t, []string{"both", "cards", "locked", "public", "shared", "unnamed"}, b.Classes())
	for _, class := range []string{"", Protected, "no such class", "unnamed"} {
		assert.Equal(t, []string{"us-ashburn-1", "us-chicago-1", "us-phoenix-1", "us-sanjose-1"}, b.RegionNames(class), class)
		assert.Equal(t, []string{"US"}, b.Countries(class))
	}
	assert.Equal(t, []string{"us-ashburn-1"}, b.RegionNames("cards"))
	assert.Equal(t, []string{"US"}, b.Countries("public & shared"))
	assert.Empty(t, b.RegionNames("cards & locked"))
	assert.NotNil(t, b.RegionNames("cards & locked"))
	assert.Equal(t, "us-ashburn-1", b.Regions("cards")[0].Name)
}

func TestBoundary_ungoverned(t *testing.T) {
	b := mustNew(t, Declaration{Name: "b", Jurisdictions: []string{"US"}, Ungoverned: []string{"AWS", "integrations/github", "registry.example.com/a/b"}})
	for provider, want := range map[string]bool{
		"aws": true, "hashicorp/aws": true, "registry.terraform.io/hashicorp/AWS": true, "awscc": false, "hashicorp/notaws": false,
		"registry.terraform.io/integrations/github": true, "github": false, "hashicorp/github": false, "xintegrations/github": false,
		"registry.example.com/a/b": true, "a/b": false, "oci": false, "": false,
	} {
		assert.Equal(t, want, b.Ungoverned(provider), provider)
	}
	for _, name := range []string{"oci", "oracle/oci", "registry.terraform.io/oracle/OCI", "data-residency/residency", "", "a b", "a/b/c/d", "*", "aws/"} {
		_, err := New(Declaration{Name: "b", Jurisdictions: []string{"US"}, Ungoverned: []string{name}})
		assert.Error(t, err, name)
	}
}
