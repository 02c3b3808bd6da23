package objectstorage

import "maps"

// apply sets on b what the details say, or refuses what b's other features exclude. b is a copy that is dropped on error.
func (d *bucketDetails) apply(b *bucket) error {
	if err := firstError(d.applyVersioning(b), d.applyScope(b), d.applyTiers(b)); err != nil {
		return err
	}
	set(&b.compartment, d.CompartmentID)
	set(&b.publicAccess, d.PublicAccessType)
	set(&b.kmsKey, d.KMSKeyID) // an empty one gives the bucket back to Oracle's own keys
	set(&b.events, d.ObjectEventsEnabled)
	set(&b.bucketKey, d.IsBucketKeyEnabled)
	if d.Metadata != nil {
		b.metadata = map[string]string{}
		for k, v := range d.Metadata {
			if v != nil { // null takes the key away
				b.metadata[k] = *v
			}
		}
	}
	if d.FreeformTags != nil {
		b.freeform = cloned(d.FreeformTags)
	}
	if d.DefinedTags != nil {
		b.defined = cloned(d.DefinedTags)
	}
	return nil
}

func (d *bucketDetails) applyVersioning(b *bucket) error {
	if d.Versioning == nil || *d.Versioning == b.versioning {
		return nil
	}
	if *d.Versioning == enabled && len(b.rules) > 0 {
		return conflict("Versioning cannot be enabled on bucket '%s' because it has retention rules", b.name)
	}
	if *d.Versioning == enabled && b.readOnly {
		return conflict("Versioning cannot be enabled on bucket '%s' because it is a replication destination", b.name)
	}
	b.versioning = *d.Versioning
	return nil
}

func (d *bucketDetails) applyScope(b *bucket) error {
	if d.BucketScope == nil || *d.BucketScope == b.scope {
		return nil
	}
	if b.scope == scopeRegion {
		return badRequest("InvalidBucketProperty", "The scope of a bucket cannot be changed from REGION to NAMESPACE")
	}
	if !hostLabel.MatchString(b.name) {
		return badRequest("InvalidBucketName", "The bucket name '%s' cannot be unique in the region: it must be usable as a label of a host name", b.name)
	}
	b.scope = *d.BucketScope
	return nil
}

func (d *bucketDetails) applyTiers(b *bucket) error {
	set(&b.storageTier, d.StorageTier)
	if d.AutoTiering != nil && *d.AutoTiering != disabled && b.storageTier == tierArchive {
		return badRequest("InvalidBucketProperty", "Auto-tiering cannot be enabled on a bucket in the Archive tier")
	}
	set(&b.autoTiering, d.AutoTiering)
	return nil
}

// cloned keeps what is stored apart from what was sent.
func cloned[M ~map[K]V, K comparable, V any](m M) M {
	if m == nil {
		return M{}
	}
	return maps.Clone(m)
}
