// Package operation is what Create, Read, Update, Delete and ModifyPlan of every noun begin and end with: the time limit, the
// client, what a plan proposes, notes in the private state, the wait, and the question whether what Oracle answered 404 for is
// really gone. It knows no noun and no service, and decides nothing about regions.
//
// A noun stays a straight line of its own:
//
//	var plan model
//	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
//	ctx, cancel := operation.Limit(ctx, plan.Timeouts.Create, timeout, &resp.Diagnostics)
//	defer cancel()
//	api, ok := r.api(plan, &resp.Diagnostics) // operation.Client
//	if !ok {
//		return
//	}
//	made, err := api.create(ctx, …)           // the only error that may end a create
//	…                                          // save state and identity, before any wait
//	if err := operation.Wait(ctx, r.provider, what, poll); err != nil {
//		…                                      // a warning, and a Note that lets the next plan go on
//	}
package operation

import (
	"context"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

const (
	// Skew is how far Oracle's clock and this machine's may differ when it is asked whether something is younger than the
	// request that may have made it.
	Skew = 2 * time.Minute
	// Grace is how long a write may go on after Terraform was interrupted, see placement.Lingering: what was sent is worth an
	// answer, because without one nobody knows whether it took effect.
	Grace = 30 * time.Second
)

// Limit is ctx with the time that the resource's timeouts give the operation. from is the method for it, such as
// plan.Timeouts.Create, and otherwise the time without a word in the configuration.
func Limit(ctx context.Context, from func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), otherwise time.Duration,
	diags *diag.Diagnostics,
) (context.Context, context.CancelFunc) {
	limit, more := from(ctx, otherwise)
	diags.Append(more...)
	return context.WithTimeout(ctx, limit)
}

// Client is the client of a service in a region; of is the session's method for it, such as (*oci.Session).ObjectStorage.
// It is false when there is an error among the diagnostics, be it an earlier one or a fault of the configuration.
func Client[C any](p *placement.Provider, region string, of func(*oci.Session, string) (*C, error), diags *diag.Diagnostics) (*C, bool) {
	if diags.HasError() {
		return nil, false
	}
	session, err := Session(p)
	if err != nil {
		diags.Append(diagnostic.Config(err))
		return nil, false
	}
	client, err := of(session, region)
	if err != nil {
		diags.Append(diagnostic.Config(err))
	}
	return client, err == nil
}

// Session is the provider's session. Its error is an *oci.ConfigError while arguments that a session needs are unknown.
func Session(p *placement.Provider) (*oci.Session, error) {
	if p == nil || p.Session == nil {
		return nil, &oci.ConfigError{
			Problem: "arguments of the provider block that are needed to talk to Oracle are known only after apply",
			Remedy:  "Give the provider values that the plan knows: literals, variables, or the results of an earlier apply (terraform apply -target=…).",
		}
	}
	return p.Session, nil
}

// Wait is oci.Wait with the provider's log. what is a noun phrase with what it is to become, such as
// `database "orders" in us-ashburn-1 to become AVAILABLE`.
func Wait(ctx context.Context, p *placement.Provider, what string, poll func(context.Context) (done bool, state string, err error)) error {
	session, err := Session(p)
	if err != nil {
		return err
	}
	return oci.Wait(ctx, oci.WaitOptions{What: what, Logger: session.Logger()}, poll)
}

// Attempts bounds how often a change is sent while others change the same thing, or Oracle does maintenance on it.
const Attempts = 2

// Overtaken says whether somebody else, Oracle's own maintenance or an attempt without an answer came first: what is there must be
// read again before anything is sent.
func Overtaken(err error) bool {
	return oci.IsConflict(err) || oci.Status(err) == http.StatusPreconditionFailed || oci.IsAmbiguous(err)
}
