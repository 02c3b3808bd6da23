package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// There is no validator of XML schemas in Go without C that could be depended on, so this one knows what the two schemas are written
// in, and fails on anything else: elements, sequences and choices with their bounds, extensions, attributes, a few simple types.

// element is any XML element.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []*element `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (e *element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func parseXML(t *testing.T, in io.Reader) *element {
	t.Helper()
	var e element
	d := xml.NewDecoder(in)
	require.NoError(t, d.Decode(&e))
	_, err := d.Token()
	for err == nil {
		_, err = d.Token()
	}
	require.ErrorIs(t, err, io.EOF)
	return &e
}

// xsd is a schema: its global elements and types by name.
type xsd map[string]*element

func readXSD(t *testing.T, file string) xsd {
	t.Helper()
	f, err := os.Open("testdata/schema/" + file)
	require.NoError(t, err)
	defer f.Close()
	out := xsd{}
	for _, e := range parseXML(t, f).parts() {
		out[e.XMLName.Local+" "+e.attr("name")] = e
	}
	require.NotNil(t, out["element testsuites"])
	return out
}

// parts are the children that are no annotations.
func (e *element) parts() []*element {
	return slices.DeleteFunc(slices.Clone(e.Children), func(c *element) bool { return c.XMLName.Local == "annotation" })
}

// content is what an element of some type may have.
type content struct {
	anything   bool
	text       bool
	attributes []*element
	particles  []*element
}

func (x xsd) content(declaration *element) content {
	if ref := declaration.attr("ref"); ref != "" {
		declaration = x["element "+ref]
	}
	parts := declaration.parts()
	switch typ := declaration.attr("type"); {
	case x["complexType "+typ] != nil:
		return x.complexType(x["complexType "+typ])
	case typ == "xs:string" || x["simpleType "+typ] != nil:
		return content{text: true}
	case len(parts) == 1 && parts[0].XMLName.Local == "simpleType":
		return content{text: true}
	case len(parts) == 1 && parts[0].XMLName.Local == "complexType":
		return x.complexType(parts[0])
	case len(parts) == 0 && typ == "":
		return content{anything: true}
	}
	panic("the schema declares " + declaration.attr("name") + " in a way that this test does not know")
}

func (x xsd) complexType(typ *element) content {
	out := content{text: typ.attr("mixed") == "true"}
	for _, part := range typ.parts() {
		switch part.XMLName.Local {
		case "attribute":
			out.attributes = append(out.attributes, part)
		case "sequence", "choice":
			out.particles = append(out.particles, part)
		case "simpleContent", "complexContent":
			extension := part.parts()[0]
			if base := x["complexType "+extension.attr("base")]; base != nil {
				out = x.complexType(base)
			} else {
				out.text = true
			}
			out.attributes = append(out.attributes, extension.parts()...)
		default:
			panic("the schema has " + part.XMLName.Local + ", which this test does not know")
		}
	}
	return out
}

// faults says what is wrong with an element of this declaration.
func (x xsd) faults(e, declaration *element, at string) []string {
	at += "/" + e.XMLName.Local
	may := x.content(declaration)
	if may.anything {
		return nil
	}
	var out []string
	if !may.text && strings.TrimSpace(e.Text) != "" {
		out = append(out, at+": text where there may be none")
	}
	out = append(out, x.attributes(e, may, at)...)
	return append(out, x.children(e, may, at)...)
}

func (x xsd) attributes(e *element, may content, at string) []string {
	var out []string
	declared := map[string]*element{}
	for _, a := range may.attributes {
		declared[a.attr("name")] = a
		if a.attr("use") == "required" && !slices.ContainsFunc(e.Attrs, func(is xml.Attr) bool { return is.Name.Local == a.attr("name") }) {
			out = append(out, at+": no attribute "+a.attr("name"))
		}
	}
	for _, a := range e.Attrs {
		d := declared[a.Name.Local]
		if d == nil {
			out = append(out, at+": there is no attribute "+a.Name.Local)
			continue
		}
		simple := x["simpleType "+d.attr("type")]
		if parts := d.parts(); len(parts) == 1 {
			simple = parts[0]
		}
		if !x.allows(d.attr("type"), simple, a.Value) {
			out = append(out, fmt.Sprintf("%s: the attribute %s may not be %q", at, a.Name.Local, a.Value))
		}
	}
	return out
}

// lexical are the forms of the types that need one.
var lexical = map[string]string{
	"xs:int": `[+-]?\d+`, "xs:decimal": `[+-]?(\d+(\.\d*)?|\.\d+)`, "xs:token": `(\S+( \S+)*)?`, "xs:string": `(?s).*`,
	"xs:dateTime": `\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?`,
}

func (x xsd) allows(typ string, simple *element, value string) bool {
	if simple == nil {
		form, known := lexical[typ]
		if !known {
			panic("the schema has the type " + typ + ", which this test does not know")
		}
		if typ == "xs:token" {
			value = strings.Join(strings.Fields(value), " ") // white space is collapsed before it is looked at
		}
		return regexp.MustCompile("^(?:" + form + ")$").MatchString(value)
	}
	restriction := simple.parts()[0]
	for _, facet := range restriction.parts() {
		switch limit := facet.attr("value"); facet.XMLName.Local {
		case "pattern":
			if !regexp.MustCompile("^(?:" + limit + ")$").MatchString(value) {
				return false
			}
		case "minLength":
			if limit != "1" || value == "" {
				return false
			}
		default:
			panic("the schema has the facet " + facet.XMLName.Local + ", which this test does not know")
		}
	}
	return x.allows(restriction.attr("base"), x["simpleType "+restriction.attr("base")], value)
}

