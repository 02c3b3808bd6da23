package objectstorage

import (
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// Copies, replication and life cycles are carried out by Object Storage itself, as the principal of the region where they
// start. It needs grants of its own: this is how Oracle keeps data from being read by a region that nobody has authorised.

// lifecyclePermissions are what Oracle's page on life cycles lists.
var lifecyclePermissions = []string{
	"BUCKET_INSPECT", "BUCKET_READ", "OBJECT_INSPECT", "OBJECT_UPDATE_TIER", "OBJECT_DELETE", "OBJECT_VERSION_DELETE",
}

// replicaPermissions are what replication does at the destination.
var replicaPermissions = []string{"OBJECT_CREATE", "OBJECT_OVERWRITE", "OBJECT_DELETE"}

// granted refuses what the service principal of the call's region may not do in a compartment.
func granted(c *cloud.Call, compartment, bucket string, permissions ...string) error {
	principal := "objectstorage-" + c.Region.Name
	access := cloud.Access{Service: serviceName, Permissions: permissions, Compartment: compartment, Variables: targets(bucket, "")}
	if c.Granted(principal, access) {
		return nil
	}
	return badRequest("InsufficientServicePermissions",
		"Permissions granted to the object storage service principal \"%s\" to this bucket are insufficient.", principal)
}

// grantedReplication refuses to replicate from a bucket to another where the principal of the source's region may not. The caller
// holds the lock.
func grantedReplication(c *cloud.Call, from, to *bucket) error {
	if to == nil {
		return nil // that is another fault
	}
	at := *c
	at.Region = from.region
	return firstError(
		granted(&at, from.compartment, from.name, "OBJECT_READ", "OBJECT_INSPECT"),
		granted(&at, to.compartment, to.name, replicaPermissions...),
	)
}

// compartment is that of the request's bucket.
func (q *request) compartment() (ocid string, err error) {
	err = q.view(func(b *bucket) error {
		ocid = b.compartment
		return nil
	})
	return ocid, err
}
