package plan

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// keeps is a configuration with a backend and nothing else.
type keeps Backend

func (k keeps) Expression([]string, string, string) (SourceExpression, bool) {
	return SourceExpression{}, false
}
func (k keeps) State() (Backend, bool) { return Backend(k), k.Type != "" }

func TestJudge_state(t *testing.T) {
	const par = "https://objectstorage.us-phoenix-1.oraclecloud.com/p/hunter2/n/ns/b/state/o/terraform.tfstate"
	for name, tt := range map[string]struct {
		backend Backend
		region  string
		want    boundary.Verdict
		is      string
	}{
		"none":                      {Backend{}, "", boundary.GlobalOK, ""},
		"local":                     {Backend{Type: "local"}, "", boundary.GlobalOK, ""},
		"oci":                       {Backend{Type: "oci", Settings: map[string]string{"region": "us-ashburn-1"}}, "", boundary.Inside, "us-ashburn-1"},
		"oci by key":                {Backend{Type: "oci", Settings: map[string]string{"region": "fra"}}, "", boundary.Outside, "eu-frankfurt-1"},
		"oci outside":               {Backend{Type: "oci", Settings: map[string]string{"region": "eu-frankfurt-1"}}, "", boundary.Outside, "eu-frankfurt-1"},
		"oci of nowhere":            {Backend{Type: "oci", Settings: map[string]string{"region": "atlantis"}}, "", boundary.Undecided, "atlantis"},
		"oci, environment":          {Backend{Type: "oci"}, "", boundary.Undecided, ""},
		"oci, claimed":              {Backend{Type: "oci"}, "us-ashburn-1", boundary.Inside, "us-ashburn-1"},
		"oci, an expression":        {Backend{Type: "oci", Unknown: []string{"region"}}, "us-ashburn-1", boundary.Undecided, ""},
		"s3 of Amazon":              {Backend{Type: "s3", Settings: map[string]string{"region": "us-east-1"}}, "", boundary.Undecided, ""},
		"s3 of Oracle":              {Backend{Type: "s3", Settings: map[string]string{"region": "us-ashburn-1", "endpoints.s3": "https://ns.compat.objectstorage.eu-frankfurt-1.oraclecloud.com"}}, "", boundary.Outside, "eu-frankfurt-1"},
		"s3 of Oracle, inside":      {Backend{Type: "s3", Settings: map[string]string{"region": "us-east-1", "endpoint": "https://ns.compat.objectstorage.us-ashburn-1.oraclecloud.com"}}, "", boundary.Inside, "us-ashburn-1"},
		"s3, endpoint not known":    {Backend{Type: "s3", Settings: map[string]string{"region": "us-ashburn-1"}, Unknown: []string{"endpoints.s3"}}, "", boundary.Undecided, ""},
		"http to Oracle":            {Backend{Type: "http", Settings: map[string]string{"address": par}}, "", boundary.Inside, "us-phoenix-1"},
		"http elsewhere":            {Backend{Type: "http", Settings: map[string]string{"address": "https://user:hunter2@gitlab.example.com/state/hunter2"}}, "", boundary.Undecided, ""},
		"azurerm":                   {Backend{Type: "azurerm"}, "", boundary.Undecided, ""},
		"gcs, ungoverned":           {Backend{Type: "gcs"}, "", boundary.GlobalOK, ""},
		"cloud":                     {Backend{Type: "cloud"}, "", boundary.Undecided, ""},
		"a backend of tomorrow's":   {Backend{Type: "moon", Settings: map[string]string{"region": "us-ashburn-1"}}, "", boundary.Undecided, ""},
		"http with a wrong address": {Backend{Type: "http", Settings: map[string]string{"address": "us-ashburn-1"}}, "", boundary.Undecided, ""},
	} {
		t.Run(name, func(t *testing.T) {
			report := sketch{}.split(t, Options{Source: keeps(tt.backend), Region: tt.region}, "boundary \"us\" {\n jurisdictions = [\"US\"]\n ungoverned = [\"google\"]\n}\n")
			all := append(report.Findings, report.Remarks...)
			require.Len(t, all, 1)
			assert.Equal(t, tt.want, all[0].Verdict, all[0].Message)
			assert.Equal(t, tt.is, all[0].Region)
			assert.NotContains(t, all[0].Message, "hunter2")
			assert.Equal(t, tt.want.Passes(), report.Passes())
		})
	}
}
