package denyrule

import (
	"context"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/mysql"
	"github.com/oracle/oci-go-sdk/v65/nosql"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/oracle/oci-go-sdk/v65/psql"

	"github.com/data-residency/terraform-provider-residency/internal/attribute"
	"github.com/data-residency/terraform-provider-residency/internal/oci"
)

// stocks are what holds data and can be listed by name, in a compartment and a region.
var stocks = []struct {
	service, what, operation string
	names                    func(s *seeker, ctx context.Context, region, compartment string) ([]string, error)
}{
	{"objectstorage", "bucket", "ListBuckets", (*seeker).buckets},
	{"database", "Autonomous Database", "ListAutonomousDatabases", (*seeker).autonomousDatabases},
	{"nosql", "NoSQL table", "ListTables", (*seeker).tables},
	{"mysql", "MySQL DB system", "ListDbSystems", (*seeker).mysqlSystems},
	{"psql", "PostgreSQL DB system", "ListDbSystems", (*seeker).postgresqlSystems},
}

// paged collects the names of all pages.
func paged(ctx context.Context, page func(ctx context.Context, page *string) (names []string, next *string, err error)) ([]string, error) {
	return oci.All(oci.Pages(ctx, func(ctx context.Context, at *string) ([]string, *string, error) { return page(oci.Shield(ctx), at) }))
}

// there are the names of what is not gone.
func there[T any](all []T, of func(T) (name *string, state string)) (names []string) {
	for _, one := range all {
		if name, state := of(one); state != "DELETED" && state != "TERMINATED" {
			names = append(names, attribute.Value(name))
		}
	}
	return names
}

func (s *seeker) buckets(ctx context.Context, region, compartment string) ([]string, error) {
	client, err := s.session.ObjectStorage(region)
	if err != nil {
		return nil, err
	}
	if s.namespace == nil { // which is the tenancy's in every region
		answer, err := client.GetNamespace(oci.Shield(ctx), objectstorage.GetNamespaceRequest{})
		if err != nil {
			return nil, err
		}
		s.namespace = answer.Value
	}
	return paged(ctx, func(ctx context.Context, page *string) ([]string, *string, error) {
		answer, err := client.ListBuckets(ctx, objectstorage.ListBucketsRequest{NamespaceName: s.namespace, CompartmentId: &compartment, Page: page, Limit: common.Int(1000)})
		return there(answer.Items, func(b objectstorage.BucketSummary) (*string, string) { return b.Name, "" }), answer.OpcNextPage, err
	})
}

func (s *seeker) autonomousDatabases(ctx context.Context, region, compartment string) ([]string, error) {
	client, err := s.session.Database(region)
	if err != nil {
		return nil, err
	}
	return paged(ctx, func(ctx context.Context, page *string) ([]string, *string, error) {
		answer, err := client.ListAutonomousDatabases(ctx, database.ListAutonomousDatabasesRequest{CompartmentId: &compartment, Page: page})
		return there(answer.Items, func(d database.AutonomousDatabaseSummary) (*string, string) {
			return d.DbName, string(d.LifecycleState)
		}), answer.OpcNextPage, err
	})
}

func (s *seeker) tables(ctx context.Context, region, compartment string) ([]string, error) {
	client, err := s.session.NoSQL(region)
	if err != nil {
		return nil, err
	}
	return paged(ctx, func(ctx context.Context, page *string) ([]string, *string, error) {
		answer, err := client.ListTables(ctx, nosql.ListTablesRequest{CompartmentId: &compartment, Page: page})
		return there(answer.Items, func(t nosql.TableSummary) (*string, string) { return t.Name, string(t.LifecycleState) }), answer.OpcNextPage, err
	})
}

func (s *seeker) mysqlSystems(ctx context.Context, region, compartment string) ([]string, error) {
	client, err := s.session.MySQL(region)
	if err != nil {
		return nil, err
	}
	return paged(ctx, func(ctx context.Context, page *string) ([]string, *string, error) {
		answer, err := client.ListDbSystems(ctx, mysql.ListDbSystemsRequest{CompartmentId: &compartment, Page: page})
		return there(answer.Items, func(d mysql.DbSystemSummary) (*string, string) { return d.DisplayName, string(d.LifecycleState) }), answer.OpcNextPage, err
	})
}

func (s *seeker) postgresqlSystems(ctx context.Context, region, compartment string) ([]string, error) {
	client, err := s.session.PostgreSQL(region)
	if err != nil {
		return nil, err
	}
	return paged(ctx, func(ctx context.Context, page *string) ([]string, *string, error) {
		answer, err := client.ListDbSystems(ctx, psql.ListDbSystemsRequest{CompartmentId: &compartment, Page: page})
		return there(answer.Items, func(d psql.DbSystemSummary) (*string, string) { return d.DisplayName, string(d.LifecycleState) }), answer.OpcNextPage, err
	})
}
