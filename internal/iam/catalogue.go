package iam

import (
	"embed"
	"slices"
	"strings"
	"sync"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

// data is what Oracle's documentation says, as tables: see data/sources.csv for where each row comes from.
//
//go:embed data/*.csv
var data embed.FS

// oracle is the catalogue of the embedded tables. A fault in one is a fault of the build, and the tests read them all.
var oracle = sync.OnceValue(func() *catalogue {
	c, err := readCatalogue(func(name string) ([]byte, error) { return data.ReadFile("data/" + name) })
	if err != nil {
		panic("internal/iam: " + err.Error())
	}
	return c
})

// allResources is the name of the family of everything, types that the catalogue does not know included.
const allResources = "all-resources"

// unsure is the key of the source that rows without one name.
const unsure = "unsure"

// catalogue is what is known of the policy language's words.
type catalogue struct {
	sources     map[string]Fact
	types       map[string][]string // the names of types with the sources
	families    map[string][]string // family to types, of documented rows only
	doubtful    map[string][]string // family to types, of rows whose source is unsure
	stands      map[string][]string // type or family to the types that it surely stands for
	memberships map[string][]membership
	operations  []Operation
	byOperation map[string][]int // index of operations by folded name, IAM names included
	variables   map[string]VariableFact
	elsewhere   map[string]bool // types that are known by name only; beginnings of types and permissions, with a star at the end
	beyond      []Beyond
}

// membership says that a permission belongs to a type, from one of the verbs Low to High on. Where they differ, sources
// disagree or do not say: a deny covers the permission from Low's verb downwards only, an allow grants it from High's upwards only.
type membership struct {
	Type      string
	Low, High Verb
}

// Fact is the source of a row of the catalogue.
type Fact struct {
	Key     string
	Edition string // the date or version that the page or package had, or ""
	Address string // "" for what no source was found for
	Remark  string
}

// Effect classes of operations: what they do to data, or to the guard.
const (
	effectCreate    = "create"    // makes a place for data, or data
	effectWrite     = "write"     // writes data
	effectCopyIn    = "copyin"    // copies data in from elsewhere
	effectClone     = "clone"     // clones data
	effectRestore   = "restore"   // restores data
	effectReplicate = "replicate" // begins, keeps or turns a replication
	effectSend      = "send"      // sends data out, or makes a way out
	effectOpen      = "open"      // opens data to others
	effectLoosen    = "loosen"    // can loosen the guard itself
	effectRead      = "read"      // hands data to the caller
)

// writes are the effects that place data, and ways those that let it out or loosen what keeps it in.
var (
	writes = []string{effectCreate, effectWrite, effectCopyIn, effectClone, effectRestore, effectReplicate}
	ways   = []string{effectSend, effectOpen, effectLoosen}
)

// Operation is an operation of Oracle's API: what it needs, what it does, and how IAM calls it.
type Operation struct {
	Service string // the SDK's package name, such as "objectstorage"
	Name    string // the SDK's name, such as "CopyObject"
	Variant string // a use of the operation that needs something else, such as "replicated"; or ""
	Formula string // the permissions it needs, with & and |; "-" for none; ?type for one that no source names

	Effects     []string // of the effect classes
	Direction   string   // "push", "pull" or ""
	Destination string   // the variable that carries the destination, or ""
	Home        bool     // whether it is requested in the home region, wherever that is
	Sources     []string // keys of sources

	Names     []string // the names that request.operation may have, every candidate where sources disagree
	NameKnown bool     // whether a source of Oracle's lists the name; false: it is the SDK's, as the general rule has it

	terms []term
}

// VariableFact is what is known of a variable.
type VariableFact struct {
	Name     string // in lower case; ends in ".*" for a tag namespace and key of one's own
	Type     string // text, ocid, region-key, operation, permission, timestamp, time, month, day, weekday, boolean or policy-type
	Set      bool   // whether it has many values: = is true if one matches, != if none does
	Always   bool   // whether every request carries it
	Services []string
	Sources  []string
}

// Beyond is a way out that no condition can see.
type Beyond struct {
	Feature   string   `json:"feature"`
	Service   string   `json:"service"`
	Operation string   `json:"operation"`
	Field     string   `json:"field"`
	Direction string   `json:"direction"` // push, open or loosen
	Why       string   `json:"why"`
	Instead   string   `json:"instead"` // what can stop it
	Sources   []string `json:"-"`
}

// ResourceTypes lists the resource types that are known, families not included, in order.
func ResourceTypes() []string { return keys(oracle().types) }

// Families lists the families that are known, all-resources included, in order.
func Families() []string {
	return slices.Insert(keys(oracle().families), 0, allResources)
}

// IsResource tells whether a name, in lower case, is that of a type or family that the catalogue knows.
func IsResource(name string) bool {
	c := oracle()
	return name == allResources || c.types[name] != nil || c.families[name] != nil
}

// TypesOf lists the types that a type or family stands for: all that are known for all-resources, none for a name that is not known.
func TypesOf(resource string) []string {
	c := oracle()
	if resource == allResources {
		return keys(c.types)
	}
	return slices.Clone(c.stands[resource])
}

// IsPermission tells whether a name, in upper case, is that of a permission that the catalogue knows.
func IsPermission(name string) bool { return oracle().memberships[name] != nil }

// AllPermissions lists the permissions that are known, in order.
func AllPermissions() []string { return keys(oracle().memberships) }

// PermissionsOf lists the permissions that an allow of the verb on the resource surely grants, or that a deny of it
// surely takes, in order. It lists only permissions that the catalogue knows.
func PermissionsOf(effect Effect, verb Verb, resource string) []string {
	a := Action{Verb: verb, Resource: Resource{Name: resource}}
	var all []string
	for _, p := range AllPermissions() {
		n := need{Permission: p}
		if effect == Allow && a.grants(n) || effect == Deny && a.takes(n) {
			all = append(all, p)
		}
	}
	return all
}

// Operations lists the operations that are known, by service, in the catalogue's order.
func Operations() []Operation { return slices.Clone(oracle().operations) }

// FindOperation finds operations by name, the SDK's or IAM's, in any case; of one service, or of all if service is "". Variants
// are among them.
func FindOperation(service, name string) []Operation {
	c := oracle()
	var found []Operation
	for _, i := range c.byOperation[lex.Fold(name)] {
		if o := c.operations[i]; service == "" || o.Service == plainService(service) {
			found = append(found, o)
		}
	}
	return found
}

// plainService is a service's name as the SDK writes it: object-storage is objectstorage.
func plainService(name string) string {
	return lex.Fold(strings.NewReplacer("-", "", "_", "", " ", "").Replace(name))
}

// IsOperation tells whether a name, in any case, is one that request.operation can have for an operation of the catalogue.
func IsOperation(name string) bool {
	return slices.ContainsFunc(FindOperation("", name), func(o Operation) bool {
		return slices.ContainsFunc(o.Names, func(n string) bool { return lex.Fold(n) == lex.Fold(name) })
	})
}

// FindVariable finds what is known of a variable by its name, in lower case.
func FindVariable(name string) (VariableFact, bool) {
	c := oracle()
	if v, ok := c.variables[name]; ok {
		return v, true
	}
	if of, _, tag := strings.Cut(name, ".tag."); tag {
		v, ok := c.variables[of+".tag.*"]
		return v, ok
	}
	return VariableFact{}, false
}

// Variables lists the variables that are known, by name.
func Variables() []VariableFact {
	c := oracle()
	all := make([]VariableFact, 0, len(c.variables))
	for _, name := range keys(c.variables) {
		all = append(all, c.variables[name])
	}
	return all
}

// Sources lists where the catalogue's rows come from, by key.
func Sources() []Fact {
	c := oracle()
	all := make([]Fact, 0, len(c.sources))
	for _, key := range keys(c.sources) {
		all = append(all, c.sources[key])
	}
	return all
}

// has tells whether an operation is of an effect class.
func (o Operation) has(effects ...string) bool {
	return slices.ContainsFunc(effects, func(e string) bool { return slices.Contains(o.Effects, e) })
}

// keys lists a map's keys in order.
func keys[V any](m map[string]V) []string {
	all := make([]string, 0, len(m))
	for k := range m {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}
