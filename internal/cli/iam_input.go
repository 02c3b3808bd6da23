package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/quota"
)

// How much is read of one input. Nobody has as many statements; a plan can be long.
const (
	maxText = 16 << 20
	maxPlan = 1 << 30
)

// statements is what the iam commands read.
type statements struct {
	policies     []iam.Policy
	quotas       []quota.Policy
	compartments map[string][]string // the paths of compartments, as far as plans tell
	files        map[string]string   // the file of each policy, by the policy's name
	unknown      []unknownStatement
	astray       []string // policies of plans that are attached nobody knows where
}

// unknownStatement is one that only apply will tell.
type unknownStatement struct{ file, address string }

// readStatements reads files and plans in their order.
func readStatements(files []string, stdin io.Reader) (*statements, error) {
	s := &statements{compartments: map[string][]string{}, files: map[string]string{}}
	for i, file := range files {
		if slices.Contains(files[:i], file) {
			return nil, fmt.Errorf("%s is given twice", inputName(file))
		}
	}
	for _, file := range files {
		src, isPlan, err := readInput(file, stdin)
		switch {
		case err != nil:
		case isPlan:
			err = s.plan(file, src)
		case strings.HasSuffix(file, ".tf"):
			err = fmt.Errorf("%s is a configuration, whose statements only a plan tells; %s", file, howToPlan)
		default:
			err = s.text(file, src)
		}
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

// readInput reads a file, or the standard input, and tells whether it is JSON.
func readInput(file string, stdin io.Reader) (src []byte, isJSON bool, err error) {
	in := stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, false, unreadable(file, err)
		}
		defer func() { _ = f.Close() }() // it was only read
		in = f
	}
	r := bufio.NewReader(in)
	isJSON = beginsJSON(r)
	limit := maxText
	if isJSON {
		limit = maxPlan
	}
	src, err = io.ReadAll(io.LimitReader(r, int64(limit)+1))
	switch {
	case err != nil:
		return nil, false, unreadable(file, err)
	case len(src) > limit:
		return nil, false, fmt.Errorf("%s is longer than %d MiB; no more is read", inputName(file), limit>>20)
	case bytes.HasPrefix(src, []byte("PK\x03\x04")):
		return nil, false, fmt.Errorf("%s is an archive, as a saved plan is; %s", inputName(file), howToPlan)
	case !utf8.Valid(src) || bytes.IndexByte(src, 0) >= 0:
		return nil, false, fmt.Errorf("%s is no text in UTF-8", inputName(file))
	}
	return bytes.TrimPrefix(src, []byte("\ufeff")), isJSON, nil
}

// beginsJSON looks at the beginning of an input: no statement begins with a brace or bracket.
func beginsJSON(r *bufio.Reader) bool {
	head, _ := r.Peek(512) // an error comes again when the rest is read
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff")))
	return len(head) > 0 && (head[0] == '{' || head[0] == '[')
}

// unreadable says in one way why a file cannot be read, on every system.
func unreadable(file string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no file %s", file)
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	return fmt.Errorf("%s cannot be read: %w", inputName(file), err)
}

func inputName(file string) string {
	if file == "-" {
		return "the standard input"
	}
	return file
}

// text reads a file of one statement a line. Those of quotas may stand among those of policies.
func (s *statements) text(file string, src []byte) error {
	ofPolicies, ofQuotas := split(src)
	p, q := iam.ParseLines(file, ofPolicies), quota.ParseLines(file, ofQuotas)
	if len(bytes.TrimSpace(src)) == 0 {
		return fmt.Errorf("%s is empty", inputName(file)) // as what a command that failed leaves in a pipe
	}
	s.files[file] = file
	s.policies, s.quotas = append(s.policies, p), append(s.quotas, q)
	return nil
}

// split tells the statements of quotas from those of policies. Each keeps its line.
func split(src []byte) (ofPolicies, ofQuotas []byte) {
	var p, q bytes.Buffer
	for line := range bytes.Lines(src) {
		mine, other := &p, &q
		if words := strings.Fields(string(line[:min(len(line), 256)])); len(words) > 0 && isQuotaVerb(words[0]) {
			mine, other = &q, &p
		}
		mine.Write(line)
		other.WriteByte('\n')
	}
	return p.Bytes(), q.Bytes()
}

func isQuotaVerb(word string) bool {
	return slices.ContainsFunc([]string{"set", "unset", "zero"}, func(verb string) bool { return strings.EqualFold(verb, word) })
}

// countAll is the number of statements, quotas' included.
func (s *statements) countAll() int {
	n := len(s.unknown)
	for i := range s.policies {
		n += len(s.policies[i].Statements) + len(s.policies[i].Unread)
	}
	for i := range s.quotas {
		n += len(s.quotas[i].Statements) + len(s.quotas[i].Unread)
	}
	return n
}

// whole says why an answer about all statements would be none: some could not be read, or are not known.
func (s *statements) whole() error {
	var first string
	n := 0
	for i := range s.policies {
		for _, e := range s.policies[i].Unread {
			if n++; n == 1 {
				at := place(e.Source.File, addressIn(s.policies[i].Name, e.Source.File), max(e.Source.Line, 1)+max(e.Line, 1)-1)
				first = fmt.Sprintf("%s:%d: the statement cannot be read: %s", at, max(e.Column, 1), visible(e.Message))
			}
		}
	}
	switch {
	case n > 0:
		return errors.New(first + more(n-1))
	case len(s.unknown) > 0:
		return fmt.Errorf("a statement of %s is known only after apply%s", s.unknown[0].address, more(len(s.unknown)-1))
	}
	return nil
}

// placed says why an answer about one place would be none: nobody knows where some policies are attached.
func (s *statements) placed() error {
	if len(s.astray) == 0 {
		return nil
	}
	return fmt.Errorf("the plan does not tell to which compartment %s is attached%s; give its statements in a file", s.astray[0], more(len(s.astray)-1))
}

func more(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" (and %d more)", n)
}

// options is what is known besides the statements.
func (s *statements) options() iam.Options { return iam.Options{Compartments: s.compartments} }

// citation is a statement in an answer.
type citation struct {
	Statement string `json:"statement"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Address   string `json:"address,omitempty"` // of a plan's policy
}

func citations(by []iam.Citation) []citation {
	all := []citation{}
	for _, c := range by {
		source := c.Statement.Source
		all = append(all, citation{strings.TrimSpace(source.Text), source.File, source.Line, addressIn(c.Policy, source.File)})
	}
	return all
}

// addressIn is the address of a plan's policy. The policy of a file of statements has the file's name.
func addressIn(policy, file string) string {
	if policy == file {
		return ""
	}
	return policy
}

// place is where a person finds a statement: a line of a file, or of a statement in a plan.
func place(file, address string, line int) string {
	if address != "" {
		file += ": " + address
	}
	return visible(fmt.Sprintf("%s:%d", file, line))
}

// readBoundary reads a boundary file.
func readBoundary(file string) (*boundary.Boundary, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, unreadable(file, err)
	}
	defer func() { _ = f.Close() }()                          // it was only read
	src, err := io.ReadAll(io.LimitReader(f, int64(maxText))) // Parse refuses far less
	if err != nil {
		return nil, unreadable(file, err)
	}
	return boundary.Parse(file, src)
}
