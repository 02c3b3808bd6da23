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
	for _, text := range statements {
		p.read(Source{Line: 1, Text: text})
	}
	return p
}

// ParseLines reads a file of one statement a line. Lines that are blank, and lines that begin with //, are passed over.
func ParseLines(file string, src []byte) Policy {
	p := Policy{Name: file}
	for line, text := range lex.Lines(src) {
		p.read(Source{File: file, Line: line, Text: text})
	}
	return p
}

func (p *Policy) read(source Source) {
	s, err := parse(source)
	if err != nil {
		p.Unread = append(p.Unread, err)
		return
	}
	p.Statements = append(p.Statements, s)
}

func parse(source Source) (*Statement, *SyntaxError) {
	if len(source.Text) > MaxLength {
		return nil, &SyntaxError{
			Position: Position{Line: 1, Column: 1}, Source: source, Cause: TooLong,
			Message: fmt.Sprintf("the statement has %d bytes; at most %d are read", len(source.Text), MaxLength),
		}
	}
	p := &parser{lex: &lexer{lex.NewCursor(source.Text)}}
	p.next()
	s := p.statement()
	if p.err != nil {
		p.err.Source = source
		return nil, p.err
	}
	s.Source = source
	return s, nil
}

// parser is a recursive descent with one token of sight. The first error stays: from then on every token is the end.
type parser struct {
	lex   *lexer
	tok   lex.Token
	last  Position // where the token before tok ended
	depth int
	err   *SyntaxError
}

func (p *parser) next() {
	p.last = p.tok.End
	if p.err == nil {
		p.tok = p.lex.next()
	}
}

func (p *parser) fail(cause Cause, format string, args ...any) {
	if p.err != nil {
		return
	}
	message := fmt.Sprintf(format, args...)
	if p.tok.Why != "" {
		message = p.tok.Why
	}
	p.err = &SyntaxError{Position: p.tok.Start, Cause: cause, Message: message}
	p.tok = lex.Token{Span: p.tok.Span, Kind: lex.End}
}

func (p *parser) want(expected string) {
	p.fail(Malformed, "expected %s, found %s", expected, p.tok.Describe())
}

func (p *parser) accept(keyword string) bool {
	if p.err != nil || !p.tok.Is(keyword) {
		return false
	}
	p.next()
	return true
}

func (p *parser) acceptMark(kind lex.Kind) bool {
	if p.err != nil || p.tok.Kind != kind {
		return false
	}
	p.next()
	return true
}

func (p *parser) from(start Position) Span { return Span{Start: start, End: p.last} }

func (p *parser) statement() *Statement {
	s := &Statement{}
	start := p.tok.Start
	s.Action = p.action()
	s.Family = p.family()
	if !p.accept("quota") && !p.accept("quotas") {
		p.want(`"quota" or "quotas"`)
	}
	s.Name = p.name()
	if s.Action == Set {
		s.Value = p.value()
	}
	if !p.accept("in") {
		p.want(afterName(s.Action))
	}
	s.Location = p.location()
	if p.accept("where") {
		s.Condition = p.condition()
	}
	s.Span = p.from(start)
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
	case p.accept("set"):
		return Set
	case p.accept("unset"):
		return Unset
	case p.accept("zero"):
		return Zero
	}
	for _, iam := range []string{"allow", "deny", "endorse", "admit", "define"} {
		if p.tok.Is(iam) {
			p.fail(OtherDialect, `%s begins a statement of IAM's policies: quotas have "set", "unset" and "zero"`, p.tok.Describe())
		}
	}
	p.want(`"set", "unset" or "zero"`)
	return Set
}

func (p *parser) family() Word {
	if p.tok.Kind != lex.Word {
		p.want("a family, such as compute-core")
		return Word{}
	}
	w := Word{Span: p.tok.Span, Text: lex.Fold(p.tok.Text)}
	p.next()
	return w
}

// word reads a word, in quotes or without.
func (p *parser) word(what string) Word {
	if p.tok.Kind != lex.Word && (p.tok.Kind != lex.Quoted || p.tok.Text == "") {
		p.want(what)
		return Word{}
	}
	w := Word{Span: p.tok.Span, Text: p.tok.Text}
	p.next()
	return w
}

// name reads which quotas of the family: none written means all.
func (p *parser) name() Name {
	n := Name{Span: p.tok.Span, Text: lex.Fold(p.tok.Text)}
	switch {
	case p.tok.Kind == lex.Pattern:
		n.Pattern = true
		if n.Text == "" {
			p.fail(Malformed, "the pattern is empty: all names are /*/")
		}
	case p.tok.Kind == lex.Quoted && p.tok.Text != "":
	case p.tok.Kind == lex.Word && !p.tok.Is("in") && !p.tok.Is("to"):
	default:
		return Name{}
	}
	p.next()
	return n
}

