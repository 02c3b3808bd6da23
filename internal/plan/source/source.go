// Package source knows what a Terraform or OpenTofu configuration says of single expressions: whether one is nothing but a
// reference or a literal text, and in which file and line it stands. A plan keeps only what an expression refers to, so this
// is what tells var.region from replace(var.region, "us", "eu"). It reads the files that the tools read, in both syntaxes, and
// merges override files as they do. It refuses to evaluate anything, and reads from the file system that it is given only.
// What it is not certain of, such as an attribute that is set twice, it does not know.
package source

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

// Index is a configuration with all the modules of it that are at hand. It is a plan.Source. Terraform and OpenTofu read other
// files of a folder that has some of OpenTofu's own. The plan does not tell which of the two has made it: what they read
// differently is not known.
type Index struct{ views []view }

// view is a configuration as one of the tools reads it.
type view struct {
	root    *folder
	backend plan.Backend
}

// folder is the folder of one module.
type folder struct {
	attributes map[string][]found // by block and attribute
	blocks     map[string]hcl.Range
	calls      map[string]*folder
}

// found is an expression where it stands.
type found struct {
	expr  hcl.Expression
	at    hcl.Range
	parts bool // it is an object or a list, whose parts are noted as well
}

// manifest lists the modules that `init` has fetched, by the dotted names of the calls that lead to them.
const manifest = ".terraform/modules/modules.json"

// loader reads each call's folder; the same folder may be called often.
type loader struct {
	files   fs.FS
	root    string
	fetched map[string]string
	calls   int
	state   plan.Backend
	tofu    bool // files are those that OpenTofu reads, else Terraform
	differs bool // OpenTofu would read others
}

// maxCalls is how many module calls are read: nobody has so many, but a configuration may call itself.
const maxCalls = 100_000

// Read reads the configuration in a folder of a file system. A module that is not at hand is left out.
func Read(files fs.FS, root string) (*Index, error) {
	x := &Index{}
	for _, tofu := range []bool{false, true} {
		l := &loader{files: files, root: path.Clean(root), fetched: map[string]string{}, tofu: tofu}
		f, err := l.read()
		if err != nil {
			return nil, err
		}
		if len(f.blocks) > 0 {
			x.views = append(x.views, view{f, l.state})
		}
		if !l.differs {
			break
		}
	}
	if len(x.views) == 0 {
		return nil, fmt.Errorf("the folder %q has no configuration: name the one that the plan was made in", root)
	}
	return x, nil
}

func (l *loader) read() (*folder, error) {
	if err := l.manifest(); err != nil {
		return nil, err
	}
	f, err := l.folder(l.root, "", 0)
	if err == nil {
		l.initialised()
	}
	return f, err
}

