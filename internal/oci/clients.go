package oci

import (
	"reflect"
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

// ObjectStorage is the region's Object Storage client. Its error is a *ConfigError when the region is not known.
func (s *Session) ObjectStorage(region string) (*objectstorage.ObjectStorageClient, error) {
	return client[objectstorage.ObjectStorageClient](s, region, "objectstorage.{region}.{domain}", "")
}

// Identity is the region's Identity client. Its error is a *ConfigError when the region is not known.
func (s *Session) Identity(region string) (*identity.IdentityClient, error) {
	return client[identity.IdentityClient](s, region, "identity.{region}.oci.{domain}", "20160918")
}

// Database is the region's Database client. Its error is a *ConfigError when the region is not known.
func (s *Session) Database(region string) (*database.DatabaseClient, error) {
	return client[database.DatabaseClient](s, region, "database.{region}.{domain}", "20160918")
}

// WorkRequests is the region's client for the work requests of the Database service, among others. Its error is a
// *ConfigError when the region is not known.
func (s *Session) WorkRequests(region string) (*workrequests.WorkRequestClient, error) {
	return client[workrequests.WorkRequestClient](s, region, "iaas.{region}.{domain}", "20160918")
}

// MySQL is the region's client for the DB systems of MySQL. Its error is a *ConfigError when the region is not known.
func (s *Session) MySQL(region string) (*mysql.DbSystemClient, error) {
	return client[mysql.DbSystemClient](s, region, "mysql.{region}.ocp.{domain}", "20190415")
}

// PostgreSQL is the region's client for PostgreSQL. Its error is a *ConfigError when the region is not known.
func (s *Session) PostgreSQL(region string) (*psql.PostgresqlClient, error) {
	return client[psql.PostgresqlClient](s, region, "postgresql.{region}.oci.{domain}", "20220915")
}

// Quotas is the client of the region's Quotas API, whose writes belong to the home region.
func (s *Session) Quotas(region string) (*limits.QuotasClient, error) {
	return client[limits.QuotasClient](s, region, "limits.{region}.oci.{domain}", "")
}

// Limits is the region's Limits client, which tells what a quota leaves there.
func (s *Session) Limits(region string) (*limits.LimitsClient, error) {
	return client[limits.LimitsClient](s, region, "limits.{region}.oci.{domain}", "")
}

// NoSQL is the region's NoSQL Database client. Its error is a *ConfigError when the region is not known.
func (s *Session) NoSQL(region string) (*nosql.NosqlClient, error) {
	return client[nosql.NosqlClient](s, region, "nosql.{region}.oci.{domain}", "20190828")
}

type clientKey struct {
	kind   reflect.Type
	region string
}

// client finds or makes the client of a service: {region} and {domain} in its host are the table's, and path is what the SDK puts
// before each operation's. The SDK's own constructors are not used: they read a dozen variables and files of the operator's
// machine, fetch tokens, and add a circuit breaker and retries of 404 after a write to Identity.
func client[C any](s *Session, name, host, path string) (*C, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := clientKey{reflect.TypeFor[C](), name}
	if found, ok := s.clients[key].(*C); ok {
		return found, nil
	}
	place, err := s.lookup(name)
	if err != nil {
		return nil, err
	}
	made := new(C)
	reflect.ValueOf(made).Elem().FieldByName("BaseClient").Set(reflect.ValueOf(s.base(host, path, place))) // each of the SDK's clients embeds it
	s.clients[key] = made
	return made, nil
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
