package boundary

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every file in testdata/faults has its faults beside it. Set UPDATE_GOLDEN to write them.
func TestParse_faults(t *testing.T) {
	files, err := filepath.Glob("testdata/faults/*.hcl")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			src, err := os.ReadFile(file)
			require.NoError(t, err)
			b, err := Parse(name, src)
			assert.Nil(t, b)
			var faults Faults
			require.ErrorAs(t, err, &faults)
			golden(t, "faults/"+strings.TrimSuffix(name, ".hcl")+".txt", err.Error()+"\n")
			lines := strings.Count(string(src), "\n") + 1
			for _, f := range faults {
				assert.Equal(t, name, f.File)
				assert.True(t, f.Line >= 1 && f.Line <= lines && f.Column >= 1, "%s", f)
				assert.Regexp(t, `^[A-Z"“].*[.?}]$`, f.Message, "a sentence")
			}
		})
	}
}

func TestParse_design(t *testing.T) {
	src, err := os.ReadFile("testdata/good/design.hcl")
	require.NoError(t, err)
	b := mustParse(t, string(src))
	assert.Equal(t, Declaration{
		Name: "us-user-data", Jurisdictions: []string{"US"}, Realms: []string{"oc1"},
		Classes: map[string]Class{"public": {
			Jurisdictions: []string{"US", "SG", "IE"}, Realms: []string{"oc1"}, Addresses: []string{"module.cdn.*"},
			Compartments: []string{"ocid1.compartment.oc1..aaaa…"},
		}},
		Exceptions: map[string]Exception{"singapore-backup": {
			Regions: []string{"ap-singapore-1"}, Addresses: []string{"module.legacy.*"}, Kinds: []string{"placement"},
			Reason: "backup until the cut-over is complete", Owner: "storage-team", ApprovedBy: "us-data-security",
			Ticket: "RES-42", Expires: "2027-03-31",
		}},
	}, b.Declaration())
	assert.Equal(t, "us-user-data", b.Name())
	assert.Equal(t, "test.hcl", b.Source())
	assert.Equal(t, []string{"public"}, b.Classes())
	assert.Equal(t, []string{"us-ashburn-1", "us-chicago-1", "us-phoenix-1", "us-sanjose-1"}, b.RegionNames(""))
	assert.Equal(t, []string{"IE", "SG", "US"}, b.Countries("public"))
	assert.Empty(t, b.Audit(day(t, "2027-03-31")))
	assert.Equal(t, fmt.Sprintf(`boundary "us-user-data" from test.hcl (sha256 %.12s)`, b.Digest()), b.String())
}

func TestParse_layouts(t *testing.T) {
	want := mustParse(t, "boundary \"b\" {\n jurisdictions = [\"US\"]\n}\n").Digest()
	for name, src := range map[string]string{
		"byte order mark":   "\xef\xbb\xbfboundary \"b\" {\n jurisdictions = [\"US\"]\n}\n",
		"CRLF":              "boundary \"b\" {\r\n jurisdictions = [\"US\"]\r\n}\r\n",
		"one line":          `boundary "b" { jurisdictions = ["US"] }`,
		"bare name":         `boundary b { jurisdictions = ["US"] }`,
		"no final newline":  "boundary \"b\" {\n jurisdictions = [\"US\"]\n}",
		"comments":          "/* a */ boundary \"b\" { # b\n // c\n jurisdictions = [ # d\n \"US\", // e\n ]\n}\n",
		"lower case":        `boundary "b" { jurisdictions = ["us"] }`,
		"twice":             `boundary "b" { jurisdictions = ["US", "us"] }`,
		"the default spelt": "boundary \"b\" {\n jurisdictions = [\"US\"]\n realms = [\"OC1\"]\n}\n",
		"null is left out":  "boundary \"b\" {\n jurisdictions = [\"US\"]\n realms = null\n regions = null\n}\n",
		"an escape":         `boundary "b" { jurisdictions = ["\u0055S"] }`,
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, want, mustParse(t, src).Digest()) })
	}
}

