package iam

import "github.com/data-residency/terraform-provider-residency/internal/lex"

// NewPolicy reads the statements of a policy object. Those that cannot be read are in Unread; there is no other error.
// compartment is the path from the root, empty for the root itself.
func NewPolicy(name string, compartment []string, statements ...string) Policy {
	p := Policy{Name: name, Compartment: compartment}
	p.Statements, p.Unread = lex.Read(lex.Texts(statements), parse)
	return p
}

// ParseLines reads a file of one statement a line. Lines that are blank or nothing but a comment are passed over. The
// policy has the file's name and is attached at the root.
func ParseLines(file string, src []byte) Policy {
	p := Policy{Name: file}
	p.Statements, p.Unread = lex.Read(lex.Lines(file, src), parse)
	return p
}
