package autonomousdatabase

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/autonomous"
	"github.com/data-residency/terraform-provider-residency/internal/boundary"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// copied is a place that the database's data flows to: a standby, a refreshable clone or a remote backup, whoever made it.
type copied struct {
	attribute string // where the state shows it
	kind      boundary.Kind
	id        string
	place     boundary.Place
}

// The attributes that show copies.
const (
	peers    = "peer_db_ids"
	clones   = "refreshable_clones"
	archives = "remote_backup_regions"
)

// copies are those that a plan or a state shows.
func (m model) copies() []copied {
	var out []copied
	for _, id := range attribute.Strings(m.PeerDBIDs.Elements()) {
		out = append(out, copied{peers, boundary.Standby, id, boundary.Place{Location: region.FindOCID(id), Evidence: "the standby's OCID"}})
	}
	for _, element := range m.RefreshableClones.Elements() {
		if object, ok := element.(types.Object); ok {
			id, _ := object.Attributes()["id"].(types.String)
			where, _ := object.Attributes()["region"].(types.String)
			out = append(out, copied{
				clones, boundary.Clone, id.ValueString(),
				boundary.Place{Location: region.Find(where.ValueString()), Evidence: "the list of the database's refreshable clones"},
			})
		}
	}
	for _, name := range attribute.Strings(m.RemoteBackupRegions.Elements()) {
		out = append(out, copied{archives, boundary.BackupCopy, name, boundary.Place{Location: region.Find(name), Evidence: "the list of the database's backups"}})
	}
	return out
}

// fact is the fact that data of the database flows to the copy. The roles of a standby and its primary switch.
func (c copied) fact(m model) boundary.Fact {
	fact := flow(m.place(), c.attribute, c.kind, c.place)
	fact.TwoWay = c.kind == boundary.Standby
	return fact
}

// what is the copy in a sentence.
func (c copied) what() string {
	return map[string]string{
		peers: "The database has the standby " + c.id, clones: "The database has the refreshable clone " + c.id, archives: "Backups of the database are kept in " + c.id,
	}[c.attribute]
}

// end is how a person ends the copy: no plan of this resource destroys another database or a backup.
func (c copied) end() string {
	if c.attribute == archives {
		return "This resource deletes no backups. Delete them by hand and end what makes them, or have the boundary or one of its exceptions allow it."
	}
	return "This resource destroys no other database. Terminate that one, or have the boundary or one of its exceptions allow it."
}

// strays are the copies that the boundary does not allow.
func (m model) strays(p *placement.Provider) []copied {
	if p.Boundary == nil {
		return nil
	}
	var out []copied
	for _, c := range m.copies() {
		if _, allowed := p.Destination(c.fact(m)); !allowed {
			out = append(out, c)
		}
	}
	return out
}

// without drops copies from what the model shows.
func (m *model) without(strays []copied) {
	keep := func(list types.List, attribute string, kind attr.Type) types.List {
		left := slices.DeleteFunc(slices.Clone(list.Elements()), func(element attr.Value) bool {
			return slices.ContainsFunc(strays, func(c copied) bool { return c.attribute == attribute && c.id == copyID(element) })
		})
		if len(left) == len(list.Elements()) {
			return list
		}
		return types.ListValueMust(kind, left)
	}
	m.PeerDBIDs = keep(m.PeerDBIDs, peers, types.StringType)
	m.RefreshableClones = keep(m.RefreshableClones, clones, copyType)
	m.RemoteBackupRegions = keep(m.RemoteBackupRegions, archives, types.StringType)
}

// copyID tells an element of one of the lists from the others.
func copyID(element attr.Value) string {
	if object, ok := element.(types.Object); ok {
		element = object.Attributes()["id"]
	}
	id, _ := element.(types.String)
	return id.ValueString()
}

// copyDiagnostics says what is to be said of each copy that the state shows.
func (p planner) copyDiagnostics(plan model, change placement.Change) (diags diag.Diagnostics) {
	if p.state == nil || p.provider.Boundary == nil {
		return nil
	}
	for _, c := range p.state.copies() {
		finding, allowed := p.provider.Destination(c.fact(plan))
		at := path.Root(c.attribute)
		switch {
		case finding.Verdict == boundary.Excepted:
			diags.Append(diagnostic.Excepted(at, p.provider.Boundary, finding))
		case allowed:
		case change.Refused():
			diags.Append(diagnostic.Refused(at, p.provider.Boundary, finding, c.what()+".", c.end()))
		default:
			diags.Append(diagnostic.Remarked(at, p.provider.Boundary, finding, c.what()+".", c.end(),
				"The plan shows the database without it, and applying the plan fails as long as it is there."))
		}
	}
	return diags
}

// strayDiagnostics are the errors of an apply that was to leave no copies abroad, and found them.
func strayDiagnostics(p *placement.Provider, m model) (diags diag.Diagnostics) {
	for _, c := range m.strays(p) {
		finding, _ := p.Destination(c.fact(m))
		diags.Append(diagnostic.Refused(path.Root(c.attribute), p.Boundary, finding, c.what()+".", c.end()))
	}
	return diags
}

