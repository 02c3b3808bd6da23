package objectstorage

import (
	"slices"
)

// commitDetails is the body of CommitMultipartUpload.
type commitDetails struct {
	Commit []struct {
		Number int    `json:"partNum"`
		ETag   string `json:"etag"`
	} `json:"partsToCommit"`
	Exclude []int `json:"partsToExclude"`
}

func (s *Service) commitUpload(q *request) error {
	var d commitDetails
	if err := q.readJSON(&d); err != nil {
		return err
	}
	var v *version
	err := q.change(func(b *bucket) error {
		u, err := q.upload(b)
		if err != nil {
			return err
		}
		parts, err := d.parts(u)
		if err != nil {
			return err
		}
		if err := q.checkPut(b, u.object, &u.draft); err != nil {
			return err
		}
		v = u.assemble(parts)
		v.created = s.now()
		v.modified = v.created
		for _, p := range u.parts {
			p.content.release()
		}
		delete(b.uploads, u.id)
		q.finishPut(b, u.object, v)
		return nil
	})
	if err != nil {
		return err
	}
	v.sums.answer(q.w.Header())
	q.answerPut(v)
	return nil
}

// parts are the parts to commit, by number. Each part of the upload is to be committed or excluded, and none both.
func (d *commitDetails) parts(u *upload) ([]*part, error) {
	if len(d.Commit) == 0 {
		return nil, badRequest("InvalidUploadPart", "There is no part to commit")
	}
	var parts []*part
	seen := map[int]bool{}
	for _, c := range d.Commit {
		p := u.parts[c.Number]
		if p == nil || p.etag != bare(c.ETag) {
			return nil, badRequest("InvalidUploadPart", "The part %d with the ETag '%s' was not uploaded", c.Number, c.ETag)
		}
		if seen[c.Number] {
			return nil, badRequest("InvalidUploadPart", "The part %d is listed twice", c.Number)
		}
		seen[c.Number] = true
		parts = append(parts, p)
	}
	for _, number := range d.Exclude {
		if seen[number] {
			return nil, badRequest("InvalidUploadPart", "The part %d is listed twice", number)
		}
		seen[number] = true
	}
	for number := range u.parts {
		if !seen[number] {
			return nil, badRequest("InvalidUploadPart", "The part %d is neither to be committed nor excluded", number)
		}
	}
	slices.SortFunc(parts, func(a, b *part) int { return a.number - b.number })
	return parts, nil
}

// assemble makes the object of the parts. It takes references of its own to their contents.
func (u *upload) assemble(parts []*part) *version {
	contents := make([]*content, len(parts))
	hashes := make([]sums, len(parts))
	sizes := make([]int64, len(parts))
	for i, p := range parts {
		contents[i], hashes[i], sizes[i] = p.content, p.sums, p.content.size
	}
	v := u.draft
	v.id, v.etag = newUUID(), newUUID()
	v.content, v.sums = join(contents), joinSums(hashes, sizes)
	return &v
}
