package guard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/iam"
	"github.com/data-residency/terraform-provider-residency/internal/plan"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// grant judges what a statement gives.
func (j *judge) grant(g plan.Guard, s *iam.Statement) {
	if s.Effect != iam.Allow || s.Form == iam.Define {
		return
	}
	at := slices.Index(g.After, s.Source.Text)
	switch {
	case s.Form != iam.Plain:
		j.acrossTenancies(g, s, at)
	case s.Subject.Kind == iam.Service:
		for _, one := range s.Subject.Principals {
			j.service(g, s, at, one.Name)
		}
	case s.Subject.Kind == iam.AnyUser && j.copies(s, objectStorage):
		j.add(g, finding{ruleServiceCopies, boundary.Undecided, at, "The statement " + quote(s.Source.Text) +
			" gives to any-user, which service principals are too: Object Storage of every region may then copy and replicate objects, and no policy can name where to. Grant it to a group, or add request.principal.type."})
	}
}

// acrossTenancies judges an admit or an endorse.
func (j *judge) acrossTenancies(g plan.Guard, s *iam.Statement, at int) {
	switch {
	case s.Action.Verb == iam.Associate:
		j.add(g, finding{ruleAssociate, boundary.Undecided, at, "The statement " + quote(s.Source.Text) +
			" lets resources of this tenancy be joined with those of another, and no policy says where these are. Remove it, or list the association as an exception"})
	case s.Form == iam.Admit && j.mayGrant(s, reads):
		j.add(g, finding{ruleCrossTenancy, boundary.Outside, at, "The statement " + quote(s.Source.Text) +
			" admits principals of another tenancy to read here, wherever they are. Remove it, or admit them to write only"})
	case s.Form == iam.Endorse && j.mayGrant(s, writes):
		j.add(g, finding{ruleCrossTenancy, boundary.Outside, at, "The statement " + quote(s.Source.Text) +
			" endorses principals of this tenancy to write in another, where no policy of this one holds. Endorse them to inspect or read only"})
	}
}

func reads(permission string) bool { return !writesOnly(permission) }
func writes(permission string) bool {
	return !strings.HasSuffix(permission, "_READ") && !strings.HasSuffix(permission, "_INSPECT")
}

// writesOnly says whether who has the permission alone sees nothing of what is there.
func writesOnly(permission string) bool {
	return strings.HasSuffix(permission, "_CREATE") || strings.HasSuffix(permission, "_OVERWRITE") ||
		strings.HasSuffix(permission, "_DELETE") || strings.HasSuffix(permission, "_VERSION_DELETE")
}

// mayGrant says whether a statement may grant a permission of the wanted sort. Of a type that is not known its verb counts.
func (j *judge) mayGrant(s *iam.Statement, wanted func(permission string) bool) bool {
	all := granted(s.Action)
	if readsOnly := s.Action.Verb == iam.Inspect || s.Action.Verb == iam.Read; readsOnly || len(all) == 0 {
		return !readsOnly || wanted("X_READ")
	}
	left := j.draw()
	defer j.give(left)
	return slices.ContainsFunc(all, func(permission string) bool {
		return wanted(permission) && satisfiable(s.Condition, permission, anyone, left)
	})
}

// granted are the permissions that an action surely grants.
func granted(a iam.Action) []string {
	if a.Verb != iam.NoVerb {
		return iam.PermissionsOf(iam.Allow, a.Verb, a.Resource.Name)
	}
	var out []string
	for _, p := range a.Permissions {
		out = append(out, p.Name)
	}
	return out
}

// objectStorage is the service whose copies and replications no policy can aim.
const objectStorage = "objectstorage"

// service judges a grant to one service principal.
func (j *judge) service(g plan.Guard, s *iam.Statement, at int, name string) {
	service, place := regional(name)
	if place.Name == "" {
		return // it has no region, or one that nobody knows, which lint tells
	}
	f := boundary.Fact{
		Address: g.Address, Type: g.Type, Kind: boundary.Copy, Compartment: s.Location.OCID,
		Place: boundary.Place{Location: region.Location{Kind: region.Regional, Region: place}, Evidence: "the name of the service " + `"` + name + `"`},
	}
	found := j.boundary.Judge(f, j.now)
	switch {
	case found.Verdict != boundary.Inside:
		found.Rule, found.Attribute = ruleServiceOutside, fmt.Sprintf("%s[%d]", g.Attribute, at)
		found.Message = "The statement " + quote(s.Source.Text) + " grants to the service of a region that is not inside. " +
			strings.ReplaceAll(found.Message, "(rule RES202)", "(rule "+ruleServiceOutside+")")
		j.append(g, found)
	case service == objectStorage && j.copies(s, name):
		j.add(g, finding{ruleServiceCopies, boundary.Undecided, at, "The statement " + quote(s.Source.Text) + " lets " + name +
			" copy and replicate objects, and no policy can name where to. For life-cycle rules grant {BUCKET_INSPECT, BUCKET_READ, OBJECT_INSPECT, OBJECT_UPDATE_TIER, OBJECT_DELETE, OBJECT_VERSION_DELETE} only"})
	}
}

// regional cuts a service principal's name into the service and its region, the zero region if it has none.
func regional(name string) (service string, place region.Region) {
	name = strings.ToLower(name)
	for i := range len(name) {
		if name[i] != '-' {
			continue
		}
		if r, ok := region.ByName(name[i+1:]); ok {
			return name[:i], r
		}
	}
	return name, region.Region{}
}

// copies says whether Object Storage may copy or replicate with what a statement gives it.
func (j *judge) copies(s *iam.Statement, principal string) bool {
	all := granted(s.Action)
	who := iam.Requester{Type: "service", Name: principal}
	left := j.draw()
	defer j.give(left)
	may := func(permission string) bool {
		return (slices.Contains(all, permission) || len(all) == 0 && s.Action.Verb >= iam.Read) && satisfiable(s.Condition, permission, who, left)
	}
	if s.Subject.Kind == iam.AnyUser {
		return may("OBJECT_READ") && (may("OBJECT_CREATE") || may("OBJECT_OVERWRITE"))
	}
	return may("OBJECT_READ") || may("OBJECT_CREATE") || may("OBJECT_OVERWRITE")
}
