// Package source knows what a Terraform or OpenTofu configuration says of single expressions: whether one is nothing but a
// reference or a literal text, and in which file and line it stands. A plan keeps only what an expression refers to, so this
// is what tells var.region from replace(var.region, "us", "eu"). It refuses to evaluate anything, and reads from the file
// system that it is given only. What it is not certain of, such as an attribute that is set twice, it does not know.
package source

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

// Index is a configuration with all the modules of it that are at hand. It is a plan.Source.
type Index struct {
	root    *folder
	backend plan.Backend
}

// folder is the folder of one module.
type folder struct {
	attributes map[string][]found // by block and attribute
	blocks     map[string]hcl.Range
	calls      map[string]*folder
	partly     bool // it has files in JSON, which are not read
}

// found is an expression where it stands.
type found struct {
	expr hcl.Expression
	at   hcl.Range
}

// manifest lists the modules that `init` has fetched, by the dotted names of the calls that lead to them.
const manifest = ".terraform/modules/modules.json"

// loader reads each call's folder; the same folder may be called often.
type loader struct {
	files   fs.FS
	root    string
	fetched map[string]string
	loaded  map[string]*folder
	calls   int
	state   plan.Backend
}

// maxCalls is how many module calls are read: nobody has so many, but a configuration may call itself.
const maxCalls = 100_000

// Read reads the configuration in a folder of a file system. A module that is not at hand is left out.
func Read(files fs.FS, root string) (*Index, error) {
	l := &loader{files: files, root: path.Clean(root), fetched: map[string]string{}, loaded: map[string]*folder{}}
	if err := l.manifest(); err != nil {
		return nil, err
	}
	f, err := l.folder(l.root, "", 0)
	if err != nil {
		return nil, err
	}
	if len(f.blocks) == 0 && !f.partly {
		return nil, fmt.Errorf("the folder %q has no configuration: name the one that the plan was made in", root)
	}
	l.initialised()
	return &Index{root: f, backend: l.state}, nil
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
	names, err := fs.Glob(l.files, path.Join(escape(dir), "*"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if strings.HasSuffix(name, ".tf") || strings.HasSuffix(name, ".tofu") {
			if err := l.file(f, name, key == ""); err != nil {
				return nil, err
			}
		}
		f.partly = f.partly || strings.HasSuffix(name, ".tf.json") || strings.HasSuffix(name, ".tofu.json")
	}
	for block := range f.blocks {
		if err := l.call(f, dir, key, block, depth); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// escape takes the meaning from what a pattern would understand.
func escape(dir string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(dir)
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

func (l *loader) file(f *folder, name string, isRoot bool) error {
	raw, err := fs.ReadFile(l.files, name)
	if err != nil {
		return err
	}
	parsed, diagnostics := hclsyntax.ParseConfig(raw, name, hcl.InitialPos)
	if diagnostics.HasErrors() {
		return fmt.Errorf("the configuration cannot be read: %w", diagnostics)
	}
	body, ok := parsed.Body.(*hclsyntax.Body)
	if !ok {
		return fmt.Errorf("%s is not in HCL's own syntax", name)
	}
	for _, b := range body.Blocks {
		if at := address(b); at != "" {
			f.blocks[at] = b.DefRange()
			f.body(at, "", b.Body)
		}
		if b.Type == "terraform" && isRoot {
			l.terraform(f, b)
		}
	}
	return nil
}

// terraform reads of the tool's own settings where the state is kept.
func (l *loader) terraform(f *folder, block *hclsyntax.Block) {
	for _, b := range block.Body.Blocks {
		if b.Type == "backend" || b.Type == "cloud" {
			l.backend(b)
			f.blocks[l.state.Block] = b.DefRange()
			f.body(l.state.Block, "", b.Body)
		}
	}
}

// body notes the attributes of a block, and of the blocks in it.
func (f *folder) body(block, prefix string, body *hclsyntax.Body) {
	for name, a := range body.Attributes {
		f.attribute(block+" "+prefix+name, a.Expr, a.SrcRange)
	}
	for _, b := range body.Blocks {
		f.body(block, prefix+b.Type+".", b.Body)
	}
}

// attribute notes an expression, and what stands in it if it is a list or an object: each element by its number or its key.
func (f *folder) attribute(key string, e hcl.Expression, at hcl.Range) {
	f.attributes[key] = append(f.attributes[key], found{e, at})
	switch e := e.(type) {
	case *hclsyntax.ParenthesesExpr:
		f.elements(key, e.Expression)
	default:
		f.elements(key, e)
	}
}

func (f *folder) elements(key string, e hcl.Expression) {
	switch e := e.(type) {
	case *hclsyntax.TupleConsExpr:
		for i, one := range e.Exprs {
			f.attribute(key+"."+strconv.Itoa(i), one, one.Range())
		}
	case *hclsyntax.ObjectConsExpr:
		for _, item := range e.Items {
			if name := itemKey(item); name != "" {
				f.attribute(key+"."+name, item.ValueExpr, item.ValueExpr.Range())
				continue
			}
			// A key that is an expression may be any of them: none is then the only one.
			for _, other := range e.Items {
				if name := itemKey(other); name != "" {
					f.attribute(key+"."+name, item.ValueExpr, item.ValueExpr.Range())
				}
			}
		}
	}
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

// address is what a block is found by, "" for blocks that nobody asks for.
func address(b *hclsyntax.Block) string {
	switch {
	case b.Type == "locals" && len(b.Labels) == 0:
		return "locals"
	case b.Type == "resource" && len(b.Labels) == 2:
		return b.Labels[0] + "." + b.Labels[1]
	case b.Type == "data" && len(b.Labels) == 2:
		return "data." + b.Labels[0] + "." + b.Labels[1]
	case (b.Type == "module" || b.Type == "output" || b.Type == "variable") && len(b.Labels) == 1:
		return b.Type + "." + b.Labels[0]
	case b.Type == "provider" && len(b.Labels) == 1:
		if a := b.Body.Attributes["alias"]; a != nil {
			if alias := read(a.Expr); alias.IsConstant {
				return "provider." + b.Labels[0] + "." + alias.Constant
			}
			return ""
		}
		return "provider." + b.Labels[0]
	}
	return ""
}

// Expression is plan.Source's. It knows an attribute that is set in one place only: override files merge.
func (x *Index) Expression(module []string, block, attribute string) (plan.SourceExpression, bool) {
	f := x.module(module)
	if f == nil {
		return plan.SourceExpression{}, false
	}
	return f.expression(block, attribute)
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
	f := x.module(module)
	if f == nil {
		return "", 0, false
	}
	at, ok := f.blocks[block]
	if all := f.attributes[block+" "+attribute]; len(all) > 0 {
		at, ok = all[0].at, true
	}
	return at.Filename, at.Start.Line, ok
}

// Path returns the file name that an attribute of a block consists of, where it is a literal text or a template of texts,
// path.root and, in the root module, path.module. It is relative to the folder of the root module.
func (x *Index) Path(module []string, block, attribute string) (string, bool) {
	f := x.module(module)
	if f == nil || len(f.attributes[block+" "+attribute]) != 1 {
		return "", false
	}
	return pathOf(f.attributes[block+" "+attribute][0].expr, len(module) == 0)
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

// Has says whether a module has a block, and whether that can be told: not of a module that is not at hand, or has files in JSON.
func (x *Index) Has(module []string, block string) (has, told bool) {
	f := x.module(module)
	if f == nil || f.partly {
		return false, false
	}
	_, has = f.blocks[block]
	return has, true
}

func (x *Index) module(names []string) *folder {
	f := x.root
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