func (l *loader) manifest() error {
	raw, err := fs.ReadFile(l.files, path.Join(l.root, manifest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var all struct {
		Modules []struct{ Key, Dir string }
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		return fmt.Errorf("%s is not JSON: run `terraform init` again: %w", manifest, err)
	}
	for _, m := range all.Modules {
		l.fetched[m.Key] = path.Join(l.root, m.Dir)
	}
	return nil
}

// folder reads a module and what it calls. Key is the dotted names of the calls that lead to it.
func (l *loader) folder(dir, key string, depth int) (*folder, error) {
	const deepest = 500
	if l.calls++; depth > deepest || l.calls > maxCalls {
		return nil, fmt.Errorf("the modules of the configuration call each other without an end, at %.200q", key)
	}
	f := &folder{attributes: map[string][]found{}, blocks: map[string]hcl.Range{}, calls: map[string]*folder{}}
	files, err := l.configuration(dir)
	if err != nil {
		return nil, err
	}
	for _, one := range files {
		if err := l.file(f, one, key == ""); err != nil {
			return nil, err
		}
	}
	for block := range f.blocks {
		if err := l.call(f, dir, key, block, depth); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (l *loader) call(f *folder, dir, key, block string, depth int) error {
	name, ok := strings.CutPrefix(block, "module.")
	if !ok {
		return nil
	}
	child := strings.TrimPrefix(key+"."+name, ".")
	from, ok := f.expression(block, "source")
	where := l.fetched[child]
	if ok && from.IsConstant && (strings.HasPrefix(from.Constant, "./") || strings.HasPrefix(from.Constant, "../")) {
		where = path.Join(dir, from.Constant)
	}
	if where == "" || !fs.ValidPath(where) {
		return nil
	}
	if info, err := fs.Stat(l.files, where); err != nil || !info.IsDir() {
		return nil //nolint:nilerr // a module that is not at hand is left out: what stands in it is then not known
	}
	called, err := l.folder(where, child, depth+1)
	f.calls[name] = called
	return err
}

// attribute notes an expression, and what stands in it if it is a list or an object: each element by its number or its key.
func (f *folder) attribute(key string, e hcl.Expression, at hcl.Range) {
	switch e := e.(type) {
	case *hclsyntax.ParenthesesExpr:
		f.note(key, found{e, at, f.elements(key, e.Expression)})
	case *hclsyntax.TemplateWrapExpr:
		f.note(key, found{e, at, f.elements(key, e.Wrapped)})
	default:
		f.note(key, found{e, at, f.elements(key, e)})
	}
}

func (f *folder) note(key string, is found) { f.attributes[key] = append(f.attributes[key], is) }

// elements notes the parts of a list or an object, and says whether it is one.
func (f *folder) elements(key string, e hcl.Expression) bool {
	switch e := e.(type) {
	case *hclsyntax.TupleConsExpr:
		for i, one := range e.Exprs {
			f.attribute(key+"."+strconv.Itoa(i), one, one.Range())
		}
		return true
	case *hclsyntax.ObjectConsExpr:
		names := make([]string, len(e.Items))
		for i, item := range e.Items {
			names[i] = itemKey(item)
		}
		for i, item := range e.Items {
			for _, name := range mayBe(names, i) {
				f.attribute(key+"."+name, item.ValueExpr, item.ValueExpr.Range())
			}
		}
		return true
	}
	return false
}

// mayBe are the names that an item of an object may have. A key that is an expression has none, and may be any of the others:
// none of these is then the only one.
func mayBe(names []string, i int) []string {
	if names[i] != "" {
		return names[i : i+1]
	}
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == "" })
}

// itemKey is the key of an object's item, "" if it is an expression.
func itemKey(item hclsyntax.ObjectConsItem) string {
	if key := hcl.ExprAsKeyword(item.KeyExpr); key != "" {
		return key
	}
	if key, ok := item.KeyExpr.(*hclsyntax.ObjectConsKeyExpr); ok && !key.ForceNonLiteral {
		return read(key.Wrapped).Constant
	}
	return read(item.KeyExpr).Constant
}

// Expression is plan.Source's. It knows an attribute that is set in one place only. One that the tools read differently is
// there, and is neither a reference nor a text.
func (x *Index) Expression(module []string, block, attribute string) (out plan.SourceExpression, ok bool) {
	for i, f := range x.with(module, block) {
		e, is := f.expression(block, attribute)
		if i > 0 && (e != out || is != ok) {
			return plan.SourceExpression{}, true
		}
		out, ok = e, is
	}
	return out, ok
}

// with returns the module as each of the tools reads it. One that does not find the block in it has not made the plan.
func (x *Index) with(module []string, block string) []*folder {
	var out []*folder
	for _, v := range x.views {
		if f := v.module(module); f != nil && f.has(block) {
			out = append(out, f)
		}
	}
	return out
}

func (f *folder) has(block string) bool {
	_, ok := f.blocks[block]
	return ok
}

func (f *folder) expression(block, attribute string) (plan.SourceExpression, bool) {
	all := f.attributes[block+" "+attribute]
	if len(all) != 1 {
		return plan.SourceExpression{}, false
	}
	return read(all[0].expr), true
}

// Position returns where an attribute of a block stands, or the block if it has no such attribute. Block is as for
// Expression; the file is named as in the file system.
func (x *Index) Position(module []string, block, attribute string) (file string, line int, ok bool) {
	views := x.with(module, block)
	if len(views) == 0 {
		return "", 0, false
	}
	at := views[0].blocks[block]
	if all := views[0].attributes[block+" "+attribute]; len(all) > 0 {
		at = all[0].at
	}
	return at.Filename, at.Start.Line, true
}

// Path returns the file name that an attribute of a block consists of, where it is a literal text or a template of texts,
// path.root and, in the root module, path.module. It is relative to the folder of the root module.
func (x *Index) Path(module []string, block, attribute string) (string, bool) {
	out := ""
	views := x.with(module, block)
	for i, f := range views {
		all := f.attributes[block+" "+attribute]
		if len(all) != 1 {
			return "", false
		}
		name, ok := pathOf(all[0].expr, len(module) == 0)
		if !ok || i > 0 && name != out {
			return "", false
		}
		out = name
	}
	return out, len(views) > 0
}

// pathOf reads a template of texts and of references to folders. That of a module below the root is not known here.
func pathOf(e hcl.Expression, isRoot bool) (string, bool) {
	switch e := e.(type) {
	case *hclsyntax.TemplateExpr:
		var out strings.Builder
		for _, part := range e.Parts {
			text, ok := pathOf(part, isRoot)
			if !ok {
				return "", false
			}
			out.WriteString(text)
		}
		return out.String(), true
	case *hclsyntax.LiteralValueExpr:
		if e.Val.Type().FriendlyName() != "string" || !e.Val.IsKnown() || e.Val.IsNull() {
			return "", false
		}
		return e.Val.AsString(), true
	}
	switch is := read(e); {
	case is.Reference == "path.root" || is.Reference == "path.module" && isRoot:
		return ".", true
	case is.IsConstant:
		return is.Constant, true
	}
	return "", false
}

// Has says whether a module has a block, and whether that can be told: not of a module that is not at hand.
func (x *Index) Has(module []string, block string) (has, told bool) {
	for _, v := range x.views {
		f := v.module(module)
		told = told || f != nil
		has = has || f != nil && f.has(block)
	}
	return has, told
}

func (v view) module(names []string) *folder {
	f := v.root
	for _, name := range names {
		if f == nil {
			return nil
		}
		f = f.calls[name]
	}
	return f
}

// read says what an expression consists of, if that is a reference or a literal text. Parentheses, and a template around
// nothing but a reference, change nothing.
func read(e hcl.Expression) plan.SourceExpression {
	switch e := e.(type) {
	case *hclsyntax.ParenthesesExpr:
		return read(e.Expression)
	case *hclsyntax.TemplateWrapExpr:
		return read(e.Wrapped)
	case *hclsyntax.ScopeTraversalExpr:
		return plan.SourceExpression{Reference: reference(e.Traversal)}
	case *hclsyntax.TemplateExpr:
		if e.IsStringLiteral() {
			v, diagnostics := e.Value(nil)
			if !diagnostics.HasErrors() {
				return plan.SourceExpression{Constant: v.AsString(), IsConstant: true}
			}
		}
	}
	return plan.SourceExpression{}
}

// reference writes a traversal as a plan does.
func reference(t hcl.Traversal) string {
	var out strings.Builder
	for _, step := range t {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			out.WriteString(step.Name)
		case hcl.TraverseAttr:
			out.WriteString("." + step.Name)
		case hcl.TraverseIndex:
			switch key := step.Key; {
			case key.Type().FriendlyName() == "string":
				fmt.Fprintf(&out, "[%q]", key.AsString())
			case key.Type().FriendlyName() == "number":
				out.WriteString("[" + key.AsBigFloat().Text('f', -1) + "]")
			}
		default:
			return ""
		}
	}
	return out.String()
}
