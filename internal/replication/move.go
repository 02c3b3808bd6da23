package replication

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

const oracleType = "oci_objectstorage_replication_policy"

// MoveState takes over the state of an oci_objectstorage_replication_policy for a moved block. It runs without a configured
// provider.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: moveFromOracle}}
}

// oraclePolicy is the state of Oracle's resource as far as it is taken over; the next refresh reads the rest.
type oraclePolicy struct {
	ID                    string `json:"id"`
	Namespace             string `json:"namespace"`
	Bucket                string `json:"bucket"`
	Name                  string `json:"name"`
	DestinationBucketName string `json:"destination_bucket_name"`
	DestinationRegionName string `json:"destination_region_name"`
	Status                string `json:"status"`
	StatusMessage         string `json:"status_message"`
}

// moveFromOracle handles states of Oracle's provider, from whichever registry it was installed.
func moveFromOracle(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	if req.SourceTypeName != oracleType || !placement.OraclesProvider(req.SourceProviderAddress) {
		return
	}
	var source oraclePolicy
	fault := "is not in the form of Oracle's provider"
	if req.SourceRawState != nil && json.Unmarshal(req.SourceRawState.JSON, &source) == nil {
		var target model
		if target, fault = source.model(); fault == "" {
			resp.Diagnostics.Append(resp.TargetState.Set(ctx, target)...)
			return
		}
	}
	resp.Diagnostics.Append(diagnostic.Error(path.Empty(), "State not readable",
		"The state of the "+oracleType+" "+fault+".", "Remove the moved block, and import the policy: "+importForm+"."))
}

// model is the state that this resource would have. Nothing in Oracle's state says the region of the source: it is left to
// the next refresh, which tries the provider's region, and so is the identity, which has the region in it.
func (o oraclePolicy) model() (model, string) {
	id := o.ID[strings.LastIndex(o.ID, "/")+1:]
	for name, part := range map[string]string{"id": id, "namespace": o.Namespace, "bucket": o.Bucket} {
		if part == "" {
			return model{}, fmt.Sprintf("has no %s", name)
		}
	}
	return model{
		Model:         placement.Model{Region: types.StringNull()},
		ReplicationID: attribute.Text(&id), Namespace: attribute.Text(&o.Namespace), Bucket: attribute.Text(&o.Bucket), Name: attribute.Text(&o.Name),
		DestinationBucketName: attribute.Text(&o.DestinationBucketName), DestinationRegionName: attribute.Text(&o.DestinationRegionName),
		DestinationCountry: country(types.StringValue(o.DestinationRegionName)),
		Status:             attribute.Text(&o.Status), StatusMessage: attribute.Text(&o.StatusMessage), Timeouts: placement.NoTimeouts(),
	}, ""
}
