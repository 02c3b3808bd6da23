package dbsystem

import (
	"fmt"
	"maps"
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// object is a JSON object. A member that is null is one that is not there.
type object map[string]any

func (o object) text(name string) string { v, _ := o[name].(string); return v }

func (o object) is(name string) bool { v, _ := o[name].(bool); return v }

func (o object) number(name string) float64 { v, _ := o[name].(float64); return v }

// object is a member that is an object; it is empty where there is none.
func (o object) object(name string) object {
	switch v := o[name].(type) {
	case object:
		return v
	case map[string]any:
		return v
	}
	return object{}
}

// list is a member that is a list.
func (o object) list(name string) []any { v, _ := o[name].([]any); return v }

// texts are the strings of a member that is a list of them.
func (o object) texts(name string) []string {
	out := []string{}
	for _, v := range o.list(name) {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// merge takes over what was sent: objects member by member, all else whole.
func (o object) merge(sent object) {
	for name, v := range sent {
		switch inner := v.(type) {
		case nil:
		case map[string]any:
			if name == "freeformTags" || name == "definedTags" {
				o[name] = inner
				continue
			}
			held := o.object(name).clone()
			held.merge(inner)
			o[name] = held
		default:
			o[name] = v
		}
	}
}

// clone is a copy that shares no object and no list.
func (o object) clone() object {
	out := make(object, len(o))
	for name, v := range o {
		out[name] = copied(v)
	}
	return out
}

func copied(v any) any {
	switch v := v.(type) {
	case object:
		return v.clone()
	case map[string]any:
		return object(v).clone()
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = copied(v[i])
		}
		return out
	}
	return v
}

// kind is the JSON type of a member.
type kind int

const (
	text kind = iota
	number
	boolean
	texts
	numbers
	tags // an object whose members the customer names
	objects
	inner
)

// member is what a request's body may have.
type member struct {
	kind    kind
	needed  bool
	members members // of inner and objects
}

type members map[string]member

// read reads the body of a call as the members say. An unknown member is 501: ignoring it would be a lie.
func (m members) read(c *cloud.Call) (object, error) {
	body := object{}
	if err := cloud.ReadJSON(c, (*map[string]any)(&body)); err != nil {
		return nil, err
	}
	return body, m.check(c, "", body)
}

func (m members) check(c *cloud.Call, path string, body object) error {
	for _, name := range slices.Sorted(maps.Keys(body)) {
		known, ok := m[name]
		switch v := body[name]; {
		case !ok:
			return cloud.NotImplemented("the member %s%s of the body of %s %s", path, name, c.Method, c.URL.Path)
		case v == nil:
			delete(body, name)
		default:
			if err := known.check(c, path+name, v); err != nil {
				return err
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if m[name].needed && body[name] == nil {
			return cloud.MissingParameter(path + name)
		}
	}
	return nil
}

func (m member) check(c *cloud.Call, path string, v any) error {
	ok := true
	switch m.kind {
	case text:
		_, ok = v.(string)
	case number:
		_, ok = v.(float64)
	case boolean:
		_, ok = v.(bool)
	case tags:
		_, ok = v.(map[string]any)
	case inner:
		var o map[string]any
		if o, ok = v.(map[string]any); ok {
			return m.members.check(c, path+".", o)
		}
	case texts, numbers, objects:
		var list []any
		if list, ok = v.([]any); ok {
			return m.elements(c, path, list)
		}
	}
	if !ok {
		return cloud.CannotParseRequest("The member %s is not of the type that this operation takes.", path)
	}
	return nil
}

func (m member) elements(c *cloud.Call, path string, list []any) error {
	one := member{kind: map[kind]kind{texts: text, numbers: number, objects: inner}[m.kind], members: m.members}
	for i, v := range list {
		if err := one.check(c, fmt.Sprintf("%s[%d]", path, i), v); err != nil {
			return err
		}
	}
	return nil
}
