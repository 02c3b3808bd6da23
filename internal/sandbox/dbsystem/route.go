package dbsystem

import (
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// route says which operation answers which path.
func (s *Service) route() {
	systems, backups := s.base+"/dbSystems", s.base+"/backups"
	s.router.Handle("POST "+systems, s.createSystem)
	s.router.Handle("GET "+systems, s.listSystems)
	s.router.Handle("GET "+systems+"/{id}", s.getSystem)
	s.router.Handle("PUT "+systems+"/{id}", s.updateSystem)
	s.router.Handle("DELETE "+systems+"/{id}", s.deleteSystem)
	s.router.Handle("POST "+systems+"/{id}/actions/stop", s.stopSystem)
	s.router.Handle("POST "+systems+"/{id}/actions/start", s.startSystem)
	s.router.Handle("POST "+backups, s.createBackup)
	s.router.Handle("GET "+backups, s.listBackups)
	s.router.Handle("GET "+backups+"/{id}", s.getBackup)
	s.router.Handle("DELETE "+backups+"/{id}", s.deleteBackup)
	s.router.Handle("GET "+s.base+"/workRequests", s.listWork)
	s.router.Handle("GET "+s.base+"/workRequests/{id}", s.getWork)
	s.router.Handle("GET "+s.base+"/workRequests/{id}/errors", s.workErrors)
	s.router.Handle("GET "+s.base+"/workRequests/{id}/logs", s.workLogs)
	if s.service == "mysql" {
		s.router.Handle("POST "+backups+"/actions/copy", s.pullBackup)
		return
	}
	s.router.Handle("POST "+systems+"/{id}/actions/changeCompartment", s.moveSystem)
	s.router.Handle("POST "+systems+"/{id}/actions/resetMasterUserPassword", s.resetPassword)
	s.router.Handle("POST "+systems+"/{id}/actions/upgrade", s.upgradeSystem)
	s.router.Handle("PATCH "+systems+"/{id}", s.patchSystem)
	s.router.Handle("GET "+systems+"/{id}/primaryDbInstance", s.primary)
	s.router.Handle("POST "+backups+"/{id}/actions/copy", s.pushBackup)
}

// Serve implements cloud.Service.
func (s *Service) Serve(w http.ResponseWriter, c *cloud.Call) error {
	s.mu.Lock()
	s.settle()
	s.mu.Unlock()
	return s.router.Serve(w, c)
}

// allow asks whether the call may do an operation in a compartment.
func (s *Service) allow(c *cloud.Call, operation, compartment string, write bool) error {
	return c.Authorize(cloud.Access{Service: s.service, Operation: operation, Compartment: compartment, Write: write})
}
