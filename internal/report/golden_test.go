package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

var update = flag.Bool("update", false, "write the golden files anew")

// samples are the reports of the golden files.
func samples(t *testing.T) map[string]*Report {
	t.Helper()
	baselined := mixed()
	baselined.Apply(baseline(t, mixed(), `"region": "eu-zurich-1"`, `"region": "eu-madrid-1"`))
	return map[string]*Report{"mixed": mixed(), "clean": clean(), "several": several(), "baselined": baselined}
}

func written(t testing.TB, w Writer, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, w.Write(&b, r))
	return b.Bytes()
}

func TestFormats_golden(t *testing.T) {
	t.Parallel()
	for name, r := range samples(t) {
		formats := map[string]Writer{"colour.text": Text{Colour: true}}
		for _, format := range Formats() {
			formats[format] = Format(format)
		}
		for format, w := range formats {
			file := filepath.Join("testdata", "golden", name+"."+format)
			got := written(t, w, r)
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
				require.NoError(t, os.WriteFile(file, got, 0o644))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err, "go test ./internal/report -update writes it")
			assert.Equal(t, string(want), string(got), file)
		}
	}
}

func TestFormat(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"text", "json", "sarif", "junit", "github", "markdown"}, Formats())
	assert.Nil(t, Format("yaml"))
}

func sarifSchemaOf(t testing.TB) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	schema, err := c.Compile("testdata/schema/sarif-schema-2.1.0.json")
	require.NoError(t, err)
	return schema
}

func requireSARIF(t testing.TB, schema *jsonschema.Schema, raw []byte) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	require.NoError(t, err)
	require.NoError(t, schema.Validate(v))
}

func TestSARIF_schema(t *testing.T) {
	t.Parallel()
	schema := sarifSchemaOf(t)
	for name, r := range samples(t) {
		t.Run(name, func(t *testing.T) { requireSARIF(t, schema, written(t, SARIF{}, r)) })
	}
	broken := bytes.Replace(written(t, SARIF{}, mixed()), []byte(`"level": "error"`), []byte(`"level": "fatal"`), 1)
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(broken))
	require.NoError(t, err)
	require.Error(t, schema.Validate(v), "the schema lets anything pass")
}

// The schemas that tools hold JUnit files against.
const (
	jenkinsXSD = "junit-10.xsd"
	antXSD     = "JUnit.xsd"
)

func requireJUnit(t *testing.T, raw []byte) *element {
	t.Helper()
	root := parseXML(t, bytes.NewReader(raw))
	for _, file := range []string{jenkinsXSD, antXSD} {
		schema := readXSD(t, file)
		assert.Equal(t, "testsuites", root.XMLName.Local)
		assert.Empty(t, schema.faults(root, schema["element testsuites"], ""), file)
	}
	return root
}

func TestJUnit_schema(t *testing.T) {
	t.Parallel()
	for name, r := range samples(t) {
		t.Run(name, func(t *testing.T) { requireJUnit(t, written(t, JUnit{}, r)) })
	}
}

// failWriter fails after some bytes.
type failWriter struct{ left int }

func (w *failWriter) Write(p []byte) (int, error) {
	if len(p) > w.left {
		return 0, os.ErrClosed
	}
	w.left -= len(p)
	return len(p), nil
}

func TestFormats_failingWrite(t *testing.T) {
	t.Parallel()
	for _, format := range Formats() {
		for _, left := range []int{0, 10, 300} {
			assert.ErrorIs(t, Format(format).Write(&failWriter{left}, mixed()), os.ErrClosed, "%s after %d bytes", format, left)
		}
	}
}

// Every report says what it rests on, whatever its format.
func TestFormats_notes(t *testing.T) {
	t.Parallel()
	for _, format := range Formats() {
		got := string(written(t, Format(format), mixed()))
		flat := strings.Join(strings.Fields(got), " ")
		for _, want := range []string{"us-user-data", "us.hcl", digest, "us-ashburn-1", "hashicorp/aws", "integrations/github", "new_thing", "data.oci", "Planning failed half-way", "not of the estate", "not compared"} {
			assert.Contains(t, strings.ReplaceAll(flat, "&#46;", "."), want, format)
		}
		got = string(written(t, Format(format), clean()))
		assert.Contains(t, got, "judged", "%s does not say whose boundary it is", format)
	}
}

// What several plans say of the boundary's exceptions is said once; what is of one plan stays.
func TestReport_Once(t *testing.T) {
	t.Parallel()
	r := several()
	expired := Finding{Finding: boundary.Finding{Rule: "RES401", Verdict: boundary.Faulty, Exception: "old", Message: "Expired."}}
	other := Finding{Finding: boundary.Finding{Rule: "RES409", Verdict: boundary.Faulty, Message: "Another boundary."}}
	unused := Finding{Finding: boundary.Finding{Rule: "RES411", Verdict: boundary.Inside, Exception: "a", Message: "Not used."}}
	used := Finding{Finding: boundary.Finding{Rule: "RES411", Verdict: boundary.Inside, Exception: "b", Message: "Not used."}}
	for i := range r.Plans {
		r.Plans[i].Findings = append(r.Plans[i].Findings, expired, other)
		r.Plans[i].Remarks = []Finding{unused}
	}
	r.Plans[0].Remarks = append(r.Plans[0].Remarks, used)
	r.Once()
	assert.Equal(t, []Finding{unused}, r.Plans[0].Remarks, "the second plan uses the other")
	assert.Empty(t, r.Plans[1].Remarks)
	assert.Contains(t, r.Plans[0].Findings, expired)
	assert.NotContains(t, r.Plans[1].Findings, expired)
	assert.Contains(t, r.Plans[1].Findings, other)
	assert.Contains(t, r.Headline(), "3 findings beside the resources")
}