func (p *parser) value() int64 {
	if !p.accept("to") {
		p.want(`a quota's name or "to"`)
	}
	n, err := strconv.ParseInt(p.tok.Text, 10, 64)
	if p.tok.Kind != lex.Word || err != nil || n < 0 || strings.ContainsAny(p.tok.Text, "+-") {
		p.want("a whole number")
		return 0
	}
	p.next()
	return n
}

func (p *parser) location() Location {
	start := p.tok.Start
	l := Location{}
	switch {
	case p.accept("tenancy"):
	case p.accept("compartment"):
		l.Path = p.path()
	default:
		p.want(`"tenancy" or "compartment"`)
	}
	l.Span = p.from(start)
	return l
}

func (p *parser) path() []Word {
	var path []Word
	for p.err == nil {
		if p.tok.Is("where") {
			p.want("a compartment's name")
		}
		id := p.tok.Is("id")
		path = append(path, p.word("a compartment's name"))
		if id && strings.HasPrefix(lex.Fold(p.tok.Text), "ocid1.") {
			p.fail(OtherDialect, "quotas name a compartment by its path, a:b:c: only IAM's policies take an OCID")
		}
		if !p.acceptMark(':') {
			break
		}
	}
	return path
}

// end makes sure that nothing follows.
func (p *parser) end(s *Statement) {
	switch {
	case p.tok.Kind == lex.End:
	case p.atConjunction():
		p.conjunction()
	case p.tok.Kind == ',' && s.Condition != nil:
		p.fail(Conjunction, "a comma after the first condition: put the conditions into all {…} or any {…}")
	default:
		p.fail(Malformed, "the statement was complete before %s: one text is one statement", p.tok.Describe())
	}
}

func (p *parser) atConjunction() bool {
	return p.err == nil && (p.tok.Is("and") || p.tok.Is("or") || p.tok.Kind == lex.Bad && strings.ContainsAny(p.tok.Text, "&|"))
}

func (p *parser) conjunction() {
	p.fail(Conjunction, "quotas have no %s: write any {a, b} where one is enough; where both must hold, zero first and unset region by region", p.tok.Describe())
}

// condition reads a combination or a comparison.
func (p *parser) condition() Condition {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > MaxDepth {
		p.fail(TooDeep, "conditions are nested deeper than %d", MaxDepth)
		return nil
	}
	start := p.tok.Start
	switch {
	case p.accept("all"):
		return p.combination(start, false)
	case p.accept("any"):
		return p.combination(start, true)
	case p.tok.Kind == '!':
		p.fail(OtherDialect, "quotas have no !variable: only IAM's policies ask whether a variable is absent")
	}
	c := &Comparison{Variable: p.variable()}
	c.Not = p.operator()
	c.Value = p.comparand()
	c.Span = p.from(start)
	return c
}

func (p *parser) combination(start Position, anyOf bool) Condition {
	c := &Combination{Any: anyOf}
	if !p.acceptMark('{') {
		p.want(`"{"`)
	}
	for p.err == nil {
		c.Members = append(c.Members, p.condition())
		if p.acceptMark('}') {
			break
		}
		if p.atConjunction() {
			p.conjunction()
		}
		if !p.acceptMark(',') {
			p.want(`"," or "}"`)
		}
	}
	c.Span = p.from(start)
	return c
}

var variables = map[string]Variable{"request.region": Region, "request.ad": AD}

func (p *parser) variable() Variable {
	lower := lex.Fold(p.tok.Text)
	v, ok := variables[lower]
	switch {
	case p.tok.Kind == lex.Word && ok:
		p.next()
	case p.tok.Kind == lex.Word && (strings.HasPrefix(lower, "request.") || strings.HasPrefix(lower, "target.")):
		p.fail(OtherDialect, "%s is a variable of IAM's policies: quotas have request.region and request.ad", p.tok.Describe())
	default:
		p.want("request.region or request.ad")
	}
	return v
}

// operator reads = or !=, and says whether it is the latter.
func (p *parser) operator() bool {
	for _, iam := range []string{"in", "not", "before", "after", "between"} {
		if p.tok.Is(iam) {
			p.fail(OtherDialect, `%s is an operator of IAM's policies: quotas have "=" and "!="`, p.tok.Describe())
		}
	}
	not := p.acceptMark('!')
	if !p.acceptMark('=') {
		p.want(`"=" or "!="`)
	}
	return not
}

func (p *parser) comparand() Word {
	if p.tok.Kind == lex.Pattern {
		p.fail(OtherDialect, "quotas compare regions with names, not with patterns")
	}
	if p.tok.Kind == lex.Word {
		p.tok = p.lex.long(p.tok)
	}
	return p.word("a region's or an availability domain's name")
}
