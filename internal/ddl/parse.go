package ddl

import (
	"fmt"
	"strings"
)

// Parse reads a CREATE TABLE statement and holds it against the rules that need no cloud. Its error is an *Error.
func Parse(statement string) (Table, error) {
	p, err := newParser(statement)
	if err != nil {
		return Table{}, err
	}
	t, err := p.create()
	if err != nil {
		return Table{}, err
	}
	return t, t.check()
}

// Unconditional is a CREATE TABLE statement without its IF NOT EXISTS, and otherwise as it is written: with it Oracle says
// nothing when the table is there already, and somebody else's would be taken for one's own.
func Unconditional(statement string) (string, error) {
	p, err := newParser(statement)
	if err != nil {
		return "", err
	}
	if _, err := p.create(); err != nil {
		return "", err
	}
	if p.exists[1] == 0 {
		return statement, nil
	}
	return strings.TrimRight(statement[:p.exists[0]], " \t\r\n") + " " + strings.TrimLeft(statement[p.exists[1]:], " \t\r\n"), nil
}

// deepest bounds how deep types are nested.
const deepest = 32

type parser struct {
	statement string
	tokens    []token
	depth     int
	exists    [2]int // where IF NOT EXISTS begins and ends
}

func newParser(statement string) (*parser, error) {
	tokens, err := scan(statement)
	return &parser{statement: statement, tokens: tokens}, err
}

func (p *parser) peek() token { return p.tokens[0] }

func (p *parser) take() token {
	t := p.tokens[0]
	if t.kind != end {
		p.tokens = p.tokens[1:]
	}
	return t
}

// ahead says whether the next tokens are these keywords and signs.
func (p *parser) ahead(what ...string) bool {
	if len(p.tokens) < len(what) {
		return false
	}
	for i, w := range what {
		if !p.tokens[i].is(w) {
			return false
		}
	}
	return true
}

// accept takes the keywords and signs if they come next.
func (p *parser) accept(what ...string) bool {
	if !p.ahead(what...) {
		return false
	}
	p.tokens = p.tokens[len(what):]
	return true
}

func (p *parser) expect(what ...string) error {
	for _, w := range what {
		if !p.accept(w) {
			return p.fault("%s is expected here, not %s", w, p.peek())
		}
	}
	return nil
}

func (p *parser) fault(format string, args ...any) error {
	return faultAt(p.statement, p.peek().start, fmt.Sprintf(format, args...))
}

// word takes a name.
func (p *parser) word(what string) (string, error) {
	if p.peek().kind != word {
		return "", p.fault("%s is expected here, not %s", what, p.peek())
	}
	return p.take().text, nil
}

// path takes names with dots between them.
func (p *parser) path(what string) (string, error) {
	first, err := p.word(what)
	names := []string{first}
	for err == nil && p.accept(".") {
		var next string
		next, err = p.word(what)
		names = append(names, next)
	}
	return strings.Join(names, "."), err
}

// whole takes a number without sign, point or exponent, and drops its leading zeros.
func (p *parser) whole() (string, error) {
	t := p.peek()
	if t.kind != number || strings.Trim(t.text, "0123456789") != "" {
		return "", p.fault("a whole number is expected here, not %s", t)
	}
	p.take()
	if trimmed := strings.TrimLeft(t.text, "0"); trimmed != "" {
		return trimmed, nil
	}
	return "0", nil
}

// sized takes a number in parentheses, if one comes.
func (p *parser) sized() (string, error) {
	if !p.accept("(") {
		return "", nil
	}
	size, err := p.whole()
	if err != nil {
		return "", err
	}
	return size, p.expect(")")
}

// list takes what is in parentheses with commas between.
func (p *parser) list(item func() error) error {
	if err := p.expect("("); err != nil {
		return err
	}
	for {
		if err := item(); err != nil {
			return err
		}
		if p.accept(")") {
			return nil
		}
		if err := p.expect(","); err != nil {
			return err
		}
	}
}

// finish expects the end of the statement.
func (p *parser) finish() error {
	p.accept(";")
	if p.peek().kind != end {
		return p.fault("the statement should end here, not go on with %s", p.peek())
	}
	return nil
}

func (p *parser) create() (t Table, err error) {
	if err := p.expect("CREATE", "TABLE"); err != nil {
		return t, err
	}
	start := p.peek().start
	if t.IfNotExists = p.accept("IF", "NOT", "EXISTS"); t.IfNotExists {
		p.exists = [2]int{start, p.peek().start}
	}
	if t.Name, err = p.path("the table's name"); err != nil {
		return t, err
	}
	p.comment()
	if err := p.list(func() error { return p.definition(&t) }); err != nil {
		return t, err
	}
	if err := p.options(&t); err != nil {
		return t, err
	}
	if t.Shard == 0 {
		t.Shard = len(t.PrimaryKey)
	}
	return t, p.finish()
}

// comment passes over a COMMENT clause, if one comes: it changes nothing about a table.
func (p *parser) comment() bool {
	if !p.ahead("COMMENT") || p.tokens[1].kind != text {
		return false
	}
	p.tokens = p.tokens[2:]
	return true
}

func (p *parser) definition(t *Table) error {
	if p.ahead("PRIMARY", "KEY", "(") {
		if t.PrimaryKey != nil {
			return p.fault("the table has a second primary key")
		}
		return p.primaryKey(t)
	}
	c, err := p.column()
	if err != nil {
		return err
	}
	t.Columns = append(t.Columns, c)
	return nil
}

func (p *parser) primaryKey(t *Table) error {
	p.accept("PRIMARY", "KEY")
	key := func() error {
		name, err := p.word("the name of a column")
		if err != nil {
			return err
		}
		size, err := p.sized()
		t.PrimaryKey = append(t.PrimaryKey, Key{name, size})
		return err
	}
	first := true
	err := p.list(func() error {
		defer func() { first = false }()
		if !first || !p.accept("SHARD") {
			return key()
		}
		err := p.list(key)
		t.Shard = len(t.PrimaryKey)
		return err
	})
	if err != nil || !p.ahead("USING", "TTL") {
		return err
	}
	return p.ttl(t)
}

func (p *parser) ttl(t *Table) error {
	if t.TTL.Unit != "" {
		return p.fault("the table has a second TTL")
	}
	err := p.expect("USING", "TTL")
	if err == nil {
		t.TTL.Amount, err = p.whole()
	}
	switch {
	case err != nil:
	case p.accept("HOURS"):
		t.TTL.Unit = "HOURS"
	case p.accept("DAYS"):
		t.TTL.Unit = "DAYS"
	default:
		err = p.fault("HOURS or DAYS is expected here, not %s", p.peek())
	}
	return err
}

// options are what comes after the definitions, in any order.
func (p *parser) options(t *Table) error {
	for {
		switch {
		case p.ahead("USING"):
			if err := p.ttl(t); err != nil {
				return err
			}
		case !t.Frozen && p.accept("WITH", "SCHEMA", "FROZEN"):
			t.Frozen, t.Force = true, p.accept("FORCE")
		case !t.Collection && p.accept("AS", "JSON", "COLLECTION"):
			t.Collection = true
		case p.ahead("IN", "REGIONS"):
			return p.fault("the cloud service has no IN REGIONS; a table gets its replicas in other regions after its creation")
		default:
			return nil
		}
	}
}
