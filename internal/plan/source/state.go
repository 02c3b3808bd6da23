package source

import (
	"cmp"
	"encoding/json"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/data-residency/terraform-provider-residency/internal/plan"
)

// settled is what `init` noted of the backend that it set up, with what was given to it on the command line.
const settled = ".terraform/terraform.tfstate"

// State returns where the configuration says that its state is kept. It is plan.Keeper's. What the tools read differently is not
// known.
func (x *Index) State() (plan.Backend, bool) {
	out := x.views[0].backend
	for _, v := range x.views[1:] {
		out = either(out, v.backend)
	}
	return out, out.Type != ""
}

// either is what is known of a backend that is one or the other.
func either(a, b plan.Backend) plan.Backend {
	if a.Type != b.Type {
		return plan.Backend{Type: cmp.Or(a.Type, "local") + " or " + cmp.Or(b.Type, "local"), Block: cmp.Or(a.Block, b.Block), Settings: map[string]string{}}
	}
	out := plan.Backend{Type: a.Type, Block: a.Block, Settings: map[string]string{}, Unknown: slices.Concat(a.Unknown, b.Unknown)}
	for _, of := range []map[string]string{a.Settings, b.Settings} {
		for name := range of {
			if value, ok := a.Settings[name]; ok && value == b.Settings[name] {
				out.Settings[name] = value
			} else {
				out.Unknown = append(out.Unknown, name)
			}
		}
	}
	slices.Sort(out.Unknown)
	out.Unknown = slices.Compact(out.Unknown)
	return out
}

// settings are the literal texts among the attributes of a block, and the names of what is none.
func (f *folder) settings(at string) (texts map[string]string, unknown []string) {
	texts = map[string]string{}
	for key, all := range f.attributes {
		name, ok := strings.CutPrefix(key, at+" ")
		if !ok || len(all) == 1 && all[0].parts {
			continue
		}
		if is := read(all[0].expr); len(all) == 1 && is.IsConstant {
			texts[name] = is.Constant
		} else if _, isLiteral := all[0].expr.(*hclsyntax.LiteralValueExpr); len(all) > 1 || !isLiteral { // true and 5 say nothing of a place
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	return texts, unknown
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
