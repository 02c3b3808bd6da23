package dbsystem

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// createOrAdopt makes the system. Oracle lets many systems have one name, so nothing tells an interrupted apply's system
// but the owner's mark and the name: with an owner, a system of both that no resource of this apply has is adopted.
func (r *Resource[M]) createOrAdopt(ctx context.Context, cloud Cloud[M], plan M, password string) (made System[M], adopted bool, failure diag.Diagnostic) {
	c := r.kind.Common(&plan)
	call := r.call(plan, "Cannot create DB system", "Creating", "")
	// One at a time for each name, so that the second of two resources with one name does not adopt the first one's.
	turn, err := r.Provider.Claim(ctx, strings.Join([]string{r.kind.Name, c.Region.ValueString(), c.CompartmentID.ValueString(), c.DisplayName.ValueString()}, "/"))
	if err != nil {
		return made, false, call.Error(err)
	}
	defer turn.Release()
	found, failure := r.ours(ctx, cloud, plan, time.Time{})
	if failure != nil {
		return made, false, failure
	}
	if found != nil {
		tflog.Info(ctx, "a DB system of this owner and name is there already: adopting it", map[string]any{"id": found.ID})
		r.mine(ctx, found.ID)
		return *found, true, nil
	}
	began := time.Now()
	patient, cancel := placement.Lingering(ctx, operation.Grace)
	defer cancel()
	made, err = cloud.Create(patient, plan, password, r.Provider.Owner)
	if err == nil {
		r.mine(ctx, made.ID)
		return made, false, nil
	}
	if oci.IsAmbiguous(err) {
		if found, failure := r.ours(patient, cloud, plan, began.Add(-operation.Skew)); failure == nil && found != nil {
			r.mine(ctx, found.ID)
			return *found, false, nil
		}
	}
	return made, false, call.Error(err)
}

// mine notes that a resource of this apply has the system.
func (r *Resource[M]) mine(ctx context.Context, id string) {
	// Nobody else can have a claim on it yet, so there is no turn to wait for.
	if claim, err := r.Provider.Claim(context.WithoutCancel(ctx), id); err == nil {
		claim.Adopted = true
		claim.Release()
	}
}

// ours is the system that an earlier attempt of this configuration made, nil if there is none. Without an owner only one
// that came to be since a time is meant; the zero time is never.
func (r *Resource[M]) ours(ctx context.Context, cloud Cloud[M], plan M, since time.Time) (*System[M], diag.Diagnostic) {
	owner := r.Provider.Owner
	if owner == "" && since.IsZero() {
		return nil, nil
	}
	c := r.kind.Common(&plan)
	var own []System[M]
	var ids []string
	for s, err := range cloud.List(ctx, c.CompartmentID.ValueString(), c.DisplayName.ValueString()) {
		if err != nil {
			return nil, r.call(plan, "Cannot create DB system", "Looking, before creating it, for an interrupted apply's", "").Error(err)
		}
		if !gone(s.State) && s.State != failed && s.Name == c.DisplayName.ValueString() && s.Tags[placement.OwnerTag] == owner &&
			!s.Created.Before(since) && !r.taken(ctx, s.ID) {
			own, ids = append(own, s), append(ids, s.ID)
		}
	}
	switch len(own) {
	case 0:
		return nil, nil
	case 1:
		return &own[0], nil
	}
	call := r.call(plan, "DB system name is taken", "Creating", "")
	call.At = path.Root("display_name")
	return nil, call.Error(fmt.Errorf("there are %d of this name and of the owner %q in the compartment (%s), and nobody can tell which of them an interrupted "+
		"apply made; import the one that is meant, or choose another name", len(own), owner, strings.Join(ids, ", ")))
}

// taken says whether a resource of this apply has the system already.
func (r *Resource[M]) taken(ctx context.Context, id string) bool {
	claim, err := r.Provider.Claim(ctx, id)
	if err != nil {
		return true
	}
	defer claim.Release()
	return claim.Adopted
}
