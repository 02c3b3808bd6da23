package objectstorage_test

import (
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// dumped is the dump as its readers get it.
func dumped(t *testing.T, e *env) map[string]any {
	t.Helper()
	text, err := json.Marshal(e.service.Dump(), json.Deterministic(true))
	require.NoError(t, err)
	var dump map[string]any
	require.NoError(t, json.Unmarshal(text, &dump))
	return dump
}

func TestDump(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	require.Empty(t, dumped(t, e))
	e.createBucket(ashburn, "z")
	e.createBucket(ashburn, "a", versioned)
	e.createBucket(frankfurt, "to")
	e.put(ashburn, "a", "o", "one")
	e.put(ashburn, "a", "o", "two!")
	e.put(ashburn, "a", "gone", "x")
	e.delete(ashburn, "a", "gone")
	e.startUpload(ashburn, "z", "pending")
	e.createRule(ashburn, "z", days(7), nil)
	e.replicate(ashburn, "a", frankfurt, "to")

	dump := dumped(t, e)
	require.Len(t, dump, 2)
	buckets := dump[ashburn].(map[string]any)["buckets"].([]any)
	require.Len(t, buckets, 2)
	a, z := buckets[0].(map[string]any), buckets[1].(map[string]any)
	require.Equal(t, "a", a["name"])
	require.Equal(t, "Enabled", a["versioning"])
	require.Equal(t, data, a["compartmentId"])
	objects := a["objects"].([]any)
	require.Equal(t, "gone", objects[0].(map[string]any)["name"])
	require.Equal(t, true, objects[0].(map[string]any)["deleted"])
	o := objects[1].(map[string]any)
	require.InDelta(t, 4, o["size"], 0)
	require.Equal(t, md5Of("two!"), o["md5"])
	require.Len(t, o["versions"], 2)
	policy := a["replicationPolicies"].([]any)[0].(map[string]any)
	require.Equal(t, frankfurt, policy["destinationRegionName"])
	require.Equal(t, "ACTIVE", policy["status"])
	require.Len(t, z["retentionRules"], 1)
	require.Len(t, z["multipartUploads"], 1)
	require.Empty(t, z["objects"])
	to := dump[frankfurt].(map[string]any)["buckets"].([]any)[0].(map[string]any)
	require.Equal(t, true, to["isReadOnly"])
}

func seed(t *testing.T, e *env, text string) hcl.Diagnostics {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(text), "seed.hcl", hcl.InitialPos)
	require.False(t, diags.HasErrors(), "%s", diags)
	content, diags := file.Body.Content(&hcl.BodySchema{Blocks: e.service.SeedBlocks()})
	require.False(t, diags.HasErrors(), "%s", diags)
	return e.service.Seed(cloud.Seed{
		Compartment: func(name string) (string, bool) {
			ocid, ok := map[string]string{"": tenancy, "data": data}[name]
			return ocid, ok
		},
		Subscribed: func(name string) bool { return name == ashburn || name == frankfurt },
		Now:        time.Now(),
	}, content.Blocks)
}

func TestSeed(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	diags := seed(t, e, `
		bucket "ledger" {
		  region      = "us-ashburn-1"
		  compartment = "data"
		}
		bucket "ledger" { region = "eu-frankfurt-1" }`)
	require.False(t, diags.HasErrors(), "%s", diags)
	require.Equal(t, data, *e.getBucket(ashburn, "ledger").CompartmentId)
	require.Equal(t, tenancy, *e.getBucket(frankfurt, "ledger").CompartmentId)
	require.Equal(t, oss.BucketVersioningDisabled, e.getBucket(frankfurt, "ledger").Versioning)

	diags = seed(t, e, `
		bucket "a/b" { region = "us-ashburn-1" }
		bucket "c" { region = "eu-zurich-1" }
		bucket "d" {
		  region      = "us-ashburn-1"
		  compartment = "nowhere"
		}
		bucket "e" {}
		bucket "f" { region = "us-ashburn-1" }
		bucket "f" { region = "us-ashburn-1" }`)
	require.Len(t, diags, 5, "%s", diags)
	for i, want := range []struct {
		summary string
		line    int
	}{
		{"Invalid bucket name", 2},
		{"Region not subscribed", 3},
		{"Unknown compartment", 6},
		{"Missing required argument", 8},
		{"Duplicate bucket", 10},
	} {
		require.Equal(t, want.summary, diags[i].Summary)
		require.Equal(t, want.line, diags[i].Subject.Start.Line, "%s", diags[i])
	}
	_, err := e.client(ashburn).GetBucket(t.Context(), oss.GetBucketRequest{NamespaceName: new(namespace), BucketName: new("f")})
	refused(t, err, 404, "BucketNotFound")

	diags = seed(t, e, `bucket "ledger" { region = "us-ashburn-1" }`)
	require.Len(t, diags, 1)
	require.Equal(t, "Bucket refused", diags[0].Summary)
}