func TestParse_heredoc(t *testing.T) {
	b := mustParse(t, "boundary \"b\" {\n jurisdictions = [\"US\"]\n exception \"e\" {\n  reason = <<-EOT\n    two\n    lines\n  EOT\n }\n}\n")
	assert.Equal(t, "two\nlines", b.Declaration().Exceptions["e"].Reason)
}

// What could take the parser's stack, or for ever, is refused with one fault.
func TestParse_bounded(t *testing.T) {
	for name, src := range map[string]string{
		"huge":           strings.Repeat("#", maxSize+1),
		"brackets":       "boundary b {\n jurisdictions = " + strings.Repeat("[", 50_000),
		"blocks":         strings.Repeat("a {\n", 50_000),
		"parentheses":    "a = " + strings.Repeat("(", 50_000),
		"negations":      "a = " + strings.Repeat("!", 50_000),
		"minus":          "a = " + strings.Repeat("-", 50_000),
		"conditions":     "a = " + strings.Repeat("a?", 50_000),
		"sums":           "a = 1" + strings.Repeat("+1", 50_000),
		"splats":         "a = a" + strings.Repeat(".*", 50_000),
		"interpolations": "a = " + strings.Repeat(`"${`, 50_000),
		"template ifs":   "a = \"" + strings.Repeat("%{if a}", 50_000) + "\"",
		"heredoc ifs":    "a = <<E\n" + strings.Repeat("%{if a}\n", 50_000) + "E\n",
		"objects":        "a = " + strings.Repeat("{a=", 50_000),
		"index":          "a = a" + strings.Repeat("[a", 50_000),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, err := Parse("x.hcl", []byte(src))
			var faults Faults
			require.ErrorAs(t, err, &faults)
			assert.Len(t, faults, 1)
			assert.Positive(t, faults[0].Line)
			assert.Less(t, time.Since(start), 10*time.Second)
			assert.Less(t, len(err.Error()), 500)
		})
	}
}

// A long file of short nonsense ends in a list of faults, and soon.
func TestParse_longNonsense(t *testing.T) {
	for name, src := range map[string]string{
		"countries":  "boundary b {\n jurisdictions = [" + strings.Repeat(`"ZZ",`, 5_000) + "]\n}\n",
		"regions":    "boundary b {\n jurisdictions = [\"US\"]\n regions = [" + strings.Repeat(`"us-ashbrun-1",`, 1_000) + "]\n}\n",
		"long text":  "boundary b {\n jurisdictions = [\"" + strings.Repeat("U", 50_000) + "\"]\n regions = [\"" + strings.Repeat("u", 50_000) + "\"]\n}\n",
		"lines":      strings.Repeat("a = [\n", 30),
		"open lists": "boundary b {\n" + strings.Repeat("a = [\n", 30) + "}\n",
		"arguments":  "boundary b {\n" + strings.Repeat("a = = 1\n", 5_000) + "}\n",
		"dots":       "a = a" + strings.Repeat(".a", 50_000),
		"labels":     "a" + strings.Repeat(" a", 50_000) + "{}",
		"quotes":     strings.Repeat("\"\n", 50_000),
		"bytes":      strings.Repeat("\xff\x00", 50_000),
		"UTF-16":     "\xff\xfeb\x00o\x00u\x00n\x00d\x00",
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, err := Parse("x.hcl", []byte(src))
			var faults Faults
			require.ErrorAs(t, err, &faults)
			assert.NotEmpty(t, faults)
			assert.Less(t, time.Since(start), 20*time.Second)
		})
	}
}

