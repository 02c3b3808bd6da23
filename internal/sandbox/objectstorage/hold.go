package objectstorage

import "time"

func (r *retentionRule) locked(now time.Time) bool { return r.Locked != nil && !now.Before(*r.Locked) }

// end is when a retention that began at a time ends.
func (d *duration) end(start time.Time) time.Time {
	if d.Unit == "YEARS" {
		return start.AddDate(int(d.Amount), 0, 0)
	}
	return start.AddDate(0, 0, int(d.Amount))
}

// holds says whether a rule keeps a version as it is. A delete marker is nothing that could be kept.
func (b *bucket) holds(v *version, now time.Time) bool {
	if v.deleteMarker {
		return false
	}
	for _, r := range b.rules {
		if r.Duration == nil || now.Before(r.Duration.end(v.modified)) {
			return true
		}
	}
	return false
}

// holdsWrite says whether a rule keeps a name from being written.
func (b *bucket) holdsWrite(name string, now time.Time) bool {
	v := b.current(name)
	return v != nil && b.holds(v, now)
}
