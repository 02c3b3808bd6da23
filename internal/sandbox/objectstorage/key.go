package objectstorage

import (
	"net/http"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/region"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// useKey refuses a master key that nothing in a region can be encrypted with: what is no key, what the vaults of that region do
// not have enabled, and what Object Storage there is not let use, or the caller not let give to it as key-delegate. Oracle does
// not say which of them it was.
func (q *request) useKey(at region.Region, key string) error {
	if key == "" {
		return nil
	}
	if !strings.HasPrefix(key, "ocid1.key.") {
		return badRequest("InvalidKmsKeyId", "The KMS key id '%s' is not the OCID of a key", key)
	}
	found := region.FindOCID(key)
	compartment, err := q.service.config.World.KeyIn(at, key, "")
	if err != nil || found.Kind != region.Regional || found.Region.Name != at.Name || !q.mayUseKey(at, key, compartment) {
		return cloud.Errorf(http.StatusNotFound, "NotAuthorizedOrFoundKmsKey",
			"The KMS key '%s' does not exist in region '%s', or Object Storage is not authorized to use it", key, at.Name)
	}
	return nil
}

// mayUseKey says whether policies let Object Storage use a key, and the caller give it. A key that is in no compartment is in a
// world without vaults.
func (q *request) mayUseKey(at region.Region, key, compartment string) bool {
	if compartment == "" {
		return true
	}
	a := cloud.Access{
		Service: "keymanagement", Compartment: compartment, Permissions: []string{"KEY_ENCRYPT", "KEY_DECRYPT"},
		Variables: map[string]string{"target.key.id": key},
	}
	if !q.Granted("objectstorage-"+at.Name, a) {
		return false
	}
	a.Operation, a.Permissions = q.route.operation, []string{"KEY_ASSOCIATE"}
	return q.Authorize(a) == nil
}
