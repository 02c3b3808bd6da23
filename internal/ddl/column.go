package ddl

import (
	"slices"
	"strings"
)

// column takes a column of a table or a field of a record.
func (p *parser) column() (c Column, err error) {
	if c.Name, err = p.word("the name of a column"); err != nil {
		return c, err
	}
	if c.Type, err = p.columnType(); err != nil {
		return c, err
	}
	for {
		more, err := p.property(&c)
		if err != nil || !more {
			return c, err
		}
	}
}

// property takes one thing that is said of a column after its type. It is false when there is no more.
func (p *parser) property(c *Column) (bool, error) {
	switch {
	case !c.NotNull && p.accept("NOT", "NULL"):
		c.NotNull = true
	case c.Default == "" && p.accept("DEFAULT"):
		return true, p.literal(c)
	case c.Identity == nil && p.ahead("GENERATED"):
		return true, p.identity(c)
	case !c.UUID && p.accept("AS", "UUID"):
		c.UUID = true
		c.Generated = p.accept("GENERATED", "BY", "DEFAULT")
	case !c.Counter && p.accept("AS", "MR_COUNTER"):
		c.Counter = true
	default:
		return p.comment(), nil
	}
	return true, nil
}

// literal takes a column's default value.
func (p *parser) literal(c *Column) error {
	switch t := p.peek(); t.kind {
	case text, number:
		c.Default = t.text
	case word:
		c.Default = t.text
		if t.is("true") || t.is("false") {
			c.Default = strings.ToLower(t.text)
		}
	default:
		return p.fault("a literal is expected here, not %s", t)
	}
	p.take()
	return nil
}

// identity takes GENERATED … AS IDENTITY.
func (p *parser) identity(c *Column) error {
	var id Identity
	switch {
	case p.accept("GENERATED", "ALWAYS"):
		id.Always = true
	case p.accept("GENERATED", "BY", "DEFAULT"):
		id.OnNull = p.accept("ON", "NULL")
	default:
		p.take()
		return p.fault("ALWAYS or BY DEFAULT is expected here, not %s", p.peek())
	}
	c.Identity = &id
	if err := p.expect("AS", "IDENTITY"); err != nil || !p.accept("(") {
		return err
	}
	for !p.accept(")") {
		if err := p.sequence(&id); err != nil {
			return err
		}
	}
	return nil
}

// sequence takes one option of an identity's sequence generator.
func (p *parser) sequence(id *Identity) (err error) {
	value := func(into *string) error {
		t := p.peek()
		if t.kind != number {
			return p.fault("a number is expected here, not %s", t)
		}
		*into = p.take().text
		return nil
	}
	switch {
	case p.accept("START", "WITH"):
		err = value(&id.Start)
	case p.accept("INCREMENT", "BY"):
		err = value(&id.Increment)
	case p.accept("MAXVALUE"):
		err = value(&id.Max)
	case p.accept("MINVALUE"):
		err = value(&id.Min)
	case p.accept("CACHE"):
		err = value(&id.Cache)
	case p.accept("CYCLE"):
		id.Cycle = true
	case p.accept("NO", "CYCLE"):
		id.Cycle = false
	case p.accept("NO", "MAXVALUE"), p.accept("NO", "MINVALUE"), p.accept("NO", "CACHE"):
	default:
		err = p.fault("an option of the sequence, such as START WITH 1, is expected here, not %s", p.peek())
	}
	return err
}

var plainTypes = []string{"INTEGER", "LONG", "FLOAT", "DOUBLE", "NUMBER", "STRING", "BOOLEAN"}

// columnType takes a type.
func (p *parser) columnType() (t Type, err error) {
	if p.depth++; p.depth > deepest {
		return t, p.fault("types are nested deeper than %d", deepest)
	}
	defer func() { p.depth-- }()
	at := p.peek()
	name, err := p.word("a type")
	t.Name = strings.ToUpper(name)
	switch {
	case err != nil:
	case slices.Contains(plainTypes, t.Name):
	case t.Name == "BINARY", t.Name == "TIMESTAMP":
		t.Size, err = p.sized()
	case t.Name == "ENUM":
		err = p.list(func() error {
			symbol, err := p.word("a symbol")
			t.Symbols = append(t.Symbols, symbol)
			return err
		})
	case t.Name == "ARRAY", t.Name == "MAP":
		err = p.element(&t)
	case t.Name == "RECORD":
		err = p.list(func() error {
			field, err := p.column()
			t.Fields = append(t.Fields, field)
			return err
		})
	case t.Name == "JSON":
		err = p.counters(&t)
	default:
		err = faultAt(p.statement, at.start, "there is no type "+at.text)
	}
	return t, err
}

func (p *parser) element(t *Type) error {
	if err := p.expect("("); err != nil {
		return err
	}
	of, err := p.columnType()
	if err != nil {
		return err
	}
	t.Of = &of
	return p.expect(")")
}

// counters takes the MR_COUNTERs in a JSON column, such as JSON(visits AS LONG MR_COUNTER).
func (p *parser) counters(t *Type) error {
	if !p.ahead("(") {
		return nil
	}
	return p.list(func() error {
		path, err := p.path("the path of a counter")
		if err == nil {
			err = p.expect("AS")
		}
		if err != nil {
			return err
		}
		of, err := p.word("INTEGER, LONG or NUMBER")
		t.Counters = append(t.Counters, path+" "+strings.ToUpper(of))
		if err != nil {
			return err
		}
		return p.expect("MR_COUNTER")
	})
}
