package plan

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

type object = map[string]any

// sketch is a plan in few words. Everything in it is JSON as Terraform writes it.
type sketch struct {
	Providers object // by key: expressions
	Variables object // values
	Defaults  object // of variables
	Calls     object // module calls
	Resources []instance
	Drift     []instance
	Prior     []object
	Also      object // further members of the plan
}

// instance is a resource with its change. What is empty is what it is for a new resource.
type instance struct {
	Address, Provider, Key string
	Actions                []string
	Before, After, Unknown any
	Sensitive              any
	Expressions            object
	NoConfig               bool
}

var at = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

func ref(references ...string) object { return object{"references": references} }
func constant(v any) object           { return object{"constant_value": v} }

func (i instance) change() object {
	actions, after := i.Actions, i.After
	if o, ok := after.(object); ok && o == nil {
		after = nil
	}
	if actions == nil {
		actions = []string{"create"}
	}
	if after == nil && actions[0] != "delete" && actions[0] != "forget" || len(actions) > 1 && after == nil {
		after = object{}
	}
	return object{
		"address": i.Address, "mode": "managed", "type": i.typ(), "provider_name": i.provider(),
		"change": object{"actions": actions, "before": i.Before, "after": after, "after_unknown": or(i.Unknown), "after_sensitive": or(i.Sensitive), "before_sensitive": or(i.Sensitive)},
	}
}

func or(v any) any {
	if v == nil {
		return object{}
	}
	return v
}

func (i instance) provider() string {
	if i.Provider == "" {
		return "registry.terraform.io/oracle/oci"
	}
	return i.Provider
}

func (i instance) typ() string {
	steps := splitReference(withoutKeys(i.Address))
	return steps[len(steps)-2].text
}

func (i instance) config() object {
	steps := splitReference(withoutKeys(i.Address))
	key := i.Key
	if key == "" {
		key = "oci"
	}
	return object{
		"address": i.typ() + "." + steps[len(steps)-1].text, "mode": "managed", "type": i.typ(), "provider_config_key": key,
		"expressions": or2(i.Expressions),
	}
}

func or2(o object) object {
	if o == nil {
		return object{}
	}
	return o
}

func (s sketch) json(t testing.TB) []byte {
	t.Helper()
	providers := object{}
	for key, e := range s.Providers {
		name, alias, _ := strings.Cut(key, ".")
		p := object{"name": name, "full_name": "registry.terraform.io/oracle/oci", "expressions": e}
		if alias != "" {
			p["alias"] = alias
		}
		providers[key] = p
	}
	var changes, drift, configured []object
	for _, r := range s.Resources {
		changes = append(changes, r.change())
		if !r.NoConfig && !strings.HasPrefix(r.Address, "module.") {
			configured = append(configured, r.config())
		}
	}
	for _, r := range s.Drift {
		drift = append(drift, r.change())
	}
	variables, declared := object{}, object{}
	for name, v := range s.Variables {
		variables[name], declared[name] = object{"value": v}, object{}
	}
	for name, v := range s.Defaults {
		declared[name] = object{"default": v}
	}
	all := object{
		"format_version": "1.2", "terraform_version": "1.11.4", "variables": variables,
		"planned_values":   object{"root_module": object{}},
		"resource_changes": changes, "resource_drift": drift,
		"prior_state":   object{"values": object{"root_module": object{"resources": s.Prior}}},
		"configuration": object{"provider_config": providers, "root_module": object{"resources": configured, "module_calls": or2(s.Calls), "variables": declared}},
	}
	maps.Copy(all, s.Also)
	raw, err := json.Marshal(all)
	require.NoError(t, err)
	return raw
}

func usBoundary(t testing.TB, more ...string) *boundary.Boundary {
	t.Helper()
	b, err := boundary.Parse("boundary.hcl", []byte("boundary \"us-user-data\" {\n jurisdictions = [\"US\"]\n"+strings.Join(more, "\n")+"\n}\n"))
	require.NoError(t, err)
	return b
}

func (s sketch) judge(t testing.TB, o Options) *Report {
	t.Helper()
	p, err := Read(bytes.NewReader(s.json(t)))
	require.NoError(t, err)
	return p.Judge(usBoundary(t), at, o)
}

// ashburn and others are providers by their region.
func inRegion(name string) object { return object{"region": constant(name)} }

// shows is a Source of a few expressions, by module path, block and attribute joined with a space.
type shows map[string]SourceExpression

func (s shows) Expression(module []string, block, attribute string) (SourceExpression, bool) {
	e, ok := s[strings.TrimSpace(strings.Join(module, ".")+" "+block+" "+attribute)]
	return e, ok
}

func replaceOnce(t testing.TB, raw []byte, old, with string) []byte {
	t.Helper()
	require.Equal(t, 1, bytes.Count(raw, []byte(old)), "%s in %s", old, raw)
	return bytes.Replace(raw, []byte(old), []byte(with), 1)
}

func judgeJSON(t testing.TB, raw []byte, o Options) *Report {
	t.Helper()
	p, err := Read(bytes.NewReader(raw))
	require.NoError(t, err)
	return p.Judge(usBoundary(t), at, o)
}

func find(t *testing.T, r *Report, address string) Judged {
	t.Helper()
	i := slices.IndexFunc(r.Resources, func(j Judged) bool { return j.Address == address })
	require.GreaterOrEqual(t, i, 0, "%s is not in the report", address)
	return r.Resources[i]
}

// regionsOf are the regions of what was found, sorted.
func regionsOf(j Judged) []string {
	out := []string{}
	for _, f := range j.Findings {
		if f.Region != "" && !slices.Contains(out, f.Region) {
			out = append(out, f.Region)
		}
	}
	slices.Sort(out)
	return out
}
