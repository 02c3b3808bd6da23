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

// granted refuses what the service principal of the call's region may not do in a compartment.
func (q *request) granted(compartment, bucket string, permissions ...string) error {
	principal := "objectstorage-" + q.Region.Name
	access := cloud.Access{Service: serviceName, Permissions: permissions, Compartment: compartment, Variables: targets(bucket, "")}
	if q.Granted(principal, access) {
		return nil
	}
	return badRequest("InsufficientServicePermissions",
		"Permissions granted to the object storage service principal \"%s\" to this bucket are insufficient.", principal)
}

// compartment is that of the request's bucket.
func (q *request) compartment() (ocid string, err error) {
	err = q.view(func(b *bucket) error {
		ocid = b.compartment
		return nil
	})
	return ocid, err
}
