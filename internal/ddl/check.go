package ddl

import (
	"fmt"
	"slices"
)

// keyTypes are the types that a column of the primary key may have.
var keyTypes = []string{"INTEGER", "LONG", "FLOAT", "DOUBLE", "NUMBER", "STRING", "ENUM", "TIMESTAMP"}

// check says what no table can be.
func (t Table) check() error {
	if len(t.PrimaryKey) == 0 {
		return wrong("the table %s has no primary key: add PRIMARY KEY (…)", t.Name)
	}
	if twice := repeated(t.Columns); twice != "" {
		return wrong("the table %s has two columns %s", t.Name, twice)
	}
	if err := t.checkKey(); err != nil {
		return err
	}
	identities := 0
	for _, c := range t.Columns {
		if c.Identity != nil || c.Generated {
			identities++
		}
		if err := c.check(c.Name); err != nil {
			return err
		}
	}
	if identities > 1 {
		return wrong("the table %s has more than one column with generated values", t.Name)
	}
	if t.Frozen && !t.Force && !t.hasJSON() {
		return wrong("the schema of the table %s is to be frozen, and no column is of type JSON: add one, or write WITH SCHEMA FROZEN FORCE", t.Name)
	}
	return nil
}

func (t Table) checkKey() error {
	seen := map[string]bool{}
	for _, k := range t.PrimaryKey {
		i, there := t.column(k.Name)
		switch {
		case seen[fold(k.Name)]:
			return wrong("the primary key names the column %s twice", k.Name)
		case !there && t.IsChild():
			// A child's key begins with its parent's only where the statement repeats it, which Oracle refuses.
			return wrong("the primary key names %s, which is no column; the parent's key is part of a child's without being named", k.Name)
		case !there:
			return wrong("the primary key names %s, which is no column", k.Name)
		case !slices.Contains(keyTypes, t.Columns[i].Type.Name):
			return wrong("the column %s is of type %s, which cannot be part of a primary key", k.Name, t.Columns[i].Type.Name)
		}
		seen[fold(k.Name)] = true
	}
	return nil
}

// check says what no column can be. path is its name, with the records that it is in.
func (c Column) check(path string) error {
	number := slices.Contains([]string{"INTEGER", "LONG", "NUMBER"}, c.Type.Name)
	switch {
	case c.Identity != nil && !number:
		return wrong("the identity column %s must be INTEGER, LONG or NUMBER, not %s", path, c.Type.Name)
	case c.Counter && !number:
		return wrong("the MR_COUNTER %s must be INTEGER, LONG or NUMBER, not %s", path, c.Type.Name)
	case c.UUID && c.Type.Name != "STRING":
		return wrong("the column %s AS UUID must be STRING, not %s", path, c.Type.Name)
	case c.Identity != nil && c.Default != "":
		return wrong("the identity column %s has a default value", path)
	}
	return c.Type.check(path)
}

func (t Type) check(path string) error {
	if t.Of != nil {
		return t.Of.check(path)
	}
	if twice := repeated(t.Fields); twice != "" {
		return wrong("the record %s has two fields %s", path, twice)
	}
	for _, f := range t.Fields {
		if err := f.check(path + "." + f.Name); err != nil {
			return err
		}
	}
	if len(t.Size) > 1 && t.Name == "TIMESTAMP" {
		return wrong("the precision of the TIMESTAMP %s must be from 0 to 9, not %s", path, t.Size)
	}
	return nil
}

// repeated is a name that two columns have, "" for none.
func repeated(columns []Column) string {
	seen := map[string]bool{}
	for _, c := range columns {
		if seen[fold(c.Name)] {
			return c.Name
		}
		seen[fold(c.Name)] = true
	}
	return ""
}

func wrong(format string, args ...any) error { return &Error{Message: fmt.Sprintf(format, args...)} }
