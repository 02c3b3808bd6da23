package source

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"

	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

// file is a file of a configuration.
type file struct {
	name      string
	json      bool
	overrides bool // what it says replaces what the others say
}

// extensions are those of configurations: Terraform's, and OpenTofu's that takes the place of one with the same name.
var extensions = []struct{ terraform, tofu string }{{".tf.json", ".tofu.json"}, {".tf", ".tofu"}}

// configuration are the files of a folder that the tool reads, the ones that override at the end.
func (l *loader) configuration(dir string) ([]file, error) {
	entries, err := fs.ReadDir(l.files, dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if name := e.Name(); !e.IsDir() && !strings.HasPrefix(name, ".") && !strings.HasSuffix(name, "~") && !strings.HasPrefix(name, "#") {
			names = append(names, name)
		}
	}
	var out, overriding []file
	for _, name := range names {
		base, extension, ok := l.split(name, names)
		is := file{path.Join(dir, name), strings.HasSuffix(extension, ".json"), base == "override" || strings.HasSuffix(base, "_override")}
		switch {
		case !ok:
		case is.overrides:
			overriding = append(overriding, is)
		default:
			out = append(out, is)
		}
	}
	return append(out, overriding...), nil
}

// split cuts the extension off the name of a file that the tool reads, which depends on what stands beside it.
func (l *loader) split(name string, names []string) (base, extension string, ok bool) {
	for _, e := range extensions {
		if base, ok := strings.CutSuffix(name, e.terraform); ok {
			return base, e.terraform, !l.tofu || !slices.Contains(names, base+e.tofu)
		}
		if base, ok := strings.CutSuffix(name, e.tofu); ok {
			l.differs = true
			return base, e.tofu, l.tofu
		}
	}
	return "", "", false
}

// schema has the blocks of a configuration that anybody asks for.
var schema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "locals"},
	{Type: "terraform"},
	{Type: "provider", LabelNames: []string{"name"}},
	{Type: "module", LabelNames: []string{"name"}},
	{Type: "output", LabelNames: []string{"name"}},
	{Type: "variable", LabelNames: []string{"name"}},
	{Type: "resource", LabelNames: []string{"type", "name"}},
	{Type: "data", LabelNames: []string{"type", "name"}},
}}

// keeping has the blocks that say where the tool keeps its state.
var keeping = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "backend", LabelNames: []string{"type"}}, {Type: "cloud"}}}

func (l *loader) file(f *folder, is file, isRoot bool) error {
	raw, err := fs.ReadFile(l.files, is.name)
	if err != nil {
		return err
	}
	body, err := parse(raw, is)
	if err != nil {
		return err
	}
	content, _, diagnostics := body.PartialContent(schema)
	if diagnostics.HasErrors() {
		return fmt.Errorf("the configuration cannot be read: %w", diagnostics)
	}
	for _, b := range content.Blocks {
		switch at := address(b); {
		case b.Type == "terraform" && isRoot:
			l.terraform(f, b, is)
		case at != "":
			f.block(at, b, is)
		}
	}
	return nil
}

func parse(raw []byte, is file) (hcl.Body, error) {
	read := func(raw []byte, name string) (*hcl.File, hcl.Diagnostics) {
		return hclsyntax.ParseConfig(raw, name, hcl.InitialPos)
	}
	if is.json {
		read = json.Parse
	}
	parsed, diagnostics := read(raw, is.name)
	if diagnostics.HasErrors() {
		return nil, fmt.Errorf("the configuration cannot be read: %w", diagnostics)
	}
	return parsed.Body, nil
}

// terraform reads of the tool's own settings where the state is kept.
func (l *loader) terraform(f *folder, block *hcl.Block, is file) {
	content, _, _ := block.Body.PartialContent(keeping) // what is wrong with it, init has told
	for _, b := range content.Blocks {
		if is.overrides {
			delete(f.blocks, l.state.Block)
			f.drop(l.state.Block, "")
		}
		l.state = plan.Backend{Type: b.Type, Block: "terraform." + b.Type}
		if b.Type == "backend" {
			l.state = plan.Backend{Type: b.Labels[0], Block: "terraform.backend." + b.Labels[0]}
		}
		f.block(l.state.Block, b, is)
		l.state.Settings, l.state.Unknown = f.settings(l.state.Block)
	}
}

// address is what a block is found by, "" for one whose alias is an expression.
func address(b *hcl.Block) string {
	switch b.Type {
	case "resource":
		return strings.Join(b.Labels, ".")
	case "provider":
		attributes, _ := b.Body.JustAttributes() // of blocks beside them it complains, and returns them all the same
		a := attributes["alias"]
		if a == nil {
			return "provider." + b.Labels[0]
		}
		if alias := read(literal(a.Expr)); alias.IsConstant {
			return "provider." + b.Labels[0] + "." + alias.Constant
		}
		return ""
	}
	return strings.Join(append([]string{b.Type}, b.Labels...), ".")
}

// block notes the attributes of a block, and of the blocks in it. In a file that overrides they take the place of those that
// were there, and so do blocks within.
func (f *folder) block(at string, b *hcl.Block, is file) {
	if _, ok := f.blocks[at]; !ok {
		f.blocks[at] = b.DefRange
	}
	if is.overrides {
		for _, name := range memberNames(b.Body) {
			f.drop(at, name)
		}
	}
	f.body(at, "", b.Body)
}

// drop forgets an attribute of a block, or the blocks of a name within it; all of them for "".
func (f *folder) drop(at, name string) {
	for key := range f.attributes {
		rest, ok := strings.CutPrefix(key, at+" ")
		if ok && (name == "" || rest == name || strings.HasPrefix(rest, name+".")) {
			delete(f.attributes, key)
		}
	}
}

func memberNames(body hcl.Body) []string {
	var out []string
	if native, ok := body.(*hclsyntax.Body); ok {
		for _, b := range native.Blocks {
			out = append(out, b.Type)
		}
	}
	attributes, _ := body.JustAttributes() // as in address
	for name := range attributes {
		out = append(out, name)
	}
	return out
}

func (f *folder) body(at, prefix string, body hcl.Body) {
	native, isNative := body.(*hclsyntax.Body)
	if !isNative {
		attributes, _ := body.JustAttributes() // of a body in JSON every value can be one
		for name, a := range attributes {
			f.json(at+" "+prefix+name, a.Expr, a.Range)
		}
		return
	}
	for name, a := range native.Attributes {
		f.attribute(at+" "+prefix+name, a.Expr, a.SrcRange)
	}
	for _, b := range native.Blocks {
		f.body(at, prefix+b.Type+".", b.Body)
	}
}
