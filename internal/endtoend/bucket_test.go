package endtoend

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
)

const oneBucket = `
resource "residency_bucket" "records" {
  compartment_id = var.compartment_id
  namespace      = var.namespace
  name           = "records"
}
`

func TestEndToEnd_bucket(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	w := newWorkspace(t, c, head("us-phoenix-1")+oneBucket)
	if o := w.apply(t); !strings.Contains(o.text(), `region = "us-phoenix-1"`) {
		t.Errorf("the plan does not show the region:\n%s", o.output)
	}
	w.mustPlanNothing(t)
	c.close()
	if got := c.bucketsByRegion(t); len(got) != 1 || len(got["us-phoenix-1"]) != 1 || got["us-phoenix-1"][0] != "records" {
		t.Errorf("the dump has %v, want records in us-phoenix-1 and nothing else", got)
	}
}

func TestEndToEnd_outsideIsRefusedBeforeAnyRequest(t *testing.T) {
	t.Parallel()
	c := newCloud(t)
	w := newWorkspace(t, c, head("us-ashburn-1")+strings.Replace(oneBucket, "name ", "region = \"eu-frankfurt-1\"\n  name ", 1))
	o := w.run(t, "plan", "-input=false", "-no-color")
	if o.code != 1 || !strings.Contains(o.text(), "Region outside boundary") {
		t.Errorf("the plan ended with %d, want 1 and \"Region outside boundary\":\n%s", o.code, o.output)
	}
	if sent := c.sent(t, func(r request) bool { return r.Method != http.MethodConnect }); len(sent) != 0 {
		t.Errorf("requests were sent: %v", sent)
	}
}

// bucketsByRegion reads the names of all buckets from the dump.
func (c *cloud) bucketsByRegion(t *testing.T) map[string][]string {
	t.Helper()
	data, err := os.ReadFile(c.dump)
	if err != nil {
		t.Fatal(err)
	}
	var dump map[string]struct {
		ObjectStorage struct {
			Buckets []struct {
				Name string `json:"name"`
			} `json:"buckets"`
		} `json:"objectstorage"`
	}
	if err := json.Unmarshal(data, &dump); err != nil {
		t.Fatal(err)
	}
	names := map[string][]string{}
	for region, services := range dump {
		for _, b := range services.ObjectStorage.Buckets {
			names[region] = append(names[region], b.Name)
		}
	}
	return names
}
