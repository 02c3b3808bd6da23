package ddl

import (
	"fmt"
	"slices"
	"strings"
)

// Evolution is how one table becomes another.
type Evolution struct {
	Statements []string // ALTER TABLE statements in the order in which they are to be sent; none where nothing changes
	Lost       []string // columns, and fields as "record.field", that are dropped with what is in them
	Obstacles  []string // what cannot be altered, each in a sentence without the full stop: then only a new table can have it
}

// SchemaChanges says whether more than the TTL changes: a table with replicas takes nothing else.
func (e Evolution) SchemaChanges() bool {
	for _, s := range e.Statements {
		if !strings.Contains(s, " USING TTL ") {
			return true
		}
	}
	return len(e.Obstacles) > 0
}

// Evolve finds how the table becomes another. Columns are added at the end, whatever place the other has them in: Oracle
// knows no order of columns but that of their creation.
func (t Table) Evolve(to Table) Evolution {
	if t.Equal(to) {
		return Evolution{}
	}
	var e evolver
	if !SameName(t.Name, to.Name) {
		e.obstacle("the name changes from %s to %s", t.Name, to.Name)
	}
	if t.Collection != to.Collection {
		e.obstacle("a table cannot become, or cease to be, a JSON collection")
	}
	if !t.sameKey(to) {
		e.obstacle("the primary key changes from %s to %s", t.key(), to.key())
	}
	e.columns(nil, t.normal(), to.columnsAsWritten())
	return e.evolution(t, to)
}

// columnsAsWritten keeps the order, so that new columns are added in it.
func (t Table) columnsAsWritten() []Column {
	out := make([]Column, len(t.Columns))
	for i, c := range t.Columns {
		c.NotNull = c.NotNull || t.isKey(c.Name)
		out[i] = c
	}
	return out
}

type evolver struct {
	added, dropped, modified []string
	lost, obstacles          []string
}

func (e *evolver) obstacle(format string, args ...any) {
	e.obstacles = append(e.obstacles, fmt.Sprintf(format, args...))
}

// columns finds the changes from one list of columns to another; path is the record that they are fields of.
func (e *evolver) columns(path []string, from, to []Column) {
	at := func(c Column) string { return strings.Join(append(slices.Clip(path), c.Name), ".") }
	for _, c := range from {
		if _, stays := find(to, c.Name); !stays {
			e.dropped = append(e.dropped, "DROP "+at(c))
			e.lost = append(e.lost, at(c))
		}
	}
	for _, c := range to {
		i, there := find(from, c.Name)
		if !there {
			e.added = append(e.added, "ADD "+strings.TrimSuffix(at(c), c.Name)+c.String())
			continue
		}
		e.column(path, from[i], c)
	}
}

func (e *evolver) column(path []string, from, to Column) {
	name := strings.Join(append(slices.Clip(path), from.Name), ".")
	identityFrom, identityTo := from.Identity, to.Identity
	from.Identity, to.Identity = nil, nil
	records := from.Type.Name == "RECORD" && to.Type.Name == "RECORD"
	fieldsFrom, fieldsTo := from.Type.Fields, to.Type.Fields
	if records {
		from.Type.Fields, to.Type.Fields = nil, nil
	}
	switch {
	case !from.same(to):
		e.obstacle("%s changes from %q to %q", name, from, to)
	case records:
		e.columns(append(slices.Clip(path), from.Name), fieldsFrom, fieldsTo)
	case identityFrom.same(identityTo):
	case identityTo == nil:
		e.modified = append(e.modified, "MODIFY "+name+" DROP IDENTITY")
	default:
		e.modified = append(e.modified, "MODIFY "+name+" "+identityTo.String())
	}
}

// evolution writes the statements. A frozen schema thaws for its changes; a table takes one kind of change in a statement.
func (e *evolver) evolution(t, to Table) Evolution {
	out := Evolution{Lost: e.lost, Obstacles: e.obstacles}
	alter := func(what string) { out.Statements = append(out.Statements, "ALTER TABLE "+t.Name+" "+what) }
	changes := 0
	for _, some := range [][]string{e.dropped, e.modified, e.added} {
		changes += len(some)
	}
	if t.Frozen && (!to.Frozen || changes > 0) {
		alter("UNFREEZE SCHEMA")
	}
	for _, some := range [][]string{e.dropped, e.modified, e.added} {
		if len(some) > 0 {
			alter("(" + strings.Join(some, ", ") + ")")
		}
	}
	if !t.sameTTL(to) {
		alter(to.TTL.String())
	}
	if to.Frozen && (!t.Frozen || changes > 0) {
		freeze := "FREEZE SCHEMA"
		if to.Force {
			freeze += " FORCE"
		}
		alter(freeze)
	}
	return out
}
