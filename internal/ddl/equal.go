package ddl

import (
	"cmp"
	"slices"
	"strings"
)

// Equal says whether two tables are the same to Oracle: whatever the case of keywords and names, the order of the columns,
// and defaults that one of them spells out. IF NOT EXISTS and FORCE say how a table is made and not what it is.
func (t Table) Equal(other Table) bool {
	return SameName(t.Name, other.Name) && t.sameKey(other) && t.sameTTL(other) && t.Frozen == other.Frozen && t.Collection == other.Collection &&
		sameColumns(t.normal(), other.normal())
}

// normal are the columns by name, those of the primary key not null.
func (t Table) normal() []Column {
	out := slices.Clone(t.Columns)
	for i := range out {
		out[i].NotNull = out[i].NotNull || t.isKey(out[i].Name)
	}
	slices.SortFunc(out, func(a, b Column) int { return cmp.Compare(fold(a.Name), fold(b.Name)) })
	return out
}

func (t Table) sameKey(other Table) bool {
	return t.Shard == other.Shard && slices.EqualFunc(t.PrimaryKey, other.PrimaryKey, func(a, b Key) bool {
		return SameName(a.Name, b.Name) && a.Size == b.Size
	})
}

func (t Table) sameTTL(other Table) bool {
	return t.TTL == other.TTL || t.TTL.none() && other.TTL.none()
}

func sameColumns(a, b []Column) bool { return slices.EqualFunc(a, b, Column.same) }

func (c Column) same(other Column) bool {
	return SameName(c.Name, other.Name) && c.Type.same(other.Type) && c.NotNull == other.NotNull && sameLiteral(c.Default, other.Default) &&
		c.UUID == other.UUID && c.Generated == other.Generated && c.Counter == other.Counter && c.Identity.same(other.Identity)
}

func (i *Identity) same(other *Identity) bool {
	if i == nil || other == nil {
		return i == other
	}
	return i.spelled() == other.spelled()
}

// spelled is the identity with Oracle's defaults written out.
func (i Identity) spelled() Identity {
	i.Start, i.Increment, i.Cache = cmp.Or(i.Start, "1"), cmp.Or(i.Increment, "1"), cmp.Or(i.Cache, "1000")
	return i
}

// timestampPrecision is that of a TIMESTAMP that says none.
const timestampPrecision = "9"

func (t Type) same(other Type) bool {
	if t.Name != other.Name || (t.Of == nil) != (other.Of == nil) || t.Of != nil && !t.Of.same(*other.Of) {
		return false
	}
	precision := func(t Type) string {
		if t.Name == "TIMESTAMP" {
			return cmp.Or(t.Size, timestampPrecision)
		}
		return t.Size
	}
	return precision(t) == precision(other) && slices.EqualFunc(t.Symbols, other.Symbols, SameName) && sameColumns(t.Fields, other.Fields) &&
		slices.Equal(sorted(t.Counters), sorted(other.Counters))
}

func sorted(counters []string) []string {
	out := make([]string, len(counters))
	for i, c := range counters {
		out[i] = fold(c)
	}
	slices.Sort(out)
	return out
}

// sameLiteral compares strings by what is between their quotes, and all else without case.
func sameLiteral(a, b string) bool {
	content := func(s string) (string, bool) {
		if len(s) > 1 && (s[0] == '"' || s[0] == '\'') {
			return s[1 : len(s)-1], true
		}
		return s, false
	}
	x, quoted := content(a)
	y, alsoQuoted := content(b)
	return quoted == alsoQuoted && (x == y || !quoted && strings.EqualFold(x, y))
}

func fold(name string) string { return strings.ToLower(name) }
