package boundary

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// named is a class or exception of a draft, under the path that its faults get.
type named[T any] struct {
	name  string
	path  []any
	value T
}

// draft is a declaration before its checks. Names may still be doubled, so its classes and exceptions are lists.
type draft struct {
	Declaration
	classes    []named[Class]
	exceptions []named[Exception]
}

// checker collects the faults of a draft.
type checker struct{ faults Faults }

func (c *checker) fault(path []any, format string, args ...any) {
	c.faults = append(c.faults, Fault{Path: slices.Clone(path), Message: fmt.Sprintf(format, args...)})
}

// faultOfWhole is a fault that only the whole declaration can have: something is missing, or two parts contradict.
func (c *checker) faultOfWhole(path []any, format string, args ...any) {
	c.fault(path, format, args...)
	c.faults[len(c.faults)-1].ofWhole = true
}

// check runs one check and says whether it found nothing.
func (c *checker) check(run func()) bool {
	before := len(c.faults)
	run()
	return len(c.faults) == before
}

// places checks jurisdictions, realms and regions where they are given.
func (c *checker) places(path []any, jurisdictions, realms, regions []string) {
	c.list(path, "jurisdictions", jurisdictions, "country", c.jurisdiction)
	c.list(path, "realms", realms, "realm", c.realm)
	c.list(path, "regions", regions, "region", c.region)
}

// list checks the elements of a list that may be left out but not empty: an empty one would allow nothing, or all.
func (c *checker) list(path []any, name string, values []string, what string, element func([]any, string)) {
	path = append(slices.Clone(path), name)
	if values != nil && len(values) == 0 {
		c.fault(path, "The list %s is empty. Name at least one %s, or leave the argument out.", name, what)
	}
	c.elements(path, values, element)
}

func (c *checker) elements(path []any, values []string, element func([]any, string)) {
	for i, v := range values {
		element(append(slices.Clone(path), i), v)
	}
}

func (c *checker) jurisdiction(path []any, code string) {
	if !isJurisdiction(code) {
		c.fault(path, "%s is no ISO 3166-1 alpha-2 code of a country, nor the group EU or EEA.%s", quote(code), didYouMean(suggestJurisdiction(code)))
	}
}

func (c *checker) realm(path []any, realm string) {
	if known := region.Realms(); !slices.Contains(known, realm) {
		c.fault(path, "%s is no realm of Oracle Cloud that is known. Known are %s.", quote(realm), list(known, "and"))
	}
}

func (c *checker) region(path []any, name string) {
	if _, ok := region.ByName(name); ok {
		return
	}
	if r, ok := region.Lookup(name); ok {
		c.fault(path, "%s is a region's key. Write the region's name, %s.", quote(name), quote(r.Name))
		return
	}
	if !couldBeNew(name) {
		c.fault(path, "%s is no region of Oracle Cloud that is known.%s", quote(name), suggestRegion(name))
	}
}

// suggestRegion is a sentence with the regions that are like a name, or else with those of the same part of the world.
func suggestRegion(name string) string {
	if names := region.Suggest(cut(name)); len(names) > 0 {
		return didYouMean(names)
	}
	part, _, _ := strings.Cut(name, "-")
	var names []string
	for _, r := range region.All() {
		if strings.HasPrefix(r.Name, part+"-") && r.Realm == "oc1" {
			names = append(names, r.Name)
		}
	}
	if len(names) == 0 {
		return " The data source residency_regions lists them."
	}
	return " Known are " + list(names, "and") + "."
}

var (
	regionName = regexp.MustCompile(`^(af|ap|ca|eu|il|me|mx|sa|uk|us)(-[a-z]{2,})+-[1-9][0-9]?$`)
	compass    = regexp.MustCompile(`-(gov-)?(north|south|east|west|central)+-`) // as other clouds name their regions
)

// couldBeNew says whether a name that the table does not have could be a region that Oracle has opened since: it has the
// form of a region's name, and is too far from every known city to be a slip. A slip would do no harm to residency (no
// resource can be in a region that does not exist), but would shut out the region that was meant.
func couldBeNew(name string) bool {
	if len(name) > maxGuess || !regionName.MatchString(name) || compass.MatchString(name) {
		return false
	}
	stem := name[:strings.LastIndexByte(name, '-')]
	for _, r := range region.All() {
		known := r.Name[:strings.LastIndexByte(r.Name, '-')]
		if d := distance(stem, known); d > 0 && d <= 2 {
			return false
		}
	}
	return true
}

// maxName is the length of the longest name of a boundary, class or exception, in bytes.
const maxName = 100

// name checks the name of a boundary, class or exception. Names stand in messages, reports, tags and policies.
func (c *checker) name(path []any, what, name string) {
	switch {
	case strings.TrimSpace(name) == "":
		c.fault(path, "%s has no name.", what)
	case len(name) > maxName:
		c.fault(path, "The name %s is longer than %d bytes.", quote(name), maxName)
	case name != strings.TrimSpace(name) || !utf8.ValidString(name) || strings.ContainsFunc(name, notInTitle):
		c.fault(path, "The name %s has characters that a name cannot have. Use letters, digits, spaces and . _ - / : within.", quote(name))
	}
}

func notInTitle(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" ._-/:", r)
}

func (c *checker) compartment(path []any, ocid string) {
	isOCID := strings.HasPrefix(ocid, "ocid1.compartment.") || strings.HasPrefix(ocid, "ocid1.tenancy.")
	if !isOCID || strings.ContainsFunc(ocid, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`*"'`, r) }) {
		c.fault(path, "%s is no OCID of a compartment. Compartments are compared as a whole: write the OCID that starts with ocid1.compartment.", quote(ocid))
	}
}

// patterns compiles address patterns.
func (c *checker) patterns(path []any, addresses []string) []pattern {
	path = append(slices.Clone(path), "addresses")
	out := make([]pattern, 0, len(addresses))
	for i, a := range addresses {
		p, wrong := newPattern(a)
		if wrong != "" {
			c.fault(append(slices.Clone(path), i), "%s matches nothing. %s", quote(a), wrong)
			continue
		}
		out = append(out, p)
	}
	return out
}

var providerName = regexp.MustCompile(`^([a-z0-9][a-z0-9.:-]*/)?([a-z0-9][a-z0-9-]*/)?[a-z0-9][a-z0-9-]*$`)

func (c *checker) ungoverned(path []any, name string) {
	switch base := name[strings.LastIndexByte(name, '/')+1:]; {
	case !providerName.MatchString(name):
		c.fault(path, "%s is no provider's name. Write its type, such as aws, or its source, such as hashicorp/aws.", quote(name))
	case base == "oci" || base == "residency":
		c.fault(path, "The provider %s is what the boundary governs. Use an exception for what may be outside.", quote(name))
	}
}
