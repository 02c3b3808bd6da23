package database

import (
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

const (
	version  = "/20160918"
	workHost = "iaas"

	databasesPath = version + "/autonomousDatabases"
	databasePath  = databasesPath + "/{id}"
	backupsPath   = version + "/autonomousDatabaseBackups"
	workPath      = version + "/workRequests"
)

// Serve implements cloud.Service.
func (s *Service) Serve(w http.ResponseWriter, c *cloud.Call) error {
	// The keys of a tenancy are not known in a region that it is not subscribed to.
	if !s.world.HasRegion(c.Region.Name) {
		return cloud.NotAuthenticated()
	}
	if c.Header.Get("Opc-Dry-Run") == "true" {
		return cloud.NotImplemented("dry runs of %s %s", c.Method, c.URL.Path)
	}
	s.settle()
	if _, ok := cloud.Endpoint(workHost, c.Host); ok {
		return s.work.Serve(w, c)
	}
	return s.router.Serve(w, c)
}

func (s *Service) route() {
	s.routeDatabases()
	s.routeActions()
	s.routeBackups()
	s.routeWork()
}

func (s *Service) routeDatabases() {
	s.router.Handle("GET "+databasesPath, s.listDatabases)
	s.router.Handle("POST "+databasesPath, s.tokens.Once(s.createDatabase))
	s.router.Handle("GET "+databasePath, s.getDatabase)
	s.router.Handle("PUT "+databasePath, s.updateDatabase)
	s.router.Handle("DELETE "+databasePath, s.deleteDatabase)
	s.router.Handle("GET "+databasePath+"/peers", s.listPeers)
	s.router.Handle("GET "+databasePath+"/refreshableClones", s.listRefreshableClones)
	s.router.Handle("GET "+databasePath+"/clones", s.listClones)
}

func (s *Service) routeActions() {
	actions := databasePath + "/actions/"
	s.router.Handle("POST "+actions+"stop", s.stop)
	s.router.Handle("POST "+actions+"start", s.start)
	s.router.Handle("POST "+actions+"restart", s.restart)
	s.router.Handle("POST "+actions+"shrink", s.shrink)
	s.router.Handle("POST "+actions+"restore", s.restore)
	s.router.Handle("POST "+actions+"refresh", s.tokens.Once(s.refresh))
	s.router.Handle("POST "+actions+"switchover", s.tokens.Once(s.switchover))
	s.router.Handle("POST "+actions+"failover", s.tokens.Once(s.failover))
	s.router.Handle("PUT "+actions+"changeDisasterRecoveryConfiguration", s.changeDisasterRecovery)
	s.router.Handle("POST "+actions+"changeCompartment", s.tokens.Once(s.changeCompartment))
	s.router.Handle("POST "+actions+"configureAutonomousDatabaseVaultKey", s.tokens.Once(s.configureKey))
	s.router.Handle("POST "+actions+"rotateKey", s.tokens.Once(s.rotateKey))
	s.router.Handle("POST "+actions+"generateWallet", s.generateWallet)
}

func (s *Service) routeBackups() {
	s.router.Handle("GET "+backupsPath, s.listBackups)
	s.router.Handle("POST "+backupsPath, s.tokens.Once(s.createBackup))
	s.router.Handle("GET "+backupsPath+"/{id}", s.getBackup)
	s.router.Handle("PUT "+backupsPath+"/{id}", s.updateBackup)
	s.router.Handle("DELETE "+backupsPath+"/{id}", s.deleteBackup)
}

func (s *Service) routeWork() {
	s.work.Handle("GET "+workPath, s.listWork)
	s.work.Handle("GET "+workPath+"/{id}", s.getWork)
	s.work.Handle("GET "+workPath+"/{id}/errors", s.listWorkErrors)
	s.work.Handle("GET "+workPath+"/{id}/logs", s.listWorkLogs)
}
