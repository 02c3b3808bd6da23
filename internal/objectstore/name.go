package objectstore

import (
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	maxName      = 256
	maxNamespace = 128

	maxPolicyName = 255
)

// Lengths are checked apart: a counted repetition compiles to as many states, at every start of the provider.
var (
	nameForm      = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)
	namespaceForm = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
)

// noNames are left out of every URL's path, so a request about such a bucket would be about what it is in.
var noNames = []string{".", ".."}

// Name accepts the names of buckets.
func Name() []validator.String {
	return []validator.String{
		stringvalidator.LengthAtMost(maxName), stringvalidator.NoneOf(noNames...),
		stringvalidator.RegexMatches(nameForm, "must have 1 to 256 characters: letters, digits, hyphens, underscores and periods"),
	}
}

// PolicyName accepts the names of replication policies.
func PolicyName() []validator.String {
	return []validator.String{
		stringvalidator.LengthAtMost(maxPolicyName),
		stringvalidator.RegexMatches(nameForm, "must have 1 to 255 characters: letters, digits, hyphens, underscores and periods"),
	}
}

// Namespace accepts the names of namespaces.
func Namespace() []validator.String {
	return []validator.String{
		stringvalidator.LengthAtMost(maxNamespace),
		stringvalidator.RegexMatches(namespaceForm, "must be the tenancy's Object Storage namespace: letters, digits, hyphens and underscores"),
	}
}

// ID is what an import id says of a bucket.
type ID struct {
	Region          types.String // null when the id does not say it
	Namespace, Name types.String
	Rest            []string // what stands after the bucket
}

// ParseID reads [{region}/]n/{namespace}/b/{name} and as many parts more as rest says; false for anything else.
func ParseID(id string, rest int) (ID, bool) {
	parts, out := strings.Split(id, "/"), ID{Region: types.StringNull()}
	if len(parts) == 5+rest && parts[0] != "" {
		out.Region, parts = types.StringValue(parts[0]), parts[1:]
	}
	if len(parts) != 4+rest || parts[0] != "n" || parts[2] != "b" {
		return ID{}, false
	}
	namespace, name := parts[1], parts[3]
	out.Namespace, out.Name, out.Rest = types.StringValue(namespace), types.StringValue(name), parts[4:]
	return out, len(namespace) <= maxNamespace && namespaceForm.MatchString(namespace) &&
		len(name) <= maxName && nameForm.MatchString(name) && !slices.Contains(noNames, name)
}
