package replication

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// patience is how long a policy may be in CLIENT_ERROR before that counts: the IAM policy that lets Object Storage copy is
// often made in the same apply, and takes some seconds until it is in force.
var patience = 30 * time.Second

// clientError is a policy that Oracle does not carry out.
type clientError struct{ message string }

func (e *clientError) Error() string {
	return fmt.Sprintf("Oracle answered the status CLIENT_ERROR: %s", e.message)
}

func isClientError(err error) bool {
	_, ok := errors.AsType[*clientError](err)
	return ok
}

// await waits until the policy is active. What it returns is the model as it was last read, in any case.
func (a api) await(ctx context.Context, p *placement.Provider, m model) (model, error) {
	id := m.ReplicationID.ValueString()
	var failing time.Time
	err := oci.Wait(ctx, oci.WaitOptions{
		What:   fmt.Sprintf("replication policy %q of bucket %q in %s to become ACTIVE", m.Name.ValueString(), a.Name, a.Region),
		Logger: p.Session.Logger(),
	}, func(ctx context.Context) (bool, string, error) {
		policy, err := a.get(ctx, id)
		if err != nil {
			return false, "", err
		}
		m = m.fromAPI(policy)
		status := m.Status.ValueString()
		if status != string(objectstorage.ReplicationPolicyStatusClientError) {
			failing = time.Time{}
			return status == active, status, nil
		}
		if failing.IsZero() {
			failing = time.Now()
		}
		if time.Since(failing) >= patience {
			return false, status, &clientError{m.StatusMessage.ValueString()}
		}
		return false, status, nil
	})
	return m, err
}

// notActive says that the policy is there and does not replicate yet.
func (a api) notActive(m model) diagnostic.Call {
	call := a.Call("Replication not active", fmt.Sprintf("Waiting for replication policy %q of", m.Name.ValueString()),
		"The policy is there and in state. Mend what Oracle names, and apply again: the next plan waits for it again. "+
			"Where Oracle wants a new policy, terraform apply -replace makes one.")
	call.At = path.Root("status")
	return call
}
