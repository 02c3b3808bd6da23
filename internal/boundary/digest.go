package boundary

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"maps"
	"slices"
)

// digest hashes a declaration that is normal and has its defaults filled in. Each list is sorted and without doubles,
// and each text is preceded by its length, so that no two meanings are encoded alike. The first line is the encoding's
// version: a change of it changes every digest.
func digest(d Declaration) string {
	w := canon{sha256.New()}
	w.text("residency-boundary/1")
	w.text(d.Name)
	w.list(d.Jurisdictions)
	w.list(d.Realms)
	w.list(d.Regions)
	w.list(d.Ungoverned)
	w.number(len(d.Classes))
	for _, name := range slices.Sorted(maps.Keys(d.Classes)) {
		c := d.Classes[name]
		w.text(name)
		for _, list := range [][]string{c.Jurisdictions, c.Realms, c.Regions, c.Addresses, c.Compartments} {
			w.list(list)
		}
	}
	w.number(len(d.Exceptions))
	for _, name := range slices.Sorted(maps.Keys(d.Exceptions)) {
		e := d.Exceptions[name]
		w.text(name)
		for _, list := range [][]string{e.Regions, e.Addresses, e.Compartments, e.Kinds} {
			w.list(list)
		}
		for _, text := range []string{e.Reason, e.Owner, e.ApprovedBy, e.Ticket, e.Expires} {
			w.text(text)
		}
	}
	return hex.EncodeToString(w.Sum(nil))
}

// canon writes a canonical encoding into a hash.
type canon struct{ hash.Hash }

func (w canon) number(n int)  { fmt.Fprintf(w, "%d;", n) }
func (w canon) text(s string) { fmt.Fprintf(w, "%d:%s;", len(s), s) }

func (w canon) list(values []string) {
	values = slices.Compact(slices.Sorted(slices.Values(values)))
	w.number(len(values))
	for _, v := range values {
		w.text(v)
	}
}