// children matches the names of the children against the model, and then each child.
func (x xsd) children(e *element, may content, at string) []string {
	var model strings.Builder
	declared := map[string]*element{}
	for _, particle := range may.particles {
		model.WriteString(x.model(particle, declared))
	}
	var names, out []string
	for _, child := range e.Children {
		names = append(names, child.XMLName.Local+";")
		if d := declared[child.XMLName.Local]; d != nil {
			out = append(out, x.faults(child, d, at)...)
		}
	}
	if !regexp.MustCompile("^" + model.String() + "$").MatchString(strings.Join(names, "")) {
		out = append(out, fmt.Sprintf("%s: its children are %v", at, names))
	}
	return out
}

// model is a content model as a regular expression over names.
func (x xsd) model(particle *element, declared map[string]*element) string {
	var parts []string
	if particle.XMLName.Local != "element" {
		for _, p := range particle.parts() {
			parts = append(parts, x.model(p, declared))
		}
	}
	var body string
	switch particle.XMLName.Local {
	case "element":
		name := particle.attr("ref") + particle.attr("name")
		declared[name] = particle
		body = regexp.QuoteMeta(name) + ";"
	case "sequence":
		body = strings.Join(parts, "")
	case "choice":
		body = strings.Join(parts, "|")
	default:
		panic("the schema has " + particle.XMLName.Local + ", which this test does not know")
	}
	from, to := particle.attr("minOccurs"), particle.attr("maxOccurs")
	switch {
	case from == "0" && to == "unbounded":
		return "(?:" + body + ")*"
	case from == "0" && (to == "" || to == "1"):
		return "(?:" + body + ")?"
	case from == "" && to == "":
		return "(?:" + body + ")"
	}
	panic("the schema has bounds that this test does not know: " + from + " " + to)
}

func TestXSD(t *testing.T) {
	t.Parallel()
	jenkins, ant := readXSD(t, jenkinsXSD), readXSD(t, antXSD)
	const suite = `<testsuites><testsuite id="0" name="a" package="p" timestamp="2026-11-22T00:00:00" hostname="h" tests="1" failures="0" errors="0" time="0"><properties/>CASES<system-out/><system-err/></testsuite></testsuites>`
	for _, test := range []struct {
		schema     xsd
		text, want string
	}{
		{jenkins, `<testsuites/>`, ""},
		{ant, `<testsuites/>`, ""},
		{jenkins, suite, "/testsuites/testsuite: text where there may be none"},
		{jenkins, strings.Replace(suite, "CASES", "", 1), ""},
		{ant, strings.Replace(suite, "CASES", "", 1), ""},
		{jenkins, `<testsuites foo="1"/>`, "/testsuites: there is no attribute foo"},
		{ant, `<testsuites tests="1"/>`, "/testsuites: there is no attribute tests"},
		{jenkins, `<testsuites><testcase name="a"/></testsuites>`, "/testsuites: its children are [testcase;]"},
		{jenkins, `<testsuites><testsuite name="a" tests="1" failures="0"/></testsuites>`, "/testsuites/testsuite: no attribute errors"},
		{jenkins, `<testsuites time="soon"/>`, `/testsuites: the attribute time may not be "soon"`},
		{jenkins, strings.Replace(suite, "CASES", "<testcase/>", 1), "/testcase: no attribute name"},
		{jenkins, strings.NewReplacer("CASES", "", "<system-out/>", "<system-out><b/></system-out>").Replace(suite), "/system-out: its children are [b;]"},
		{ant, strings.NewReplacer("CASES", "", "<system-err/>", "").Replace(suite), "its children are [properties; system-out;]"},
		{ant, strings.NewReplacer("CASES", "", "00:00:00", "00:00:00Z").Replace(suite), `the attribute timestamp may not be`},
		{ant, strings.NewReplacer("CASES", "", `id="0"`, `id="first"`).Replace(suite), `the attribute id may not be "first"`},
		{ant, strings.NewReplacer("CASES", "", `name="a"`, `name=""`).Replace(suite), `the attribute name may not be ""`},
		{ant, strings.Replace(suite, "CASES", `<testcase name="a" classname="b" time="0"><failure type="t"/><failure type="t"/></testcase>`, 1), "/testcase: its children are [failure; failure;]"},
		{ant, strings.Replace(suite, "CASES", `<testcase name="a" classname="b" time="0"><failure type="t"><b/></failure></testcase>`, 1), "/failure: its children are [b;]"},
	} {
		got := strings.Join(test.schema.faults(parseXML(t, strings.NewReader(test.text)), test.schema["element testsuites"], ""), "\n")
		if test.want == "" && !strings.Contains(test.text, "CASES") {
			require.Empty(t, got, test.text)
		}
		require.Contains(t, got, test.want, test.text)
	}
}
