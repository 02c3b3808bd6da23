package objectstorage

func (s *Service) renameObject(q *request) error {
	var d struct {
		SourceName  string `json:"sourceName"`
		NewName     string `json:"newName"`
		SrcIfMatch  string `json:"srcObjIfMatchETag"`
		NewIfMatch  string `json:"newObjIfMatchETag"`
		NewIfNoneOf string `json:"newObjIfNoneMatchETag"`
	}
	if err := q.readJSON(&d); err != nil {
		return err
	}
	if err := firstError(checkObjectName(d.SourceName), checkObjectName(d.NewName)); err != nil {
		return err
	}
	if d.SourceName == d.NewName {
		return badRequest("SourceNameSameAsNewName", "The object's new name '%s' is its old one", d.NewName)
	}
	q.named = d.NewName // policies have a say in both names
	if err := q.authorizeOnBucket(q.route.need); err != nil {
		return err
	}
	var renamed *version
	err := q.change(func(b *bucket) error {
		source := condition{match: d.SrcIfMatch}
		target := condition{match: d.NewIfMatch, noneMatch: d.NewIfNoneOf}
		v, err := q.checkRename(b, d.SourceName, d.NewName, source, target)
		if err != nil {
			return err
		}
		renamed = v.copied(s.now())
		renamed.created = v.created
		b.put(d.NewName, renamed)
		b.remove(d.SourceName, s.now())
		s.changed(b, d.NewName)
		s.changed(b, d.SourceName)
		return nil
	})
	if err != nil {
		return err
	}
	q.answerPut(renamed)
	return nil
}

// checkRename finds the version to rename. A retention rule on either name forbids it.
func (q *request) checkRename(b *bucket, from, to string, source, target condition) (*version, error) {
	if b.readOnly {
		return nil, bucketReadOnly(b, q.namespace)
	}
	v := b.current(from)
	if v == nil {
		return nil, objectNotFound(q.namespace, b.name, from)
	}
	now := q.service.now()
	if b.holds(v, now) {
		return nil, retained(from)
	}
	if b.holdsWrite(to, now) {
		return nil, retained(to)
	}
	return v, firstError(source.forWrite(v.etag), target.forWrite(b.etagOf(to)))
}
