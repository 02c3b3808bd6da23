// Package autonomous is what the nouns of Autonomous Databases have in common: a database or a standby in Oracle's terms, the
// states of its life, and the wait for a change of it. It knows no attribute of a noun, and decides nothing about regions.
package autonomous

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/workrequests"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
	"github.com/data-residency/terraform-provider-residency/internal/operation"
	"github.com/data-residency/terraform-provider-residency/internal/placement"
)

// Client is one database in Oracle's terms. Its errors are *oci.Error, or the context's. Changes return the id of their work
// request, "" where Oracle says none.
type Client struct {
	Oracle   *database.DatabaseClient
	Provider *placement.Provider
	Region   string
	ID       string // OCID; "" before the database is there

	work *workrequests.WorkRequestClient
}

// Open is the client of a region; false when there is an error among the diagnostics.
func Open(p *placement.Provider, region string, diags *diag.Diagnostics) (Client, bool) {
	client, ok := operation.Client(p, region, (*oci.Session).Database, diags)
	if !ok {
		return Client{}, false
	}
	work, ok := operation.Client(p, region, (*oci.Session).WorkRequests, diags)
	return Client{Oracle: client, Provider: p, Region: region, work: work}, ok
}

// Reading is a database as it was read.
type Reading struct {
	database.AutonomousDatabase

	ETag string
}

// Read reads the database.
func (c Client) Read(ctx context.Context) (Reading, error) {
	answer, err := c.Oracle.GetAutonomousDatabase(oci.Shield(ctx), database.GetAutonomousDatabaseRequest{AutonomousDatabaseId: &c.ID})
	return Reading{answer.AutonomousDatabase, attribute.Value(answer.Etag)}, oci.Explain("GetAutonomousDatabase", c.Region, err)
}

// Create sends a request with a retry token, so that one that is sent again makes no second database.
func (c Client) Create(ctx context.Context, details database.CreateAutonomousDatabaseBase) (made database.AutonomousDatabase, work string, err error) {
	answer, err := c.Oracle.CreateAutonomousDatabase(oci.Shield(ctx), database.CreateAutonomousDatabaseRequest{
		CreateAutonomousDatabaseDetails: details, OpcRetryToken: common.String(common.RetryToken()),
	})
	return answer.AutonomousDatabase, attribute.Value(answer.OpcWorkRequestId), oci.Explain("CreateAutonomousDatabase", c.Region, err)
}

// Update changes the database if it still has the etag; "" is any.
func (c Client) Update(ctx context.Context, etag string, details database.UpdateAutonomousDatabaseDetails) (work string, err error) {
	answer, err := c.Oracle.UpdateAutonomousDatabase(oci.Shield(ctx), database.UpdateAutonomousDatabaseRequest{
		AutonomousDatabaseId: &c.ID, IfMatch: attribute.Given(etag), UpdateAutonomousDatabaseDetails: details,
	})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("UpdateAutonomousDatabase", c.Region, err)
}

// Move takes the database to another compartment if it still has the etag; "" is any.
func (c Client) Move(ctx context.Context, etag, compartment string) (work string, err error) {
	answer, err := c.Oracle.ChangeAutonomousDatabaseCompartment(oci.Shield(ctx), database.ChangeAutonomousDatabaseCompartmentRequest{
		AutonomousDatabaseId: &c.ID, IfMatch: attribute.Given(etag), ChangeCompartmentDetails: database.ChangeCompartmentDetails{CompartmentId: &compartment},
	})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("ChangeAutonomousDatabaseCompartment", c.Region, err)
}

// Delete terminates the database.
func (c Client) Delete(ctx context.Context) (work string, err error) {
	answer, err := c.Oracle.DeleteAutonomousDatabase(oci.Shield(ctx), database.DeleteAutonomousDatabaseRequest{AutonomousDatabaseId: &c.ID})
	return attribute.Value(answer.OpcWorkRequestId), oci.Explain("DeleteAutonomousDatabase", c.Region, err)
}

// MostOfAPage is the page size of listings, Oracle's greatest.
const MostOfAPage = 1000

// List are the databases of a compartment in the region. What was deleted some hours ago is among them.
func (c Client) List(ctx context.Context, compartment string) iter.Seq2[database.AutonomousDatabaseSummary, error] {
	return oci.Pages(ctx, func(ctx context.Context, page *string) ([]database.AutonomousDatabaseSummary, *string, error) {
		answer, err := c.Oracle.ListAutonomousDatabases(oci.Shield(ctx), database.ListAutonomousDatabasesRequest{CompartmentId: &compartment, Page: page, Limit: common.Int(MostOfAPage)})
		return answer.Items, answer.OpcNextPage, oci.Explain("ListAutonomousDatabases", c.Region, err)
	})
}

// Listed says whether the list of a compartment shows the database as one that is there.
func (c Client) Listed(ctx context.Context, compartment string) (bool, error) {
	return operation.Shows(c.List(ctx, compartment), func(s database.AutonomousDatabaseSummary) bool {
		return attribute.Value(s.Id) == c.ID && !Gone(s.LifecycleState)
	})
}

// Witness is the work request of a change; "" for none.
func (c Client) Witness(work string) *operation.Witness {
	return &operation.Witness{ID: work, Ask: func(ctx context.Context, id string) (work operation.Work, err error) {
		answer, err := c.work.GetWorkRequest(oci.Shield(ctx), workrequests.GetWorkRequestRequest{WorkRequestId: &id})
		if work.Status = string(answer.Status); err != nil || answer.Status != workrequests.WorkRequestStatusFailed {
			return work, oci.Explain("GetWorkRequest", c.Region, err)
		}
		faults, err := c.work.ListWorkRequestErrors(oci.Shield(ctx), workrequests.ListWorkRequestErrorsRequest{WorkRequestId: &id})
		for _, fault := range faults.Items {
			work.Faults = append(work.Faults, operation.Fault(attribute.Value(fault.Code), attribute.Value(fault.Message)))
		}
		return work, oci.Explain("ListWorkRequestErrors", c.Region, err)
	}}
}
