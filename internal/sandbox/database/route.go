package database

import (
	"net/http"
	"strings"

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

// operation answers one call. Path values are in the call's request.
type operation func(w http.ResponseWriter, c *cloud.Call) error

// exchange carries a call through the multiplexer and the error back.
type exchange struct {
	http.ResponseWriter
	call *cloud.Call
	err  error
}

// ServeHTTP implements http.Handler, for the multiplexer.
func (op operation) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if x, ok := w.(*exchange); ok { // as Serve gives it
		x.call.Request = r
		x.err = op(x.ResponseWriter, x.call)
	}
}

// Serve implements cloud.Service.
func (s *Service) Serve(w http.ResponseWriter, c *cloud.Call) error {
	// The keys of a tenancy are not known in a region that it is not subscribed to.
	if !s.subscribed(c.Region.Name) {
		return cloud.NotAuthenticated()
	}
	if c.Header.Get("Opc-Dry-Run") == "true" {
		return cloud.NotImplemented("dry runs of %s %s", c.Method, c.URL.Path)
	}
	s.settle()
	_, onWorkHost := cloud.Endpoint(workHost, c.Host)
	_, pattern := s.mux.Handler(c.Request)
	if pattern == "" || onWorkHost != strings.HasPrefix(c.URL.Path, workPath) {
		return cloud.UnknownOperation(c, "database")
	}
	x := &exchange{ResponseWriter: w, call: c}
	s.mux.ServeHTTP(x, c.Request)
	return x.err
}

func (s *Service) route() {
	s.routeDatabases()
	s.routeActions()
	s.routeBackups()
	s.routeWork()
}

func (s *Service) routeDatabases() {
	s.handle("GET", databasesPath, s.listDatabases)
	s.handle("POST", databasesPath, s.once(s.createDatabase))
	s.handle("GET", databasePath, s.getDatabase)
	s.handle("PUT", databasePath, s.updateDatabase)
	s.handle("DELETE", databasePath, s.deleteDatabase)
	s.handle("GET", databasePath+"/peers", s.listPeers)
	s.handle("GET", databasePath+"/refreshableClones", s.listRefreshableClones)
	s.handle("GET", databasePath+"/clones", s.listClones)
}

func (s *Service) routeActions() {
	actions := databasePath + "/actions/"
	s.handle("POST", actions+"stop", s.stop)
	s.handle("POST", actions+"start", s.start)
	s.handle("POST", actions+"restart", s.restart)
	s.handle("POST", actions+"shrink", s.shrink)
	s.handle("POST", actions+"restore", s.restore)
	s.handle("POST", actions+"refresh", s.once(s.refresh))
	s.handle("POST", actions+"switchover", s.once(s.switchover))
	s.handle("POST", actions+"failover", s.once(s.failover))
	s.handle("PUT", actions+"changeDisasterRecoveryConfiguration", s.changeDisasterRecovery)
	s.handle("POST", actions+"changeCompartment", s.once(s.changeCompartment))
	s.handle("POST", actions+"configureAutonomousDatabaseVaultKey", s.once(s.configureKey))
	s.handle("POST", actions+"rotateKey", s.once(s.rotateKey))
	s.handle("POST", actions+"generateWallet", s.generateWallet)
}

func (s *Service) routeBackups() {
	s.handle("GET", backupsPath, s.listBackups)
	s.handle("POST", backupsPath, s.once(s.createBackup))
	s.handle("GET", backupsPath+"/{id}", s.getBackup)
	s.handle("PUT", backupsPath+"/{id}", s.updateBackup)
	s.handle("DELETE", backupsPath+"/{id}", s.deleteBackup)
}

func (s *Service) routeWork() {
	s.handle("GET", workPath, s.listWork)
	s.handle("GET", workPath+"/{id}", s.getWork)
	s.handle("GET", workPath+"/{id}/errors", s.listWorkErrors)
	s.handle("GET", workPath+"/{id}/logs", s.listWorkLogs)
}

func (s *Service) handle(method, pattern string, op operation) { s.mux.Handle(method+" "+pattern, op) }

// once honours opc-retry-token.
func (s *Service) once(op operation) operation {
	return func(w http.ResponseWriter, c *cloud.Call) error {
		return s.tokens.Do(w, c, func(w http.ResponseWriter) error { return op(w, c) })
	}
}