// An editor's other encodings are one fault, whatever they make of the rest of the file.
func TestParse_encoding(t *testing.T) {
	for src, line := range map[string]int{
		"\xff\xfeb\x00o\x00u\x00": 1, "# f\xfcr Europa\nboundary \"b\" {\n  jurisdictions = [\"DE\"]\n}\n": 1,
		"boundary \"b\" {\n  jurisdictions = [\"DE\", \"\xd6S\"]\n}\n": 2,
	} {
		_, err := Parse("b.hcl", []byte(src))
		assert.EqualError(t, err, fmt.Sprintf("b.hcl:%d:1: The file is not in UTF-8. Save it as UTF-8.", line))
	}
}

// What only Unicode's folding takes for a letter of the alphabet is none.
func TestNew_lookAlikes(t *testing.T) {
	for _, d := range []Declaration{
		{Name: "b", Jurisdictions: []string{"U\u017f"}},
		{Name: "b", Jurisdictions: []string{"GB"}, Regions: []string{"u\u212a-london-1"}},
		{Name: "b", Jurisdictions: []string{"US"}, Realms: []string{"\uff4fc1"}},
	} {
		_, err := New(d)
		assert.Error(t, err, "%v", d)
	}
}

func TestParse_empty(t *testing.T) {
	for name, src := range map[string]string{"nothing": "", "space": " \r\n\t", "comment": "# boundary\n", "byte order mark": "\xef\xbb\xbf"} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("", []byte(src))
			assert.EqualError(t, err, `the boundary file:1:1: The file declares no boundary. Write a block boundary "NAME" { jurisdictions = ["US"] }.`)
		})
	}
}

func TestParse_contradictions(t *testing.T) {
	for body, want := range map[string]string{
		`jurisdictions = ["NO"]`:                                                  `2:17: The boundary allows nothing: no region of the realm oc1 is known to be in NO. Add a country that has one, or the realm that has one there.`,
		"jurisdictions = [\"US\"]\nrealms = [\"oc42\"]":                           `2:17: The boundary allows nothing: no region of the realm oc42 is known to be in US. Of us-ashburn-2 and us-newark-1 only the name says so: to confirm it, name them in regions.`,
		"jurisdictions = [\"US\"]\nregions = [\"eu-frankfurt-1\"]":                `3:12: The boundary contradicts itself: it names "eu-frankfurt-1", which is in Germany (DE), and allows US only. Add "DE" to its jurisdictions, or take the region out.`,
		"jurisdictions = [\"US\"]\nregions = [\"ap-delhi-1\"]":                    `3:12: The boundary contradicts itself: it names "ap-delhi-1", which is in India (IN), and allows US only. Add "IN" to its jurisdictions, or take the region out.`,
		"jurisdictions = [\"EU\"]\nregions = [\"eu-zurich-1\"]":                   `3:12: The boundary contradicts itself: it names "eu-zurich-1", which is in Switzerland (CH), and allows EU only. Add "CH" to its jurisdictions, or take the region out.`,
		"jurisdictions = [\"US\"]\nregions = [\"us-langley-1\"]":                  `3:12: The boundary contradicts itself: it names "us-langley-1", which is in the realm oc2, and allows the realm oc1 only. Add "oc2" to its realms, or take the region out.`,
		"jurisdictions = [\"US\"]\nclass \"c\" {\n regions = [\"ap-tokyo-1\"]\n}": `4:13: The class "c" contradicts itself: it names "ap-tokyo-1", which is in Japan (JP), and allows US only. Add "JP" to its jurisdictions, or take the region out.`,
		"jurisdictions = [\"US\"]\nclass \"c\" {\n jurisdictions = [\"IE\"]\n}":   `4:18: The class "c" allows nothing: no region of the realm oc1 is known to be in IE. Add a country that has one, or the realm that has one there.`,
	} {
		_, err := Parse("x.hcl", []byte("boundary b {\n"+body+"\n}\n"))
		assert.EqualError(t, err, "x.hcl:"+want, body)
	}
	_, err := New(Declaration{Name: "b", Jurisdictions: []string{"US"}, Realms: []string{"oc1", "oc42"}, Regions: []string{"us-newark-1"}})
	assert.NoError(t, err, "a region whose country is not confirmed may be confirmed")
}

