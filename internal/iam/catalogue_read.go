package iam

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// readCatalogue reads the tables. Every row must name sources that sources.csv has, and nothing may be named that is not there.
func readCatalogue(read func(name string) ([]byte, error)) (*catalogue, error) {
	c := &catalogue{
		sources: map[string]Fact{}, types: map[string][]string{}, families: map[string][]string{}, doubtful: map[string][]string{},
		memberships: map[string][]membership{}, byOperation: map[string][]int{}, variables: map[string]VariableFact{},
		elsewhere: map[string]bool{},
	}
	tables := []struct {
		file    string
		columns []string
		row     func(row) error
	}{
		{"sources.csv", []string{"key", "edition", "address", "remark"}, c.readSource},
		{"permissions.csv", []string{"type", "verb", "permissions", "sources"}, c.readPermissions},
		{"families.csv", []string{"family", "types", "sources"}, c.readFamily},
		{"operations.csv", []string{
			"service", "operation", "variant", "formula", "effects", "direction", "destination", "scope", "sources",
		}, c.readOperation},
		{"names.csv", []string{"service", "operation", "names", "sources"}, c.readNames},
		{"variables.csv", []string{"variable", "type", "shape", "presence", "where", "sources"}, c.readVariable},
		{"beyond.csv", []string{
			"feature", "service", "operation", "field", "direction", "why", "instead", "sources",
		}, c.readBeyond},
		{"elsewhere.csv", []string{"names", "sources"}, c.readElsewhere},
	}
	for _, t := range tables {
		src, err := read(t.file)
		if err != nil {
			return nil, err
		}
		if err := eachRow(src, t.columns, t.row); err != nil {
			return nil, fmt.Errorf("%s: %w", t.file, err)
		}
	}
	c.index()
	return c, nil
}

// row is a line of a table, by column.
type row map[string]string

func (r row) words(column string) []string { return strings.Fields(r[column]) }

func eachRow(src []byte, columns []string, each func(row) error) error {
	lines, err := csv.NewReader(bytes.NewReader(src)).ReadAll()
	if err != nil {
		return err
	}
	if len(lines) == 0 || !slices.Equal(lines[0], columns) {
		return fmt.Errorf("the columns must be %s", strings.Join(columns, ","))
	}
	for i, line := range lines[1:] {
		r := row{}
		for j, column := range columns {
			r[column] = line[j]
		}
		if err := each(r); err != nil {
			return fmt.Errorf("row %d: %w", i+2, err)
		}
	}
	return nil
}

func (c *catalogue) readSource(r row) error {
	if _, twice := c.sources[r["key"]]; twice {
		return fmt.Errorf("the source %q is there twice", r["key"])
	}
	c.sources[r["key"]] = Fact{Key: r["key"], Edition: r["edition"], Address: r["address"], Remark: r["remark"]}
	return nil
}

// sourcesOf is a row's sources: at least one, and none that is not known.
func (c *catalogue) sourcesOf(r row) ([]string, error) {
	names := r.words("sources")
	if len(names) == 0 {
		return nil, fmt.Errorf("no source is given")
	}
	for _, name := range names {
		if _, ok := c.sources[name]; !ok {
			return nil, fmt.Errorf("no source is called %q", name)
		}
	}
	return names, nil
}

func (c *catalogue) readPermissions(r row) error {
	sources, err := c.sourcesOf(r)
	if err != nil {
		return err
	}
	c.types[r["type"]] = append(c.types[r["type"]], sources...)
	if r["verb"] == "" && r["permissions"] == "" {
		return nil // a type of which nothing more is known
	}
	from, to, span := strings.Cut(r["verb"], "..")
	if !span {
		to = from
	}
	low, high := verbs[from], verbs[to]
	if low == NoVerb || high < low || high == Associate {
		return fmt.Errorf("%q is no verb, and no span of verbs", r["verb"])
	}
	for _, p := range r.words("permissions") {
		if p != strings.ToUpper(p) {
			return fmt.Errorf("the permission %q must be in upper case", p)
		}
		c.memberships[p] = append(c.memberships[p], membership{Type: r["type"], Low: low, High: high})
	}
	return nil
}

func (c *catalogue) readFamily(r row) error {
	sources, err := c.sourcesOf(r)
	if err != nil {
		return err
	}
	into := c.families
	if slices.Contains(sources, unsure) {
		into = c.doubtful
	}
	for _, t := range r.words("types") {
		if c.types[t] == nil {
			return fmt.Errorf("no type is called %q", t)
		}
		into[r["family"]] = append(into[r["family"]], t)
	}
	return nil
}

var effects = []string{
	effectCreate, effectWrite, effectCopyIn, effectClone, effectRestore, effectReplicate, effectSend, effectOpen, effectLoosen, effectRead,
}

