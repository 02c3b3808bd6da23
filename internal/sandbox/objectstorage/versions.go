package objectstorage

import (
	"slices"
	"time"
)

// object is a name with its versions, oldest first. There is always at least one; the last is the latest.
type object struct {
	versions []*version
}

func (o *object) latest() *version { return o.versions[len(o.versions)-1] }

// current is the version that a name stands for: its latest, unless that is a delete marker.
func (b *bucket) current(name string) *version {
	if o := b.objects[name]; o != nil && !o.latest().deleteMarker {
		return o.latest()
	}
	return nil
}

// find is the version with an id, or the current one where id is empty. Delete markers are found by their id only.
func (b *bucket) find(name, id string) *version {
	if id == "" {
		return b.current(name)
	}
	o := b.objects[name]
	if o == nil {
		return nil
	}
	if i := slices.IndexFunc(o.versions, func(v *version) bool { return v.id == id }); i >= 0 {
		return o.versions[i]
	}
	return nil
}

// etagOf is the etag that conditions on a name are held against; empty when there is no such object.
func (b *bucket) etagOf(name string) string {
	if v := b.current(name); v != nil {
		return v.etag
	}
	return ""
}

// put makes v the latest version of a name. What it replaces stays when it was made under versioning.
func (b *bucket) put(name string, v *version) {
	o := b.objects[name]
	if o == nil {
		o = &object{}
		b.objects[name] = o
		b.names.add(name)
	} else if last := o.latest(); b.versioning != enabled && !last.kept {
		o.versions = o.versions[:len(o.versions)-1]
		b.discard(last)
	}
	v.kept = b.versioning == enabled
	o.versions = append(o.versions, v)
	if !v.deleteMarker {
		b.count++
		b.bytes += v.content.size
	}
}

// remove deletes a name as a request without a version does, and returns the delete marker where it leaves one: always
// under versioning, and otherwise when there are versions from the time of versioning that must not come to light again.
func (b *bucket) remove(name string, now time.Time) *version {
	o := b.objects[name]
	last := o.latest()
	if b.versioning != enabled && !last.kept {
		b.erase(name, last)
		if b.objects[name] == nil {
			return nil
		}
	}
	marker := &version{id: newUUID(), etag: newUUID(), created: now, modified: now, deleteMarker: true}
	b.put(name, marker)
	return marker
}

// erase takes one version away for good.
func (b *bucket) erase(name string, v *version) {
	o := b.objects[name]
	o.versions = slices.DeleteFunc(o.versions, func(other *version) bool { return other == v })
	b.discard(v)
	if len(o.versions) == 0 {
		delete(b.objects, name)
		b.names.remove()
	}
}

func (b *bucket) discard(v *version) {
	if v.deleteMarker {
		return
	}
	b.count--
	b.bytes -= v.content.size
	v.content.release()
}
