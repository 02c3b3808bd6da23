package objectstorage_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	oss "github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/stretchr/testify/require"
)

func days(n int64) *oss.Duration {
	return &oss.Duration{TimeAmount: &n, TimeUnit: oss.DurationTimeUnitDays}
}

func (e *env) tryRule(region, bucket string, d oss.CreateRetentionRuleDetails) (oss.RetentionRule, error) {
	got, err := e.client(region).CreateRetentionRule(e.t.Context(), oss.CreateRetentionRuleRequest{
		NamespaceName: new(namespace), BucketName: &bucket, CreateRetentionRuleDetails: d,
	})
	return got.RetentionRule, err
}

// createRule adds a rule; without a duration it holds indefinitely, without a time it is not going to be locked.
func (e *env) createRule(region, bucket string, d *oss.Duration, locked *time.Time) oss.RetentionRule {
	e.t.Helper()
	details := oss.CreateRetentionRuleDetails{DisplayName: new("rule"), Duration: d}
	if locked != nil {
		details.TimeRuleLocked = &common.SDKTime{Time: *locked}
	}
	rule, err := e.tryRule(region, bucket, details)
	require.NoError(e.t, err)
	return rule
}

func (e *env) tryUpdateRule(id *string, d oss.UpdateRetentionRuleDetails) error {
	_, err := e.client(ashburn).UpdateRetentionRule(e.t.Context(), oss.UpdateRetentionRuleRequest{
		NamespaceName: new(namespace), BucketName: new("b"), RetentionRuleId: id, UpdateRetentionRuleDetails: d,
	})
	return err
}

func (e *env) tryDeleteRule(id *string) error {
	_, err := e.client(ashburn).DeleteRetentionRule(e.t.Context(), oss.DeleteRetentionRuleRequest{
		NamespaceName: new(namespace), BucketName: new("b"), RetentionRuleId: id,
	})
	return err
}

func TestRetention_holds(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	e.put(ashburn, "b", "o", "held")
	e.put(ashburn, "b", "source", "s")
	rule := e.createRule(ashburn, "b", days(30), nil)

	violated := func(err error) {
		t.Helper()
		refused(t, err, 403, "RetentionRuleViolation")
	}
	_, err := e.tryPut(ashburn, "b", "o", "overwritten")
	violated(err)
	_, err = e.tryPut(ashburn, "b", "o", "x", func(r *oss.PutObjectRequest) { r.IfNoneMatch = new("*") })
	violated(err)
	_, err = e.tryDelete(ashburn, "b", "o")
	violated(err)
	_, err = e.client(ashburn).RenameObject(t.Context(), oss.RenameObjectRequest{
		NamespaceName: new(namespace), BucketName: new("b"), RenameObjectDetails: oss.RenameObjectDetails{SourceName: new("o"), NewName: new("n")},
	})
	violated(err)
	got, err := e.client(ashburn).BatchDeleteObjects(t.Context(), oss.BatchDeleteObjectsRequest{
		NamespaceName: new(namespace), BucketName: new("b"),
		BatchDeleteObjectsDetails: oss.BatchDeleteObjectsDetails{Objects: []oss.BatchDeleteObjectIdentifier{{ObjectName: new("o")}}},
	})
	require.NoError(t, err)
	require.Equal(t, 403, *got.Failed[0].StatusCode)
	_, err = e.client(ashburn).CreateMultipartUpload(t.Context(), oss.CreateMultipartUploadRequest{
		NamespaceName: new(namespace), BucketName: new("b"), CreateMultipartUploadDetails: oss.CreateMultipartUploadDetails{Object: new("o")},
	})
	violated(err)
	u := e.startUpload(ashburn, "b", "late")
	part := u.part(1, "x")
	e.put(ashburn, "b", "late", "new objects are welcome")
	_, err = u.commit(nil, part)
	violated(err)
	require.NoError(t, u.abort(), "an upload that is not committed is not held")
	require.Equal(t, "held", e.get(ashburn, "b", "o"))
	require.NoError(t, e.update(ashburn, "b", oss.UpdateBucketDetails{Metadata: map[string]string{"k": "v"}}))

	e.Advance(30*24*time.Hour - time.Second)
	_, err = e.tryDelete(ashburn, "b", "o")
	violated(err)
	e.Advance(time.Second)
	e.put(ashburn, "b", "o", "overwritten")
	_, err = e.tryDelete(ashburn, "b", "o")
	violated(err) // it is a new object
	e.delete(ashburn, "b", "source")
	require.NoError(t, e.tryDeleteRule(rule.Id))
	e.delete(ashburn, "b", "o")
}

