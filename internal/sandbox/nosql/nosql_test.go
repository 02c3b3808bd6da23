package nosql_test

import (
	"testing"
	"time"

	"github.com/oracle/oci-go-sdk/v65/common"
	sdk "github.com/oracle/oci-go-sdk/v65/nosql"
	"github.com/stretchr/testify/require"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox"
	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

func TestTable(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	made := e.create("orders", orders)
	require.Equal(t, sdk.TableLifecycleStateActive, made.LifecycleState)
	require.Regexp(t, `^ocid1\.nosqltable\.oc1\.iad\.`, *made.Id)
	require.Equal(t, sdk.TableSchemaStateMutable, made.SchemaState)
	require.Equal(t, orders, *made.DdlStatement)
	require.Equal(t, []string{"id"}, made.Schema.ShardKey)
	require.Len(t, made.Schema.Columns, 3)
	require.False(t, *made.Schema.Columns[0].IsNullable)
	require.True(t, *made.Schema.Columns[1].IsNullable)
	require.Equal(t, sdk.TableLimitsCapacityModeProvisioned, made.TableLimits.CapacityMode)
	require.False(t, *made.IsMultiRegion)
	require.False(t, *made.IsAutoReclaimable)
	require.Equal(t, map[string]string{"a": "b"}, made.FreeformTags)
	require.Equal(t, map[string]map[string]any{"ns": {"key": "value"}}, made.DefinedTags)
	require.NotNil(t, made.SystemTags)

	got, err := e.iad.GetTable(t.Context(), sdk.GetTableRequest{TableNameOrId: made.Id})
	require.NoError(t, err)
	require.Equal(t, made, got.Table)
	require.Contains(t, e.dump(), `"us-ashburn-1":{"nosql":{"tables":[`)

	_, err = e.phx.GetTable(t.Context(), sdk.GetTableRequest{TableNameOrId: made.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	_, err = e.iad.GetTable(t.Context(), sdk.GetTableRequest{TableNameOrId: text("orders")})
	refused(t, err, 400, "MissingParameter", "compartmentId")
	_, err = e.iad.GetTable(t.Context(), sdk.GetTableRequest{TableNameOrId: made.Id, CompartmentId: text(e.TenancyOCID())})
	refused(t, err, 400, "InvalidParameter", "is not in the compartment")

	for _, details := range []sdk.DeleteTableRequest{{TableNameOrId: made.Id}, {TableNameOrId: made.Id, IsIfExists: common.Bool(true)}} {
		_, err = e.iad.DeleteTable(t.Context(), details)
		require.NoError(t, err)
	}
	_, err = e.iad.DeleteTable(t.Context(), sdk.DeleteTableRequest{TableNameOrId: made.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	require.NotContains(t, e.dump(), `"nosql"`)
}

func TestCreateTable_refused(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.create("orders", orders)
	for _, c := range []struct {
		change        func(*sdk.CreateTableDetails)
		status        int
		code, message string
	}{
		{func(*sdk.CreateTableDetails) {}, 409, "TableAlreadyExists", "orders"},
		{func(d *sdk.CreateTableDetails) { d.DdlStatement = text("CREATE TABLE") }, 400, "InvalidParameter", "line 1, column 13"},
		{func(d *sdk.CreateTableDetails) { d.Name = text("sales") }, 400, "InvalidParameter", "is not that of the DDL statement"},
		{func(d *sdk.CreateTableDetails) { d.CompartmentId = text("ocid1.compartment.oc1..none") }, 404, "NotAuthorizedOrNotFound", ""},
		{func(d *sdk.CreateTableDetails) { d.TableLimits = nil }, 400, "MissingParameter", "tableLimits"},
		{func(d *sdk.CreateTableDetails) { d.TableLimits = limits(0, 1, 1) }, 400, "InvalidParameter", "maxReadUnits must be from 1"},
		{func(d *sdk.CreateTableDetails) { d.TableLimits = limits(1, 1, 5001) }, 400, "InvalidParameter", "maxStorageInGBs must be from 1 to 5000"},
		{func(d *sdk.CreateTableDetails) {
			d.Name, d.DdlStatement, d.TableLimits = text("none.lines"), text("CREATE TABLE none.lines(n INTEGER, PRIMARY KEY(n))"), nil
		}, 400, "InvalidParameter", "a child of the table none, which does not exist"},
		{func(d *sdk.CreateTableDetails) {
			d.Name, d.DdlStatement = text("orders.lines"), text("CREATE TABLE orders.lines(n INTEGER, PRIMARY KEY(n))")
		}, 400, "InvalidParameter", "none of its own"},
	} {
		d := e.details("orders", orders)
		c.change(&d)
		_, err := e.iad.CreateTable(t.Context(), sdk.CreateTableRequest{CreateTableDetails: d})
		refused(t, err, c.status, c.code, c.message)
	}
	// The same name is free in another region, and IF NOT EXISTS takes what is there if it is the same.
	_, err := e.phx.CreateTable(t.Context(), sdk.CreateTableRequest{CreateTableDetails: e.details("orders", orders)})
	require.NoError(t, err)
	again := e.details("orders", "create table if not exists ORDERS (id integer, lines json, customer string, primary key (id))")
	_, err = e.iad.CreateTable(t.Context(), sdk.CreateTableRequest{CreateTableDetails: again})
	require.NoError(t, err)
	again.DdlStatement = text("CREATE TABLE IF NOT EXISTS orders(id INTEGER, PRIMARY KEY(id))")
	_, err = e.iad.CreateTable(t.Context(), sdk.CreateTableRequest{CreateTableDetails: again})
	refused(t, err, 409, "TableAlreadyExists", "")
	// A child lives by its parent.
	child := sdk.CreateTableDetails{
		Name: text("orders.lines"), CompartmentId: text(e.CompartmentOCID()), DdlStatement: text("CREATE TABLE orders.lines(n INTEGER, PRIMARY KEY(n))"),
	}
	_, err = e.iad.CreateTable(t.Context(), sdk.CreateTableRequest{CreateTableDetails: child})
	require.NoError(t, err)
	require.Nil(t, e.byName(e.iad, "orders.lines").TableLimits)
	_, err = e.iad.DeleteTable(t.Context(), sdk.DeleteTableRequest{TableNameOrId: text("orders"), CompartmentId: text(e.CompartmentOCID())})
	refused(t, err, 409, "IncorrectState", "has the child table orders.lines")
}

// A retry token lets a create that is sent twice take effect once.
func TestCreateTable_retryToken(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	request := sdk.CreateTableRequest{CreateTableDetails: e.details("orders", orders), OpcRetryToken: text("once")}
	first, err := e.iad.CreateTable(t.Context(), request)
	require.NoError(t, err)
	second, err := e.iad.CreateTable(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, *first.OpcWorkRequestId, *second.OpcWorkRequestId)
}

func TestTable_lifecycle(t *testing.T) {
	t.Parallel()
	e := newEnv(t, paced(cloud.Pace{Create: time.Minute, Update: time.Minute, Delete: time.Minute}))
	made, err := e.iad.CreateTable(t.Context(), sdk.CreateTableRequest{CreateTableDetails: e.details("orders", orders)})
	require.NoError(t, err)
	require.Equal(t, sdk.TableLifecycleStateCreating, e.byName(e.iad, "orders").LifecycleState)
	require.Equal(t, sdk.WorkRequestStatusInProgress, e.work(made.OpcWorkRequestId).Status)
	table := e.byName(e.iad, "orders").Id
	refused(t, e.alter(e.iad, table, "ALTER TABLE orders (ADD a LONG)"), 409, "IncorrectState", "is CREATING")

	e.pass(time.Minute)
	done := e.work(made.OpcWorkRequestId)
	require.Equal(t, sdk.WorkRequestStatusSucceeded, done.Status)
	require.Equal(t, sdk.WorkRequestOperationTypeCreateTable, done.OperationType)
	require.Equal(t, sdk.WorkRequestResourceActionTypeCreated, done.Resources[0].ActionType)
	require.Equal(t, *table, *done.Resources[0].Identifier)
	require.NotNil(t, done.TimeFinished)

	require.NoError(t, e.alter(e.iad, table, "ALTER TABLE orders (ADD a LONG)"))
	require.Equal(t, sdk.TableLifecycleStateUpdating, e.byName(e.iad, "orders").LifecycleState)
	require.Len(t, e.byName(e.iad, "orders").Schema.Columns, 3)
	e.pass(time.Minute)
	require.Len(t, e.byName(e.iad, "orders").Schema.Columns, 4)
	_, err = e.iad.DeleteTable(t.Context(), sdk.DeleteTableRequest{TableNameOrId: table})
	require.NoError(t, err)
	require.Equal(t, sdk.TableLifecycleStateDeleting, e.byName(e.iad, "orders").LifecycleState)
}

func TestUpdateTable(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	table := e.create("orders", orders).Id
	update := func(d sdk.UpdateTableDetails) error {
		_, err := e.iad.UpdateTable(t.Context(), sdk.UpdateTableRequest{TableNameOrId: table, UpdateTableDetails: d})
		return err
	}
	refused(t, update(sdk.UpdateTableDetails{}), 400, "InvalidParameter", "one of them in a request")
	refused(t, update(sdk.UpdateTableDetails{DdlStatement: text("ALTER TABLE orders USING TTL 1 DAYS"), TableLimits: limits(1, 1, 1)}), 400, "InvalidParameter", "one of them")
	require.NoError(t, update(sdk.UpdateTableDetails{TableLimits: limits(20, 10, 2)}))
	require.Equal(t, 20, *e.byName(e.iad, "orders").TableLimits.MaxReadUnits)
	byUse := limits(7, 7, 3)
	byUse.CapacityMode = sdk.TableLimitsCapacityModeOnDemand
	require.NoError(t, update(sdk.UpdateTableDetails{TableLimits: byUse}))
	got := e.byName(e.iad, "orders").TableLimits
	require.Equal(t, []int{0, 0, 3}, []int{*got.MaxReadUnits, *got.MaxWriteUnits, *got.MaxStorageInGBs})
	require.NoError(t, update(sdk.UpdateTableDetails{FreeformTags: map[string]string{}}))
	require.Empty(t, e.byName(e.iad, "orders").FreeformTags)
	require.Len(t, e.byName(e.iad, "orders").DefinedTags, 1)

	refused(t, update(sdk.UpdateTableDetails{DdlStatement: text("ALTER TABLE orders (DROP id)")}), 400, "InvalidParameter", "part of the primary key")
	require.NoError(t, update(sdk.UpdateTableDetails{DdlStatement: text("ALTER TABLE orders (DROP customer)")}))
	require.NoError(t, update(sdk.UpdateTableDetails{DdlStatement: text("ALTER TABLE orders USING TTL 36 HOURS")}))
	require.Equal(t, "CREATE TABLE orders(id INTEGER, lines JSON, PRIMARY KEY(SHARD(id))) USING TTL 36 HOURS", *e.byName(e.iad, "orders").DdlStatement)
	require.Equal(t, 2, *e.byName(e.iad, "orders").Schema.Ttl)
	// As Oracle's Terraform provider says, a CREATE TABLE statement adds columns as well.
	require.NoError(t, update(sdk.UpdateTableDetails{DdlStatement: text("CREATE TABLE orders(id INTEGER, lines JSON, paid BOOLEAN, PRIMARY KEY(id))")}))
	require.Len(t, e.byName(e.iad, "orders").Schema.Columns, 3)
	refused(t, update(sdk.UpdateTableDetails{DdlStatement: text("CREATE TABLE orders(id INTEGER, PRIMARY KEY(id))")}), 400, "InvalidParameter", "only new columns")
	require.NoError(t, update(sdk.UpdateTableDetails{DdlStatement: text("ALTER TABLE orders FREEZE SCHEMA")}))
	require.Equal(t, sdk.TableSchemaStateFrozen, e.byName(e.iad, "orders").SchemaState)
	refused(t, update(sdk.UpdateTableDetails{DdlStatement: text("ALTER TABLE orders (DROP paid)")}), 400, "InvalidParameter", "frozen")

	_, err := e.iad.UpdateTable(t.Context(), sdk.UpdateTableRequest{
		TableNameOrId: table, IfMatch: text("old"), UpdateTableDetails: sdk.UpdateTableDetails{TableLimits: limits(1, 1, 1)},
	})
	refused(t, err, 412, "NoEtagMatch", "")
}

func TestReplica(t *testing.T) {
	t.Parallel()
	e := newEnv(t, paced(cloud.Pace{Create: time.Minute, Update: time.Second, Delete: time.Minute}))
	_, err := e.iad.CreateTable(t.Context(), sdk.CreateTableRequest{CreateTableDetails: e.details("orders", orders)})
	require.NoError(t, err)
	e.pass(time.Minute)
	table := e.byName(e.iad, "orders").Id
	_, err = e.replicate(table, "us-phoenix-1", nil)
	refused(t, err, 400, "InvalidParameter", "is not frozen")
	require.NoError(t, e.alter(e.iad, table, "ALTER TABLE orders FREEZE SCHEMA"))
	e.pass(time.Second)
	for _, region := range []string{"us-ashburn-1", "eu-madrid-1", "mars-olympus-1"} {
		_, err = e.replicate(table, region, nil)
		refused(t, err, 400, "InvalidParameter", region)
	}
	work, err := e.replicate(table, "us-phoenix-1", common.Int(3))
	require.NoError(t, err)
	there := e.byName(e.phx, "orders")
	require.Equal(t, sdk.TableLifecycleStateCreating, there.LifecycleState)
	require.Equal(t, 0, *there.LocalReplicaInitializationInPercent)
	e.pass(time.Minute)
	require.Equal(t, sdk.WorkRequestStatusSucceeded, e.work(work).Status)
	require.Equal(t, sdk.WorkRequestResourceActionTypeUpdated, e.work(work).Resources[0].ActionType)

	here := e.byName(e.iad, "orders")
	there = e.byName(e.phx, "orders")
	require.NotEqual(t, *here.Id, *there.Id)
	require.True(t, *here.IsMultiRegion)
	require.True(t, *there.IsMultiRegion)
	require.Equal(t, 100, *there.LocalReplicaInitializationInPercent)
	require.Equal(t, "us-phoenix-1", *here.Replicas[0].Region)
	require.Equal(t, *there.Id, *here.Replicas[0].TableId)
	require.Equal(t, 3, *here.Replicas[0].MaxWriteUnits)
	require.Equal(t, sdk.ReplicaLifecycleStateActive, here.Replicas[0].LifecycleState)
	require.Equal(t, "us-ashburn-1", *there.Replicas[0].Region)
	require.Equal(t, 10, *there.TableLimits.MaxReadUnits)
	_, err = e.replicate(table, "us-phoenix-1", nil)
	refused(t, err, 409, "ReplicaAlreadyExists", "")

	// Units are each region's own; storage and TTL are one for all; the schema is fixed.
	refused(t, e.alter(e.iad, table, "ALTER TABLE orders UNFREEZE SCHEMA"), 400, "InvalidParameter", "has replicas")
	require.NoError(t, e.alter(e.iad, table, "ALTER TABLE orders USING TTL 9 DAYS"))
	e.pass(time.Second)
	_, err = e.phx.UpdateTable(t.Context(), sdk.UpdateTableRequest{TableNameOrId: there.Id, UpdateTableDetails: sdk.UpdateTableDetails{TableLimits: limits(4, 4, 9)}})
	require.NoError(t, err)
	e.pass(time.Second)
	here, there = e.byName(e.iad, "orders"), e.byName(e.phx, "orders")
	require.Equal(t, 9, *there.Schema.Ttl)
	require.Equal(t, []int{10, 5, 9}, []int{*here.TableLimits.MaxReadUnits, *here.TableLimits.MaxWriteUnits, *here.TableLimits.MaxStorageInGBs})
	require.Equal(t, 4, *here.Replicas[0].MaxWriteUnits)

	_, err = e.iad.DeleteTable(t.Context(), sdk.DeleteTableRequest{TableNameOrId: table})
	refused(t, err, 409, "IncorrectState", "has replicas")
	_, err = e.iad.DeleteReplica(t.Context(), sdk.DeleteReplicaRequest{TableNameOrId: table, Region: text("eu-frankfurt-1")})
	refused(t, err, 404, "ReplicaNotFound", "")
	_, err = e.iad.DeleteReplica(t.Context(), sdk.DeleteReplicaRequest{TableNameOrId: table, Region: text("us-phoenix-1")})
	require.NoError(t, err)
	require.Equal(t, sdk.ReplicaLifecycleStateDeleting, e.byName(e.iad, "orders").Replicas[0].LifecycleState)
	e.pass(time.Minute)
	require.False(t, *e.byName(e.iad, "orders").IsMultiRegion)
	_, err = e.phx.GetTable(t.Context(), sdk.GetTableRequest{TableNameOrId: there.Id})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}

// Of three tables in a set, one that goes leaves two.
func TestReplica_three(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	table := e.create("orders", orders+" WITH SCHEMA FROZEN").Id
	for _, region := range []string{"us-phoenix-1", "eu-frankfurt-1"} {
		_, err := e.replicate(table, region, nil)
		require.NoError(t, err)
	}
	require.Len(t, e.byName(e.phx, "orders").Replicas, 2)
	_, err := e.iad.DeleteReplica(t.Context(), sdk.DeleteReplicaRequest{TableNameOrId: table, Region: text("eu-frankfurt-1")})
	require.NoError(t, err)
	require.Len(t, e.byName(e.phx, "orders").Replicas, 1)
	require.True(t, *e.byName(e.iad, "orders").IsMultiRegion)
}

func TestWork_failsAndCanceled(t *testing.T) {
	t.Parallel()
	e := newEnv(t, paced(cloud.Pace{Create: time.Minute}), sandbox.WithFaults("failing=CreateReplica"))
	made, err := e.iad.CreateTable(t.Context(), sdk.CreateTableRequest{CreateTableDetails: e.details("orders", orders+" WITH SCHEMA FROZEN")})
	require.NoError(t, err)
	_, err = e.iad.DeleteWorkRequest(t.Context(), sdk.DeleteWorkRequestRequest{WorkRequestId: made.OpcWorkRequestId})
	require.NoError(t, err)
	require.Equal(t, sdk.WorkRequestStatusCanceled, e.work(made.OpcWorkRequestId).Status)
	require.NotContains(t, e.dump(), `"nosql"`)
	_, err = e.iad.DeleteWorkRequest(t.Context(), sdk.DeleteWorkRequestRequest{WorkRequestId: made.OpcWorkRequestId})
	refused(t, err, 409, "NotCancelable", "")

	e.create("orders", orders+" WITH SCHEMA FROZEN")
	e.pass(time.Minute)
	table := e.byName(e.iad, "orders").Id
	work, err := e.replicate(table, "us-phoenix-1", nil)
	require.NoError(t, err)
	e.pass(time.Minute)
	require.Equal(t, sdk.WorkRequestStatusFailed, e.work(work).Status)
	errs, err := e.iad.ListWorkRequestErrors(t.Context(), sdk.ListWorkRequestErrorsRequest{WorkRequestId: work})
	require.NoError(t, err)
	require.Contains(t, *errs.Items[0].Message, "CreateReplica")
	logs, err := e.iad.ListWorkRequestLogs(t.Context(), sdk.ListWorkRequestLogsRequest{WorkRequestId: work})
	require.NoError(t, err)
	require.Len(t, logs.Items, 2)
	require.Empty(t, e.byName(e.iad, "orders").Replicas)
	require.Equal(t, sdk.TableLifecycleStateActive, e.byName(e.iad, "orders").LifecycleState)
	all, err := e.iad.ListWorkRequests(t.Context(), sdk.ListWorkRequestsRequest{CompartmentId: text(e.CompartmentOCID())})
	require.NoError(t, err)
	require.Len(t, all.Items, 3)
}

func TestListTables(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for _, name := range []string{"orders", "Offers", "sales"} {
		e.create(name, "CREATE TABLE "+name+"(id INTEGER, PRIMARY KEY(id))")
		e.pass(time.Second)
	}
	list := func(r sdk.ListTablesRequest) []string {
		r.CompartmentId = text(e.CompartmentOCID())
		got, err := e.iad.ListTables(t.Context(), r)
		require.NoError(t, err)
		require.Contains(t, got.AvailableReplicationRegions, "us-phoenix-1")
		names := []string{}
		for _, item := range got.Items {
			names = append(names, *item.Name)
		}
		return names
	}
	require.Equal(t, []string{"Offers", "orders", "sales"}, list(sdk.ListTablesRequest{}))
	require.Equal(t, []string{"Offers", "orders"}, list(sdk.ListTablesRequest{Name: text("o*")}))
	require.Equal(t, []string{"sales", "Offers", "orders"}, list(sdk.ListTablesRequest{SortBy: sdk.ListTablesSortByTimecreated}))
	require.Empty(t, list(sdk.ListTablesRequest{LifecycleState: sdk.ListTablesLifecycleStateDeleting}))
	first, err := e.iad.ListTables(t.Context(), sdk.ListTablesRequest{CompartmentId: text(e.CompartmentOCID()), Limit: common.Int(2)})
	require.NoError(t, err)
	require.Equal(t, []string{"sales"}, list(sdk.ListTablesRequest{Page: first.OpcNextPage}))
	_, err = e.iad.ListTables(t.Context(), sdk.ListTablesRequest{CompartmentId: text(e.CompartmentOCID()), Name: text("[")})
	refused(t, err, 400, "InvalidParameter", "not a pattern")
	_, err = e.iad.ListTables(t.Context(), sdk.ListTablesRequest{CompartmentId: text("ocid1.compartment.oc1..none")})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}

func TestIndexes(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	table := e.create("orders", orders).Id
	create := func(name, column string) error {
		_, err := e.iad.CreateIndex(t.Context(), sdk.CreateIndexRequest{TableNameOrId: table, CreateIndexDetails: sdk.CreateIndexDetails{
			Name: &name, Keys: []sdk.IndexKey{{ColumnName: &column}},
		}})
		return err
	}
	require.NoError(t, create("byCustomer", "customer"))
	refused(t, create("bycustomer", "customer"), 409, "IndexAlreadyExists", "")
	refused(t, create("other", "none"), 400, "InvalidParameter", "no column none")
	got, err := e.iad.GetIndex(t.Context(), sdk.GetIndexRequest{TableNameOrId: table, IndexName: text("byCustomer")})
	require.NoError(t, err)
	require.Equal(t, "orders", *got.TableName)
	require.Equal(t, sdk.IndexLifecycleStateActive, got.LifecycleState)
	list, err := e.iad.ListIndexes(t.Context(), sdk.ListIndexesRequest{TableNameOrId: table})
	require.NoError(t, err)
	require.Len(t, list.Items, 1)
	refused(t, e.alter(e.iad, table, "ALTER TABLE orders (DROP customer)"), 400, "InvalidParameter", "in the index byCustomer")
	_, err = e.iad.DeleteIndex(t.Context(), sdk.DeleteIndexRequest{TableNameOrId: table, IndexName: text("byCustomer")})
	require.NoError(t, err)
	_, err = e.iad.GetIndex(t.Context(), sdk.GetIndexRequest{TableNameOrId: table, IndexName: text("byCustomer")})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
}

func TestChangeCompartment(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	table := e.create("orders", orders).Id
	move := func(to string) error {
		_, err := e.iad.ChangeTableCompartment(t.Context(), sdk.ChangeTableCompartmentRequest{
			TableNameOrId: table, ChangeTableCompartmentDetails: sdk.ChangeTableCompartmentDetails{ToCompartmentId: &to},
		})
		return err
	}
	refused(t, move("ocid1.compartment.oc1..none"), 404, "NotAuthorizedOrNotFound", "")
	require.NoError(t, move(e.TenancyOCID()))
	got, err := e.iad.GetTable(t.Context(), sdk.GetTableRequest{TableNameOrId: table})
	require.NoError(t, err)
	require.Equal(t, e.TenancyOCID(), *got.CompartmentId)
}

// Who may only read neither makes nor sees through.
func TestAuthorized(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	table := e.create("orders", orders).Id
	reader := client(t, e.Sandbox, "us-ashburn-1", "overseas-engineer")
	_, err := reader.DeleteTable(t.Context(), sdk.DeleteTableRequest{TableNameOrId: table})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	_, err = reader.CreateTable(t.Context(), sdk.CreateTableRequest{CreateTableDetails: e.details("sales", "CREATE TABLE sales(id INTEGER, PRIMARY KEY(id))")})
	refused(t, err, 404, "NotAuthorizedOrNotFound", "")
	provisioner := client(t, e.Sandbox, "us-ashburn-1", "terraform")
	_, err = provisioner.GetTable(t.Context(), sdk.GetTableRequest{TableNameOrId: table})
	require.NoError(t, err)
	_, err = provisioner.CreateReplica(t.Context(), sdk.CreateReplicaRequest{TableNameOrId: table, CreateReplicaDetails: sdk.CreateReplicaDetails{Region: text("us-phoenix-1")}})
	refused(t, err, 400, "InvalidParameter", "is not frozen")
}

// Quotas hold where the call is made. Whether they stop a replica in the region that it goes to nobody has documented, so
// they do not here.
func TestQuota(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	table := e.create("orders", orders+" WITH SCHEMA FROZEN").Id
	e.quota("zero nosql quotas in compartment data where request.region = 'us-phoenix-1'", "set nosql quota read-unit-count to 15 in compartment data where request.region = 'us-ashburn-1'")
	_, err := e.replicate(table, "us-phoenix-1", nil)
	require.NoError(t, err)
	_, err = e.phx.CreateTable(t.Context(), sdk.CreateTableRequest{CreateTableDetails: e.details("sales", "CREATE TABLE sales(id INTEGER, PRIMARY KEY(id))")})
	refused(t, err, 400, "QuotaExceeded", "")
	_, err = e.iad.CreateTable(t.Context(), sdk.CreateTableRequest{CreateTableDetails: e.details("sales", "CREATE TABLE sales(id INTEGER, PRIMARY KEY(id))")})
	refused(t, err, 400, "QuotaExceeded", "")
	_, err = e.iad.UpdateTable(t.Context(), sdk.UpdateTableRequest{TableNameOrId: table, UpdateTableDetails: sdk.UpdateTableDetails{TableLimits: limits(16, 5, 1)}})
	refused(t, err, 400, "QuotaExceeded", "")
	_, err = e.iad.UpdateTable(t.Context(), sdk.UpdateTableRequest{TableNameOrId: table, UpdateTableDetails: sdk.UpdateTableDetails{TableLimits: limits(15, 5, 1)}})
	require.NoError(t, err)
}
