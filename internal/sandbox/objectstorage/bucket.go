package objectstorage

import (
	"time"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// The values of a bucket's and an object's settings, as on the wire.
const (
	noPublicAccess        = "NoPublicAccess"
	objectRead            = "ObjectRead"
	objectReadWithoutList = "ObjectReadWithoutList"

	tierStandard   = "Standard"
	tierInfrequent = "InfrequentAccess"
	tierArchive    = "Archive"

	disabled  = "Disabled"
	enabled   = "Enabled"
	suspended = "Suspended"

	scopeNamespace = "NAMESPACE"
	scopeRegion    = "REGION"
)

// bucket is one bucket with all that is in it. The service's lock guards it.
type bucket struct {
	name, id, etag string
	namespace      string
	region         region.Region
	compartment    string
	createdBy      string
	created        time.Time

	publicAccess, storageTier, versioning, autoTiering, scope string
	kmsKey                                                    string
	bucketKey, events                                         bool
	metadata, freeform                                        map[string]string
	defined                                                   map[string]map[string]any

	objects map[string]*object // every name that has a version
	names   index              // the same names in order
	count   int64              // versions that are no delete markers
	bytes   int64              // their sizes' sum
	uploads map[string]*upload
	rules   []*retentionRule // oldest first
	pars    map[string]*par

	lifecycle *lifecycle
	policy    *policy // where this bucket is replicated to
	readOnly  bool    // it is, or was, a replication's destination
	source    *source // what is replicated to it
}

func newBucket(namespace string, r region.Region, compartment, name string) *bucket {
	return &bucket{
		name:         name,
		namespace:    namespace,
		region:       r,
		compartment:  compartment,
		publicAccess: noPublicAccess,
		storageTier:  tierStandard,
		versioning:   disabled,
		autoTiering:  disabled,
		scope:        scopeNamespace,
		objects:      map[string]*object{},
		uploads:      map[string]*upload{},
		pars:         map[string]*par{},
	}
}

// bucketJSON is a bucket on the wire. Members that are asked for by the parameter fields are null otherwise.
type bucketJSON struct {
	Namespace           string                    `json:"namespace"`
	Name                string                    `json:"name"`
	CompartmentID       string                    `json:"compartmentId"`
	Metadata            map[string]string         `json:"metadata"`
	CreatedBy           string                    `json:"createdBy"`
	TimeCreated         time.Time                 `json:"timeCreated"`
	ETag                string                    `json:"etag"`
	PublicAccessType    string                    `json:"publicAccessType"`
	StorageTier         string                    `json:"storageTier"`
	ObjectEventsEnabled bool                      `json:"objectEventsEnabled"`
	FreeformTags        map[string]string         `json:"freeformTags"`
	DefinedTags         map[string]map[string]any `json:"definedTags"`
	KMSKeyID            *string                   `json:"kmsKeyId"`
	IsBucketKeyEnabled  bool                      `json:"isBucketKeyEnabled"`
	LifecycleETag       *string                   `json:"objectLifecyclePolicyEtag"`
	ApproximateCount    *int64                    `json:"approximateCount"`
	ApproximateSize     *int64                    `json:"approximateSize"`
	ReplicationEnabled  bool                      `json:"replicationEnabled"`
	IsReadOnly          bool                      `json:"isReadOnly"`
	ID                  string                    `json:"id"`
	Versioning          string                    `json:"versioning"`
	AutoTiering         *string                   `json:"autoTiering"`
	BucketScope         string                    `json:"bucketScope"`
}

// json shows the bucket, with the fields that are asked for.
func (b *bucket) json(fields map[string]bool) bucketJSON {
	j := bucketJSON{
		Namespace:           b.namespace,
		Name:                b.name,
		CompartmentID:       b.compartment,
		Metadata:            b.metadata,
		CreatedBy:           b.createdBy,
		TimeCreated:         b.created,
		ETag:                b.etag,
		PublicAccessType:    b.publicAccess,
		StorageTier:         b.storageTier,
		ObjectEventsEnabled: b.events,
		FreeformTags:        b.freeform,
		DefinedTags:         b.defined,
		KMSKeyID:            orNull(b.kmsKey),
		IsBucketKeyEnabled:  b.bucketKey,
		ReplicationEnabled:  b.policy != nil,
		IsReadOnly:          b.readOnly,
		ID:                  b.id,
		Versioning:          b.versioning,
		BucketScope:         b.scope,
	}
	if b.lifecycle != nil {
		j.LifecycleETag = &b.lifecycle.etag
	}
	if fields["approximateCount"] {
		j.ApproximateCount = new(b.count)
	}
	if fields["approximateSize"] {
		j.ApproximateSize = new(b.bytes)
	}
	if fields["autoTiering"] {
		j.AutoTiering = new(b.autoTiering)
	}
	return j
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
