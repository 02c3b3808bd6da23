package boundary

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The parser of HCL is recursive, and a goroutine that outgrows its stack ends the process. No boundary needs nesting
// or operators, so both are counted before the parser sees the file.
const (
	maxSize      = 1 << 20 // bytes
	maxDepth     = 32      // open brackets
	maxOperators = 64      // operators and template sequences in the file
)

// limits returns the fault of a file that is too large, too deep or in no encoding to be parsed.
func limits(filename string, src []byte) *Fault {
	if len(src) > maxSize {
		return &Fault{File: filename, Line: 1, Column: 1, Message: fmt.Sprintf(
			"The file has %d bytes and a boundary has at most %d. Give the boundary's own file.", len(src), maxSize)}
	}
	if !utf8.Valid(src) {
		first := bytes.IndexFunc(src, func(r rune) bool { return r == utf8.RuneError })
		return &Fault{File: filename, Line: 1 + bytes.Count(src[:first], []byte("\n")), Column: 1, Message: "The file is not in UTF-8. Save it as UTF-8."}
	}
	tokens, _ := hclsyntax.LexConfig(src, filename, hcl.InitialPos) // the parser reports what the scanner finds
	depth, operators := 0, 0
	for _, token := range tokens {
		switch token.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenOQuote:
			depth++
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenCQuote:
			depth = max(0, depth-1)
		case hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl, hclsyntax.TokenBang, hclsyntax.TokenMinus,
			hclsyntax.TokenQuestion, hclsyntax.TokenPlus, hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPercent,
			hclsyntax.TokenAnd, hclsyntax.TokenOr, hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual,
			hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq, hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq:
			operators++
		}
		if depth > maxDepth || operators > maxOperators {
			start := token.Range.Start
			return &Fault{File: filename, Line: start.Line, Column: start.Column, Message: "The file is nested too deeply, or " +
				"computes too much, to be a boundary. Write the values themselves: quoted strings and lists of them."}
		}
	}
	return nil
}
