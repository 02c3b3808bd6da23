package iam

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/lex"
)

func readTable(name string) ([]byte, error) { return data.ReadFile("data/" + name) }

func TestCatalogue_readsEveryTable(t *testing.T) {
	c, err := readCatalogue(readTable)
	require.NoError(t, err)
	assert.Greater(t, len(c.operations), 250)
	assert.Greater(t, len(c.memberships), 500)
	seen := map[string]bool{}
	for _, o := range c.operations {
		key := o.Service + " " + o.Name + " " + o.Variant
		assert.False(t, seen[key], "%s is there twice", key)
		seen[key] = true
		assert.NotEmpty(t, o.terms, key)
		assert.NotEmpty(t, o.Names, key)
		if slices.Contains(o.Sources, unsure) {
			assert.Contains(t, o.Formula, "?", "%s has no source, so its permission must be unknown", key)
		}
		if o.Destination != "" {
			_, ok := FindVariable(o.Destination)
			assert.True(t, ok, "%s: the variable %s is not known", key, o.Destination)
		}
	}
}

func TestCatalogue_coversTheServicesOfTheBoundary(t *testing.T) {
	has := map[string]bool{}
	for _, o := range Operations() {
		has[o.Service] = true
	}
	for _, service := range []string{
		"objectstorage", "database", "nosql", "mysql", "psql", "keymanagement", "vault", "core", "filestorage", "identity", "limits",
		"governancerulescontrolplane", "tenantmanagercontrolplane",
	} {
		assert.True(t, has[service], service)
	}
}

func TestCatalogue_refusesFaults(t *testing.T) {
	for name, fault := range map[string][3]string{
		"unknown source":      {"permissions.csv", "objectstorage-2025", "nowhere"},
		"unknown column":      {"families.csv", "family,", "familie,"},
		"unknown type":        {"families.csv", "nosql-rows", "nosql-cells"},
		"unknown permission":  {"operations.csv", "PAR_MANAGE | BUCKET_READ", "PAR_MANAGE | BUCKET_LOOK"},
		"bad formula":         {"operations.csv", "OBJECT_CREATE | OBJECT_OVERWRITE", "OBJECT_CREATE | "},
		"unknown effect":      {"operations.csv", "create open", "create opens"},
		"unknown verb":        {"permissions.csv", "buckets,inspect", "buckets,look"},
		"span upside down":    {"permissions.csv", "read..manage", "manage..read"},
		"name without source": {"names.csv", "CreateReplica ?,unsure", "CreateReplica,unsure"},
		"name of nothing":     {"names.csv", "objectstorage,CopyObject", "objectstorage,CopyObjects"},
		"unknown shape":       {"variables.csv", "region-key,one", "region-key,two"},
		"twice":               {"sources.csv", "objectstorage-2026", "objectstorage-2025"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readCatalogue(func(table string) ([]byte, error) {
				src, err := readTable(table)
				if table == fault[0] {
					require.Contains(t, string(src), fault[1])
					src = []byte(strings.ReplaceAll(string(src), fault[1], fault[2]))
				}
				return src, err
			})
			assert.ErrorContains(t, err, fault[0])
		})
	}
}

