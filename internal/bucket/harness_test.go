package bucket_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/acctest"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
)

const (
	address = "residency_bucket.test"

	ashburn   = "us-ashburn-1"
	phoenix   = "us-phoenix-1"
	frankfurt = "eu-frankfurt-1"
	singapore = "ap-singapore-1"
)

// block is the bucket of most tests, called records, with further lines.
func block(e *acctest.Env, lines ...string) string {
	return fmt.Sprintf("resource \"residency_bucket\" \"test\" {\n  compartment_id = %q\n  namespace = %q\n  name = \"records\"\n  %s\n}\n",
		e.Sandbox.CompartmentOCID(), e.Sandbox.Namespace(), strings.Join(lines, "\n  "))
}

// in is a configuration in Ashburn with the block.
func in(e *acctest.Env, lines ...string) string { return e.ProviderHCL(ashburn) + block(e, lines...) }

// The checks of most steps.
var (
	on                   = acctest.Address(address)
	value, planned, does = on.Value, on.Planned, on.Does
	before, run, none    = acctest.Before, acctest.Run, acctest.Silent
)

// hands is what somebody does without Terraform.
type hands struct{ acctest.Buckets }

func byHand(t *testing.T, e *acctest.Env, region string) hands {
	t.Helper()
	return hands{e.Buckets(t, region)}
}

func (h hands) exists(name string) bool {
	h.T.Helper()
	_, err := h.Client.GetBucket(context.Background(), objectstorage.GetBucketRequest{NamespaceName: &h.Namespace, BucketName: &name})
	if err != nil {
		require.True(h.T, oci.IsNotFound(err), "%v", err)
	}
	return err == nil
}

func (h hands) update(name string, details objectstorage.UpdateBucketDetails) {
	h.T.Helper()
	_, err := h.Client.UpdateBucket(context.Background(), objectstorage.UpdateBucketRequest{NamespaceName: &h.Namespace, BucketName: &name, UpdateBucketDetails: details})
	require.NoError(h.T, err)
}

func (h hands) rules(name string) []objectstorage.RetentionRuleSummary {
	h.T.Helper()
	answer, err := h.Client.ListRetentionRules(context.Background(), objectstorage.ListRetentionRulesRequest{NamespaceName: &h.Namespace, BucketName: &name})
	require.NoError(h.T, err)
	return answer.RetentionRuleCollection.Items
}

func method(want, suffix string) func(sandbox.Entry) bool {
	return func(entry sandbox.Entry) bool { return entry.Method == want && strings.HasSuffix(entry.Path, suffix) }
}

// key is the OCID of a master key in a region.
func key(region string) string { return "ocid1.key.oc1." + region + ".vaultextension.abcdefghijklmnop" }

type terraformState = terraform.State

func later() time.Time { return time.Now().Add(time.Hour) }
