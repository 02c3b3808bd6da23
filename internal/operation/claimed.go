package operation

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Doomed is something that a destroy is about to delete, and that a create of the same apply may adopt instead.
type Doomed struct {
	Key   string          // what the create claims too
	Noun  string          // such as "bucket"
	Kept  string          // the summary where it is kept, such as "Bucket kept"
	ID    string          // for messages
	Taken diagnostic.Call // that the turn did not come
}

// Delete runs remove when its turn has come, unless another resource of this apply has adopted the thing. A destroy that
// fails still means it: no create adopts the thing after that.
func (d Doomed) Delete(ctx context.Context, p *placement.Provider, remove func() diag.Diagnostic) (diags diag.Diagnostics) {
	claim, err := p.Claim(ctx, d.Key)
	if err != nil {
		diags.Append(d.Taken.Error(err))
		return diags
	}
	defer claim.Release()
	if claim.Adopted {
		diags.Append(diagnostic.Warning(path.Empty(), d.Kept,
			fmt.Sprintf("Another resource of this apply has adopted the %s %s, so it was not deleted with this one. It is in state once, as the one that adopted it.", d.Noun, d.ID),
			fmt.Sprintf("A resource that is renamed wants a moved block. One that is replaced before it is destroyed wants another name for the new %s.", d.Noun)))
		return diags
	}
	if failure := remove(); failure != nil {
		claim.Refused = true
		diags.Append(failure)
	}
	return diags
}
