package lex

// Parser goes through the tokens of a text with one of sight, for a recursive descent to be built upon. Once it has stopped,
// every token is the end, so that the descent unwinds.
type Parser struct {
	Tok  Token    // the one in sight
	Last Position // where the token before Tok ended

	read    func() Token
	stopped bool
}

// NewParser is a parser of the tokens that read gives one after another. The first is in sight.
func NewParser(read func() Token) Parser { return Parser{Tok: read(), read: read} }

// Next moves over the token in sight.
func (p *Parser) Next() {
	p.Last = p.Tok.End
	if !p.stopped {
		p.Tok = p.read()
	}
}

// Stop ends the tokens where the parser is.
func (p *Parser) Stop() {
	p.stopped = true
	p.Tok = Token{Span: p.Tok.Span, Kind: End}
}

// Accept moves over the keyword if it is in sight.
func (p *Parser) Accept(keyword string) bool {
	is := p.Tok.Is(keyword)
	if is {
		p.Next()
	}
	return is
}

// AcceptMark moves over a token of the kind if it is in sight.
func (p *Parser) AcceptMark(kind Kind) bool {
	is := p.Tok.Kind == kind
	if is {
		p.Next()
	}
	return is
}

// From is the span from a place up to the end of the token before the one in sight.
func (p *Parser) From(start Position) Span { return Span{start, p.Last} }
