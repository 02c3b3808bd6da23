package bucket

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
)

// gone says whether the bucket, for which Oracle answered 404, is really not there: Oracle gives the same answer to who may
// not see it. It is gone only when its compartment can be listed with the same credentials and does not show it.
func (a api) gone(ctx context.Context, compartment string, notFound error) (bool, diag.Diagnostic) {
	call := a.call("Bucket cannot be read", "Reading", "")
	if compartment == "" {
		call.Next = "Check the region, the namespace and the name, and whether a policy lets these credentials read the bucket. Only a bucket that exists can be imported."
		return false, call.Error(notFound)
	}
	shown, err := a.listed(ctx, compartment)
	switch {
	case err != nil:
		call.Next = fmt.Sprintf("Oracle answers 404 also to who may not see the bucket. To tell, compartment %s was listed with the same credentials, and that failed too: %s. "+
			"So the bucket stays in state. Check that the namespace and the compartment are still there and that a policy lets these credentials inspect buckets in it; "+
			"if the bucket is really gone, terraform state rm forgets it.", compartment, diagnostic.Brief(err))
		return false, call.Error(notFound)
	case shown:
		call.Next = fmt.Sprintf("The list of compartment %s shows the bucket, so it is there, and these credentials may not read it. It stays in state. Check the policies (BUCKET_READ).", compartment)
		return false, call.Error(notFound)
	}
	return true, nil
}
