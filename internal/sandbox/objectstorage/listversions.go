package objectstorage

import (
	"encoding/base64"
	"slices"
	"strings"
	"time"
)

// versionSummary is a version in a list.
type versionSummary struct {
	objectSummary  `json:",inline"`
	TimeModified   time.Time `json:"timeModified"`
	VersionID      string    `json:"versionId"`
	IsDeleteMarker bool      `json:"isDeleteMarker"`
}

// listVersions answers names in order and each name's versions newest first.
func (s *Service) listVersions(q *request) error {
	sel, err := selectionOf(q.URL.Query())
	if err != nil {
		return err
	}
	resume, err := versionToken(q.URL.Query().Get("page"))
	if err != nil {
		return err
	}
	sel.start = max(sel.start, resume.name)
	list := struct {
		Items    []versionSummary `json:"items"`
		Prefixes []string         `json:"prefixes"`
	}{}
	next := ""
	now := s.now()
	err = q.change(func(b *bucket) error {
		b.walk(sel, func(name, group string) bool {
			if group != "" {
				if len(list.Items)+len(list.Prefixes) == sel.limit {
					next = token(name, "")
					return false
				}
				list.Prefixes = append(list.Prefixes, group)
				return true
			}
			for _, v := range b.objects[name].newestFirst(name, resume) {
				if len(list.Items)+len(list.Prefixes) == sel.limit {
					next = token(name, v.id)
					return false
				}
				list.Items = append(list.Items, versionSummary{v.summary(name, sel.fields, now), v.modified, v.id, v.deleteMarker})
			}
			return true
		})
		return nil
	})
	if err != nil {
		return err
	}
	if next != "" {
		q.w.Header().Set("opc-next-page", next)
	}
	return q.writeJSON(list)
}

// place is where a list goes on: at a version of a name, or at the name's newest.
type place struct{ name, version string }

// newestFirst returns the versions of a name that a list which resumes at a place has still to show.
func (o *object) newestFirst(name string, resume place) []*version {
	versions := slices.Clone(o.versions)
	slices.Reverse(versions)
	if name != resume.name || resume.version == "" {
		return versions
	}
	// The version may have gone since; then the rest of its name is shown again rather than not at all.
	if i := slices.IndexFunc(versions, func(v *version) bool { return v.id == resume.version }); i > 0 {
		return versions[i:]
	}
	return versions
}

func token(name, version string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(version + "\x00" + name))
}

func versionToken(token string) (place, error) {
	if token == "" {
		return place{}, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(token)
	version, name, ok := strings.Cut(string(text), "\x00")
	if err != nil || !ok {
		return place{}, badRequest("InvalidPage", "The page is not an opc-next-page of an earlier answer")
	}
	return place{name, version}, nil
}
