package objectstorage

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxList is how many objects and prefixes one answer has at most, and unless fewer are asked for.
const maxList = 1000

// summaryFields are the fields that a list of objects can show.
var summaryFields = []string{"name", "size", "etag", "md5", "timeCreated", "timeModified", "storageTier", "archivalState"}

// selection is which objects a list shows.
type selection struct {
	prefix, start, after, end, delimiter string
	limit                                int
	fields                               map[string]bool
}

func selectionOf(query url.Values) (selection, error) {
	sel := selection{
		prefix:    query.Get("prefix"),
		start:     query.Get("start"),
		after:     query.Get("startAfter"),
		end:       query.Get("end"),
		delimiter: query.Get("delimiter"),
		limit:     maxList,
	}
	if sel.delimiter != "" && sel.delimiter != "/" {
		return sel, badRequest("InvalidParameter", "The only delimiter is '/', not '%s'", sel.delimiter)
	}
	if text := query.Get("limit"); text != "" {
		if !validLimit(text, maxList) {
			return sel, badRequest("InvalidLimit", "The limit must be a number from 1 to %d, not '%s'", maxList, text)
		}
		sel.limit, _ = strconv.Atoi(text)
	}
	var err error
	sel.fields, err = fieldsOf(query["fields"], summaryFields...)
	return sel, err
}

// first is the least name that the selection can have.
func (sel selection) first() string {
	first := max(sel.prefix, sel.start)
	if sel.after != "" && sel.after >= first {
		first = sel.after + "\x00"
	}
	return first
}

// past says whether a name, and so every one that follows it, is outside.
func (sel selection) past(name string) bool {
	return !strings.HasPrefix(name, sel.prefix) && name > sel.prefix || sel.end != "" && name >= sel.end
}

// group is the common prefix that a name is shown by under the delimiter; empty: by itself.
func (sel selection) group(name string) string {
	if sel.delimiter == "" {
		return ""
	}
	i := strings.Index(name[len(sel.prefix):], sel.delimiter)
	if i < 0 {
		return ""
	}
	return name[:len(sel.prefix)+i+1]
}

// walk calls show for each selected name in order, or for each group of names once, until show says that it is enough.
// The caller holds the lock for writing, because the order may have to be made.
func (b *bucket) walk(sel selection, show func(name, group string) (more bool)) {
	names := b.names.order(func(name string) bool { return b.objects[name] != nil })
	for i := from(names, sel.first()); i < len(names); {
		name := names[i]
		if sel.past(name) {
			return
		}
		group := sel.group(name)
		if b.objects[name] != nil && !show(name, group) {
			return
		}
		i++
		if group != "" {
			// All names of the group are behind its successor: the delimiter's next character.
			i = max(i, from(names, group[:len(group)-1]+string(rune('/'+1))))
		}
	}
}

// objectSummary is an object in a list. A version has all members that are not asked for null, too, but for its id.
type objectSummary struct {
	Name          string     `json:"name"`
	Size          *int64     `json:"size"`
	MD5           *string    `json:"md5"`
	TimeCreated   *time.Time `json:"timeCreated"`
	ETag          *string    `json:"etag"`
	StorageTier   *string    `json:"storageTier"`
	ArchivalState *string    `json:"archivalState"`
	TimeModified  *time.Time `json:"timeModified"`
}

func (v *version) summary(name string, fields map[string]bool, now time.Time) objectSummary {
	s := objectSummary{Name: name}
	show := func(field string) bool { return fields[field] && !v.deleteMarker }
	if show("size") {
		s.Size = new(v.content.size)
	}
	if show("md5") {
		s.MD5 = new(v.sums.text(v.sums.md5))
	}
	if show("etag") {
		s.ETag = new(v.etag)
	}
	if show("timeCreated") {
		s.TimeCreated = new(v.created)
	}
	if show("timeModified") {
		s.TimeModified = new(v.modified)
	}
	if show("storageTier") {
		s.StorageTier = new(v.tier)
	}
	if show("archivalState") {
		s.ArchivalState = orNull(v.archivalState(now))
	}
	return s
}

func (s *Service) listObjects(q *request) error {
	sel, err := selectionOf(q.URL.Query())
	if err != nil {
		return err
	}
	list := struct {
		Objects  []objectSummary `json:"objects"`
		Prefixes []string        `json:"prefixes"`
		Next     *string         `json:"nextStartWith"`
	}{}
	now := s.now()
	err = q.change(func(b *bucket) error {
		b.walk(sel, func(name, group string) bool {
			v := b.current(name)
			switch {
			case group == "" && v == nil: // deleted, but versions remain
			case len(list.Objects)+len(list.Prefixes) == sel.limit:
				list.Next = &name
				return false
			case group == "":
				list.Objects = append(list.Objects, v.summary(name, sel.fields, now))
			case b.showsGroup(group):
				list.Prefixes = append(list.Prefixes, group)
			}
			return true
		})
		return nil
	})
	if err != nil {
		return err
	}
	return q.writeJSON(list)
}

// showsGroup says whether any object of a group exists that is not deleted.
func (b *bucket) showsGroup(group string) bool {
	shows := false
	b.walk(selection{prefix: group}, func(name, _ string) bool {
		shows = b.current(name) != nil
		return !shows
	})
	return shows
}
