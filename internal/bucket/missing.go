package bucket

import (
	"context"

	"github.com/data-residency/terraform-provider-residency/internal/operation"
)

// missing is the bucket that m is, for which Oracle answered 404.
func (a api) missing(m model) operation.Missing {
	compartment := m.CompartmentID.ValueString()
	return operation.Missing{
		Call: a.Call("Bucket cannot be read", "Reading", ""), Noun: "bucket", Compartment: compartment,
		Check: "the region, the namespace and the name", Permission: "BUCKET_READ", Fields: a.Fields(),
		Listed: func(ctx context.Context) (bool, error) { return a.listed(ctx, compartment) },
	}
}