func TestRetention_indefinite(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	e.put(ashburn, "b", "o", "held")
	hold := e.createRule(ashburn, "b", nil, nil)
	e.createRule(ashburn, "b", days(1), nil)
	require.Nil(t, hold.Duration)
	e.Advance(100 * 365 * 24 * time.Hour)
	_, err := e.tryDelete(ashburn, "b", "o")
	refused(t, err, 403, "RetentionRuleViolation")
	require.NoError(t, e.tryDeleteRule(hold.Id))
	e.delete(ashburn, "b", "o")
	require.NoError(t, e.deleteBucket(ashburn, "b"), "rules do not keep an empty bucket")
}

func TestRetention_crud(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	for i := range 30 {
		_, err := e.tryRule(ashburn, "b", oss.CreateRetentionRuleDetails{DisplayName: new(fmt.Sprint(i)), Duration: days(1)})
		require.NoError(t, err)
		e.Advance(time.Second)
	}
	list := oss.ListRetentionRulesRequest{NamespaceName: new(namespace), BucketName: new("b")}
	first, err := e.client(ashburn).ListRetentionRules(t.Context(), list)
	require.NoError(t, err)
	require.Len(t, first.Items, 25)
	require.Equal(t, "29", *first.Items[0].DisplayName, "the newest first")
	list.Page = first.OpcNextPage
	rest, err := e.client(ashburn).ListRetentionRules(t.Context(), list)
	require.NoError(t, err)
	require.Len(t, rest.Items, 5)
	require.Nil(t, rest.OpcNextPage)
	require.Equal(t, "0", *rest.Items[4].DisplayName)

	id := rest.Items[4].Id
	get := func() oss.GetRetentionRuleResponse {
		got, err := e.client(ashburn).GetRetentionRule(t.Context(), oss.GetRetentionRuleRequest{NamespaceName: new(namespace), BucketName: new("b"), RetentionRuleId: id})
		require.NoError(t, err)
		return got
	}
	before := get()
	require.Equal(t, int64(1), *before.Duration.TimeAmount)
	require.NotNil(t, before.LastModified)
	require.NoError(t, e.tryUpdateRule(id, oss.UpdateRetentionRuleDetails{DisplayName: new("renamed"), Duration: days(2)}))
	after := get()
	require.Equal(t, "renamed", *after.DisplayName)
	require.Equal(t, int64(2), *after.Duration.TimeAmount)
	require.NotEqual(t, *before.RetentionRule.Etag, *after.RetentionRule.Etag)
	require.Equal(t, before.TimeCreated, after.TimeCreated)
	require.True(t, after.TimeModified.After(before.TimeModified.Time))
	require.NoError(t, e.tryUpdateRule(id, oss.UpdateRetentionRuleDetails{}))
	require.Nil(t, get().Duration, "without a duration it holds indefinitely")
	require.Equal(t, "renamed", *get().DisplayName)

	_, err = e.client(ashburn).UpdateRetentionRule(t.Context(), oss.UpdateRetentionRuleRequest{
		NamespaceName: new(namespace), BucketName: new("b"), RetentionRuleId: id, IfMatch: new("stale"),
	})
	refused(t, err, 412, "IfMatchFailed")
	_, err = e.client(ashburn).DeleteRetentionRule(t.Context(), oss.DeleteRetentionRuleRequest{
		NamespaceName: new(namespace), BucketName: new("b"), RetentionRuleId: id, IfMatch: new("stale"),
	})
	refused(t, err, 412, "IfMatchFailed")
	require.NoError(t, e.tryDeleteRule(id))
	refused(t, e.tryDeleteRule(id), 404, "NotFound")
	refused(t, e.tryUpdateRule(id, oss.UpdateRetentionRuleDetails{}), 404, "NotFound")
}

func TestRetention_refused(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	soon := &common.SDKTime{Time: e.Now().Add(14*24*time.Hour - time.Second)}
	later := &common.SDKTime{Time: e.Now().Add(14 * 24 * time.Hour)}
	for name, d := range map[string]oss.CreateRetentionRuleDetails{
		"no time":                {Duration: days(0)},
		"negative":               {Duration: days(-1)},
		"longer than a calendar": {Duration: days(1 << 40)},
		"lock without duration":  {TimeRuleLocked: later},
		"lock too soon":          {Duration: days(1), TimeRuleLocked: soon},
	} {
		_, err := e.tryRule(ashburn, "b", d)
		refused(t, err, 400, "InvalidParameter")
		require.ErrorContains(t, err, " ", name)
	}
	requireAnswer(t, e.plain("POST", ashburn, "/n/acme/b/b/retentionRules", `{"duration":{"timeAmount":1,"timeUnit":"WEEKS"}}`, "Authorization", "signed"), 400, "InvalidParameter")
	_, err := e.tryRule(ashburn, "none", oss.CreateRetentionRuleDetails{})
	refused(t, err, 404, "BucketNotFound")
	for range 100 {
		e.createRule(ashburn, "b", days(1), nil)
	}
	_, err = e.tryRule(ashburn, "b", oss.CreateRetentionRuleDetails{Duration: days(1)})
	refused(t, err, 400, "LimitExceeded")
}

