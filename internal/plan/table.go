package plan

import (
	"bytes"
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
)

// Scope says whether resources of a type have a region.
type Scope string

// The scopes of a type.
const (
	Regional   Scope = "regional"    // it is in one region
	GlobalType Scope = "global"      // it is of the tenancy and has no region: a reviewed list
	HomeRegion Scope = "home-region" // it is in the tenancy's home region, which alone accepts writes
	Unlisted   Scope = "unlisted"    // the table does not have the type: it is taken for regional
)

// role is what the value of an attribute says.
type role string

const (
	placement   role = "placement"   // where the resource itself is
	destination role = "destination" // where data goes to
	origin      role = "origin"      // where data comes from
	public      role = "public"      // whether everybody may read it: every value but the row's
	external    role = "external"    // whether it is outside Oracle Cloud: every value but the row's
	watch       role = "watch"       // what another row of the type depends on
	none        role = "none"        // nothing about a place
)

// row is one reviewed attribute.
type row struct {
	typ, attribute, mode string
	role                 role
	kind                 boundary.Kind
	keys                 bool // it is a map, and its keys are the regions' names
	twoWay               bool
	whenAttribute        string   // the attribute that the row depends on, "" for none
	when                 []string // the values of it for which the row holds
	unless               bool     // it holds for every value but those, ones of releases to come among them
	values               []string // the values that are harmless
	source, reason       string
}

// block says whether the row is of a block, whose members have rows of their own.
func (r *row) block() bool { return strings.HasSuffix(r.attribute, "{}") }

// wide says whether the row holds for everything below a block that has no row of its own.
func (r *row) wide() bool { return strings.HasSuffix(r.attribute, ".*") }

// needed says whether a plan without the attribute hides where data goes. A key that is not known makes nothing undecided.
func (r *row) needed() bool {
	return r.mode == "required" && (r.role == destination && r.kind != boundary.Key || r.role == public || r.role == external)
}

//go:embed data/types.csv data/attributes.csv data/content.csv
var data embed.FS

type table struct {
	scopes  map[string]Scope
	rows    map[string][]*row // by type; "*" for every type
	content map[string]string // data sources that carry content into state, with what it is
}

// tables are the embedded tables, read once. They are part of the program, so a fault in them is a fault of the build.
var tables = sync.OnceValue(func() *table {
	t, err := readTables()
	if err != nil {
		panic(err)
	}
	return t
})

func readTables() (*table, error) {
	t := &table{scopes: map[string]Scope{}, rows: map[string][]*row{}, content: map[string]string{}}
	types, err := records("data/types.csv", 3)
	if err != nil {
		return nil, err
	}
	for _, r := range types {
		t.scopes[r[0]] = Scope(r[1])
	}
	attributes, err := records("data/attributes.csv", 10)
	if err != nil {
		return nil, err
	}
	for _, r := range attributes {
		parsed := newRow(r)
		t.rows[parsed.typ] = append(t.rows[parsed.typ], parsed)
	}
	content, err := records("data/content.csv", 2)
	if err != nil {
		return nil, err
	}
	for _, r := range content {
		t.content[r[0]] = r[1]
	}
	return t, nil
}

func records(name string, fields int) ([][]string, error) {
	raw, err := data.ReadFile(name)
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(bytes.NewReader(raw))
	r.FieldsPerRecord = fields
	all, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return all[1:], nil
}

func newRow(r []string) *row {
	out := &row{
		typ: r[0], attribute: r[1], mode: r[2], role: role(r[3]), kind: boundary.Kind(r[4]), twoWay: r[5] == "yes",
		values: strings.Fields(r[7]), source: r[8], reason: r[9],
	}
	out.mode, out.keys = strings.CutSuffix(out.mode, " keys")
	if attribute, values, ok := strings.Cut(r[6], "="); ok {
		out.when = strings.Fields(values)
		out.whenAttribute, out.unless = strings.CutSuffix(attribute, "!")
	}
	return out
}

// scope returns the scope of a type.
func (t *table) scope(typ string) Scope {
	if s, ok := t.scopes[typ]; ok {
		return s
	}
	return Unlisted
}

// wildcard returns the row that holds for an attribute of this name in any type.
func (t *table) wildcard(name string) *row {
	i := slices.IndexFunc(t.rows["*"], func(r *row) bool { return r.attribute == name })
	if i < 0 {
		return nil
	}
	return t.rows["*"][i]
}
