package objectstorage

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// siteDump is what exists in one region.
type siteDump struct {
	Buckets []bucketDump `json:"buckets"`
}

type bucketDump struct {
	bucketJSON          `json:",inline"`
	Objects             []objectDump     `json:"objects"`
	MultipartUploads    []uploadJSON     `json:"multipartUploads"`
	RetentionRules      []*retentionRule `json:"retentionRules"`
	ReplicationPolicies []policyJSON     `json:"replicationPolicies"`
	PARs                []parJSON        `json:"preauthenticatedRequests"`
	LifecycleRules      []lifecycleRule  `json:"objectLifecyclePolicy"`
}

type objectDump struct {
	Name     string        `json:"name"`
	Size     int64         `json:"size"`
	MD5      string        `json:"md5"`
	Deleted  bool          `json:"deleted"` // the latest version is a delete marker
	Versions []versionDump `json:"versions"`
}

type versionDump struct {
	ID             string    `json:"versionId"`
	ETag           string    `json:"etag"`
	Size           int64     `json:"size"`
	MD5            string    `json:"md5"`
	StorageTier    string    `json:"storageTier"`
	TimeModified   time.Time `json:"timeModified"`
	IsDeleteMarker bool      `json:"isDeleteMarker"`
}

// Dump implements cloud.Service: by region its buckets by name, with all that they hold but contents and tokens.
func (s *Service) Dump() map[string]any {
	s.settle()
	s.mu.Lock()
	defer s.mu.Unlock()
	dump := map[string]any{}
	for where, at := range s.sites {
		if len(at.buckets) == 0 {
			continue
		}
		d, _ := dump[where.region].(siteDump)
		for _, b := range at.buckets {
			d.Buckets = append(d.Buckets, s.dumpBucket(b))
		}
		slices.SortFunc(d.Buckets, func(a, b bucketDump) int {
			return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Namespace, b.Namespace))
		})
		dump[where.region] = d
	}
	return dump
}

func (s *Service) dumpBucket(b *bucket) bucketDump {
	every := map[string]bool{"approximateCount": true, "approximateSize": true, "autoTiering": true}
	d := bucketDump{bucketJSON: b.json(every), RetentionRules: slices.Clone(b.rules)}
	for _, name := range slices.Sorted(maps.Keys(b.objects)) {
		d.Objects = append(d.Objects, b.objects[name].dump(name))
	}
	for _, id := range slices.Sorted(maps.Keys(b.uploads)) {
		d.MultipartUploads = append(d.MultipartUploads, b.uploads[id].json(b.namespace, b.name))
	}
	if b.policy != nil {
		d.ReplicationPolicies = append(d.ReplicationPolicies, s.policyJSON(b, s.now()))
	}
	for _, p := range b.pars {
		d.PARs = append(d.PARs, p.summary)
	}
	slices.SortFunc(d.PARs, func(a, b parJSON) int { return cmp.Compare(a.Name+a.ID, b.Name+b.ID) })
	if b.lifecycle != nil {
		d.LifecycleRules = b.lifecycle.rules
	}
	return d
}

func (o *object) dump(name string) objectDump {
	d := objectDump{Name: name, Deleted: o.latest().deleteMarker}
	for _, v := range o.versions {
		vd := versionDump{ID: v.id, ETag: v.etag, StorageTier: v.tier, TimeModified: v.modified, IsDeleteMarker: v.deleteMarker}
		if !v.deleteMarker {
			vd.Size, vd.MD5 = v.content.size, v.sums.text(v.sums.md5)
		}
		d.Versions = append(d.Versions, vd)
	}
	d.Size, d.MD5 = d.Versions[len(d.Versions)-1].Size, d.Versions[len(d.Versions)-1].MD5
	return d
}