// copyLists are the copies that the database itself does not tell of. Each list costs a request.
type copyLists struct {
	both                   sync.WaitGroup
	followers, regions     types.List
	noFollowers, noRegions error
}

// lists asks for the copies, and does not wait for the answers.
func (a api) lists(ctx context.Context) *copyLists {
	l := &copyLists{}
	l.both.Go(func() { l.followers, l.noFollowers = a.cloneList(ctx) })
	l.both.Go(func() { l.regions, l.noRegions = a.backupRegions(ctx) })
	return l
}

// watch reads the copies. What cannot be listed stays as it was known before.
func (a api) watch(ctx context.Context, m *model) diag.Diagnostics { return a.lists(ctx).into(a, m) }

// into waits for the lists and takes them over.
func (l *copyLists) into(a api, m *model) (diags diag.Diagnostics) {
	l.both.Wait()
	if l.noFollowers == nil {
		m.RefreshableClones = l.followers
	} else {
		diags.Append(a.unwatched(clones, "refreshable clones", l.noFollowers))
	}
	if l.noRegions == nil {
		m.RemoteBackupRegions = l.regions
	} else {
		diags.Append(a.unwatched(archives, "backups", l.noRegions))
	}
	if m.RefreshableClones.IsUnknown() {
		m.RefreshableClones = types.ListNull(copyType)
	}
	if m.RemoteBackupRegions.IsUnknown() {
		m.RemoteBackupRegions = types.ListNull(types.StringType)
	}
	return diags
}

func (a api) unwatched(at, what string, err error) diag.Diagnostic {
	call := a.call("Copies not known", "Listing the "+what+" of", "So nobody can say whether there are copies outside the boundary that Terraform did not make; what was known before stays. "+
		"Let these credentials inspect autonomous-databases and autonomous-backups.")
	call.At = path.Root(at)
	return call.Warning(err)
}

func (a api) cloneList(ctx context.Context) (types.List, error) {
	var found []attr.Value
	for clone, err := range a.refreshableClones(ctx) {
		if err != nil {
			return types.ListNull(copyType), err
		}
		found = append(found, types.ObjectValueMust(copyType.AttrTypes, map[string]attr.Value{"id": attribute.Text(clone.Id), "region": attribute.Text(clone.Region)}))
	}
	slices.SortFunc(found, func(a, b attr.Value) int { return cmp.Compare(copyID(a), copyID(b)) })
	return types.ListValueMust(copyType, found), nil
}

// backupRegions are the regions, besides the database's own, that backups are kept in.
func (a api) backupRegions(ctx context.Context) (types.List, error) {
	var found []string
	for backup, err := range a.backups(ctx) {
		if err != nil {
			return types.ListNull(types.StringType), err
		}
		for _, where := range keptIn(backup) {
			if at, ok := region.Lookup(where); (!ok || at.Name != a.Region) && !slices.Contains(found, where) {
				found = append(found, where)
			}
		}
	}
	slices.Sort(found)
	return attribute.TextList(found), nil
}

// keptIn are the regions that a backup names; none is the database's own.
func keptIn(backup database.AutonomousDatabaseBackupSummary) (regions []string) {
	if where := attribute.Value(backup.Region); where != "" {
		regions = append(regions, where)
	}
	if to := backup.BackupDestinationDetails; to != nil && attribute.Value(to.RemoteRegion) != "" {
		regions = append(regions, attribute.Value(to.RemoteRegion))
	}
	return regions
}

// appeared warns of copies that the state did not have. It is said once, and not of what carries this configuration's mark:
// that is one of its own resources.
func (a api) appeared(ctx context.Context, now, before model) (diags diag.Diagnostics) {
	if before.fresh() || before.PeerDBIDs.IsNull() {
		return nil
	}
	known := before.copies()
	for _, c := range now.copies() {
		if slices.ContainsFunc(known, func(k copied) bool { return k.attribute == c.attribute && k.id == c.id }) || a.isOurs(ctx, c) {
			continue
		}
		diags.Append(diagnostic.Warning(path.Root(c.attribute), "New copy of the database", c.what()+", which was not there when the state was written.",
			"If another resource of this configuration made it since, all is as it should be; with the provider's owner, its own are told by their mark. "+
				"Otherwise somebody made it by hand, and this configuration does not say so."))
	}
	return diags
}

// isOurs says whether a copy carries the mark of this configuration's owner. It costs a request to the copy's region.
func (a api) isOurs(ctx context.Context, c copied) bool {
	if a.Provider.Owner == "" || c.attribute == archives {
		return false
	}
	var unreachable diag.Diagnostics
	there, ok := autonomous.Open(a.Provider, c.place.Location.Region.Name, &unreachable)
	if !ok {
		return false
	}
	there.ID = c.id
	found, err := there.Read(ctx)
	return err == nil && found.FreeformTags[placement.OwnerTag] == a.Provider.Owner
}
