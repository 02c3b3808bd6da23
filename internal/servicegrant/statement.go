package servicegrant

import (
	"slices"

	"github.com/data-residency/terraform-provider-residency/internal/iam"
)

// lifecycle are the permissions with which Object Storage carries out life cycles, and nothing else. Source:
// https://docs.oracle.com/en-us/iaas/Content/Object/Tasks/usinglifecyclepolicies.htm
var lifecycle = []string{"BUCKET_INSPECT", "BUCKET_READ", "OBJECT_DELETE", "OBJECT_INSPECT", "OBJECT_UPDATE_TIER", "OBJECT_VERSION_DELETE"}

// copying are those that copy and replication need besides: whoever has them can send objects to any region that the tenancy is
// subscribed to.
var copying = []string{"BUCKET_UPDATE", "OBJECT_CREATE", "OBJECT_OVERWRITE", "OBJECT_READ", "OBJECT_RESTORE"}

// statements are the grant: one for each region's service principal. compartment is an OCID; the tenancy's is the tenancy.
func statements(regions []string, compartment string, tenancy, copies bool) []string {
	permissions := slices.Clone(lifecycle)
	if copies {
		permissions = append(permissions, copying...)
	}
	slices.Sort(permissions)
	location := iam.Location{Kind: iam.InCompartment, OCID: compartment}
	if tenancy {
		location = iam.Location{Kind: iam.InTenancy}
	}
	list := make([]iam.Permission, 0, len(permissions))
	for _, name := range permissions {
		list = append(list, iam.Permission{Name: name})
	}
	sorted := slices.Sorted(slices.Values(regions))
	all := make([]string, 0, len(sorted))
	for _, region := range sorted {
		s := iam.Statement{
			Subject: iam.Subject{Kind: iam.Service, Principals: []iam.Principal{{Name: "objectstorage-" + region}}},
			Action:  iam.Action{Permissions: list}, Location: location,
		}
		all = append(all, s.String())
	}
	return all
}
