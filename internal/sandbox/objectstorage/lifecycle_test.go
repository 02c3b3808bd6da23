package objectstorage_test

import (
	"testing"

	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"
)

func TestLifecyclePolicy(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	c := e.client(ashburn)
	put := func(r oss.PutObjectLifecyclePolicyRequest, rules ...oss.ObjectLifecycleRule) (oss.PutObjectLifecyclePolicyResponse, error) {
		r.NamespaceName, r.BucketName = new(namespace), new("b")
		r.PutObjectLifecyclePolicyDetails = oss.PutObjectLifecyclePolicyDetails{Items: rules}
		return c.PutObjectLifecyclePolicy(t.Context(), r)
	}
	get := oss.GetObjectLifecyclePolicyRequest{NamespaceName: new(namespace), BucketName: new("b")}
	_, err := c.GetObjectLifecyclePolicy(t.Context(), get)
	refused(t, err, 404, "LifecyclePolicyNotFound")
	require.Nil(t, e.getBucket(ashburn, "b").ObjectLifecyclePolicyEtag)

	rule := oss.ObjectLifecycleRule{
		Name: new("old"), Action: new("ARCHIVE"), TimeAmount: new(int64(30)), TimeUnit: oss.ObjectLifecycleRuleTimeUnitDays, IsEnabled: new(true),
		ObjectNameFilter: &oss.ObjectNameFilter{InclusionPrefixes: []string{"logs/"}},
	}
	abort := oss.ObjectLifecycleRule{
		Name: new("abort"), Action: new("ABORT"), TimeAmount: new(int64(1)), TimeUnit: oss.ObjectLifecycleRuleTimeUnitYears, IsEnabled: new(false),
		Target: new("multipart-uploads"),
	}
	first, err := put(oss.PutObjectLifecyclePolicyRequest{IfNoneMatch: new("*")}, rule, abort)
	require.NoError(t, err)
	require.Equal(t, *first.ETag, *e.getBucket(ashburn, "b").ObjectLifecyclePolicyEtag)
	got, err := c.GetObjectLifecyclePolicy(t.Context(), get)
	require.NoError(t, err)
	require.Len(t, got.Items, 2)
	require.Equal(t, "objects", *got.Items[0].Target)
	require.Equal(t, []string{"logs/"}, got.Items[0].ObjectNameFilter.InclusionPrefixes)
	require.Equal(t, *first.ETag, *got.ETag)
	require.Equal(t, e.Now(), got.TimeCreated.Time)
	_, err = put(oss.PutObjectLifecyclePolicyRequest{IfNoneMatch: new("*")}, rule)
	refused(t, err, 412, "IfNoneMatchFailed")
	_, err = put(oss.PutObjectLifecyclePolicyRequest{IfMatch: new("stale")}, rule)
	refused(t, err, 412, "IfMatchFailed")

	for code, change := range map[string]func(*oss.ObjectLifecycleRule){
		"InvalidLifecycleRuleName":   func(r *oss.ObjectLifecycleRule) { r.Name = new("") },
		"InvalidLifecycleActionType": func(r *oss.ObjectLifecycleRule) { r.Action = new("ABORT") },
		"InvalidLifecycleTimeAmount": func(r *oss.ObjectLifecycleRule) { r.TimeAmount = new(int64(0)) },
		"InvalidParameter":           func(r *oss.ObjectLifecycleRule) { r.Target = new("planets") },
	} {
		bad := rule
		change(&bad)
		_, err = put(oss.PutObjectLifecyclePolicyRequest{}, bad)
		refused(t, err, 400, code)
	}
	_, err = put(oss.PutObjectLifecyclePolicyRequest{}, rule, rule)
	refused(t, err, 400, "InvalidLifecycleRuleName")
	requireAnswer(t, e.plain("PUT", ashburn, "/n/acme/b/b/l", `{"items":[{"name":"x","action":"DELETE","timeAmount":1,"timeUnit":"WEEKS"}]}`, "Authorization", "signed"), 400, "InvalidLifecycleTimeUnit")

	remove := oss.DeleteObjectLifecyclePolicyRequest{NamespaceName: new(namespace), BucketName: new("b"), IfMatch: new("stale")}
	_, err = c.DeleteObjectLifecyclePolicy(t.Context(), remove)
	refused(t, err, 412, "IfMatchFailed")
	remove.IfMatch = first.ETag
	_, err = c.DeleteObjectLifecyclePolicy(t.Context(), remove)
	require.NoError(t, err)
	_, err = c.DeleteObjectLifecyclePolicy(t.Context(), remove)
	refused(t, err, 404, "LifecyclePolicyNotFound")
}
