package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

// prefix begins the name of everything that is made.
const prefix = "residency-conformance-"

// room is the compartment that trials are made in, with a bucket of its own.
type room struct {
	admin, tester account
	bucket        bucket
	names         map[string]string // what a trial's statements name
	policies      int               // how many have been made
}

// enter makes the room ready: it looks at the compartment, and makes a bucket with an object.
func enter(ctx context.Context, s settings, admin, tester account) (*room, error) {
	r := &room{admin: admin, tester: tester, bucket: bucket{compartment: s.compartment, object: "object"}}
	if err := r.look(ctx); err != nil {
		return nil, err
	}
	namespace, err := admin.storage.GetNamespace(oci.Shield(ctx), objectstorage.GetNamespaceRequest{})
	if err != nil {
		return nil, oci.Explain("GetNamespace", admin.region.Name, err)
	}
	suffix := make([]byte, 4)
	if _, err := rand.Read(suffix); err != nil {
		return nil, err
	}
	r.bucket.namespace, r.bucket.name = *namespace.Value, prefix+hex.EncodeToString(suffix)
	elsewhere := "fra"
	if tester.region.Key == elsewhere {
		elsewhere = "iad"
	}
	r.names = map[string]string{
		"group": "'" + s.group + "'", "GROUP": "'" + strings.ToUpper(s.group) + "'", "compartment": s.compartment, "region": tester.region.Key, "elsewhere": elsewhere,
	}
	return r, r.furnish(ctx)
}

// look refuses a compartment that is not this program's own.
func (r *room) look(ctx context.Context) error {
	at := r.bucket.compartment
	if strings.HasPrefix(strings.ToLower(at), "ocid1.tenancy.") {
		return errors.New("-compartment is the root; give a compartment made for this and nothing else")
	}
	if _, err := r.admin.identity.GetCompartment(oci.Shield(ctx), identity.GetCompartmentRequest{CompartmentId: &at}); err != nil {
		return oci.Explain("GetCompartment", r.admin.region.Name, err)
	}
	policies, err := r.admin.identity.ListPolicies(oci.Shield(ctx), identity.ListPoliciesRequest{CompartmentId: &at})
	if err != nil {
		return oci.Explain("ListPolicies", r.admin.region.Name, err)
	}
	if len(policies.Items) > 0 {
		return fmt.Errorf("the compartment %s has policies, such as %q; give one made for this and nothing else", at, *policies.Items[0].Name)
	}
	return nil
}

// furnish makes the bucket, and asks whether the test user is as it must be: without any grant there.
func (r *room) furnish(ctx context.Context) error {
	if allowed, err := r.admin.tryCreate(ctx, r.bucket, r.bucket.name); err != nil || !allowed {
		return errors.Join(fmt.Errorf("the bucket %s cannot be made in the compartment with -profile", r.bucket.name), err)
	}
	if allowed, err := r.admin.tryPut(ctx, r.bucket); err != nil || !allowed {
		return errors.Join(r.leave(ctx), fmt.Errorf("no object can be put into the bucket %s with -profile", r.bucket.name), err)
	}
	for _, operation := range askable {
		allowed, err := r.try(ctx, operation)
		if err == nil && allowed {
			err = fmt.Errorf("the test user may %s in the compartment without any policy of this program; its answers would say nothing", operation)
		}
		if err != nil {
			return errors.Join(r.leave(ctx), err)
		}
	}
	return nil
}

// try sends a request as the test user, and removes what it made, so that the next finds the room as it was.
func (r *room) try(ctx context.Context, operation string) (allowed bool, err error) {
	allowed, err = r.tester.try(ctx, operation, r.bucket)
	switch {
	case !allowed || err != nil:
		return allowed, err
	case operation == "CreateBucket":
		err = r.removeBucket(context.WithoutCancel(ctx), r.bucket.newBucket())
	case operation == "PutObject":
		err = r.removeObject(context.WithoutCancel(ctx), r.bucket.newObject())
	}
	return allowed, err
}

// attach makes a policy. Refused is what Oracle says of statements that it does not take.
func (r *room) attach(ctx context.Context, statements []string) (ocid, refused string, err error) {
	r.policies++
	name := fmt.Sprintf("%s-%d", r.bucket.name, r.policies)
	made, err := r.admin.identity.CreatePolicy(oci.Shield(ctx), identity.CreatePolicyRequest{CreatePolicyDetails: identity.CreatePolicyDetails{
		CompartmentId: &r.bucket.compartment, Name: &name, Description: common.String("A trial of conformance; it may be deleted."), Statements: statements,
	}})
	if err == nil {
		return *made.Id, "", nil
	}
	if answer := answerOf("CreatePolicy", r.admin.region.Name, err); answer != nil && answer.Status == http.StatusBadRequest {
		return "", fmt.Sprintf("%s: %s", answer.Code, answer.Message), nil
	}
	return "", "", oci.Explain("CreatePolicy", r.admin.region.Name, err)
}

func (r *room) detach(ctx context.Context, ocid string) error {
	_, err := r.admin.identity.DeletePolicy(oci.Shield(ctx), identity.DeletePolicyRequest{PolicyId: &ocid})
	return oci.Explain("DeletePolicy", r.admin.region.Name, err)
}

// leave removes the bucket and its objects.
func (r *room) leave(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	var errs []error
	for _, object := range []string{r.bucket.object, r.bucket.newObject()} {
		errs = append(errs, r.removeObject(ctx, object))
	}
	errs = append(errs, r.removeBucket(ctx, r.bucket.name))
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("something is left behind in %s; delete what begins with %s: %w", r.bucket.compartment, r.bucket.name, err)
	}
	return nil
}

func (r *room) removeObject(ctx context.Context, name string) error {
	_, err := r.admin.storage.DeleteObject(oci.Shield(ctx), objectstorage.DeleteObjectRequest{NamespaceName: &r.bucket.namespace, BucketName: &r.bucket.name, ObjectName: &name})
	return unlessGone(err)
}

func (r *room) removeBucket(ctx context.Context, name string) error {
	_, err := r.admin.storage.DeleteBucket(oci.Shield(ctx), objectstorage.DeleteBucketRequest{NamespaceName: &r.bucket.namespace, BucketName: &name})
	return unlessGone(err)
}

// unlessGone is the error of a removal, but for what is not there.
func unlessGone(err error) error {
	if answer := answerOf("", "", err); answer != nil && answer.Status == http.StatusNotFound {
		return nil
	}
	return err
}
