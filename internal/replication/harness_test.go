package replication_test

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/replication"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

const (
	address = "residency_bucket_replication.test"

	ashburn   = "us-ashburn-1"
	phoenix   = "us-phoenix-1"
	frankfurt = "eu-frankfurt-1"
	singapore = "ap-singapore-1"
)

func TestMain(m *testing.M) {
	replication.SetPatience(1500 * time.Millisecond)
	os.Exit(m.Run())
}

// bucket is a bucket called like its label.
func bucket(e *acctest.Env, label, region string, lines ...string) string {
	return fmt.Sprintf("resource \"residency_bucket\" %q {\n  compartment_id = %q\n  namespace = %q\n  name = %q\n  region = %q\n  %s\n}\n",
		label, e.Sandbox.CompartmentOCID(), e.Sandbox.Namespace(), label, region, strings.Join(lines, "\n  "))
}

// buckets are the source, in Ashburn, and the destination, in Phoenix.
func buckets(e *acctest.Env) string {
	return bucket(e, "source", ashburn) + bucket(e, "replica", phoenix)
}

// block is the replication of most tests, with further lines. A line with one of its arguments takes the argument's place.
func block(e *acctest.Env, lines ...string) string {
	arguments := []string{
		fmt.Sprintf("namespace = %q", e.Sandbox.Namespace()),
		`bucket = "source"`,
		`name = "to-phoenix"`,
		`destination_bucket_name = "replica"`,
		`destination_region_name = "us-phoenix-1"`,
		`depends_on = [residency_bucket.source, residency_bucket.replica]`,
	}
	kept := lines
	for _, argument := range arguments {
		if name, _, _ := strings.Cut(argument, " ="); !has(lines, name) {
			kept = append(kept, argument)
		}
	}
	return "resource \"residency_bucket_replication\" \"test\" {\n  " + strings.Join(kept, "\n  ") + "\n}\n"
}

func has(lines []string, argument string) bool {
	for _, line := range lines {
		if strings.HasPrefix(line, argument+" ") {
			return true
		}
	}
	return false
}

// in is a whole configuration in Ashburn.
func in(e *acctest.Env, lines ...string) string {
	return e.ProviderHCL(ashburn) + buckets(e) + block(e, lines...)
}

// alone is a configuration of the replication only; the buckets are made by hand.
func alone(e *acctest.Env, lines ...string) string {
	return e.ProviderHCL(ashburn) + block(e, append(lines, "depends_on = []")...)
}

// The checks of most steps.
var (
	on                            = acctest.Address(address)
	state, planned, unknown, does = on.Value, on.Planned, on.Unknown, on.Does
	before, run, none             = acctest.Before, acctest.Run, acctest.Silent
)

// checked runs assertions after an apply.
func checked(check func()) resource.TestCheckFunc {
	return func(*terraform.State) error { check(); return nil }
}

// hands is what somebody does without Terraform, in one region.
type hands struct {
	acctest.Buckets

	compartment string
}

func byHand(t *testing.T, e *acctest.Env, region string) hands {
	t.Helper()
	return hands{e.Buckets(t, region), e.Sandbox.CompartmentOCID()}
}

func (h hands) create(name string, tags map[string]string) {
	h.T.Helper()
	h.Create(objectstorage.CreateBucketDetails{Name: &name, CompartmentId: &h.compartment, FreeformTags: tags})
}

func (h hands) mark(name string) string { return h.Get(name).FreeformTags[placement.ReplicaTag] }

func (h hands) readOnly(name string) bool { return *h.Get(name).IsReadOnly }

func (h hands) makeWritable(name string) {
	h.T.Helper()
	_, err := h.Client.MakeBucketWritable(h.T.Context(), objectstorage.MakeBucketWritableRequest{NamespaceName: &h.Namespace, BucketName: &name})
	require.NoError(h.T, err)
}

// pair makes the two buckets by hand.
func pair(t *testing.T, e *acctest.Env) {
	t.Helper()
	byHand(t, e, ashburn).create("source", nil)
	byHand(t, e, phoenix).create("replica", nil)
}

func method(want, part string) func(sandbox.Entry) bool {
	return func(entry sandbox.Entry) bool { return entry.Method == want && strings.Contains(entry.Path, part) }
}

// policyRequest says whether a request is for one replication policy, or with POST for a new one.
func policyRequest(r *http.Request, method string) bool {
	return r.Method == method && strings.Contains(r.URL.Path, "/replicationPolicies")
}
