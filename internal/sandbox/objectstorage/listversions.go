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
	list := versionList{selection: sel, now: s.now()}
	err = q.change(func(b *bucket) error {
		b.walk(sel, func(name, group string) bool {
			if group != "" {
				return list.addPrefix(name, group)
			}
			return list.add(name, b.objects[name].newestFirst(name, resume))
		})
		return nil
	})
	if err != nil {
		return err
	}
	if list.next != "" {
		q.w.Header().Set("opc-next-page", list.next)
	}
	return q.writeJSON(list)
}

// versionList is a page of versions.
type versionList struct {
	Items    []versionSummary `json:"items"`
	Prefixes []string         `json:"prefixes"`

	selection selection
	now       time.Time
	next      string // the token of the next page
}

// full ends the page before a version of a name if it has all that it may have.
func (l *versionList) full(name, version string) bool {
	if len(l.Items)+len(l.Prefixes) < l.selection.limit {
		return false
	}
	l.next = token(name, version)
	return true
}

func (l *versionList) addPrefix(name, group string) (more bool) {
	if l.full(name, "") {
		return false
	}
	l.Prefixes = append(l.Prefixes, group)
	return true
}

func (l *versionList) add(name string, versions []*version) (more bool) {
	for _, v := range versions {
		if l.full(name, v.id) {
			return false
		}
		l.Items = append(l.Items, versionSummary{v.summary(name, l.selection.fields, l.now), v.modified, v.id, v.deleteMarker})
	}
	return true
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
