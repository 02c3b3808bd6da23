package ddl

import (
	"slices"
	"strings"
)

// Alteration is what an ALTER TABLE statement says: changes of columns, or a TTL, or that the schema is frozen or not.
type Alteration struct {
	Table   string
	Changes []Change
	TTL     *TTL
	Frozen  *bool
	Force   bool // FREEZE SCHEMA FORCE
}

// Change adds, drops or modifies one column, or a field of a record.
type Change struct {
	Verb   string   // "ADD", "DROP" or "MODIFY"
	Path   []string // the column's name, and the fields inside its records
	Column Column   // of ADD and MODIFY: what the column is to be; a MODIFY says its identity only, nil to drop it
}

// ParseAlter reads an ALTER TABLE statement. Its error is an *Error.
func ParseAlter(statement string) (Alteration, error) {
	p, err := newParser(statement)
	if err != nil {
		return Alteration{}, err
	}
	return p.alter()
}

func (p *parser) alter() (a Alteration, err error) {
	if err := p.expect("ALTER", "TABLE"); err != nil {
		return a, err
	}
	if a.Table, err = p.path("the table's name"); err != nil {
		return a, err
	}
	yes, no := true, false
	switch {
	case p.ahead("("):
		err = p.list(func() error {
			c, err := p.change()
			a.Changes = append(a.Changes, c)
			return err
		})
	case p.ahead("USING"):
		var t Table
		err = p.ttl(&t)
		a.TTL = &t.TTL
	case p.accept("FREEZE", "SCHEMA"):
		a.Frozen, a.Force = &yes, p.accept("FORCE")
	case p.accept("UNFREEZE", "SCHEMA"):
		a.Frozen = &no
	default:
		err = p.fault("changes in parentheses, USING TTL, FREEZE SCHEMA or UNFREEZE SCHEMA are expected here, not %s", p.peek())
	}
	if err != nil {
		return a, err
	}
	return a, p.finish()
}

func (p *parser) change() (c Change, err error) {
	switch {
	case p.accept("ADD"):
		c.Verb = "ADD"
		if c.Path, err = p.steps(); err != nil {
			return c, err
		}
		// The last step is the name of what the definition is about.
		p.tokens = slices.Insert(slices.Clone(p.tokens), 0, token{kind: word, text: c.Path[len(c.Path)-1], start: p.peek().start})
		c.Column, err = p.column()
	case p.accept("DROP"):
		c.Verb = "DROP"
		c.Path, err = p.steps()
	case p.accept("MODIFY"):
		c.Verb = "MODIFY"
		p.accept("FIELD")
		if c.Path, err = p.steps(); err != nil || p.accept("DROP", "IDENTITY") {
			return c, err
		}
		if !p.ahead("GENERATED") {
			return c, p.fault("GENERATED … AS IDENTITY or DROP IDENTITY is expected here, not %s: Oracle modifies nothing else of a column", p.peek())
		}
		err = p.identity(&c.Column)
	default:
		err = p.fault("ADD, DROP or MODIFY is expected here, not %s", p.peek())
	}
	return c, err
}

func (p *parser) steps() ([]string, error) {
	path, err := p.path("the name of a column")
	return strings.Split(path, "."), err
}

// Apply is the table after an alteration. Its error is an *Error: what Oracle refuses.
func (t Table) Apply(a Alteration) (Table, error) {
	if !SameName(t.Name, a.Table) {
		return t, wrong("the statement alters the table %s, and this is the table %s", a.Table, t.Name)
	}
	switch {
	case a.TTL != nil:
		t.TTL = *a.TTL
	case a.Frozen != nil:
		t.Frozen, t.Force = *a.Frozen, a.Force
	case t.Frozen:
		return t, wrong("the schema of the table %s is frozen", t.Name)
	}
	t.Columns = slices.Clone(t.Columns)
	for _, c := range a.Changes {
		if c.Verb == "DROP" && len(c.Path) == 1 && t.isKey(c.Path[0]) {
			return t, wrong("the column %s is part of the primary key and cannot be dropped", c.Path[0])
		}
		var err error
		if t.Columns, err = c.apply(t.Columns, c.Path); err != nil {
			return t, err
		}
	}
	return t, t.check()
}

// apply changes the column or field at path among columns, which are the caller's own.
func (c Change) apply(columns []Column, path []string) ([]Column, error) {
	whole := strings.Join(c.Path, ".")
	i, there := find(columns, path[0])
	switch {
	case len(path) > 1:
		if !there || columns[i].Type.Name != "RECORD" {
			return nil, wrong("there is no record %s for the field %s", path[0], whole)
		}
		fields, err := c.apply(slices.Clone(columns[i].Type.Fields), path[1:])
		columns[i].Type.Fields = fields
		return columns, err
	case c.Verb == "ADD" && there:
		return nil, wrong("the column %s is there already", whole)
	case c.Verb == "ADD":
		return append(columns, c.Column), nil
	case !there:
		return nil, wrong("there is no column %s", whole)
	case c.Verb == "DROP":
		return slices.Delete(columns, i, i+1), nil
	}
	columns[i].Identity = c.Column.Identity
	return columns, nil
}
