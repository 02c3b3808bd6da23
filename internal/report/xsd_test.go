package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// There is no validator of XML schemas in Go without C that could be depended on, so this one knows what junit-10.xsd is written
// in, and fails on anything else: global elements, sequences and choices with their bounds, attributes, strings, patterns.

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

func readXSD(t *testing.T) xsd {
	t.Helper()
	f, err := os.Open("testdata/schema/junit-10.xsd")
	require.NoError(t, err)
	defer f.Close()
	out := xsd{}
	for _, e := range parseXML(t, f).Children {
		out[e.XMLName.Local+" "+e.attr("name")] = e
	}
	require.NotNil(t, out["element testsuites"])
	return out
}

// faults says what is wrong with an element of this declaration.
func (x xsd) faults(e, declaration *element, at string) []string {
	at += "/" + e.XMLName.Local
	if ref := declaration.attr("ref"); ref != "" {
		declaration = x["element "+ref]
	}
	typ := x["complexType "+declaration.attr("type")]
	switch {
	case declaration.attr("type") == "xs:string":
		if len(e.Children) > 0 || len(e.Attrs) > 0 {
			return []string{at + ": a string with markup"}
		}
		return nil
	case typ == nil && len(declaration.Children) == 1:
		typ = declaration.Children[0]
	}
	if typ == nil || typ.XMLName.Local != "complexType" {
		return []string{at + ": the schema has a type that this test does not know"}
	}
	var out []string
	if typ.attr("mixed") != "true" && strings.TrimSpace(e.Text) != "" {
		out = append(out, at+": text where there may be none")
	}
	out = append(out, x.attributes(e, typ, at)...)
	return append(out, x.content(e, typ, at)...)
}

func (x xsd) attributes(e, typ *element, at string) []string {
	var out []string
	declared := map[string]*element{}
	for _, a := range typ.Children {
		if a.XMLName.Local == "attribute" {
			declared[a.attr("name")] = a
			if a.attr("use") == "required" && !hasAttr(e, a.attr("name")) {
				out = append(out, at+": no attribute "+a.attr("name"))
			}
		}
	}
	for _, a := range e.Attrs {
		d := declared[a.Name.Local]
		if d == nil {
			out = append(out, at+": there is no attribute "+a.Name.Local)
			continue
		}
		if simple := x["simpleType "+d.attr("type")]; simple != nil {
			pattern := simple.Children[0].Children[0].attr("value")
			if !regexp.MustCompile("^(?:" + pattern + ")$").MatchString(a.Value) {
				out = append(out, at+": the attribute "+a.Name.Local+" does not match "+pattern)
			}
		} else if d.attr("type") != "xs:string" {
			out = append(out, at+": the schema has a type that this test does not know: "+d.attr("type"))
		}
	}
	return out
}

func hasAttr(e *element, name string) bool {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return true
		}
	}
	return false
}

// content matches the names of the children against the model, and then each child.
func (x xsd) content(e, typ *element, at string) []string {
	var model strings.Builder
	declared := map[string]*element{}
	for _, particle := range typ.Children {
		if particle.XMLName.Local != "attribute" {
			model.WriteString(x.model(particle, declared))
		}
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
	for _, p := range particle.Children {
		parts = append(parts, x.model(p, declared))
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
	case from == "0" && to == "":
		return "(?:" + body + ")?"
	case from == "" && to == "":
		return "(?:" + body + ")"
	}
	panic("the schema has bounds that this test does not know: " + from + " " + to)
}

func TestXSD(t *testing.T) {
	t.Parallel()
	schema := readXSD(t)
	for text, want := range map[string]string{
		`<testsuites/>`:         "",
		`<testsuites foo="1"/>`: "/testsuites: there is no attribute foo",
		`<testsuites><testcase name="a"/></testsuites>`:                         "/testsuites: its children are [testcase;]",
		`<testsuites><testsuite name="a" tests="1" failures="0"/></testsuites>`: "/testsuites/testsuite: no attribute errors",
		`<testsuites time="soon"/>`:                                             "/testsuites: the attribute time does not match",
		`<testsuites>text</testsuites>`:                                         "/testsuites: text where there may be none",
		`<testsuites><testsuite name="a" tests="1" failures="0" errors="0"><system-out><b/></system-out></testsuite></testsuites>`: "/testsuites/testsuite/system-out: a string with markup",
	} {
		got := strings.Join(schema.faults(parseXML(t, strings.NewReader(text)), schema["element testsuites"], ""), "\n")
		if want == "" {
			require.Empty(t, got)
		}
		require.Contains(t, got, want)
	}
}
