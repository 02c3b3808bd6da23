package compile

import "github.com/data-residency/terraform-provider-residency/internal/iam"

// The identifiers of this package's own assumptions.
const (
	assumeTargetName  = "target-name"
	assumeCompartment = "target-compartment"
	assumeNetwork     = "network-source"
	assumeQuota       = "quota-in-force"
	assumeReported    = "quota-reported"
)

var own = []iam.Assumption{
	{
		ID:        assumeTargetName,
		Text:      "a request that changes a policy, a quota or a group carries target.policy.name, target.quota.name or target.group.id, as Oracle's reference lists them.",
		Otherwise: "the statements that keep the rule's own policies, quota and spared groups do not apply; bind the tenancy to keep all.",
	},
	{
		ID:        assumeCompartment,
		Text:      "a request carries target.compartment.id, the OCID of the compartment that it is about.",
		Otherwise: "the regions of a class or an exception do not apply, and the narrower ones do.",
	},
	{
		ID:        assumeNetwork,
		Text:      "request.networkSource.name has the network sources that a request's address is in, and is absent where there are none.",
		Otherwise: "a read from elsewhere is not told from one from a named network.",
	},
	{
		ID:        assumeQuota,
		Text:      "a quota is in force ten minutes after it was written, and counts what the operation makes.",
		Otherwise: "the operation is stopped by IAM alone, if at all.",
	},
	{
		ID: assumeReported,
		Text: "quotas that the tenancy says it takes, and that Oracle's pages do not list, count what those who set them report: bucket-count buckets, table-size-gb tables, " +
			"the ecpu, storage and free counts of each workload Autonomous Databases.",
		Otherwise: "the operation is stopped by IAM alone, if at all.",
	},
}

// Assumptions lists what this package's claims rest on besides those of package iam.
func Assumptions() []iam.Assumption { return append([]iam.Assumption(nil), own...) }