// A fault of the boundary's own terms is not repeated for each class that takes them over.
func TestParse_faultOnce(t *testing.T) {
	_, err := Parse("x.hcl", []byte("boundary b {\n jurisdictions = [\"ZZ9\"]\n class \"c\" {\n regions = [\"us-ashburn-1\"]\n }\n}\n"))
	assert.EqualError(t, err, `x.hcl:2:19: "ZZ9" is no ISO 3166-1 alpha-2 code of a country, nor the group EU or EEA.`)
}

// New has the same faults as a file, at paths instead of lines.
func TestNew_faults(t *testing.T) {
	_, err := New(Declaration{
		Jurisdictions: []string{"USA", "US"},
		Realms:        []string{"oc77"},
		Regions:       []string{"IAD", "us-ashbrun-1"},
		Ungoverned:    []string{"oci"},
		Classes: map[string]Class{
			"Protected": {},
			"a\nb":      {Regions: []string{}},
			"ok":        {Addresses: []string{"module.cdn.*", "module"}, Compartments: []string{"x"}},
		},
		Exceptions: map[string]Exception{
			"":                             {},
			"e":                            {Regions: []string{"mars-north-1", "*"}, Kinds: []string{"replicas"}, Addresses: []string{""}},
			"fine":                         {},
			strings.Repeat("x", maxName+1): {Kinds: []string{}},
		},
	})
	require.Error(t, err)
	golden(t, "new_faults.txt", err.Error()+"\n")
	var faults Faults
	require.ErrorAs(t, err, &faults)
	for _, f := range faults {
		assert.Empty(t, f.File)
		assert.NotEmpty(t, f.Path, f.Message)
	}
	assert.Contains(t, faults, Fault{Path: []any{"regions", 0}, Message: `"iad" is a region's key. Write the region's name, "us-ashburn-1".`})

	_, err = New(Declaration{})
	assert.ErrorContains(t, err, "jurisdictions: The boundary has no jurisdictions.")
	assert.ErrorContains(t, err, "name: The boundary has no name.")
}

func TestFault_String(t *testing.T) {
	assert.Equal(t, `classes["a.b"].regions[2]: No.`, Fault{Path: []any{"classes", "a.b", "regions", 2}, Message: "No."}.String())
	assert.Equal(t, "f.hcl:3:4: No.", Fault{File: "f.hcl", Line: 3, Column: 4, Path: []any{"x"}, Message: "No."}.String())
	assert.Equal(t, "f.hcl: No.", Fault{File: "f.hcl", Message: "No."}.String())
	assert.Equal(t, "No.", Fault{Message: "No."}.String())
	assert.Equal(t, "No.", errors.New(Faults{{Message: "No."}}.Error()).Error())
}

// A name that could be a region which Oracle has opened since is taken; a slip for one that is known is not.
func TestNew_regionThatTheTableDoesNotHave(t *testing.T) {
	for name, ok := range map[string]bool{
		"us-atlantis-1": true, "eu-oslo-1": true, "us-chicago-2": true, "us-gov-dallas-1": true, "eu-dcc-lisbon-1": true,
		"us-ashbrun-1": false, "us-ashbum-1": false, "us-ashburn": false, "us-ashburn-": false, "us-ashburn-0": false, "us_ashburn_1": false,
		"us-east-1": false, "eu-central-1": false, "ap-southeast-2": false, "us-gov-west-1": false, "northamerica-northeast1": false,
		"zzz": false, "": false, "*": false, "mars-north-1": false, "xx-atlantis-1": false, "us-" + strings.Repeat("x", 60) + "-1": false,
		"us-atlantis-1 ": false, "us-atlantis-1\n": false,
	} {
		_, err := New(Declaration{Name: "b", Jurisdictions: []string{"US"}, Regions: []string{"us-ashburn-1", name}})
		assert.Equal(t, ok, err == nil, "%q: %v", name, err)
	}
}
