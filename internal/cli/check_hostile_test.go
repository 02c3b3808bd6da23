package cli

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/report"
)

// smallPlan has one bucket, whose key, region and attribute stand for what a plan can contain.
const smallPlan = `{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{}},"resource_changes":[` +
	`{"address":"oci_objectstorage_bucket.b[\"KEY\"]","mode":"managed","type":"oci_objectstorage_bucket","name":"b","provider_name":"registry.terraform.io/oracle/oci",` +
	`"change":{"actions":["create"],"before":null,"after":{"name":"KEY","kms_key_id":"ocid1.key.oc1.KEY.a.b"},"after_unknown":{},"after_sensitive":{}}}],` +
	`"configuration":{"provider_config":{"oci":{"name":"oci","full_name":"registry.terraform.io/oracle/oci","expressions":{"region":{"constant_value":"KEY"}}}},` +
	`"root_module":{"resources":[{"address":"oci_objectstorage_bucket.b","mode":"managed","type":"oci_objectstorage_bucket","name":"b","provider_config_key":"oci","expressions":{}}]}}}`

// inSmallPlan puts a text wherever the plan has one of somebody else's.
func inSmallPlan(t testing.TB, key string) []byte {
	t.Helper()
	quoted, err := json.Marshal(key)
	require.NoError(t, err)
	return []byte(strings.ReplaceAll(smallPlan, "KEY", string(quoted[1:len(quoted)-1])))
}

// What a plan contains is text in every format, from the plan's bytes to the report's.
func TestCheck_hostile(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"\x1b[31m", "\u009b31m", "a\n::error::b", "\r::stop-commands::c", "##vso[task.setvariable variable=a]b", "%0A::error::", "\u202eabc", "</details><img src=x>", "| a | @org/team `x` [y](https://z.example)", "]]><x/>"} {
		requireTextOnly(t, inSmallPlan(t, key))
	}
}

func FuzzCheck(f *testing.F) {
	f.Add(inSmallPlan(f, "eu-frankfurt-1"))
	f.Add(inSmallPlan(f, "a\n::error::b"))
	f.Fuzz(func(t *testing.T, plan []byte) { requireTextOnly(t, plan) })
}

// requireTextOnly checks a plan in every format: all agree on the status, nothing is reported of what could not be checked, and
// no report has anything in it that its reader would obey.
func requireTextOnly(t *testing.T, plan []byte) {
	t.Helper()
	statuses := map[int]bool{}
	for _, format := range report.Formats() {
		o := runCheckOn(plan, "-boundary", plans+"adb-standby/boundary.hcl", "-format", format, "-")
		statuses[o.status] = true
		if o.status == 1 {
			assert.Empty(t, o.out)
			assert.NotEmpty(t, o.err)
		} else {
			assert.Empty(t, o.err)
			requireFormat(t, format, o.out)
		}
		for _, c := range o.out + o.err {
			assert.True(t, c == '\n' || c == '\u2060' || unicode.IsPrint(c), "%s has %U", format, c)
		}
	}
	assert.Len(t, statuses, 1)
}

func requireFormat(t *testing.T, format, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		command := strings.HasPrefix(strings.TrimSpace(line), "::")
		assert.Equal(t, format == "github", command, "%s: %s", format, line)
	}
	switch format {
	case "text":
		assert.NotContains(t, text, "##")
	case "json", "sarif":
		assert.True(t, json.Valid([]byte(text)))
	case "junit":
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			_, err := d.Token()
			if errors.Is(err, io.EOF) {
				return
			}
			require.NoError(t, err)
		}
	case "markdown":
		assert.NotContains(t, strings.ReplaceAll(text, "<br>", ""), "<img")
		assert.NotContains(t, text, "`")
		assert.NotContains(t, text, "](")
	}
}