// The rows of Oracle's table of verbs.
func TestPermissionsOf(t *testing.T) {
	for _, c := range []struct {
		effect   Effect
		verb     Verb
		resource string
		want     string
	}{
		{Allow, Inspect, "buckets", "BUCKET_INSPECT"},
		{Allow, Use, "buckets", "BUCKET_INSPECT BUCKET_READ BUCKET_UPDATE"},
		{Allow, Manage, "objects", "OBJECT_CREATE OBJECT_DELETE OBJECT_INSPECT OBJECT_OVERWRITE OBJECT_READ OBJECT_RESTORE OBJECT_UPDATE_TIER OBJECT_VERSION_DELETE"},
		{Deny, Manage, "buckets", "BUCKET_CREATE BUCKET_DELETE PAR_MANAGE RETENTION_RULE_LOCK RETENTION_RULE_MANAGE"},
		{Deny, Use, "objects", "OBJECT_CREATE OBJECT_DELETE OBJECT_OVERWRITE OBJECT_RESTORE OBJECT_UPDATE_TIER OBJECT_VERSION_DELETE"},
		{Deny, Inspect, "tenancies", "TENANCY_INSPECT TENANCY_UPDATE"},
		{Deny, Manage, "tenancies", ""},
		{Allow, Manage, "no-such-type", ""},
		{Deny, Associate, "buckets", ""},
		// Sources disagree about the verb: an allow of the lower and a deny of the higher are sure of nothing.
		{Allow, Read, "objectstorage-namespaces", ""},
		{Deny, Manage, "objectstorage-namespaces", "OBJECTSTORAGE_NAMESPACE_UPDATE"},
	} {
		got := PermissionsOf(c.effect, c.verb, c.resource)
		assert.Equal(t, strings.Fields(c.want), append([]string{}, got...), "%v %v %s", c.effect, c.verb, c.resource)
	}
	assert.Equal(t, AllPermissions(), PermissionsOf(Deny, Inspect, allResources))
	assert.Equal(t, AllPermissions(), PermissionsOf(Allow, Manage, allResources))
}

func TestFindOperation(t *testing.T) {
	copies := FindOperation("objectstorage", "copyobject")
	require.Len(t, copies, 1)
	assert.Equal(t, []string{"CreateCopyRequest", "CopyObjectRequest"}, copies[0].Names)
	assert.Len(t, FindOperation("", "CreateCopyRequest"), 1, "IAM's names find it too")
	assert.Len(t, FindOperation("", "UpdateSecret"), 2, "with and without replication")
	assert.Empty(t, FindOperation("nosql", "CopyObject"))
	assert.False(t, IsOperation("CopyObject"), "the SDK's name is none that request.operation has")
	assert.True(t, IsOperation("createcopyrequest"))
}

func TestFindVariable(t *testing.T) {
	v, ok := FindVariable("target.resource.tag.residency.boundary")
	require.True(t, ok)
	assert.True(t, v.Set)
	_, ok = FindVariable("target.resource.tags.residency")
	assert.False(t, ok)
	v, _ = FindVariable("request.region")
	assert.True(t, v.Always)
}

func TestParseFormula(t *testing.T) {
	for text, want := range map[string]string{
		"-": "[]", "A": "[A]", "A & B": "[A B]", "A | B": "[A] [B]", "A & (B | C)": "[A B] [A C]",
		"A | B & C": "[A] [B C]", "?t & A": "[?t A]", "?": "[?]", "(A|B)&(C|D)": "[A C] [A D] [B C] [B D]",
	} {
		terms, err := parseFormula(text)
		require.NoError(t, err, text)
		var got []string
		for _, term := range terms {
			var words []string
			for _, n := range term {
				words = append(words, n.String())
			}
			got = append(got, "["+strings.Join(words, " ")+"]")
		}
		assert.Equal(t, want, strings.Join(got, " "), text)
	}
	for _, text := range []string{"", "A &", "| A", "(A", "A)", "A B", "()"} {
		_, err := parseFormula(text)
		assert.Error(t, err, text)
	}
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"hr*", "hr-logs", true},
		{"hr*", "hr", true},
		{"hr*", "xhr", false},
		{"*hr", "xhr", true},
		{"*hr", "hrx", false},
		{"*hr*", "a hr b", true},
		{"*", "", true},
		{"", "", true},
		{"", "a", false},
		{"a*b", "ab", true},
		{"a*b", "a", false},
		{"a*b*c", "axbyc", true},
		{"a*b*c", "acb", false},
		{"ab*ba", "aba", false},
		{"**", "x", true},
		{"a**b", "ab", true},
		{"x", "x", true},
	} {
		assert.Equal(t, c.want, lex.Matches(c.pattern, c.text), "%q %q", c.pattern, c.text)
	}
}