func (c *catalogue) readOperation(r row) error {
	sources, err := c.sourcesOf(r)
	if err != nil {
		return err
	}
	o := Operation{
		Service: r["service"], Name: r["operation"], Variant: r["variant"], Formula: r["formula"], Effects: r.words("effects"),
		Direction: r["direction"], Destination: r["destination"], Home: r["scope"] == "home", Sources: sources,
	}
	if i := slices.IndexFunc(o.Effects, func(e string) bool { return !slices.Contains(effects, e) }); i >= 0 {
		return fmt.Errorf("no effect is called %q", o.Effects[i])
	}
	if !slices.Contains([]string{"home", "region"}, r["scope"]) || !slices.Contains([]string{"", "push", "pull"}, o.Direction) {
		return fmt.Errorf("the scope is home or region, the direction push, pull or nothing")
	}
	if o.terms, err = parseFormula(o.Formula); err != nil {
		return err
	}
	for _, t := range o.terms {
		if err := c.checkTerm(t); err != nil {
			return err
		}
		for i := range t {
			t[i].Changes = t[i].Permission == "" && o.has(slices.Concat(writes, ways)...)
		}
	}
	o.Names, o.NameKnown = []string{o.Name}, true
	c.operations = append(c.operations, o)
	return nil
}

func (c *catalogue) checkTerm(t term) error {
	for _, n := range t {
		if n.Permission != "" && c.memberships[n.Permission] == nil {
			return fmt.Errorf("no type has the permission %q", n.Permission)
		}
		if n.Type != "" && c.types[n.Type] == nil {
			return fmt.Errorf("no type is called %q", n.Type)
		}
	}
	return nil
}

// readNames replaces the names of an operation's variants. A ? among the names says that no source lists the first.
func (c *catalogue) readNames(r row) error {
	sources, err := c.sourcesOf(r)
	if err != nil {
		return err
	}
	names, found := r.words("names"), false
	known := !slices.Contains(names, "?")
	if known == slices.Contains(sources, unsure) {
		return fmt.Errorf("a name without a source goes with a ?, and only such a one does")
	}
	names = slices.DeleteFunc(names, func(n string) bool { return n == "?" })
	for i := range c.operations {
		if o := &c.operations[i]; o.Service == r["service"] && o.Name == r["operation"] {
			o.Names, o.NameKnown, found = names, known, true
		}
	}
	if !found || len(names) == 0 {
		return fmt.Errorf("no operation of %s is called %q, or it is given no name", r["service"], r["operation"])
	}
	return nil
}

var variableTypes = []string{
	"text", "ocid", "region-key", "operation", "permission", "timestamp", "time", "month", "day", "weekday", "boolean", "policy-type",
}

func (c *catalogue) readVariable(r row) error {
	sources, err := c.sourcesOf(r)
	if err != nil {
		return err
	}
	v := VariableFact{
		Name: r["variable"], Type: r["type"], Set: r["shape"] == "set", Always: r["presence"] == "always",
		Services: r.words("where"), Sources: sources,
	}
	if !slices.Contains(variableTypes, v.Type) || !slices.Contains([]string{"one", "set"}, r["shape"]) ||
		!slices.Contains([]string{"always", "user", "member", "maybe"}, r["presence"]) {
		return fmt.Errorf("the type, shape or presence of %s is none of those that there are", v.Name)
	}
	if v.Name != strings.ToLower(v.Name) {
		return fmt.Errorf("the variable %q must be in lower case", v.Name)
	}
	c.variables[v.Name] = v
	return nil
}

func (c *catalogue) readBeyond(r row) error {
	sources, err := c.sourcesOf(r)
	if err != nil {
		return err
	}
	c.beyond = append(c.beyond, Beyond{
		Feature: r["feature"], Service: r["service"], Operation: r["operation"], Field: r["field"],
		Direction: r["direction"], Why: r["why"], Instead: r["instead"], Sources: sources,
	})
	return nil
}

func (c *catalogue) readElsewhere(r row) error {
	if _, err := c.sourcesOf(r); err != nil {
		return err
	}
	for _, name := range r.words("names") {
		if c.types[name] != nil || c.families[name] != nil || c.elsewhere[name] {
			return fmt.Errorf("the type %q is there twice", name)
		}
		c.elsewhere[name] = true
	}
	return nil
}

// index finds operations by every name that they have, and what each resource stands for.
func (c *catalogue) index() {
	c.stands = map[string][]string{}
	for name := range c.types {
		c.stands[name] = []string{name}
	}
	for name, types := range c.families {
		c.stands[name] = append(c.stands[name], types...)
	}
	for i, o := range c.operations {
		for _, name := range append([]string{o.Name}, o.Names...) {
			if key := lex.Fold(name); !slices.Contains(c.byOperation[key], i) {
				c.byOperation[key] = append(c.byOperation[key], i)
			}
		}
	}
}
