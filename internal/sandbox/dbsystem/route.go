package dbsystem

import (
	"context"
	"net/http"

	"github.com/data-residency/terraform-provider-residency/internal/sandbox/cloud"
)

// handler answers one operation. It holds no lock.
type handler func(w http.ResponseWriter, c *cloud.Call) error

// answering is how a handler goes through the mux: the call goes in, and its error comes out.
type answering struct {
	call *cloud.Call
	err  error
}

type answeringKey struct{}

// route says which operation answers which path.
func (s *Service) route() {
	systems, backups := s.base+"/dbSystems", s.base+"/backups"
	s.on("POST "+systems, s.createSystem)
	s.on("GET "+systems, s.listSystems)
	s.on("GET "+systems+"/{id}", s.getSystem)
	s.on("PUT "+systems+"/{id}", s.updateSystem)
	s.on("DELETE "+systems+"/{id}", s.deleteSystem)
	s.on("POST "+systems+"/{id}/actions/stop", s.stopSystem)
	s.on("POST "+systems+"/{id}/actions/start", s.startSystem)
	s.on("POST "+backups, s.createBackup)
	s.on("GET "+backups, s.listBackups)
	s.on("GET "+backups+"/{id}", s.getBackup)
	s.on("DELETE "+backups+"/{id}", s.deleteBackup)
	s.on("GET "+s.base+"/workRequests", s.listWork)
	s.on("GET "+s.base+"/workRequests/{id}", s.getWork)
	s.on("GET "+s.base+"/workRequests/{id}/errors", s.workErrors)
	s.on("GET "+s.base+"/workRequests/{id}/logs", s.workLogs)
	if s.service == "mysql" {
		s.on("POST "+backups+"/actions/copy", s.pullBackup)
		return
	}
	s.on("POST "+systems+"/{id}/actions/changeCompartment", s.moveSystem)
	s.on("POST "+systems+"/{id}/actions/resetMasterUserPassword", s.resetPassword)
	s.on("POST "+systems+"/{id}/actions/upgrade", s.upgradeSystem)
	s.on("PATCH "+systems+"/{id}", s.patchSystem)
	s.on("GET "+systems+"/{id}/primaryDbInstance", s.primary)
	s.on("POST "+backups+"/{id}/actions/copy", s.pushBackup)
}

func (s *Service) on(pattern string, h handler) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		a, _ := r.Context().Value(answeringKey{}).(*answering)
		a.call.Request = r
		a.err = h(w, a.call)
	})
}

// Serve implements cloud.Service.
func (s *Service) Serve(w http.ResponseWriter, c *cloud.Call) error {
	s.mu.Lock()
	s.settle()
	s.mu.Unlock()
	if _, pattern := s.mux.Handler(c.Request); pattern == "" {
		return cloud.UnknownOperation(c, s.service)
	}
	a := &answering{call: c}
	s.mux.ServeHTTP(w, c.Request.WithContext(context.WithValue(c.Context(), answeringKey{}, a)))
	return a.err
}

// allow asks whether the call may do an operation in a compartment.
func (s *Service) allow(c *cloud.Call, operation, compartment string, write bool) error {
	return c.Authorize(cloud.Access{Service: s.service, Operation: operation, Compartment: compartment, Write: write})
}
