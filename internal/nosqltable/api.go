package nosqltable

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/nosql"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/diagnostic"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// api is one table in Oracle's terms. Its errors are *oci.Error.
type api struct {
	client           *nosql.NosqlClient
	provider         *placement.Provider
	region, id, name string
}

// seen is a table as it was read.
type seen struct {
	table nosql.Table
	etag  *string
}

func (s seen) failed() bool { return s.table.LifecycleState == nosql.TableLifecycleStateFailed }

// call says what was tried with this table; doing is such as "Creating".
func (a *api) call(summary, doing, next string) diagnostic.Call {
	what := fmt.Sprintf("%s table %q", doing, a.name)
	if a.id != "" {
		what += " (" + a.id + ")"
	}
	return diagnostic.Call{Summary: summary, Tried: what, Region: a.region, Next: next}
}

// fields are for the log.
func (a *api) fields() map[string]any {
	return map[string]any{"region": a.region, "table": a.name, "id": a.id}
}

func (a *api) create(ctx context.Context, details nosql.CreateTableDetails) (work string, err error) {
	answer, err := a.client.CreateTable(oci.Shield(ctx), nosql.CreateTableRequest{CreateTableDetails: details})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("CreateTable", a.region, err)
}

func (a *api) get(ctx context.Context) (seen, error) { return a.find(ctx, a.id, nil) }

// byName reads the table of a compartment by its name.
func (a *api) byName(ctx context.Context, compartment string) (seen, error) {
	return a.find(ctx, a.name, &compartment)
}

func (a *api) find(ctx context.Context, nameOrID string, compartment *string) (seen, error) {
	answer, err := a.client.GetTable(oci.Shield(ctx), nosql.GetTableRequest{TableNameOrId: &nameOrID, CompartmentId: compartment})
	return seen{answer.Table, answer.Etag}, oci.Explain("GetTable", a.region, err)
}

func (a *api) update(ctx context.Context, etag *string, details nosql.UpdateTableDetails) (work string, err error) {
	answer, err := a.client.UpdateTable(oci.Shield(ctx), nosql.UpdateTableRequest{TableNameOrId: &a.id, IfMatch: etag, UpdateTableDetails: details})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("UpdateTable", a.region, err)
}

func (a *api) move(ctx context.Context, etag *string, to string) (work string, err error) {
	answer, err := a.client.ChangeTableCompartment(oci.Shield(ctx), nosql.ChangeTableCompartmentRequest{
		TableNameOrId: &a.id, IfMatch: etag, ChangeTableCompartmentDetails: nosql.ChangeTableCompartmentDetails{ToCompartmentId: &to},
	})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("ChangeTableCompartment", a.region, err)
}

func (a *api) addReplica(ctx context.Context, region string, units limits) (work string, err error) {
	details := nosql.CreateReplicaDetails{Region: &region}
	if units.mode != onDemand {
		details.MaxReadUnits, details.MaxWriteUnits = attribute.SentInt(units.reads), attribute.SentInt(units.writes)
	}
	answer, err := a.client.CreateReplica(oci.Shield(ctx), nosql.CreateReplicaRequest{TableNameOrId: &a.id, CreateReplicaDetails: details})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("CreateReplica", a.region, err)
}

func (a *api) dropReplica(ctx context.Context, region string) (work string, err error) {
	answer, err := a.client.DeleteReplica(oci.Shield(ctx), nosql.DeleteReplicaRequest{TableNameOrId: &a.id, Region: &region})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("DeleteReplica", a.region, err)
}

func (a *api) drop(ctx context.Context) (work string, err error) {
	answer, err := a.client.DeleteTable(oci.Shield(ctx), nosql.DeleteTableRequest{TableNameOrId: &a.id})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("DeleteTable", a.region, err)
}

// work reads a work request. Not being able to says nothing of the table.
func (a *api) work(ctx context.Context, id string) (nosql.WorkRequest, error) {
	answer, err := a.client.GetWorkRequest(oci.Shield(ctx), nosql.GetWorkRequestRequest{WorkRequestId: &id})
	return answer.WorkRequest, oci.Explain("GetWorkRequest", a.region, err)
}

// reasons are the errors of a work request, in one text.
func (a *api) reasons(ctx context.Context, id string) string {
	answer, err := a.client.ListWorkRequestErrors(oci.Shield(ctx), nosql.ListWorkRequestErrorsRequest{WorkRequestId: &id})
	if err != nil {
		return "its errors cannot be read: " + diagnostic.Brief(oci.Explain("ListWorkRequestErrors", a.region, err))
	}
	var all []string
	for _, e := range answer.Items {
		all = append(all, strings.TrimSpace(attribute.Value(e.Code)+": "+attribute.Value(e.Message)))
	}
	return strings.Join(all, "; ")
}

// tables lists those of a compartment in the table's region.
func (a *api) tables(ctx context.Context, compartment string) iter.Seq2[nosql.TableSummary, error] {
	return oci.Pages(ctx, func(ctx context.Context, page *string) ([]nosql.TableSummary, *string, error) {
		answer, err := a.client.ListTables(oci.Shield(ctx), nosql.ListTablesRequest{CompartmentId: &compartment, Page: page, Limit: common.Int(pageSize)})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListTables", a.region, err)
	})
}

// pageSize is that of listings.
const pageSize = 1000

// replica is the table's replica in a region, as a table of its own.
func (a *api) replica(region, id string) (*api, error) {
	client, err := a.provider.Session.NoSQL(region)
	return &api{client: client, provider: a.provider, region: region, id: id, name: a.name}, err
}

// unitsOf reads the read units of replicas, in their regions. What cannot be read is left out, so that a region that is down
// does not hold up the table; it is logged.
func (a *api) unitsOf(ctx context.Context, all []nosql.Replica) unitsRead {
	out := unitsRead{}
	for _, r := range sortedReplicas(all) {
		region := attribute.Value(r.Region)
		there, err := a.replica(region, attribute.Value(r.TableId))
		var now seen
		if err == nil {
			now, err = there.get(ctx)
		}
		if err != nil {
			tflog.Warn(ctx, "the read units of the replica in "+region+" cannot be read: "+err.Error(), a.fields())
			continue
		}
		if now.table.TableLimits != nil {
			out[region] = attribute.Value(now.table.TableLimits.MaxReadUnits)
		}
	}
	return out
}
