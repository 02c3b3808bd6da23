package objectstorage

import (
	"regexp"
)

// bucketDetails is the body of CreateBucket and UpdateBucket. What is absent stays as it is.
type bucketDetails struct {
	Namespace           *string                   `json:"namespace"`
	Name                *string                   `json:"name"`
	CompartmentID       *string                   `json:"compartmentId"`
	Metadata            map[string]*string        `json:"metadata"`
	PublicAccessType    *string                   `json:"publicAccessType"`
	StorageTier         *string                   `json:"storageTier"`
	ObjectEventsEnabled *bool                     `json:"objectEventsEnabled"`
	FreeformTags        map[string]string         `json:"freeformTags"`
	DefinedTags         map[string]map[string]any `json:"definedTags"`
	KMSKeyID            *string                   `json:"kmsKeyId"`
	IsBucketKeyEnabled  *bool                     `json:"isBucketKeyEnabled"`
	Versioning          *string                   `json:"versioning"`
	AutoTiering         *string                   `json:"autoTiering"`
	BucketScope         *string                   `json:"bucketScope"`
}

const (
	maxBucketName = 256
	maxMetadata   = 4096 // bytes of keys and values
	maxFreeform   = 10
	maxDefined    = 64
	maxTagKey     = 100 // characters
	maxTagValue   = 256
)

var (
	bucketName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)
	// A name that is to be unique in the region becomes a label of a host.
	hostLabel = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$`)
)

func checkBucketName(name string) error {
	switch {
	case name == "":
		return badRequest("MissingBucketName", "The bucket name is missing")
	case len(name) > maxBucketName:
		return badRequest("InvalidBucketName", "The bucket name has %d characters; at most %d are allowed", len(name), maxBucketName)
	case !bucketName.MatchString(name):
		return badRequest("InvalidBucketName",
			"The bucket name (%s) must be only upper and lower case letters, numbers, dashes, underscores and periods", name)
	}
	return nil
}

func (d *bucketDetails) checkCreate(namespace string) error {
	if err := checkBucketName(deref(d.Name)); err != nil {
		return err
	}
	if deref(d.CompartmentID) == "" {
		return badRequest("MissingCompartmentId", "The compartmentId is missing")
	}
	if err := checkEnum("versioning", d.Versioning, enabled, disabled); err != nil {
		return err
	}
	if err := checkEnum("storageTier", d.StorageTier, tierStandard, tierArchive); err != nil {
		return err
	}
	return d.check(namespace)
}

func (d *bucketDetails) checkUpdate(namespace, name string) error {
	if d.Name != nil && *d.Name != name {
		return badRequest("MismatchedBucketNames", "The bucket name '%s' in the body differs from '%s' in the path", *d.Name, name)
	}
	if d.StorageTier != nil {
		return badRequest("InvalidBucketProperty", "The storage tier of a bucket cannot be changed")
	}
	if err := checkEnum("versioning", d.Versioning, enabled, suspended); err != nil {
		return err
	}
	return d.check(namespace)
}

// check holds what is the same for new and existing buckets.
func (d *bucketDetails) check(namespace string) error {
	if d.Namespace != nil && *d.Namespace != namespace {
		return badRequest("MismatchedNamespaceNames", "The namespace '%s' in the body differs from '%s' in the path", *d.Namespace, namespace)
	}
	err := firstError(
		checkEnum("publicAccessType", d.PublicAccessType, noPublicAccess, objectRead, objectReadWithoutList),
		checkEnum("autoTiering", d.AutoTiering, disabled, tierInfrequent),
		checkEnum("bucketScope", d.BucketScope, scopeNamespace, scopeRegion),
	)
	if err != nil {
		return err
	}
	size := 0
	for k, v := range d.Metadata {
		size += len(k) + len(deref(v))
	}
	if size > maxMetadata {
		return badRequest("MetadataTooLarge", "The metadata has %d bytes; at most %d are allowed", size, maxMetadata)
	}
	return d.checkTags()
}

func (d *bucketDetails) checkTags() error {
	if len(d.FreeformTags) > maxFreeform {
		return badRequest("TagsTooLarge", "There are %d free-form tags; at most %d are allowed", len(d.FreeformTags), maxFreeform)
	}
	for k, v := range d.FreeformTags {
		if err := checkTag(k, v); err != nil {
			return err
		}
	}
	defined := 0
	for _, tags := range d.DefinedTags {
		defined += len(tags)
	}
	if defined > maxDefined {
		return badRequest("TagsTooLarge", "There are %d defined tags; at most %d are allowed", defined, maxDefined)
	}
	return nil
}

func checkTag(key, value string) error {
	if n := len([]rune(key)); n == 0 || n > maxTagKey {
		return badRequest("InvalidTagKey", "The tag key '%s' must have 1 to %d characters", key, maxTagKey)
	}
	if n := len([]rune(value)); n > maxTagValue {
		return badRequest("InvalidTagValue", "The value of the tag '%s' has %d characters; at most %d are allowed", key, n, maxTagValue)
	}
	return nil
}