func TestRetention_versioning(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b", versioned)
	first := e.put(ashburn, "b", "o", "1")
	marker := e.put(ashburn, "b", "o", "2")
	_, err := e.tryRule(ashburn, "b", oss.CreateRetentionRuleDetails{Duration: days(1)})
	refused(t, err, 409, "Conflict")
	require.NoError(t, e.update(ashburn, "b", oss.UpdateBucketDetails{Versioning: oss.UpdateBucketDetailsVersioningSuspended}))
	rule := e.createRule(ashburn, "b", days(1), nil)
	refused(t, e.update(ashburn, "b", oss.UpdateBucketDetails{Versioning: oss.UpdateBucketDetailsVersioningEnabled}), 409, "Conflict")
	for _, id := range []*string{first.VersionId, marker.VersionId, nil} {
		_, err = e.tryDelete(ashburn, "b", "o", deleteVersion(id))
		refused(t, err, 403, "RetentionRuleViolation")
	}
	require.NoError(t, e.tryDeleteRule(rule.Id))
	require.NoError(t, e.update(ashburn, "b", oss.UpdateBucketDetails{Versioning: oss.UpdateBucketDetailsVersioningEnabled}))

	e.createBucket(ashburn, "plain")
	e.createRule(ashburn, "plain", days(1), nil)
	refused(t, e.update(ashburn, "plain", oss.UpdateBucketDetails{Versioning: oss.UpdateBucketDetailsVersioningEnabled}), 409, "Conflict")
}

func TestRetention_locked(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.createBucket(ashburn, "b")
	lock := e.Now().Add(20 * 24 * time.Hour)
	rule := e.createRule(ashburn, "b", days(30), &lock)
	require.Equal(t, lock, rule.TimeRuleLocked.Time)
	locked := &common.SDKTime{Time: lock}

	// Until then the rule can be changed, and the lock be taken back.
	e.Advance(10 * 24 * time.Hour)
	require.NoError(t, e.tryUpdateRule(rule.Id, oss.UpdateRetentionRuleDetails{Duration: days(10), TimeRuleLocked: locked}), "the same lock is no new one")
	require.NoError(t, e.tryUpdateRule(rule.Id, oss.UpdateRetentionRuleDetails{Duration: days(30)}))
	refused(t, e.tryUpdateRule(rule.Id, oss.UpdateRetentionRuleDetails{Duration: days(30), TimeRuleLocked: locked}), 400, "InvalidParameter")
	lock = e.Now().Add(15 * 24 * time.Hour)
	locked = &common.SDKTime{Time: lock}
	require.NoError(t, e.tryUpdateRule(rule.Id, oss.UpdateRetentionRuleDetails{Duration: days(30), TimeRuleLocked: locked}))

	e.Advance(15 * 24 * time.Hour)
	refused(t, e.tryDeleteRule(rule.Id), 409, "Conflict")
	further := &common.SDKTime{Time: lock.Add(100 * 24 * time.Hour)}
	for name, d := range map[string]oss.UpdateRetentionRuleDetails{
		"shorter":     {Duration: days(29), TimeRuleLocked: locked},
		"indefinite":  {},
		"renamed":     {DisplayName: new("other"), Duration: days(30)},
		"locked anew": {Duration: days(30), TimeRuleLocked: further},
	} {
		err := e.tryUpdateRule(rule.Id, d)
		refused(t, err, 409, "Conflict")
		require.ErrorContains(t, err, "locked", name)
	}
	require.NoError(t, e.tryUpdateRule(rule.Id, oss.UpdateRetentionRuleDetails{Duration: &oss.Duration{TimeAmount: new(int64(1)), TimeUnit: oss.DurationTimeUnitYears}}))
	got, err := e.client(ashburn).GetRetentionRule(t.Context(), oss.GetRetentionRuleRequest{NamespaceName: new(namespace), BucketName: new("b"), RetentionRuleId: rule.Id})
	require.NoError(t, err)
	require.Equal(t, lock, got.TimeRuleLocked.Time, "the lock stays, whatever the update leaves out")
	require.NoError(t, e.deleteBucket(ashburn, "b"), "a locked rule goes with its empty bucket")
}
