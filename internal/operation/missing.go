package operation

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
)

// Missing is something that Oracle answered 404 for. Oracle gives the same answer to who may not see it.
type Missing struct {
	Call        diagnostic.Call // what was tried, such as reading the bucket
	Noun        string          // what it is, such as "bucket"
	Compartment string          // OCID of its compartment; "" when nobody knows it, as after an import
	Check       string          // what an import may have wrong, such as "the region, the namespace and the name"
	Permission  string          // what reading it needs, such as "BUCKET_READ"
	Fields      map[string]any  // for the log

	// Listed says whether the list of the compartment, made with the same credentials, shows it. What is listed as being
	// deleted is not shown.
	Listed func(ctx context.Context) (bool, error)
}

// Gone says whether it is really not there: only when its compartment can be listed and does not show it. Otherwise there
// is an error.
func (m Missing) Gone(ctx context.Context, notFound error) (bool, diag.Diagnostic) {
	call := m.Call
	if m.Compartment == "" {
		call.Next = fmt.Sprintf("Check %s, and whether a policy lets these credentials read the %s. Only a %[2]s that exists can be imported.", m.Check, m.Noun)
		return false, call.Error(notFound)
	}
	shown, err := m.Listed(ctx)
	switch {
	case err != nil:
		call.Next = fmt.Sprintf("Oracle answers 404 also to who may not see the %[1]s. To tell, compartment %[2]s was listed with the same credentials, and that failed too: %[3]s. "+
			"So the %[1]s stays in state. Check that the compartment is still there and that a policy lets these credentials list in it; "+
			"if the %[1]s is really gone, terraform state rm forgets it.", m.Noun, m.Compartment, diagnostic.Brief(err))
		return false, call.Error(notFound)
	case shown:
		call.Next = fmt.Sprintf("The list of compartment %s shows the %s, so it is there, and these credentials may not read it. It stays in state. Check the policies (%s).",
			m.Compartment, m.Noun, m.Permission)
		return false, call.Error(notFound)
	}
	return true, nil
}

// Forget drops from the state what is really gone, and otherwise says why it stays.
func (m Missing) Forget(ctx context.Context, notFound error, identity any, resp *resource.ReadResponse) {
	gone, failure := m.Gone(ctx, notFound)
	if !gone {
		resp.Diagnostics.Append(failure)
		return
	}
	tflog.Warn(ctx, "the "+m.Noun+" is gone: its compartment was listed and does not show it", m.Fields)
	resp.State.RemoveResource(ctx)
	// A CLI without identities gives none, and the framework then misses it even of what is gone.
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity)...)
}

// Shows says whether a list has one that is meant, for Missing.Listed.
func Shows[T any](listed iter.Seq2[T, error], meant func(T) bool) (bool, error) {
	for one, err := range listed {
		if err != nil || meant(one) {
			return err == nil, err
		}
	}
	return false, nil
}
