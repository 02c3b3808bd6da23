package autonomousdatabase

import (
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/database"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
)

func mutualTLS(on bool) step {
	return step{
		what: "mutual TLS", at: path.Root("is_mtls_connection_required"),
		differs: func(plan, now model) bool {
			return wants(plan.IsMTLSConnectionRequired, now.IsMTLSConnectionRequired) && plan.IsMTLSConnectionRequired.ValueBool() == on
		},
		change: func(model, reading) database.UpdateAutonomousDatabaseDetails {
			return database.UpdateAutonomousDatabaseDetails{IsMtlsConnectionRequired: common.Bool(on)}
		},
	}
}

// accessList fills or changes the list, or empties it.
func accessList(filled bool) step {
	return step{
		what: "the access control list", at: path.Root("whitelisted_ips"),
		differs: func(plan, now model) bool {
			some := len(plan.WhitelistedIPs.Elements()) > 0
			return some == filled && !plan.WhitelistedIPs.IsUnknown() && !sameTexts(plan.WhitelistedIPs, now.WhitelistedIPs)
		},
		change: func(plan model, _ reading) database.UpdateAutonomousDatabaseDetails {
			list := []string{""} // which empties it
			if filled {
				list = attribute.Strings(plan.WhitelistedIPs.Elements())
			}
			return database.UpdateAutonomousDatabaseDetails{WhitelistedIps: list}
		},
	}
}

// sameTexts says whether two sets have the same in them; none and an empty one are the same.
func sameTexts(a, b types.Set) bool {
	return len(a.Elements()) == 0 && len(b.Elements()) == 0 || a.Equal(b)
}

func network() step {
	return step{
		what: "the network", at: path.Root("subnet_id"),
		differs: func(plan, now model) bool {
			return turns(plan.SubnetID, now.SubnetID) || !plan.NSGIDs.IsUnknown() && !sameTexts(plan.NSGIDs, now.NSGIDs) ||
				!plan.SubnetID.IsNull() && wants(plan.PrivateEndpointLabel, now.PrivateEndpointLabel)
		},
		change: func(plan model, now reading) database.UpdateAutonomousDatabaseDetails {
			if plan.SubnetID.IsNull() {
				return database.UpdateAutonomousDatabaseDetails{PrivateEndpointLabel: common.String("")} // which makes the endpoint public
			}
			var d database.UpdateAutonomousDatabaseDetails
			if turns(plan.SubnetID, now.SubnetID) {
				d.SubnetId = attribute.Sent(plan.SubnetID)
			}
			if !sameTexts(plan.NSGIDs, now.NSGIDs) {
				d.NsgIds = attribute.Strings(plan.NSGIDs.Elements())
			}
			if wants(plan.PrivateEndpointLabel, now.PrivateEndpointLabel) {
				d.PrivateEndpointLabel = attribute.Sent(plan.PrivateEndpointLabel)
			}
			return d
		},
	}
}
