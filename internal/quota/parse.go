package quota

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// Limits of what Parse reads. Oracle documents neither [U].
const (
	MaxLength = 64 << 10 // bytes of one statement
	MaxDepth  = 64       // conditions inside conditions
)

// Parse reads one statement. Keywords, families and names are folded; compartments and values stay as written. The error
// is a *SyntaxError. It takes time in proportion to the text's length, and never panics.
func Parse(statement string) (*Statement, error) {
	s, err := parse(Source{Line: 1, Text: statement})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// NewPolicy reads the statements of a quota object, which is kept in the root compartment. Those that cannot be read are
// in Unread; there is no other error.
func NewPolicy(name string, statements ...string) Policy {
	p := Policy{Name: name}
	p.Statements, p.Unread = lex.Read(lex.Texts(statements), parse)
	return p
}

// ParseLines reads a file of one statement a line. Lines that are blank, and lines that begin with //, are passed over.
func ParseLines(file string, src []byte) Policy {
	p := Policy{Name: file}
	p.Statements, p.Unread = lex.Read(lex.Lines(file, src), parse)
	return p
}

func parse(source Source) (*Statement, *SyntaxError) {
	if len(source.Text) > MaxLength {
		return nil, &SyntaxError{
			Position: Position{Line: 1, Column: 1}, Source: source, Cause: TooLong,
			Message: fmt.Sprintf("the statement has %d bytes; at most %d are read", len(source.Text), MaxLength),
		}
	}
	l := &lexer{lex.NewCursor(source.Text)}
	p := &parser{Parser: lex.NewParser(l.next), lex: l}
	s := p.statement()
	if p.err != nil {
		p.err.Source = source
		return nil, p.err
	}
	s.Source = source
	return s, nil
}

// parser is a recursive descent. The first error stays.
type parser struct {
	lex.Parser
	lex   *lexer
	depth int
	err   *SyntaxError
}

func (p *parser) fail(cause Cause, format string, args ...any) {
	if p.err != nil {
		return
	}
	message := fmt.Sprintf(format, args...)
	if p.Tok.Why != "" {
		message = p.Tok.Why
	}
	p.err = &SyntaxError{Position: p.Tok.Start, Cause: cause, Message: message}
	p.Stop()
}

func (p *parser) want(expected string) {
	p.fail(Malformed, "expected %s, found %s", expected, p.Tok.Describe())
}

func (p *parser) statement() *Statement {
	s := &Statement{}
	start := p.Tok.Start
	s.Action = p.action()
	s.Family = p.family()
	if !p.Accept("quota") && !p.Accept("quotas") {
		p.want(`"quota" or "quotas"`)
	}
	s.Name = p.name()
	if s.Action == Set {
		s.Value = p.value()
	}
	if !p.Accept("in") {
		p.want(afterName(s.Action))
	}
	s.Location = p.location()
	if p.Accept("where") {
		s.Condition = p.condition()
	}
	s.Span = p.From(start)
	p.end(s)
	return s
}

func afterName(a Action) string {
	if a == Set {
		return `"in"`
	}
	return `a quota's name or "in"`
}

func (p *parser) action() Action {
	switch {
	case p.Accept("set"):
		return Set
	case p.Accept("unset"):
		return Unset
	case p.Accept("zero"):
		return Zero
	}
	for _, iam := range []string{"allow", "deny", "endorse", "admit", "define"} {
		if p.Tok.Is(iam) {
			p.fail(OtherDialect, `%s begins a statement of IAM's policies: quotas have "set", "unset" and "zero"`, p.Tok.Describe())
		}
	}
	p.want(`"set", "unset" or "zero"`)
	return Set
}

func (p *parser) family() Word {
	if p.Tok.Kind != lex.Word {
		p.want("a family, such as compute-core")
		return Word{}
	}
	w := Word{Span: p.Tok.Span, Text: lex.Fold(p.Tok.Text)}
	p.Next()
	return w
}

// word reads a word, in quotes or without.
func (p *parser) word(what string) Word {
	if p.Tok.Kind != lex.Word && (p.Tok.Kind != lex.Quoted || p.Tok.Text == "") {
		p.want(what)
		return Word{}
	}
	w := Word{Span: p.Tok.Span, Text: p.Tok.Text}
	p.Next()
	return w
}

// name reads which quotas of the family: none written means all.
func (p *parser) name() Name {
	n := Name{Span: p.Tok.Span, Text: lex.Fold(p.Tok.Text)}
	switch {
	case p.Tok.Kind == lex.Pattern:
		n.Pattern = true
		if n.Text == "" {
			p.fail(Malformed, "the pattern is empty: all names are /*/")
		}
	case p.Tok.Kind == lex.Quoted && p.Tok.Text != "":
	case p.Tok.Kind == lex.Word && !p.Tok.Is("in") && !p.Tok.Is("to"):
	default:
		return Name{}
	}
	p.Next()
	return n
}

func (p *parser) value() int64 {
	if !p.Accept("to") {
		p.want(`a quota's name or "to"`)
	}
	n, err := strconv.ParseInt(p.Tok.Text, 10, 64)
	if p.Tok.Kind != lex.Word || err != nil || n < 0 || strings.ContainsAny(p.Tok.Text, "+-") {
		p.want("a whole number")
		return 0
	}
	p.Next()
	return n
}

func (p *parser) location() Location {
	start := p.Tok.Start
	l := Location{}
	switch {
	case p.Accept("tenancy"):
	case p.Accept("compartment"):
		l.Path = p.path()
	default:
		p.want(`"tenancy" or "compartment"`)
	}
	l.Span = p.From(start)
	return l
}

func (p *parser) path() []Word {
	var path []Word
	for p.err == nil {
		if p.Tok.Is("where") {
			p.want("a compartment's name")
		}
		id := p.Tok.Is("id")
		path = append(path, p.word("a compartment's name"))
		if id && strings.HasPrefix(lex.Fold(p.Tok.Text), "ocid1.") {
			p.fail(OtherDialect, "quotas name a compartment by its path, a:b:c: only IAM's policies take an OCID")
		}
		if !p.AcceptMark(':') {
			break
		}
	}
	return path
}

// end makes sure that nothing follows.
func (p *parser) end(s *Statement) {
	switch {
	case p.Tok.Kind == lex.End:
	case p.atConjunction():
		p.conjunction()
	case p.Tok.Kind == ',' && s.Condition != nil:
		p.fail(Conjunction, "a comma after the first condition: put the conditions into all {…} or any {…}")
	default:
		p.fail(Malformed, "the statement was complete before %s: one text is one statement", p.Tok.Describe())
	}
}

func (p *parser) atConjunction() bool {
	return p.err == nil && (p.Tok.Is("and") || p.Tok.Is("or") || p.Tok.Kind == lex.Bad && strings.ContainsAny(p.Tok.Text, "&|"))
}

func (p *parser) conjunction() {
	p.fail(Conjunction, "quotas have no %s: write any {a, b} where one is enough; where both must hold, zero first and unset region by region", p.Tok.Describe())
}

// condition reads a combination or a comparison.
func (p *parser) condition() Condition {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > MaxDepth {
		p.fail(TooDeep, "conditions are nested deeper than %d", MaxDepth)
		return nil
	}
	start := p.Tok.Start
	switch {
	case p.Accept("all"):
		return p.combination(start, false)
	case p.Accept("any"):
		return p.combination(start, true)
	case p.Tok.Kind == '!':
		p.fail(OtherDialect, "quotas have no !variable: only IAM's policies ask whether a variable is absent")
	}
	c := &Comparison{Variable: p.variable()}
	c.Not = p.operator()
	c.Value = p.comparand()
	c.Span = p.From(start)
	return c
}

func (p *parser) combination(start Position, anyOf bool) Condition {
	c := &Combination{Any: anyOf}
	if !p.AcceptMark('{') {
		p.want(`"{"`)
	}
	for p.err == nil {
		c.Members = append(c.Members, p.condition())
		if p.AcceptMark('}') {
			break
		}
		if p.atConjunction() {
			p.conjunction()
		}
		if !p.AcceptMark(',') {
			p.want(`"," or "}"`)
		}
	}
	c.Span = p.From(start)
	return c
}

var variables = map[string]Variable{"request.region": Region, "request.ad": AD}

func (p *parser) variable() Variable {
	lower := lex.Fold(p.Tok.Text)
	v, ok := variables[lower]
	switch {
	case p.Tok.Kind == lex.Word && ok:
		p.Next()
	case p.Tok.Kind == lex.Word && (strings.HasPrefix(lower, "request.") || strings.HasPrefix(lower, "target.")):
		p.fail(OtherDialect, "%s is a variable of IAM's policies: quotas have request.region and request.ad", p.Tok.Describe())
	default:
		p.want("request.region or request.ad")
	}
	return v
}

// operator reads = or !=, and says whether it is the latter.
func (p *parser) operator() bool {
	for _, iam := range []string{"in", "not", "before", "after", "between"} {
		if p.Tok.Is(iam) {
			p.fail(OtherDialect, `%s is an operator of IAM's policies: quotas have "=" and "!="`, p.Tok.Describe())
		}
	}
	not := p.AcceptMark('!')
	if !p.AcceptMark('=') {
		p.want(`"=" or "!="`)
	}
	return not
}

func (p *parser) comparand() Word {
	if p.Tok.Kind == lex.Pattern {
		p.fail(OtherDialect, "quotas compare regions with names, not with patterns")
	}
	if p.Tok.Kind == lex.Word {
		p.Tok = p.lex.long(p.Tok)
	}
	return p.word("a region's or an availability domain's name")
}
