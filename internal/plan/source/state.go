package source

import (
	"encoding/json"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

// settled is what `init` noted of the backend that it set up, with what was given to it on the command line.
const settled = ".terraform/terraform.tfstate"

// State returns where the configuration says that its state is kept. It is plan.Keeper's.
func (x *Index) State() (plan.Backend, bool) {
	b := x.backend
	if b.Type == "" {
		return b, false
	}
	return b, true
}

// backend reads a backend or cloud block of the root module.
func (l *loader) backend(block *hclsyntax.Block) {
	b := plan.Backend{Type: block.Type, Block: "terraform." + block.Type, Settings: map[string]string{}}
	if block.Type == "backend" && len(block.Labels) == 1 {
		b.Type, b.Block = block.Labels[0], "terraform.backend."+block.Labels[0]
	}
	settings(block.Body, "", &b)
	slices.Sort(b.Unknown)
	l.state = b
}

// settings notes the attributes of a backend, those of maps and blocks with a dot between the names.
func settings(body *hclsyntax.Body, prefix string, into *plan.Backend) {
	for name, a := range body.Attributes {
		setting(prefix+name, a.Expr, into)
	}
	for _, b := range body.Blocks {
		settings(b.Body, prefix+b.Type+".", into)
	}
}

func setting(name string, e hcl.Expression, into *plan.Backend) {
	if object, ok := e.(*hclsyntax.ObjectConsExpr); ok {
		for _, item := range object.Items {
			setting(name+"."+itemKey(item), item.ValueExpr, into)
		}
		return
	}
	if is := read(e); is.IsConstant {
		into.Settings[name] = is.Constant
		return
	}
	if _, isLiteral := e.(*hclsyntax.LiteralValueExpr); !isLiteral { // true and 5 say nothing of a place
		into.Unknown = append(into.Unknown, name)
	}
}

// initialised adds what `init` was given beside the configuration. It counts where the configuration says nothing itself.
func (l *loader) initialised() {
	raw, err := fs.ReadFile(l.files, path.Join(l.root, settled))
	if err != nil || l.state.Type == "" {
		return
	}
	var is struct {
		Backend struct {
			Type   string
			Config map[string]any
		}
	}
	if json.Unmarshal(raw, &is) != nil || is.Backend.Type != l.state.Type {
		return
	}
	l.merge("", is.Backend.Config)
}

func (l *loader) merge(prefix string, config map[string]any) {
	for name, v := range config {
		switch v := v.(type) {
		case map[string]any:
			l.merge(prefix+name+".", v)
		case []any:
			for _, one := range v {
				if block, ok := one.(map[string]any); ok {
					l.merge(prefix+name+".", block)
				}
			}
		case string:
			if _, given := l.state.Settings[prefix+name]; given || v == "" {
				continue
			}
			l.state.Settings[prefix+name] = v
			l.state.Unknown = slices.DeleteFunc(l.state.Unknown, func(u string) bool { return u == prefix+name || strings.HasPrefix(u, prefix+name+".") })
		}
	}
}
