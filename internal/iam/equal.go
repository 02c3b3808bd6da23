package iam

import "slices"

// Equal says whether two statements mean the same because they are written the same: positions, comments and sources
// aside. Names and values are compared as written.
func (s *Statement) Equal(t *Statement) bool {
	return s.Effect == t.Effect && s.Form == t.Form &&
		s.Subject.equal(t.Subject) && equalTenancy(s.Of, t.Of) && s.Action.equal(t.Action) &&
		s.Location.equal(t.Location) && equalWith(s.With, t.With) && equalDefinition(s.Definition, t.Definition) &&
		equalCondition(s.Condition, t.Condition)
}

func (s Subject) equal(t Subject) bool {
	return s.Kind == t.Kind && slices.EqualFunc(s.Principals, t.Principals, func(a, b Principal) bool {
		return a.Domain == b.Domain && a.Name == b.Name && a.OCID == b.OCID && slices.Equal(a.Types, b.Types)
	})
}

func (a Action) equal(b Action) bool {
	return a.Verb == b.Verb && a.Resource.Name == b.Resource.Name &&
		slices.EqualFunc(a.Permissions, b.Permissions, func(x, y Permission) bool { return x.Name == y.Name })
}

func (l Location) equal(m Location) bool {
	return l.Kind == m.Kind && l.OCID == m.OCID && equalTenancy(l.Tenancy, m.Tenancy) &&
		slices.EqualFunc(l.Path, m.Path, func(a, b Name) bool { return a.Text == b.Text })
}

func equalTenancy(a, b *Tenancy) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Any == b.Any && a.Alias == b.Alias && a.OCID == b.OCID
}

func equalWith(a, b *With) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Resource.Name == b.Resource.Name && a.Location.equal(b.Location)
}

func equalDefinition(a, b *Definition) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Kind == b.Kind && a.Name.Text == b.Name.Text && a.OCID == b.OCID
}

func equalCondition(a, b Condition) bool {
	switch a := a.(type) {
	case nil:
		return b == nil
	case *Combination:
		b, ok := b.(*Combination)
		return ok && a.Junction == b.Junction && slices.EqualFunc(a.Members, b.Members, equalCondition)
	case *Comparison:
		b, ok := b.(*Comparison)
		return ok && a.Variable.Name == b.Variable.Name && a.Operator == b.Operator &&
			slices.EqualFunc(a.Values, b.Values, func(x, y Value) bool { return x.Kind == y.Kind && x.Text == y.Text })
	case *Absent:
		b, ok := b.(*Absent)
		return ok && a.Variable.Name == b.Variable.Name
	}
	return false
}
