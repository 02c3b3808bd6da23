package iam

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// permissionStems are what the permissions of types begin with that the catalogue names and does not describe: LOAD_BALANCER_
// of load-balancers.
var permissionStems = sync.OnceValue(func() []string {
	var stems []string
	for name := range oracle().elsewhere {
		if stem, ok := strings.CutSuffix(name, "*"); ok && stem == strings.ToUpper(stem) {
			stems = append(stems, stem)
			continue
		}
		stem := strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
		stems = append(stems, strings.TrimSuffix(stem, "S")+"_", strings.TrimSuffix(stem, "_FAMILY")+"_")
	}
	slices.Sort(stems)
	return slices.Compact(stems)
})

// isElsewhere tells whether a name is that of a type which the catalogue does not describe. Nothing is proved by such types.
func isElsewhere(name string) bool { return oracle().elsewhere[name] }

// mayBeElsewhere tells whether a name begins like the types of a service that the catalogue does not describe.
func mayBeElsewhere(name string) bool {
	for i := range name {
		if name[i] == '-' && isElsewhere(name[:i+1]+"*") {
			return true
		}
	}
	return false
}

// action lints the verb's type, or the permissions.
func (l *linter) action() {
	a := l.s.Action
	if a.Verb == NoVerb {
		for _, p := range a.Permissions {
			l.permissionWord(p.Name, p.Start)
		}
		return
	}
	l.typeWord(a.Resource)
	if l.s.With != nil {
		l.typeWord(l.s.With.Resource)
	}
}

func (l *linter) typeWord(r Resource) {
	if IsResource(r.Name) || isElsewhere(r.Name) {
		return
	}
	near := nearest(r.Name, slices.Concat(ResourceTypes(), Families(), keys(oracle().elsewhere)))
	if near == "" && mayBeElsewhere(r.Name) {
		return
	}
	l.report(ruleUnknownType, r.Start, fmt.Sprintf("No resource type or family called %s is known.", r.Name),
		suggestion(near, "Look the type up in Oracle's policy reference."))
}

// permissionWord reports a permission that is not known, unless it may be one of a type that the catalogue does not describe.
func (l *linter) permissionWord(name string, at Position) {
	upper := strings.ToUpper(name)
	if IsPermission(upper) {
		return
	}
	near := nearest(upper, AllPermissions())
	if near == "" && slices.ContainsFunc(permissionStems(), func(stem string) bool { return strings.HasPrefix(upper, stem) }) {
		return
	}
	l.report(ruleUnknownPerm, at, fmt.Sprintf("No permission called %s is known.", upper),
		suggestion(near, "Look the permission up in Oracle's policy reference."))
}

func suggestion(near, otherwise string) string {
	if near == "" {
		return otherwise
	}
	return fmt.Sprintf("Did you mean %s?", near)
}

// variable reports a variable that is not known, or that does not work. The general variables are all known. Of targets each
// service has its own, so in an allow only what looks like a typing error is reported.
func (l *linter) variable(v Variable) {
	l.notEnforced(v)
	if _, ok := FindVariable(v.Name); ok {
		return
	}
	var names []string
	for _, f := range Variables() {
		names = append(names, f.Name)
	}
	near := nearest(v.Name, names)
	if near == "" {
		near = firstBelow(v.Name, names)
	}
	if near == "" && l.s.Effect == Allow && strings.HasPrefix(v.Name, "target.") {
		return
	}
	l.report(ruleUnknownVar, v.Start, fmt.Sprintf("No variable called %s is known. If no request carries it, every comparison with it is false.", v),
		suggestion(near, "Look the variable up in Oracle's policy reference."))
}

// firstBelow is the first of the names that go on where a word ends: target.bucket.name for target.bucket.
func firstBelow(word string, names []string) string {
	for _, name := range names {
		if strings.HasPrefix(name, word+".") {
			return name
		}
	}
	return ""
}

func (l *linter) notEnforced(v Variable) {
	switch v.Name {
	case "target.dynamicgroup.id", "target.dynamicgroup.name":
		if l.s.Effect == Deny {
			l.report(ruleNotEnforced, v.Start, fmt.Sprintf("Oracle's known issues say that %s is not enforced in denies.", v), "Deny without that condition, or name the group as the subject.")
		}
	case "request.ipv4.ipaddress", "request.vcn.id":
		l.report(ruleNotEnforced, v.Start, fmt.Sprintf("%s is deprecated in favour of network sources.", v), "Create a network source, and compare request.networkSource.name.")
	}
}

// nearest is the candidate that a word is most likely a typing error of, "" if none is near.
func nearest(word string, candidates []string) string {
	word = lex.Fold(word)
	best, bestDistance := "", min(2, (len(word)-1)/3)+1
	for _, c := range candidates {
		if d := distance(word, lex.Fold(c), bestDistance); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// distance is the number of letters to insert, delete, replace or swap, at most limit.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			same := 1
			if a[i] == b[j] {
				same = 0
			}
			row[j+1] = min(above[j+1]+1, row[j]+1, above[j]+same)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, above, row = above, row, before
	}
	return min(above[len(b)], limit)
}
