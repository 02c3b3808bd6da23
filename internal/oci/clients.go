package oci

import (
	"strings"

	"github.com/oracle/oci-go-sdk/v65/common"
	"github.com/oracle/oci-go-sdk/v65/database"
	"github.com/oracle/oci-go-sdk/v65/identity"
	"github.com/oracle/oci-go-sdk/v65/limits"
	"github.com/oracle/oci-go-sdk/v65/mysql"
	"github.com/oracle/oci-go-sdk/v65/nosql"
	"github.com/oracle/oci-go-sdk/v65/objectstorage"
	"github.com/oracle/oci-go-sdk/v65/psql"
	"github.com/oracle/oci-go-sdk/v65/workrequests"

	"github.com/data-residency/terraform-provider-residency/internal/region"
)

// service says how to make one service's client. A new service is one more of these, and its method.
type service[C any] struct {
	name string // in the cache of clients
	host string // {region} and {domain} are the table's
	path string // what the SDK puts before each operation's path
	wrap func(common.BaseClient) C
}

var (
	objectStorage = service[objectstorage.ObjectStorageClient]{
		"objectstorage", "objectstorage.{region}.{domain}", "",
		func(b common.BaseClient) objectstorage.ObjectStorageClient {
			return objectstorage.ObjectStorageClient{BaseClient: b}
		},
	}
	identityService = service[identity.IdentityClient]{
		"identity", "identity.{region}.oci.{domain}", "20160918",
		func(b common.BaseClient) identity.IdentityClient { return identity.IdentityClient{BaseClient: b} },
	}
	databases = service[database.DatabaseClient]{
		"database", "database.{region}.{domain}", "20160918",
		func(b common.BaseClient) database.DatabaseClient { return database.DatabaseClient{BaseClient: b} },
	}
	workRequests = service[workrequests.WorkRequestClient]{
		"workrequests", "iaas.{region}.{domain}", "20160918",
		func(b common.BaseClient) workrequests.WorkRequestClient {
			return workrequests.WorkRequestClient{BaseClient: b}
		},
	}
	mysqlSystems = service[mysql.DbSystemClient]{
		"mysql", "mysql.{region}.ocp.{domain}", "20190415",
		func(b common.BaseClient) mysql.DbSystemClient { return mysql.DbSystemClient{BaseClient: b} },
	}
	quotaService = service[limits.QuotasClient]{
		"quotas", "limits.{region}.oci.{domain}", "",
		func(b common.BaseClient) limits.QuotasClient { return limits.QuotasClient{BaseClient: b} },
	}
	limitService = service[limits.LimitsClient]{
		"limits", "limits.{region}.oci.{domain}", "",
		func(b common.BaseClient) limits.LimitsClient { return limits.LimitsClient{BaseClient: b} },
	}
	nosqlTables = service[nosql.NosqlClient]{
		"nosql", "nosql.{region}.oci.{domain}", "20190828",
		func(b common.BaseClient) nosql.NosqlClient { return nosql.NosqlClient{BaseClient: b} },
	}
	postgresql = service[psql.PostgresqlClient]{
		"psql", "postgresql.{region}.oci.{domain}", "20220915",
		func(b common.BaseClient) psql.PostgresqlClient { return psql.PostgresqlClient{BaseClient: b} },
	}
)

// ObjectStorage is the region's Object Storage client. Its error is a *ConfigError when the region is not known.
func (s *Session) ObjectStorage(region string) (*objectstorage.ObjectStorageClient, error) {
	return client(s, objectStorage, region)
}

// Identity is the region's Identity client. Its error is a *ConfigError when the region is not known.
func (s *Session) Identity(region string) (*identity.IdentityClient, error) {
	return client(s, identityService, region)
}

// Database is the region's Database client. Its error is a *ConfigError when the region is not known.
func (s *Session) Database(region string) (*database.DatabaseClient, error) {
	return client(s, databases, region)
}

// WorkRequests is the region's client for the work requests of the Database service, among others. Its error is a
// *ConfigError when the region is not known.
func (s *Session) WorkRequests(region string) (*workrequests.WorkRequestClient, error) {
	return client(s, workRequests, region)
}

// MySQL is the region's client for the DB systems of MySQL. Its error is a *ConfigError when the region is not known.
func (s *Session) MySQL(region string) (*mysql.DbSystemClient, error) {
	return client(s, mysqlSystems, region)
}

// PostgreSQL is the region's client for PostgreSQL. Its error is a *ConfigError when the region is not known.
func (s *Session) PostgreSQL(region string) (*psql.PostgresqlClient, error) {
	return client(s, postgresql, region)
}

// Quotas is the client of the region's Quotas API, whose writes belong to the home region.
func (s *Session) Quotas(region string) (*limits.QuotasClient, error) {
	return client(s, quotaService, region)
}

// Limits is the region's Limits client, which tells what a quota leaves there.
func (s *Session) Limits(region string) (*limits.LimitsClient, error) {
	return client(s, limitService, region)
}

// NoSQL is the region's NoSQL Database client. Its error is a *ConfigError when the region is not known.
func (s *Session) NoSQL(region string) (*nosql.NosqlClient, error) {
	return client(s, nosqlTables, region)
}

type clientKey struct{ service, region string }

// client finds or makes the client. The SDK's own constructors are not used: they read a dozen variables and files of the
// operator's machine, fetch tokens, and add a circuit breaker and retries of 404 after a write to Identity.
func client[C any](s *Session, svc service[C], name string) (*C, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := clientKey{svc.name, name}
	if found, ok := s.clients[key].(*C); ok {
		return found, nil
	}
	place, err := s.lookup(name)
	if err != nil {
		return nil, err
	}
	made := svc.wrap(s.base(svc.host, svc.path, place))
	s.clients[key] = &made
	return &made, nil
}

func (s *Session) base(host, path string, place region.Region) common.BaseClient {
	once := common.NoRetryPolicy() // the dispatcher retries
	return common.BaseClient{
		HTTPClient:    newDispatcher(s, place.Name),
		Signer:        unsigned{},
		Host:          "https://" + strings.NewReplacer("{region}", place.Name, "{domain}", place.Domain).Replace(host),
		BasePath:      path,
		UserAgent:     s.userAgent,
		Configuration: common.CustomClientConfiguration{RetryPolicy: &once},
	}
}
