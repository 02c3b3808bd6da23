package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// account is one profile's access to a tenancy, in its own region.
type account struct {
	session  *oci.Session
	region   region.Region
	identity *identity.IdentityClient
	storage  *objectstorage.ObjectStorageClient
}

// connect reads a profile of the OCI configuration file. It sends nothing.
func connect(profile string) (account, error) {
	session, err := oci.NewSession(oci.Config{ConfigFileProfile: profile, UserAgent: "residency-conformance"})
	if err != nil {
		return account{}, fmt.Errorf("the profile %s cannot be used: %w", profile, err)
	}
	return newAccount(session)
}

func newAccount(session *oci.Session) (a account, err error) {
	a.session = session
	name, _ := session.Region()
	r, known := region.ByName(name)
	if !known {
		return a, fmt.Errorf("no region called %q is known: give the profile one", name)
	}
	a.region = r
	if a.identity, err = session.Identity(name); err != nil {
		return a, err
	}
	a.storage, err = session.ObjectStorage(name)
	return a, err
}

// bucket is where requests go.
type bucket struct{ namespace, compartment, name, object string }

// newBucket and newObject are names of what is not there.
func (b bucket) newBucket() string { return b.name + "-made" }
func (b bucket) newObject() string { return b.object + "-made" }

// content is what an object of a trial holds.
func content() io.ReadCloser { return io.NopCloser(strings.NewReader("-")) }

// try sends a trial's request, and tells whether it was let through. The error is another than a refusal.
func (a account) try(ctx context.Context, operation string, b bucket) (allowed bool, err error) {
	shielded := oci.Shield(ctx)
	switch operation {
	case "ListBuckets":
		_, err = a.storage.ListBuckets(shielded, objectstorage.ListBucketsRequest{NamespaceName: &b.namespace, CompartmentId: &b.compartment})
	case "GetBucket":
		_, err = a.storage.GetBucket(shielded, objectstorage.GetBucketRequest{NamespaceName: &b.namespace, BucketName: &b.name})
	case "HeadBucket":
		_, err = a.storage.HeadBucket(shielded, objectstorage.HeadBucketRequest{NamespaceName: &b.namespace, BucketName: &b.name})
	case "UpdateBucket":
		_, err = a.storage.UpdateBucket(shielded, objectstorage.UpdateBucketRequest{
			NamespaceName: &b.namespace, BucketName: &b.name,
			UpdateBucketDetails: objectstorage.UpdateBucketDetails{Metadata: map[string]string{"conformance": "tried"}},
		})
	case "CreateBucket":
		return a.tryCreate(ctx, b, b.newBucket())
	case "ListObjects":
		_, err = a.storage.ListObjects(shielded, objectstorage.ListObjectsRequest{NamespaceName: &b.namespace, BucketName: &b.name})
	case "GetObject":
		_, err = a.storage.GetObject(shielded, objectstorage.GetObjectRequest{NamespaceName: &b.namespace, BucketName: &b.name, ObjectName: &b.object})
	case "HeadObject":
		_, err = a.storage.HeadObject(shielded, objectstorage.HeadObjectRequest{NamespaceName: &b.namespace, BucketName: &b.name, ObjectName: &b.object})
	case "PutObject":
		return a.tryPut(ctx, b)
	default:
		return false, fmt.Errorf("%s is not tried", operation)
	}
	return outcome(operation, a.region.Name, err)
}

// tryPut puts an object under the name that exists, and under one that does not: for each another permission is enough.
func (a account) tryPut(ctx context.Context, b bucket) (bool, error) {
	for _, name := range []string{b.object, b.newObject()} {
		_, err := a.storage.PutObject(oci.Shield(ctx), objectstorage.PutObjectRequest{
			NamespaceName: &b.namespace, BucketName: &b.name, ObjectName: &name, ContentLength: common.Int64(1), PutObjectBody: content(),
		})
		if allowed, err := outcome("PutObject", a.region.Name, err); allowed || err != nil {
			return allowed, err
		}
	}
	return false, nil
}

// tryCreate makes a bucket of a name that is not there. Oracle says of one that may not be made that it may exist.
func (a account) tryCreate(ctx context.Context, b bucket, name string) (bool, error) {
	_, err := a.storage.CreateBucket(oci.Shield(ctx), objectstorage.CreateBucketRequest{
		NamespaceName: &b.namespace, CreateBucketDetails: objectstorage.CreateBucketDetails{Name: &name, CompartmentId: &b.compartment},
	})
	if answer := answerOf("CreateBucket", a.region.Name, err); answer != nil && answer.Status == http.StatusConflict {
		return false, nil
	}
	return outcome("CreateBucket", a.region.Name, err)
}

// outcome tells a refusal from other errors. Oracle refuses with 404, for it tells nobody what exists.
func outcome(operation, region string, err error) (bool, error) {
	answer := answerOf(operation, region, err)
	if answer != nil && slices.Contains([]int{http.StatusNotFound, http.StatusForbidden, http.StatusUnauthorized}, answer.Status) {
		return false, nil
	}
	return err == nil, oci.Explain(operation, region, err)
}

// answerOf is what Oracle answered, or nil.
func answerOf(operation, region string, err error) *oci.Error {
	answer, _ := errors.AsType[*oci.Error](oci.Explain(operation, region, err))
	return answer
}
