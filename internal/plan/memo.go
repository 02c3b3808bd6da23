package plan

// memo is what has been found out while one expression was resolved. Two references in each of many modules would lead to the
// same place on more ways than there is time for.
type memo struct {
	texts  map[question]resolved
	traced map[question]bool
}

// question is an expression in its scope, and what is taken of its value.
type question struct {
	e       *expression
	module  *module
	forEach *expression
	rest    string
}

// branching gives the scope a memory where more than one way leads on.
func (s scope) branching(e *expression) scope {
	if s.memo == nil && len(e.references) > 1 {
		s.memo = &memo{texts: map[question]resolved{}, traced: map[question]bool{}}
	}
	return s
}

// first says whether an expression is traced for the first time.
func (m *memo) first(e *expression, s scope) bool {
	key := question{e, s.module, s.forEach, ""}
	if m.traced[key] {
		return false
	}
	m.traced[key] = true
	return true
}
